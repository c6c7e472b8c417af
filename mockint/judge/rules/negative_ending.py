"""Ends on the failure, regret or self-reproach.

What it checks
    The last three sentences, unless one of them ends on growth.
Why it matters
    What is said last is what stays. The guide: make it clear that the failure made you better at your job.
How to fix
    End with how it has gone since, or what you are now trusted with.
Known problems
    A wry last line can be taken for regret.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    ending = answer.units[-3:]
    if any(u.means("positive-ending") >= SURE for u in ending):
        return
    yield from meant(answer, "negative-ending", units=ending)


RULE = Rule(
    id="negative-ending",
    kind="flag",
    severity="warning",
    category="structure",
    message="It ends on the failure",
    advice="End with how it has gone since, or what you are trusted with now.",
    check=check,
    sources=("time-you-failed", "discussing-failures"),
    examples=(
        Example(
            "I forgot the renewal and we lost the client. I now keep a list. But honestly I still hate myself for it, and I don't "
            "think I will ever get over that.",
            applies=True,
        ),
        Example(
            "I hated myself for it that week. I now keep a list, no renewal has slipped in two years, and the client came back.",
            applies=False,
        ),
    ),
)
