"""Runs the rules and adds up the points."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import pathlib
import tomllib
from collections.abc import Iterable, Mapping

import msgspec

from mockint.core.profile import Profile
from mockint.core.take import Evidence, Finding, NotAssessed, Scores
from mockint.judge.answer import Answer
from mockint.judge.rules.base import Hit, NotSure, Rule
from mockint.judge.rules.registry import all_rules

WEIGHTS_FILE = pathlib.Path(__file__).with_name("weights.toml")
MIN_WORDS = 25
"""Under this many words there is no total."""


@dataclasses.dataclass(frozen=True, slots=True)
class Weights:
    """Base and points by rule id, in the order in which a family charges."""

    base: float
    points: Mapping[str, float]

    def order(self, rule_id: str) -> int:
        """Place of a rule in the file."""
        return list(self.points).index(rule_id)


@functools.cache
def weights() -> Weights:
    """The weights of ``weights.toml``."""
    data = tomllib.loads(WEIGHTS_FILE.read_text("utf-8"))
    return Weights(base=float(data.pop("base")), points={k: float(v["points"]) for k, v in data.items()})


def judge_rules(answer: Answer) -> tuple[tuple[Finding, ...], tuple[NotAssessed, ...]]:
    """What every rule makes of an answer: findings in the order of the evidence, and rules that could not judge."""
    findings: list[tuple[Rule, Finding]] = []
    left: list[NotAssessed] = []
    for rule in all_rules():
        lacking = [n for n in rule.needs if n not in answer.measures or answer.measures[n].value is None]
        if lacking:
            measure = answer.measures.get(lacking[0])
            left.append(NotAssessed(rule=rule.id, reason=(measure and measure.reason) or f"no {lacking[0]}"))
            continue
        for result in rule.check(answer):
            if isinstance(result, NotSure):
                left.append(NotAssessed(rule=rule.id, reason=result.reason))
            else:
                findings.append((rule, _finding(rule, result)))
    charged = _charge_once(findings)
    charged.sort(key=lambda f: (f.kind == "strength", f.points if f.kind == "flag" else -f.points, f.rule))
    return tuple(charged), tuple(left)


def _finding(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        severity=rule.severity,
        message=hit.message or rule.message,
        advice=(hit.advice or rule.advice or None) if rule.kind == "flag" else None,
        points=round(weights().points[rule.id] * hit.weight),
        evidence=tuple(sorted(hit.evidence, key=lambda e: (e.start_s is not None, e.start_s or 0.0))),
        category=rule.category,
    )


def _charge_once(findings: Iterable[tuple[Rule, Finding]]) -> list[Finding]:
    """Within a family a sentence is charged once: a later finding on the same words costs nothing."""
    taken: dict[str, list[Evidence]] = {}
    result = []
    for rule, finding in sorted(findings, key=lambda f: weights().order(f[0].id)):
        if rule.family and finding.kind == "flag":
            before = taken.setdefault(rule.family, [])
            fresh = [e for e in finding.evidence if not any(_same(e, b) for b in before)]
            before += finding.evidence
            if not fresh:
                finding = msgspec.structs.replace(finding, points=0)
        result.append(finding)
    return result


def _same(a: Evidence, b: Evidence) -> bool:
    if a.quote is None or b.quote is None:
        return a.quote == b.quote
    return (a.quote in b.quote or b.quote in a.quote) and (a.start_s is None or _overlap(a, b))


def _overlap(a: Evidence, b: Evidence) -> bool:
    return (a.start_s or 0.0) < (b.end_s or 0.0) and (b.start_s or 0.0) < (a.end_s or 0.0)


def add_up(findings: Iterable[Finding], answer: Answer) -> tuple[Scores, NotAssessed | None]:
    """Base plus points, held within 0 to 100; no total under :data:`MIN_WORDS` words.

    Returns
    -------
    Scores, NotAssessed or None
        The second says why there is no total.
    """
    categories = {"structure": 0.0, "content": 0.0, "delivery": 0.0}
    for finding in findings:
        categories[finding.category] += finding.points
    base = weights().base
    if answer.spoken < MIN_WORDS:
        reason = f"too short to score: {answer.spoken} words, at least {MIN_WORDS} are needed"
        return Scores(base=base, total=None, categories=categories), NotAssessed(rule="score", reason=reason)
    total = max(0.0, min(100.0, base + sum(categories.values())))
    return Scores(base=base, total=total, categories=categories), None


@functools.cache
def _code_fingerprint() -> str:
    digest = hashlib.sha256(WEIGHTS_FILE.read_bytes())
    for rule in all_rules():
        digest.update(f"{rule.id} {rule.version} ".encode())
    return digest.hexdigest()


def ruleset(profile: Profile, reader: str) -> str:
    """What a score depends on besides the answer: rules, versions, weights, targets, reader. Equal means comparable."""
    digest = hashlib.sha256(_code_fingerprint().encode() + msgspec.json.encode(profile) + reader.encode())
    return digest.hexdigest()[:12]
