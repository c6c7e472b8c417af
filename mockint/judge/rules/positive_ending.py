"""Ends on growth.

What it checks
    The last three sentences that say something: growth, improvement, confidence.
Why it matters
    What is said last is what stays.
How to fix
    End with what you are trusted with now, or how much better it goes.
Known problems
    Modest endings can be missed.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant, story


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "positive-ending", units=story(answer)[-3:])


RULE = Rule(
    id="positive-ending",
    kind="strength",
    category="structure",
    message="You end on growth",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example(
            "I forgot the renewal and we lost the client. I keep a list now. It made me the person they give the difficult "
            "accounts to, and I'm better at my job for it.",
            applies=True,
        ),
        Example(
            "It was a happy team and a great place. I forgot the renewal and we lost the client, and I left.",
            applies=False,
        ),
    ),
)
