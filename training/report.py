"""Figures of calibrated readings against the labels."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mockint.judge.reader import STAGES, Order, Reading, calibrate
from mockint.judge.stages import decode
from training.corpus import FLAGS, STRENGTHS
from training.metrics import (
    LEAST_WORDS,
    Line,
    Tally,
    calibration_error,
    rule_scores,
    share_error,
    stage_scores,
    vote,
)
from training.predict import Scored

ENOUGH = 3
"""Rules with fewer cases do not count for the means."""


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """All figures of one set of answers."""

    answers: int
    stages: Mapping[str, float]
    share_error: float
    calibration_error: float
    unsure: float
    whole: Mapping[str, Tally]
    evidence: Mapping[str, Tally]
    """By line: the line is evidence and one of its units says so."""
    false_flags: float
    """On good answers."""

    def mean(self, rules: Sequence[str], *, evidence: bool = False) -> float:
        """Mean F1 of rules with enough cases."""
        table = self.evidence if evidence else self.whole
        scores = [table[r].f1 for r in rules if r in table and table[r].hit + table[r].missed >= ENOUGH]
        return float(np.mean(scores)) if scores else 0.0

    def headline(self) -> str:
        """One line."""
        return (
            f"{self.answers} answers: stage F1 {self.stages['macro']:.3f} (accuracy {self.stages['accuracy']:.3f}), "
            f"share error {self.share_error:.1f}, ECE {self.calibration_error:.3f}, unsure {self.unsure:.3f}; "
            f"whole: flags {self.mean(FLAGS):.3f}, strengths {self.mean(STRENGTHS):.3f}, "
            f"false flags {self.false_flags:.2f}; "
            f"evidence: flags {self.mean(FLAGS, evidence=True):.3f}, "
            f"strengths {self.mean(STRENGTHS, evidence=True):.3f}"
        )

    def table(self) -> str:
        """Per stage and rule, as Markdown."""
        rows = [
            "| id | cases | precision | recall | F1 | evidence lines | P | R | F1 |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        for rule in [*FLAGS, *STRENGTHS]:
            w, e = self.whole[rule], self.evidence.get(rule)
            line = f"| `{rule}` | {w.hit + w.missed} | {w.precision:.2f} | {w.recall:.2f} | {w.f1:.2f} |"
            rows.append(
                line + (f" {e.hit + e.missed} | {e.precision:.2f} | {e.recall:.2f} | {e.f1:.2f} |" if e else " | | | |")
            )
        rows.append("")
        rows.append(", ".join(f"{s} {self.stages[s]:.3f}" for s in STAGES[:5]))
        return "\n".join(rows)


def readings(scored: Sequence[Scored], meta: Mapping[str, Any]) -> list[Reading]:
    """Calibrated readings from raw scores."""
    o = meta["order"]
    order = Order(**{k: np.array(o[k], np.float32) for k in ("step", "start", "end")}, unsure_below=o["unsure_below"])
    return [calibrate(s.scores, meta, order) for s in scored]


def report(scored: Sequence[Scored], read: Sequence[Reading]) -> Report:
    """Figures of these answers; `read` are their calibrated readings."""
    lines: list[Line] = []
    errors, confidence, right, unsure, false_flags = [], [], [], [], []
    cases, units = [], []
    for s, reading in zip(scored, read, strict=True):
        a = s.answer
        decided = decode(reading)
        said, words = vote(s.lines, [d.stage for d in decided], len(a.sentences))
        if len(a.text.split()) >= LEAST_WORDS:
            lines += [
                Line(x.stage, x.fair, p, len(x.text.split()), x.evidence)
                for x, p in zip(a.sentences, said, strict=True)
            ]
            gold: Counter[str] = Counter()
            for x in a.sentences:
                gold[x.stage] += len(x.text.split())
            errors.append(share_error(gold, words))
        for d, numbers in zip(decided, s.lines, strict=True):
            most = Counter(numbers).most_common(1)[0][0]
            confidence.append(d.confidence)
            right.append(d.stage in a.sentences[most].fair)
            unsure.append(d.unsure)
        sure, maybe = a.flags | a.strengths, a.maybe_flags | a.maybe_strengths
        cases.append((sure, maybe, {r: p >= 0.5 for r, p in reading.whole.items()}.__getitem__))
        if a.quality == "good":
            false_flags.append(sum(reading.whole[r] >= 0.5 and r not in sure | maybe for r in FLAGS))
        for n, x in enumerate(a.sentences):
            mine = [u for u, numbers in enumerate(s.lines) if numbers.count(n) >= min(3, len(x.text.split()))]
            told = {r: bool(len(mine)) and bool((p[mine] >= 0.5).any()) for r, p in reading.meaning.items()}
            units.append((x.evidence - maybe, maybe, told.__getitem__))
    return Report(
        answers=len(scored),
        stages=stage_scores(lines),
        share_error=float(np.mean(errors)) if errors else 0.0,
        calibration_error=calibration_error(confidence, right),
        unsure=float(np.mean(unsure)),
        whole=rule_scores(cases, [*FLAGS, *STRENGTHS]),
        evidence=rule_scores(units, list(read[0].meaning)),
        false_flags=float(np.mean(false_flags)) if false_flags else 0.0,
    )
