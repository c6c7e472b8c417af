"""How well mockint hears, beside stock faster-whisper on the same weights (beam 5, voice detection on).

usage: ears.py [--model base] [--only WHAT ...] [DIR ...]

DIR holds NAME.wav with NAME.lab (the true words) and NAME.TextGrid (their times); each is a group of its own beside the
groups of audio_fixtures/ (clean, 20 dB, 10 dB). WHAT is words, unpaused, silence, live, finish, cost: all by default.
Times are of this machine and whatever else it does: both sides of a ratio run in turn. Needs jiwer; tgt for a DIR.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import jiwer
import numpy as np
import soundfile

from mockint.core.hearing import mark_repeats
from mockint.core.take import Word
from mockint.ears import models
from mockint.ears.listener import Ears
from mockint.ears.sounds_of import spoken

FIXTURES = pathlib.Path(__file__).parent.parent / "audio_fixtures"
FILLER = re.compile(r"^(u+h*m+|u+h+|e+r+m*|a+h+|h+m+|m+h+m+|mm+)$")
MARK = "umfiller"
WHAT = ("words", "unpaused", "silence", "live", "finish", "cost")
Timed = list[tuple[float, str]]


def plain(text: str) -> list[str]:
    """The words of a text as they are said: a number counts the same in figures and in letters."""
    said = " ".join(" ".join(spoken(word)) if re.search(r"\d", word) else word for word in text.split())
    words = (w.strip("'") for w in re.sub(r"[^a-z0-9' ]", " ", said.lower().replace("-", " ")).split())
    return [MARK if FILLER.match(w) else w for w in words if w]


def pairs(truth: list[str], said: list[str]) -> Iterator[tuple[int, int]]:
    for part in jiwer.process_words(" ".join(truth), " ".join(said) or "x").alignments[0]:
        if part.type in ("equal", "substitute"):
            yield from zip(
                range(part.ref_start_idx, part.ref_end_idx), range(part.hyp_start_idx, part.hyp_end_idx), strict=True
            )


def fixtures() -> Iterator[tuple[str, pathlib.Path, list[str], Timed, list[tuple[float, float]]]]:
    for path in sorted(FIXTURES.glob("*.truth.json")):
        truth = json.loads(path.read_text())
        if truth["words"]:
            timed = [(w["start_s"], t) for w in truth["words"] for t in plain(w["text"])]
            group = f"{truth['noise_db']:.0f} dB" if truth["noise_db"] else "clean"
            pauses = [(p["start_s"], p["end_s"]) for p in truth["pauses"] if p["end_s"] - p["start_s"] >= 0.25]
            yield group, path.with_name(path.name[:-11] + ".flac"), [t for _, t in timed], timed, pauses


def recorded(folder: pathlib.Path) -> Iterator[tuple[str, pathlib.Path, list[str], Timed, list[tuple[float, float]]]]:
    import tgt

    for path in sorted(folder.glob("*.wav")):
        tier = next(
            t for t in tgt.io.read_textgrid(str(path.with_suffix(".TextGrid"))).tiers if "word" in t.name.lower()
        )
        timed = [(float(i.start_time), t) for i in tier if i.text[:1] != "<" for t in plain(i.text)]
        yield folder.name, path, plain(path.with_suffix(".lab").read_text()), timed, []


def unpaused(path: pathlib.Path, pauses: list[tuple[float, float]]) -> tuple[np.ndarray, int]:
    """A fixture without its pauses, but for 40 ms at both ends of each: int16 samples and their rate."""
    samples, rate_hz = soundfile.read(path, dtype="int16")
    spoken = np.ones(samples.size, bool)
    for start_s, end_s in pauses:
        spoken[round((start_s + 0.04) * rate_hz) : round((end_s - 0.04) * rate_hz)] = False
    return samples[spoken], rate_hz


def interval(hits: int, of: int) -> str:
    """Wilson's 95 percent interval."""
    if not of:
        return "-"
    p, z = hits / of, 1.96
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)
    return f"{hits}/{of} = {p:.3f} ({low:.2f}-{high:.2f})"


