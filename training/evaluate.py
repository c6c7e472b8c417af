"""Measures the shipped model on labelled answers: ``python -m training.evaluate FILE...``.

Files are of the corpus (``.txt``) or one answer a line (``.jsonl`` with text, segments, flags, strengths and what is
arguable, as ``allowed_flags`` and ``allowed_strengths``).
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from typing import Any

from mockint.judge.reader import MODEL
from training.corpus import FLAGS, STAGES, STRENGTHS, Labelled, Sentence, read_file
from training.predict import Model
from training.report import readings, report


def from_row(row: dict[str, Any], writer: str) -> Labelled:
    """A labelled answer of a ``.jsonl`` file; it knows no evidence by sentence."""

    def ids(key: str, known: list[str]) -> frozenset[str]:
        return frozenset(x.replace("_", "-") for x in row.get(key) or []) & set(known)

    sentences = []
    for segment in row["segments"]:
        alt = segment.get("alt") or []
        fair = [segment["label"], *([alt] if isinstance(alt, str) else alt)]
        names = tuple(STAGES.get(x, x) for x in fair)
        sentences.append(Sentence(text=segment["text"], stage=names[0], fair=names, evidence=frozenset()))
    return Labelled(
        id=row["id"],
        writer=writer,
        quality=row["quality"],
        style="",
        question=row.get("question", "failure"),
        profession=row.get("profession", ""),
        sentences=tuple(sentences),
        flags=ids("flags", FLAGS),
        maybe_flags=ids("allowed_flags", FLAGS),
        strengths=ids("strengths", STRENGTHS),
        maybe_strengths=ids("allowed_strengths", STRENGTHS),
    )


def read(path: pathlib.Path) -> list[Labelled]:
    """Labelled answers of either format."""
    if path.suffix == ".jsonl":
        return [from_row(json.loads(x), path.stem) for x in path.read_text("utf-8").splitlines() if x.strip()]
    return read_file(path)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path, default=MODEL)
    parser.add_argument("--errors", action="store_true", help="also print the lines whose stage is wrong")
    a = parser.parse_args()
    answers = [x for f in a.files for x in read(f)]
    scored = Model(a.model, threads=2).score(answers)
    meta = json.loads((a.model / "meta.json").read_text("utf-8"))
    found = report(scored, readings(scored, meta))
    print(found.headline(), found.table(), sep="\n")
    if a.errors:
        from mockint.judge.stages import decode

        for s, reading in zip(scored, readings(scored, meta), strict=True):
            for unit, numbers, d in zip(s.units, s.lines, decode(reading), strict=True):
                fair = s.answer.sentences[numbers[len(numbers) // 2]].fair
                if d.stage not in fair:
                    print(f"{s.answer.id} {'/'.join(fair)} taken for {d.stage} {d.confidence:.2f}: {unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
