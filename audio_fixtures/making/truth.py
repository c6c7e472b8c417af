"""What must hold for every recording and its truth; needs nothing but Python."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STAGES = ("situation", "task", "action", "result", "learned", "other")
PAUSE_S = 0.15
_SLACK_S = 0.002


def flac_duration_s(path: Path) -> float:
    """Length of a FLAC file, from its header [s].

    Parameters
    ----------
    path : Path
        A FLAC file.

    Returns
    -------
    float
        Number of samples by rate.
    """
    head = path.read_bytes()[:42]
    if head[:4] != b"fLaC":
        raise ValueError(f"{path.name} is not FLAC")
    packed = int.from_bytes(head[18:26], "big")
    return (packed & ((1 << 36) - 1)) / (packed >> 44)


def problems(path: Path) -> Iterator[str]:
    """What is wrong with one recording and its truth.

    Parameters
    ----------
    path : Path
        The FLAC file; its truth lies beside it.

    Yields
    ------
    str
        One line a problem.
    """
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    if hashlib.sha256(path.read_bytes()).hexdigest() != truth["sha256"]:
        yield "the sound is not the one described (sha256)"
    if abs(flac_duration_s(path) - truth["duration_s"]) > _SLACK_S:
        yield f"lasts {flac_duration_s(path):.3f} s, said to last {truth['duration_s']} s"
    words, pauses = truth["words"], truth["pauses"]
    if not words:
        if pauses or truth["sentences"] or truth["answer_start_s"] is not None:
            yield "has no words, but pauses, sentences or an answer"
        return
    yield from _order("words", words)
    yield from _order("pauses", pauses)
    yield from _extent(truth)
    yield from _tiling(words, pauses)
    yield from _sentences(truth)


def _order(name: str, spans: list[dict[str, Any]]) -> Iterator[str]:
    at = -1.0
    for span in spans:
        if span["start_s"] < at - _SLACK_S or span["end_s"] <= span["start_s"]:
            yield f"{name} overlap or run backwards at {span['start_s']} s"
        at = span["end_s"]


def _extent(truth: dict[str, Any]) -> Iterator[str]:
    start, end = truth["answer_start_s"], truth["answer_end_s"]
    if not 0 <= start < end <= truth["duration_s"]:
        yield f"the answer runs from {start} to {end} s of {truth['duration_s']} s"
    if (start, end) != (truth["words"][0]["start_s"], truth["words"][-1]["end_s"]):
        yield "the answer does not run from the first word to the last"
    for pause in truth["pauses"]:
        if not start < pause["start_s"] < pause["end_s"] < end:
            yield f"the pause at {pause['start_s']} s lies outside the answer"
        if pause["end_s"] - pause["start_s"] < PAUSE_S - _SLACK_S:
            yield f"the pause at {pause['start_s']} s is shorter than {PAUSE_S} s"


def _tiling(words: list[dict[str, Any]], pauses: list[dict[str, Any]]) -> Iterator[str]:
    """Every pause lies exactly between two words, and no word reaches into one."""
    starts = {round(word["start_s"], 3) for word in words}
    ends = {round(word["end_s"], 3) for word in words}
    for pause in pauses:
        if round(pause["start_s"], 3) not in ends or round(pause["end_s"], 3) not in starts:
            yield f"the pause at {pause['start_s']} s does not lie between two words"
        for word in words:
            if word["start_s"] < pause["end_s"] - _SLACK_S and word["end_s"] > pause["start_s"] + _SLACK_S:
                yield f"{word['text']!r} at {word['start_s']} s reaches into a pause"


def _sentences(truth: dict[str, Any]) -> Iterator[str]:
    if " ".join(sentence["text"] for sentence in truth["sentences"]) != truth["text"]:
        yield "the sentences do not add up to the text"
    if len(truth["text"].split()) != len(truth["words"]):
        yield "the text and the words differ in number"
    for sentence in truth["sentences"]:
        if sentence["stage"] not in STAGES:
            yield f"unknown stage {sentence['stage']!r}"


def manifest_of(folder: Path) -> dict[str, Any]:
    """Names, sizes, lengths and checksums of all recordings of a folder.

    Parameters
    ----------
    folder : Path
        Where recordings and truths lie, subfolders included.

    Returns
    -------
    dict
        ``{"files": {name: {...}}}``, sorted by name.
    """
    files = {}
    for path in sorted(folder.rglob("*.flac")):
        truth = path.with_suffix(".truth.json")
        files[path.relative_to(folder).as_posix()] = {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "truth_sha256": hashlib.sha256(truth.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
            "duration_s": round(flac_duration_s(path), 4),
        }
    return {"schema": "mockint.fixtures/1", "files": files}


def check_folder(folder: Path, limit_bytes: int) -> list[str]:
    """All that is wrong with a folder of recordings.

    Parameters
    ----------
    folder : Path
        Where the manifest lies.
    limit_bytes : int
        What all recordings may weigh together.

    Returns
    -------
    list of str
        Empty when all is well.
    """
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    found = manifest_of(folder)["files"]
    out = [
        f"{name}: not as in manifest.json"
        for name in sorted(said.keys() | found.keys())
        if said.get(name) != found.get(name)
    ]
    total = sum(entry["bytes"] for entry in found.values())
    if total > limit_bytes:
        out.append(f"all recordings weigh {total} bytes, allowed are {limit_bytes}")
    for name in found:
        out += [f"{name}: {line}" for line in problems(folder / name)]
    return out
