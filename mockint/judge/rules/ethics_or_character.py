"""Dishonesty, theft, falsified records, leaked secrets, harassment, laziness.

What it checks
    Sentences in which the speaker's failure is one of honesty or character.
Why it matters
    Both guides call these deal-breakers: an employer can train a skill, not a character.
How to fix
    Choose an error of judgement, planning or communication instead.
Known problems
    Somebody else's dishonesty, found or reported by the speaker, is not one.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "ethics-or-character")


RULE = Rule(
    id="ethics-or-character",
    kind="flag",
    severity="error",
    category="content",
    message="A failure of honesty or character",
    advice="Choose an error of judgement, planning or communication instead.",
    check=check,
    sources=("recent-failure", "time-you-failed"),
    examples=(
        Example(
            "I hadn't done the fridge checks all week. So on the Friday I made the temperatures up, filled in the log from my head and signed it, and the inspector never knew.",
            applies=True,
        ),
        Example(
            "A driver before my time had filled in the log from his head and signed it. I checked ours twice and still missed a service date.",
            applies=False,
        ),
    ),
)
