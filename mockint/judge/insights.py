"""What the interviewer learns: the four things that the failure question is asked for, each from named findings.

Ownership and self-awareness belong to honesty and humility; a calculated risk and its consequence to analysis.
"""

from __future__ import annotations

from collections.abc import Sequence

from mockint.core.take import Finding, Insight, NotAssessed

ASKED_FOR = {
    "honesty": (
        "Honesty and humility: a real failure, owned",
        ("owns-mistake", "role-stated"),
        (
            "no-real-failure",
            "disguised-strength",
            "trivial-failure",
            "blames-others",
            "no-ownership",
            "team-failure",
            "defensive",
            "badmouthing",
            "ethics-or-character",
        ),
    ),
    "analysis": (
        "Analysis: why it went wrong, what it cost",
        ("root-cause", "quantified-result"),
        ("no-root-cause", "no-result", "no-specifics"),
    ),
    "learning": (
        "Learning and growth: what changed since",
        ("specific-change", "lasting-impact"),
        ("no-lesson", "vague-lesson", "dwells-on-failure", "lesson-count"),
    ),
    "resilience": (
        "Resilience: acted at once, looks ahead",
        ("recovery", "positive-ending", "lasting-impact"),
        ("negative-ending", "excessive-apology", "catastrophic"),
    ),
}


def insights(findings: Sequence[Finding], not_assessed: Sequence[NotAssessed]) -> tuple[Insight, ...]:
    """One insight for each thing that the question is asked for."""
    found = {f.rule for f in findings}
    unsure = {n.rule for n in not_assessed}
    result = []
    for name, (meaning, strengths, flags) in ASKED_FOR.items():
        shown = [r for r in strengths if r in found]
        against = [r for r in flags if r in found]
        if shown and not against:
            level = "shown"
        elif shown:
            level = "mixed"
        elif against or not unsure.intersection(strengths):
            level = "missing"
        else:
            level = "unclear"
        result.append(
            Insight(name=name, level=level, rules=(*shown, *against), message=meaning)  # type: ignore[arg-type]
        )
    return tuple(result)
