"""Fits the linear model over hashed word groups (``mockint/judge/cues.py``)."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from mockint.judge.cues import BUCKETS, PLACES, places_of, rows_of
from mockint.judge.reader import STAGES, plain_words
from training.corpus import Labelled
from training.examples import RULES, evidence_targets, whole_targets

FEWEST = 8
"""Rules with fewer cases keep a flat score."""
FLAT = -4.0


def fit_cues(answers: Sequence[Labelled], file: pathlib.Path) -> None:
    """Learn from these answers and write the table."""
    units, whole = matrices([[plain_words(s.text) for s in a.sentences] for a in answers])
    stages = np.array([STAGES.index(s.stage) for a in answers for s in a.sentences])
    evidence = np.concatenate([evidence_targets(a) for a in answers]) > 0
    applies = np.stack([whole_targets(a) for a in answers])
    by_stage = LogisticRegression(C=10, max_iter=80, tol=1e-3).fit(units, stages)
    columns = [(by_stage.coef_[k], by_stage.intercept_[k]) for k in range(len(STAGES))]
    columns += [_one(units, evidence[:, k]) for k in range(len(RULES))]
    sure = [applies[:, k] != 0.5 for k in range(len(RULES))]
    wholes = [_one(whole[sure[k]], applies[sure[k], k] == 1) for k in range(len(RULES))]
    table: dict[str, np.ndarray] = {}
    for name, found, rows in (("unit", columns, BUCKETS + PLACES), ("whole", wholes, BUCKETS)):
        weights = np.stack([w[:rows] for w, _ in found], 1)
        scale = np.maximum(np.abs(weights).max(0), 1e-6) / 127
        table[name] = np.round(weights / scale).astype(np.int8)
        table[f"{name}_scale"] = scale.astype(np.float32)
        table[f"{name}_shift"] = np.array([shift for _, shift in found], np.float32)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, **table)


def matrices(answers: Sequence[Sequence[Sequence[str]]]) -> tuple[csr_matrix, csr_matrix]:
    """Features of all units and of all answers, as `Cues` weighs them."""
    unit: list[tuple[np.ndarray, np.ndarray]] = []
    whole: list[tuple[np.ndarray, np.ndarray]] = []
    for units in answers:
        rows = [rows_of(words) for words in units]
        for own, place in zip(rows, places_of([len(u) for u in units]), strict=True):
            values = np.concatenate([np.full(len(own), len(own) ** -0.5), np.ones(len(place))])
            unit.append((np.concatenate([own, place]), values))
        every = np.unique(np.concatenate(rows))
        whole.append((every, np.full(len(every), len(every) ** -0.5)))
    return _sparse(unit), _sparse(whole)


def _sparse(rows: Sequence[tuple[np.ndarray, np.ndarray]]) -> csr_matrix:
    starts = np.concatenate([[0], np.cumsum([len(where) for where, _ in rows])])
    where, values = (np.concatenate(x) for x in zip(*rows, strict=True))
    return csr_matrix((values, where.astype(np.int32), starts), shape=(len(rows), BUCKETS + PLACES))


def _one(x: csr_matrix, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and shift of one rule."""
    if y.sum() < FEWEST:
        return np.zeros(x.shape[1]), FLAT
    model = LogisticRegression(C=20, solver="liblinear", max_iter=60, random_state=0).fit(x, y)
    return model.coef_[0], float(model.intercept_[0])
