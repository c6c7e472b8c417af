"""A fixture from its script: sound at 16 kHz and the truth about it."""

from __future__ import annotations

import math
import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import sounds
from .notation import Piece, Word, parse_answer, written
from .pieces import PAUSE_S, RATE_HZ, Part, to_parts

FLOOR_DBFS = -70.0
"""Level of the faint floor where no noise is asked for."""
GRAIN_DB = 24.0
"""How far the quantisation stays below the background."""
_OWN_WORK = "synthesised from mathematics by making/sounds.py; the project's own licence"


@dataclass(frozen=True)
class Script:
    """What a script file says; levels in dB, times in seconds."""

    name: str
    answer: str = ""
    voice: str = ""
    speed: float = 1.0
    level_dbfs: float = -26.0
    noise: str = "room"
    noise_db: float | None = None
    noise_dbfs: float = -62.0
    digital_zero: bool = False
    reverb: bool = False
    clip_db: float | None = None
    lead_s: float | None = None
    tail_s: float | None = None
    sound: str = ""
    sound_dbfs: float = -30.0
    duration_s: float = 10.0
    group: str = "answer"
    seed: int = 0
    flags: list[str] = field(default_factory=list)
    strengths: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def read_scripts(folder: Path) -> list[Script]:
    """All scripts of a folder: one a file, or many as `[[clip]]` tables with a `name` each.

    Parameters
    ----------
    folder : Path
        Where the ``*.toml`` files are.

    Returns
    -------
    list of Script
        Sorted by file and place in it.
    """
    scripts = []
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = data.get("clip", [{"name": path.stem, **data}])
        scripts += [Script(**table) for table in tables]
    return scripts


def _speak(script: Script, speaker: Any, rng: random.Random) -> tuple[list[Part], list[Piece]]:
    """The answer in parts with their gaps."""
    pieces, _ = parse_answer(script.answer)
    parts: list[Part] = []
    for piece in pieces:
        pace = script.speed * rng.uniform(0.97, 1.03)
        audio, words = speaker.say(piece.words, round(pace, 3), rng)
        new = to_parts(audio, speaker.rate_hz, words)
        level = rng.uniform(-4.0, -1.0) if piece.is_filler else rng.uniform(-2.0, 2.0)
        for part in new:
            part.samples = sounds.unit_rms(part.samples) * 10 ** (level / 20)
        micro = rng.uniform(0.0, 0.11)
        new[-1].gap_s = micro if piece.pause_after_s is None else piece.pause_after_s
        parts += new
    parts[-1].gap_s = 0.0
    return parts, pieces


def _lay_out(
    parts: list[Part], lead_s: float, tail_s: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_], list[Any]]:
    """The parts joined, where speech is, and the pauses; word times become times in the recording."""
    at = round(lead_s * RATE_HZ)
    places, pauses = [], []
    for part in parts:
        places.append(at)
        for word in part.words:
            word.start_s += at / RATE_HZ
            word.end_s += at / RATE_HZ
        end = at + len(part.samples)
        at = end + round(part.gap_s * RATE_HZ)
        if part.gap_s >= PAUSE_S:
            pauses.append({"start_s": round(end / RATE_HZ, 4), "end_s": round(at / RATE_HZ, 4)})
    track = np.zeros(at + round(tail_s * RATE_HZ))
    voiced = np.zeros(len(track), bool)
    for place, part in zip(places, parts, strict=True):
        track[place : place + len(part.samples)] += part.samples
        voiced[place : place + len(part.samples)] = True
    return track, voiced, pauses


def _background_dbfs(script: Script) -> float:
    """Level of what lies under the voice."""
    if script.digital_zero:
        return -math.inf
    return FLOOR_DBFS if script.noise_db is None else script.level_dbfs - script.noise_db


