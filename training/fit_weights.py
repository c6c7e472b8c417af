"""Checks how well the points of ``mockint/judge/weights.toml`` separate good, mixed and bad answers, by the labels alone.

``python -m training.fit_weights`` prints the chance that a good answer outscores a bad one (and a mixed one), the mean
total of each quality, and the points that a ridge regression on the labels would give: what the hand-set points, which
also carry the reasons written beside them, were adjusted to.
"""

from __future__ import annotations

import numpy as np

from mockint.judge.scoring import weights
from training.corpus import FLAGS, STRENGTHS, Labelled, read_corpus

RIDGE = 8.0
AIM = {"good": 92.0, "mixed": 62.0, "bad": 32.0}
"""Mean total that each quality should have."""


def chance(high: list[float], low: list[float]) -> float:
    """Chance that one of `high` exceeds one of `low`; ties count half."""
    pairs = [(a > b) + 0.5 * (a == b) for a in high for b in low]
    return sum(pairs) / len(pairs)


def total(answer: Labelled) -> float:
    """The total that the labels alone would give."""
    points = weights().points
    return max(0.0, min(100.0, weights().base + sum(points[i] for i in answer.flags | answer.strengths)))


def main() -> None:
    answers = read_corpus()
    by = {q: [total(a) for a in answers if a.quality == q] for q in AIM}
    print(f"good over bad {chance(by['good'], by['bad']):.4f}, good over mixed {chance(by['good'], by['mixed']):.4f}")
    print("mean totals:", {q: round(sum(t) / len(t), 1) for q, t in by.items()})
    ids = FLAGS + STRENGTHS
    x = np.array([[float(i in a.flags | a.strengths) for i in ids] for a in answers])
    y = np.array([AIM[a.quality] - weights().base for a in answers])
    prior = np.array([weights().points[i] for i in ids])
    fitted = prior + np.linalg.solve(x.T @ x + RIDGE * np.eye(len(ids)), x.T @ (y - x @ prior))
    for name, now, best in zip(ids, prior, fitted, strict=True):
        print(f"  {name:22s} now {now:5.0f}  fitted {best:6.1f}")


if __name__ == "__main__":
    main()
