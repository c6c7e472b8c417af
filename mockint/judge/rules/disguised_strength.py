"""A virtue sold as a failure.

What it checks
    Sentences that offer perfectionism, hard work, care, loyalty or high standards as the failure itself.
Why it matters
    Interviewers have heard "I'm a perfectionist" too often; it reads as dodging the question.
How to fix
    Name something you did or left undone that had a cost. A trait may stand as its cause, with the harm it did.
Known problems
    "I used to be a perfectionist, and that is not what failed here" is not an offer and stays silent.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant, pattern, says

_TAKEN_BACK = pattern(
    "not what failed", "isn't what failed", "not the failure", "that's not (?:it|why|the point|my answer)"
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""

    def taken_back(unit: Unit) -> bool:
        return says(answer, unit, _TAKEN_BACK)

    yield from meant(answer, "disguised-strength", unless=taken_back)


RULE = Rule(
    id="disguised-strength",
    kind="flag",
    severity="error",
    category="content",
    message="A virtue is sold as a failure",
    advice="Name something you did or left undone that cost somebody something.",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example("I'm a perfectionist, so I consider anything less than perfect a failure.", applies=True),
        Example(
            "My biggest failure is that I care too much about my work and I always give more than people ask.",
            applies=True,
        ),
        Example(
            "I used to be a perfectionist, and that is not what failed here. I forgot to book the hall and we lost the deposit.",
            applies=False,
        ),
    ),
)