def _background(script: Script, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """What lies under the voice [full scale 1]."""
    kind = "pink" if script.noise_db is None else script.noise
    return sounds.GENERATORS[kind](count, rng) * 10 ** (_background_dbfs(script) / 20)


def _sentences(words: list[Word], stages: list[str]) -> list[dict[str, Any]]:
    out = []
    for number, stage in enumerate(stages):
        mine = [word for word in words if word.sentence == number]
        span = {"start_s": round(mine[0].start_s, 4), "end_s": round(mine[-1].end_s, 4)}
        out.append({"text": written(mine), **span, "stage": stage})
    return out


def build_answer(script: Script, speaker: Any) -> tuple[NDArray[np.int16], dict[str, Any]]:
    """Sound and truth of a spoken answer.

    Parameters
    ----------
    script : Script
        With an answer and a voice.
    speaker : Kokoro or Espeak
        The voice.

    Returns
    -------
    tuple of (ndarray of int16, dict)
        Samples at 16 kHz; the truth, without the checksum.
    """
    rng, noise_rng = random.Random(script.seed), np.random.default_rng(script.seed)
    parts, pieces = _speak(script, speaker, rng)
    lead_s = rng.uniform(0.5, 1.2) if script.lead_s is None else script.lead_s
    tail_s = rng.uniform(0.6, 1.2) if script.tail_s is None else script.tail_s
    track, voiced, pauses = _lay_out(parts, lead_s, tail_s)
    if script.reverb:
        track = sounds.small_room(track, noise_rng)
    track *= 10 ** (script.level_dbfs / 20) / np.sqrt(np.mean(track[voiced] ** 2))
    peak = float(np.abs(track).max())
    if script.clip_db is None and peak > 0.95:
        raise SystemExit(f"{script.name}: peak {peak:.2f}, lower level_dbfs")
    track += _background(script, len(track), noise_rng)
    if script.clip_db is not None:
        track *= 10 ** (script.clip_db / 20) / peak
    words = [word for piece in pieces for word in piece.words]
    _, stages = parse_answer(script.answer)
    truth = _truth(script, track, words, stages, pauses, speaker.licence)
    return _pcm(track, noise_rng, _background_dbfs(script)), truth


def _truth(
    script: Script, track: NDArray[np.float64], words: list[Word], stages: list[str], pauses: list[Any], licence: str
) -> dict[str, Any]:
    timed = [
        {"text": w.text, "start_s": round(w.start_s, 4), "end_s": round(w.end_s, 4), "kind": w.kind, "repeat": w.repeat}
        for w in words
    ]
    return {
        "text": written(words),
        "group": script.group,
        "voice": script.voice or None,
        "licence": licence,
        "noise_db": script.noise_db,
        "noise": script.noise if script.noise_db is not None else None,
        "duration_s": round(len(track) / RATE_HZ, 4),
        "answer_start_s": timed[0]["start_s"] if timed else None,
        "answer_end_s": timed[-1]["end_s"] if timed else None,
        "words": timed,
        "pauses": pauses,
        "sentences": _sentences(words, stages),
        "expect": {"flags": script.flags, "strengths": script.strengths, "absent": script.absent},
    }


def build_sound(script: Script) -> tuple[NDArray[np.int16], dict[str, Any]]:
    """Sound and truth of a clip without speech.

    Parameters
    ----------
    script : Script
        With a `sound`.

    Returns
    -------
    tuple of (ndarray of int16, dict)
        Samples at 16 kHz; the truth, without the checksum.
    """
    rng, count = np.random.default_rng(script.seed), round(script.duration_s * RATE_HZ)
    track = sounds.GENERATORS[script.sound](count, rng) * 10 ** (script.sound_dbfs / 20)
    steady = script.sound in ("room", "white", "pink", "fan", "street")
    if not steady:
        track = track + sounds.room(count, rng) * 10 ** (script.noise_dbfs / 20)
    truth = _truth(script, track, [], [], [], _OWN_WORK)
    return _pcm(track, rng, script.sound_dbfs if steady else script.noise_dbfs), truth


def _pcm(track: NDArray[np.float64], rng: np.random.Generator, background_dbfs: float) -> NDArray[np.int16]:
    """16-bit samples, clipped at full scale; digital zero stays zero.

    The step is as coarse as stays 24 dB below the background, so that no byte is spent on the grain of noise.
    """
    if background_dbfs == -math.inf:
        return np.asarray(np.clip(np.round(track * 32767), -32768, 32767), np.int16)
    step = 1
    while 20 * math.log10(2 * step / math.sqrt(12) / 32768) <= background_dbfs - GRAIN_DB:
        step *= 2
    grains = np.round(track * 32767 / step + rng.uniform(-0.5, 0.5, len(track)))
    return np.asarray(np.clip(grains * step, -32768, 32768 - step), np.int16)
