"""Keeps the raw scores of answers whose writer the scoring network had not seen, so that calibration can be redone."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterable, Sequence

import numpy as np

from mockint.judge.reader import Scores
from training import augment
from training.corpus import Labelled
from training.examples import words_of
from training.predict import Scored

SHIPPED = pathlib.Path(__file__).parent / "out_of_fold.npz"
"""The scores by which the shipped model was calibrated."""


def save(scored: Iterable[Scored], file: pathlib.Path) -> None:
    """Write the scores by answer id."""
    table = {f"{s.answer.id}/{f.name}": getattr(s.scores, f.name) for s in scored for f in dataclasses.fields(Scores)}
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, **table)


def load(file: pathlib.Path, answers: Sequence[Labelled]) -> list[Scored]:
    """The scores again, with the answers they belong to; answers cut otherwise since then are left out."""
    with np.load(file) as table:
        known = {name.split("/")[0] for name in table.files}
        found = []
        for a in answers:
            if a.id not in known:
                continue
            scores = Scores(*(table[f"{a.id}/{f.name}"] for f in dataclasses.fields(Scores)))
            cut = augment.cut(words_of(a))
            units = [" ".join(w for w, _ in unit) for unit in cut]
            if len(units) == len(scores.stage):
                found.append(Scored(a, units, [[n for _, n in unit] for unit in cut], scores))
    return found
