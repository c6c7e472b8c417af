"""The consequence or the improvement in numbers.

What it checks
    Sentences that tell a result with a number: money, days, people, shares, "half the class".
Why it matters
    Numbers make the failure believable and the growth visible; both guides ask for them.
How to fix
    Add one number to the cost, and one to how it has gone since.
Known problems
    A number that only sets the scene does not count.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    told = answer.stage("action", "result", "learned")
    yield from meant(answer, "quantified-result", units=told, alone=PLAIN)


RULE = Rule(
    id="quantified-result",
    kind="strength",
    category="content",
    message="You put the result in numbers",
    check=check,
    sources=("recent-failure", "time-you-failed"),
    examples=(
        Example(
            "I forgot the order. We lost four days and about two thousand pounds.",
            applies=True,
            quote="two thousand pounds",
        ),
        Example(
            "There were nine of us in a shop in Leeds, with two thousand tins on the shelves. I forgot the order and the client left us.",
            applies=False,
        ),
    ),
)
