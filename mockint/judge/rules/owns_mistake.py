"""Says plainly what they themselves did wrong.

What it checks
    Sentences in which the speaker names their own wrong decision, omission or fault.
Why it matters
    Ownership is what the question tests first. Plain words show more of it than any adjective.
How to fix
    Start with "I": "I didn't check", "I decided too early", "that was my call".
Known problems
    Irony can be misread.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, SURE, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "owns-mistake", alone=PLAIN, clear=SURE)


RULE = Rule(
    id="owns-mistake",
    kind="strength",
    category="content",
    message="You say plainly what you did wrong",
    check=check,
    sources=("time-you-failed", "recent-failure"),
    examples=(
        Example(
            "I never opened the bag. I just assumed it was complete, and that was on me.",
            applies=True,
            quote="never opened",
        ),
        Example("The vendor never opened the bag. He just assumed it was complete.", applies=False),
    ),
)
