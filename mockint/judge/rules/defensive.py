"""Justifies, argues with the question, insists it was not their fault.

What it checks
    Sentences that excuse the failure or dispute the question.
Why it matters
    Defence is what weak candidates answer from. The interviewer asks to see accountability, not a plea.
How to fix
    State the mistake, its cause in you, and go on to what changed. Leave out "in fairness", "anyone would have".
Known problems
    One sentence of honest context is not a defence.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant, pattern, says

_TAKEN_BACK = pattern(
    "(?:that|it|this)(?: is| was|'s)? ?(?:isn't|wasn't|not) (?:true|an excuse|the point|good enough)",
    "no excuse",
    "(?:that|it|this) (?:isn't|wasn't) (?:true|an excuse|the point|good enough)",
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""

    def taken_back(unit: Unit) -> bool:
        return says(answer, unit, _TAKEN_BACK)

    yield from meant(answer, "defensive", unless=taken_back)


RULE = Rule(
    id="defensive",
    kind="flag",
    severity="warning",
    category="content",
    family="blame",
    message="It sounds like a defence",
    advice="State the mistake and its cause in you, and go on to what changed.",
    check=check,
    sources=("time-you-failed", "discussing-failures"),
    examples=(
        Example(
            "In my defence, anyone would have done the same with what we knew, and I don't think it's fair to call it a failure.",
            applies=True,
        ),
        Example(
            "I could say that anyone would have done the same, but that isn't true: I had the list and I didn't read it.",
            applies=False,
        ),
    ),
)
