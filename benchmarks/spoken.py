"""Findings on transcribed speech against findings on the text it was spoken from.

usage: python benchmarks/spoken.py FOLDER [--model NAME]

FOLDER holds NAME.flac (or .wav) with NAME.txt, the words that were spoken;
``training/speak.py`` makes one from the corpus.
Prints, for each answer and over all, the Jaccard index of the content rules found in both, and the word error rate.
"""

from __future__ import annotations

import argparse
import pathlib
import statistics
import sys

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import jiwer  # noqa: E402

from benchmarks.judgement import score, tokens  # noqa: E402
from mockint.core.profile import BUILT_IN  # noqa: E402
from mockint.core.take import Source, Take  # noqa: E402
from mockint.ears.listener import Ears  # noqa: E402
from mockint.judge import judge  # noqa: E402
from mockint.studio.config import bank  # noqa: E402


def content(take: Take) -> set[str]:
    """Ids of the content findings."""
    return {f.rule for f in take.findings if f.category == "content"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--model", default="base")
    args = parser.parse_args()
    ears = Ears(args.model)
    indices, errors = [], []
    for path in sorted(args.folder.glob("*.txt")):
        sound = next(p for p in (path.with_suffix(".flac"), path.with_suffix(".wav")) if p.exists())
        text = path.read_text("utf-8")
        heard = ears.hear(sound)
        source = Source(path=str(sound), kind="audio", sha256="", duration_s=heard.duration_s)
        spoken = content(judge(heard, source=source, question=bank()["failure"], profile=BUILT_IN["live"]))
        written = content(score(text))
        index = len(spoken & written) / max(1, len(spoken | written))
        wrong = jiwer.wer(" ".join(tokens(text)), " ".join(tokens(" ".join(w.text for w in heard.words))) or "-")
        indices.append(index)
        errors.append(wrong)
        print(f"{path.stem:24s} {index:.2f}  word errors {wrong:.3f}  {sorted(spoken ^ written)}")
    print(f"mean Jaccard {statistics.mean(indices):.3f} over {len(indices)} answers")
    print(f"word errors {statistics.mean(errors):.3f}")


if __name__ == "__main__":
    main()
