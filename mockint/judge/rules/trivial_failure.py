"""Nothing was at stake.

What it checks
    Sentences that tell a slip without any consequence worth telling, as the failure of the answer.
Why it matters
    A tiny failure is not a failure: it shows that you are hiding the real ones, or have learned nothing worth asking about.
How to fix
    Choose one with a real cost to somebody: money, time, trust, a customer.
Known problems
    A small slip with a large consequence is fine; the consequence must be said.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "trivial-failure")


RULE = Rule(
    id="trivial-failure",
    kind="flag",
    severity="warning",
    category="content",
    message="Nothing was at stake",
    advice="Choose a failure with a real cost to somebody: money, time, trust, a customer.",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example(
            "I once sent round a slide with a typo in the title. Nobody noticed, and I fixed it the same afternoon. So that was "
            "my failure.",
            applies=True,
        ),
        Example(
            "I put one wrong digit in the account number, a tiny typo. Forty thousand pounds went to a stranger and it took us "
            "five months to get it back.",
            applies=False,
        ),
    ),
)