def errors(truth: list[str], said: list[str]) -> tuple[int, int]:
    truth, said = [w for w in truth if w != MARK], [w for w in said if w != MARK]
    found = jiwer.process_words(" ".join(truth), " ".join(said) or "x")
    return found.substitutions + found.deletions + found.insertions, len(truth)


def repeats(words: list[str]) -> set[int]:
    """Which words are said again."""
    marked = mark_repeats(tuple(Word(text=w, kind="filler" if w == MARK else "word") for w in words))
    return {i for i, word in enumerate(marked) if word.repeat}


def spread(values: list[float]) -> str:
    values = sorted(abs(v) for v in values)
    return (
        f"{statistics.median(values) * 1000:.0f} / {values[int(0.95 * len(values))] * 1000:.0f} ms" if values else "-"
    )


def words(model: str, folders: list[pathlib.Path]) -> None:
    from faster_whisper import WhisperModel

    ears = Ears(model, compute="cpu")
    stock = WhisperModel(str(models.find(model)), device="cpu", compute_type="int8", cpu_threads=2)
    groups: dict[str, dict[str, Any]] = {}
    for group, path, truth, timed, pauses in [*fixtures(), *(row for f in folders for row in recorded(f))]:
        sums = groups.setdefault(
            group,
            dict.fromkeys(
                ("hit", "real", "said", "kept", "twice", "marked", "wrong", "stock", "of", "found", "wanted", "made"), 0
            ),
        )
        hearing = ears.hear(path)
        mine = [
            (w.start_s or 0.0, t if w.kind == "word" else MARK)
            for w in hearing.words
            for t in (plain(w.text) if w.kind == "word" else [MARK])
        ]
        said = [t for _, t in mine]
        theirs = plain(
            " ".join(s.text for s in stock.transcribe(str(path), language="en", beam_size=5, vad_filter=True)[0])
        )
        sums["hit"] += sum(truth[i] == MARK == said[j] for i, j in pairs(truth, said))
        sums["real"] += truth.count(MARK)
        sums["said"] += said.count(MARK)
        again, marked = repeats(truth), repeats(said)
        sums["kept"] += sum(i in again and j in marked and truth[i] == said[j] for i, j in pairs(truth, said))
        sums["twice"] += len(again)
        sums["marked"] += len(marked)
        wrong, of = errors(truth, said)
        sums["wrong"] += wrong
        sums["of"] += of
        sums["stock"] += errors(truth, theirs)[0]
        for i, j in pairs([t for _, t in timed], said):
            if timed[i][1] == said[j]:
                sums.setdefault("um" if said[j] == MARK else "starts", []).append(mine[j][0] - timed[i][0])
        silent = [(a.end_s, b.start_s) for a, b in zip(hearing.speech, hearing.speech[1:], strict=False)]
        sums["found"] += sum(any(abs(a - c) <= 0.064 and abs(b - d) <= 0.064 for c, d in silent) for a, b in pauses)
        sums["wanted"] += len(pauses)
        sums["made"] += len(silent) if pauses else 0
    for name, s in groups.items():
        print(f"{name}")
        print(f"  fillers    recall {interval(s['hit'], s['real'])}   precision {interval(s['hit'], s['said'])}")
        print(f"  repeats    recall {interval(s['kept'], s['twice'])}   precision {interval(s['kept'], s['marked'])}")
        print(
            f"  starts     fillers {spread(s.get('um', []))}, words {spread(s.get('starts', []))} (median / 95 percent)"
        )
        print(f"  word errors without fillers {s['wrong'] / s['of']:.4f}, stock {s['stock'] / s['of']:.4f}")
        if s["wanted"]:
            print(
                f"  pauses     F1 {2 * s['found'] / (s['wanted'] + s['made']):.3f} of {s['wanted']}, 64 ms at both ends"
            )


