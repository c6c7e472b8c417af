"""Pauses, answer duration and pace of the recorded fixtures against their truth.

usage: python benchmarks/timing.py [FOLDER] [--model NAME]

A pause is found when both its ends lie within 64 ms of the truth's; pauses of 250 ms and longer count.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from mockint.core import fluency  # noqa: E402
from mockint.ears.listener import Ears  # noqa: E402

LEAST_S = 0.25
NEAR_S = 0.064


def pause_f1(true: list[tuple[float, float]], found: list[tuple[float, float]]) -> float:
    """F1 of pauses matched on both ends; true ones between 0.2 and 0.25 s may be found or not."""
    must = [p for p in true if p[1] - p[0] >= LEAST_S]
    open_ = list(found)
    hits = 0
    for pause in must:
        match = next((f for f in open_ if all(abs(a - b) <= NEAR_S for a, b in zip(pause, f, strict=True))), None)
        if match:
            open_.remove(match)
            hits += 1
    may = [p for p in true if p[1] - p[0] < LEAST_S]
    open_ = [f for f in open_ if not any(abs(f[0] - p[0]) <= NEAR_S and abs(f[1] - p[1]) <= NEAR_S for p in may)]
    return 2 * hits / max(1, 2 * hits + len(open_) + len(must) - hits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=ROOT / "audio_fixtures")
    parser.add_argument("--model", default="base")
    args = parser.parse_args()
    ears = Ears(args.model)
    print(f"{'fixture':20s} noise  pause F1  duration error [s]  pace error [%]")
    for path in sorted(args.folder.glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        words = [w for w in truth["words"] if w["kind"] == "word"]
        if not words:
            continue
        heard = ears.hear(path.with_name(path.name.replace(".truth.json", ".flac")))
        pauses = fluency.find_pauses(heard)
        found = fluency.measure(heard, pauses, question_end_s=None)
        silent = [(p.start_s, p.end_s) for p in pauses if p.kind == "silent"]
        f1 = pause_f1([(p["start_s"], p["end_s"]) for p in truth["pauses"]], silent)
        length = truth["answer_end_s"] - truth["answer_start_s"]
        off = (found["answer_duration"].value or 0.0) - length
        pace = found["words_per_minute"].value
        wrong = float("nan") if pace is None else 100 * (pace / (60 * len(words) / length) - 1)
        noise = "none" if truth["noise_db"] is None else f"{truth['noise_db']:g} dB"
        print(f"{path.name[:-11]:20s} {noise:6s} {f1:7.3f} {off:12.3f} {wrong:18.1f}")


if __name__ == "__main__":
    main()
