"""A named habit, system or step adopted since.

What it checks
    Sentences that say what the speaker does differently now, so exactly that one could do it too.
Why it matters
    "Explain the exact system or habit you adopted": it is the proof that something was learned.
How to fix
    Say what you do, when, and with what: "I read every address back before I hang up".
Known problems
    A change made to others only ("they now have a form") is half a change.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "specific-change", alone=PLAIN)


RULE = Rule(
    id="specific-change",
    kind="strength",
    category="content",
    message="You name what you do differently",
    check=check,
    sources=("time-you-failed", "recent-failure"),
    examples=(
        Example("I lost the order. These days I read every address back out loud before I hang up.", applies=True),
        Example("I lost the order. I learned that communication matters and I try to be better.", applies=False),
    ),
)