def without_pauses(model: str) -> None:
    """Words of people who never pause: pieces are cut anywhere."""
    from faster_whisper import WhisperModel

    ears = Ears(model, compute="cpu")
    stock = WhisperModel(str(models.find(model)), device="cpu", compute_type="int8", cpu_threads=2)
    wrong = theirs = total = 0
    for _, path, truth, _, pauses in fixtures():
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            soundfile.write(file.name, *unpaused(path, pauses))
            said = [t for w in ears.hear(file.name).words if w.kind == "word" for t in plain(w.text)]
            heard = stock.transcribe(file.name, language="en", beam_size=5, vad_filter=True)[0]
            wrong_here, of = errors(truth, said)
            wrong, total = wrong + wrong_here, total + of
            theirs += errors(truth, plain(" ".join(s.text for s in heard)))[0]
    print(f"word errors in fixtures without their pauses: {wrong} of {total}, stock {theirs}")


def silence(model: str) -> None:
    ears, invented, clips = Ears(model, compute="cpu"), 0, 0
    for path in sorted((FIXTURES / "no_speech").glob("*.flac")):
        truth = [t["text"] for t in json.loads(path.with_suffix("").with_suffix(".truth.json").read_text())["words"]]
        said = [w.text for w in ears.hear(path).words]
        invented += max(0, len(said) - len(truth))
        clips += 1
    print(f"invented words in {clips} clips of silence, noise, music, breath and long tails: {invented}")


def live(model: str) -> None:
    ears, rng, same = Ears(model, compute="cpu"), np.random.default_rng(0), []
    for name in ("too_short", "fillers_a", "many_fillers"):
        samples, rate_hz = soundfile.read(FIXTURES / f"{name}.flac", dtype="int16")
        listener, at = ears.listen(rate_hz), 0
        while at < samples.size:
            step = int(rng.integers(1, 4000))
            listener.feed(samples[at : at + step])
            at += step
        same.append(listener.finish() == ears.hear(FIXTURES / f"{name}.flac"))
    print(f"live words and times = those of the file: {sum(same)} of {len(same)}")


def finish(model: str) -> None:
    """At real speed, as a microphone gives it: 20 ms blocks against the clock."""
    from rich.console import Console

    from mockint.core.profile import BUILT_IN
    from mockint.core.take import Source
    from mockint.judge import judge, judging
    from mockint.show.page import render_page
    from mockint.show.terminal import render
    from mockint.studio.config import bank

    ears = Ears(model, compute="cpu")
    ears.load()
    judging.load()
    _, path, _, _, pauses = next(row for row in fixtures() if row[1].stem == "too_long")
    paused, fluent = unpaused(path, []), unpaused(path, pauses)
    question, profile = bank()["failure"], BUILT_IN["live"]
    for title, (whole, rate_hz), length_s, offsets in (
        ("answers", paused, 30, range(0, 120, 20)),
        ("answers without a pause", fluent, 30, range(0, 90, 15)),
        ("answers", paused, 150, (0, 37)),
        ("answers", paused, 600, (0,)),
    ):
        waits, pages = [], []
        for offset in offsets:
            samples = np.tile(whole, 5)[offset * rate_hz : (offset + length_s) * rate_hz]
            listener = ears.listen(rate_hz, meanwhile=judging.read_ahead)
            start, step = time.perf_counter(), rate_hz // 50
            for at in range(0, samples.size, step):
                time.sleep(max(0.0, start + at / rate_hz - time.perf_counter()))
                listener.feed(samples[at : at + step])
            stopped = time.perf_counter()
            hearing = listener.finish()
            heard = time.perf_counter()
            take = judge(
                hearing, source=Source(path="answer.flac", kind="audio", sha256=""), question=question, profile=profile
            )
            render(take, Console(file=io.StringIO(), width=100), profile=profile)
            shown = time.perf_counter()
            render_page(take, samples.tobytes(), profile=profile)
            waits.append((heard - stopped, shown - stopped))
            pages.append(time.perf_counter() - shown)
        print(
            f"from stop, {length_s} s {title}, cut anywhere: to the words {', '.join(f'{a:.2f}' for a, _ in waits)} s, "
            f"to the report {', '.join(f'{b:.2f}' for _, b in waits)} s, HTML {max(pages):.2f} s later",
            flush=True,
        )


