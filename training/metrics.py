"""How well a reader does on labelled answers: stages, shares, evidence, whole answers, calibration."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from mockint.judge.reader import STAGES

FIVE = STAGES[:5]
LEAST_WORDS = 40
"""Shorter answers do not count for stages."""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One labelled sentence and what it was taken for."""

    gold: str
    fair: tuple[str, ...]
    said: str
    words: int
    evidence: frozenset[str]


def vote(lines: Sequence[Sequence[int]], stages: Sequence[str], count: int) -> tuple[list[str], Counter[str]]:
    """The stage most words of each line got, and the words of each stage.

    Parameters
    ----------
    lines : sequence of sequence of int
        For each unit the line number of each of its words.
    stages : sequence of str
        The stage of each unit.
    count : int
        How many lines there are.
    """
    votes = [Counter[str]() for _ in range(count)]
    for numbers, stage in zip(lines, stages, strict=True):
        for n in numbers:
            votes[n][stage] += 1
    return [v.most_common(1)[0][0] for v in votes], sum(votes, Counter())


def stage_scores(lines: Iterable[Line]) -> dict[str, float]:
    """F1 of the five stages, their mean, and accuracy; a further fair stage counts as right."""
    pairs = Counter((x.gold, x.gold if x.said in (x.gold, *x.fair) else x.said) for x in lines)
    found = {}
    for s in FIVE:
        hit = pairs[s, s]
        gold = sum(v for (g, _), v in pairs.items() if g == s)
        said = sum(v for (_, p), v in pairs.items() if p == s)
        found[s] = 2 * hit / max(1, gold + said)
    own = sum(v for (g, _), v in pairs.items() if g != "other")
    return {
        "macro": float(np.mean([found[s] for s in FIVE])),
        "accuracy": sum(pairs[s, s] for s in FIVE) / max(1, own),
        **found,
    }


def share_error(gold: Mapping[str, int], said: Mapping[str, int]) -> float:
    """Mean absolute error of the five shares of one answer, in points."""
    g, s = (sum(x.get(k, 0) for k in FIVE) or 1 for x in (gold, said))
    return 100 * float(np.mean([abs(gold.get(k, 0) / g - said.get(k, 0) / s) for k in FIVE]))


def calibration_error(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over equally wide bins."""
    c, r = np.asarray(confidence), np.asarray(right, float)
    at = np.minimum((c * bins).astype(int), bins - 1)
    return float(
        sum(abs(c[at == b].mean() - r[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any())
    )


@dataclasses.dataclass(slots=True)
class Tally:
    """Hits, false alarms and misses of one rule."""

    hit: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.hit + self.false)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.hit + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.false + self.missed)


def rule_scores(
    cases: Iterable[tuple[frozenset[str], frozenset[str], Callable[[str], bool]]], rules: Sequence[str]
) -> dict[str, Tally]:
    """Tallies by rule over (sure ids, arguable ids, says it applies); an arguable id is neither right nor wrong."""
    found: dict[str, Tally] = defaultdict(Tally)
    for sure, maybe, says in cases:
        for rule in rules:
            tally = found[rule]
            if rule in sure:
                if says(rule):
                    tally.hit += 1
                else:
                    tally.missed += 1
            elif rule not in maybe and says(rule):
                tally.false += 1
    return found
