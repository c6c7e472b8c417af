"""Acted at once to repair the damage.

What it checks
    Sentences in which the speaker owns up, calls, fixes, rolls back, makes good, soon after the failure.
Why it matters
    How you handled it, and yourself in it, is what interests the interviewer more than the failure.
How to fix
    Say what you did in the first hour after you noticed.
Known problems
    Repairs by others do not count.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "recovery", alone=PLAIN)


RULE = Rule(
    id="recovery",
    kind="strength",
    category="content",
    message="You acted at once to put it right",
    check=check,
    sources=("discussing-failures", "recent-failure"),
    examples=(
        Example(
            "I had sent the wrong file to four hundred people. I rang my director within ten minutes, told her it was me, and we "
            "had the right one out by noon.",
            applies=True,
        ),
        Example("I had sent the wrong file. Nobody called anybody, and I went home.", applies=False),
    ),
)