OURS = (
    "from mockint.ears.listener import Ears; h = Ears(sys.argv[1], compute='cpu').hear(sys.argv[2]); "
    "n = sum(w.kind == 'word' for w in h.words)"
)
SCORE = (
    "import io; from mockint.cli.main import main; sys.stdout = io.StringIO(); "
    "main(['score', sys.argv[2], '--model', sys.argv[1], '--compute', 'cpu']); sys.stdout = sys.__stdout__; n = 0"
)
STOCK = (
    "from faster_whisper import WhisperModel; m = WhisperModel(sys.argv[3], device='cpu', compute_type='int8', "
    "cpu_threads=2); n = sum(len(s.words) for s in m.transcribe(sys.argv[2], language='en', beam_size=5, "
    "vad_filter=True, word_timestamps=True)[0])"
)
AROUND = (
    "import sys, time, re; t = time.perf_counter(); {}; print(time.perf_counter() - t, "
    "int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) / 1024, n)"
)


def cost(model: str, folders: list[pathlib.Path]) -> None:
    """Import, load, transcribe, time the words: a fresh process each, in turn, the best of three."""
    paths = [p for f in folders for p in sorted(f.glob("*.wav"))] or [FIXTURES / "good.flac"]
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        parts = [soundfile.read(p, dtype="int16") for p in paths]
        samples = np.concatenate([part for part, _ in parts])
        samples = np.tile(samples, max(1, round(180 * 16000 / samples.size)))[: 198 * 16000]
        soundfile.write(file.name, samples, 16000)
        written: dict[str, int] = {}
        results: dict[str, list[tuple[float, float]]] = {"mockint": [], "score": [], "stock": []}
        for _ in range(3):
            for name, code in (("mockint", OURS), ("score", SCORE), ("stock", STOCK)):
                command = [sys.executable, "-c", AROUND.format(code), model, file.name, str(models.find(model))]
                out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
                results[name].append((float(out[0]), float(out[1])))
                written[name] = int(out[2])
    took = {name: min(t for t, _ in rows) for name, rows in results.items()}
    peak = {name: max(m for _, m in rows) for name, rows in results.items()}
    print(f"{samples.size / 16000:.0f} s of speech, start of process to timed words: {took['mockint']:.1f} s,")
    print(f"  stock {took['stock']:.1f} s, ratio {took['mockint'] / took['stock']:.2f}")
    print(f"  words written, fillers left out: {written['mockint']}, stock {written['stock']}")
    print(f"  the whole mockint score {took['score']:.1f} s, ratio {took['score'] / took['stock']:.2f}")
    print(
        f"  peak memory {peak['mockint']:.0f} MB, stock {peak['stock']:.0f} MB, "
        f"ratio {peak['mockint'] / peak['stock']:.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--model", default=models.DEFAULT)
    parser.add_argument("--only", nargs="+", choices=WHAT)
    options = parser.parse_args()
    wanted = options.only or WHAT
    print(f"model {options.model}")
    if "words" in wanted:
        words(options.model, options.folders)
    if "unpaused" in wanted:
        without_pauses(options.model)
    if "silence" in wanted:
        silence(options.model)
    if "live" in wanted:
        live(options.model)
    if "finish" in wanted:
        finish(options.model)
    if "cost" in wanted:
        cost(options.model, options.folders)


if __name__ == "__main__":
    main()
