"""Labelled answers as the network learns them: units with soft stages, evidence by line, labels of the whole."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter

import numpy as np

from mockint.judge.network import Inputs
from mockint.judge.reader import STAGES, encode
from training import augment
from training.corpus import FLAGS, STRENGTHS, Labelled

RULES = [*FLAGS, *STRENGTHS]
FIRST_CHOICE = 0.65
"""Weight of a line's first stage where it lists further fair ones."""


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One answer, cut and varied in one way."""

    inputs: Inputs
    stage: np.ndarray
    """Target distribution over the stages, one row a unit."""
    holds: np.ndarray
    """(lines, units): whether words of the line are in the unit."""
    evidence: np.ndarray
    """(lines, rules): whether the line is evidence; 0.5 where the rule is arguable for the answer."""
    whole: np.ndarray
    """(rules,): 1 applies, 0 does not, 0.5 arguable."""
    trusted: bool
    """Whether the labels of the whole still hold."""


def words_of(answer: Labelled) -> augment.Words:
    """The words of an answer, each with the number of its line."""
    return [(w, k) for k, s in enumerate(answer.sentences) for w in s.text.split()]


def stage_targets(answer: Labelled) -> np.ndarray:
    """Soft stage of each line."""
    rows = np.zeros((len(answer.sentences), len(STAGES)), np.float32)
    for k, s in enumerate(answer.sentences):
        rest = s.fair[1:]
        rows[k, STAGES.index(s.stage)] = FIRST_CHOICE if rest else 1.0
        for name in rest:
            rows[k, STAGES.index(name)] += (1 - FIRST_CHOICE) / len(rest)
    return rows


def evidence_targets(answer: Labelled) -> np.ndarray:
    """Which rules each line is evidence of."""
    rows = np.zeros((len(answer.sentences), len(RULES)), np.float32)
    maybe = answer.maybe_flags | answer.maybe_strengths
    for k, s in enumerate(answer.sentences):
        for rule in s.evidence:
            rows[k, RULES.index(rule)] = 0.5 if rule in maybe else 1.0
    return rows


def whole_targets(answer: Labelled) -> np.ndarray:
    """Which rules the answer as a whole shows."""
    sure, maybe = answer.flags | answer.strengths, answer.maybe_flags | answer.maybe_strengths
    return np.array([1.0 if r in sure else 0.5 if r in maybe else 0.0 for r in RULES], np.float32)


def example(answer: Labelled, tokenizer: object, rng: random.Random | None, vocabulary: list[str]) -> Example:
    """One answer for training; without `rng` exactly as the judge would cut it."""
    words = words_of(answer)
    trusted = True
    if rng is None:
        units = augment.cut(words)
    else:
        if rng.random() < 0.5:
            words = augment.respell(words, rng)
        words = augment.vary(words, rng, vocabulary)
        way = rng.random()
        if way < 0.25:
            units = augment.by_line(words)
        elif way < 0.55:
            units = augment.cut(augment.repunctuate(words, rng))
        else:
            units = augment.cut(words)
        if rng.random() < 0.25 and len(units) > 4:
            gone = set(rng.sample(range(len(units)), 1 + (len(units) > 12)))
            units = [u for k, u in enumerate(units) if k not in gone]
            trusted = False
        elif rng.random() < 0.06 and len(units) > 4:
            # The lesson first: order must not decide alone.
            at = rng.randrange(len(units) // 2, len(units))
            units = units[at:] + units[:at]
            trusted = False
    return _targets(answer, units, tokenizer, trusted)


def _targets(answer: Labelled, units: list[augment.Words], tokenizer: object, trusted: bool) -> Example:
    by_line = stage_targets(answer)
    stage = np.zeros((len(units), len(STAGES)), np.float32)
    holds = np.zeros((len(answer.sentences), len(units)), bool)
    for u, unit in enumerate(units):
        counts = Counter(line for _, line in unit)
        for line, count in counts.items():
            stage[u] += by_line[line] * count / len(unit)
            # A word or two of a line at the edge of a unit do not carry its meaning.
            holds[line, u] = count >= min(3, len(answer.sentences[line].text.split()))
    return Example(
        inputs=encode([" ".join(w for w, _ in unit) for unit in units], tokenizer),  # type: ignore[arg-type]
        stage=stage,
        holds=holds,
        evidence=evidence_targets(answer),
        whole=whole_targets(answer),
        trusted=trusted,
    )
