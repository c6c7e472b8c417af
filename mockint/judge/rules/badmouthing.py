"""Negative about people, an employer or a client.

What it checks
    Sentences that speak with contempt or scorn of persons or a company.
Why it matters
    The interviewer pictures you talking about them in the next interview. The advice is to be quick, to the point, and
    never negative.
How to fix
    Drop the adjective and say what happened.
Known problems
    Sober criticism ("the process was slow") is not badmouthing.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "badmouthing")


RULE = Rule(
    id="badmouthing",
    kind="flag",
    severity="error",
    category="content",
    family="blame",
    message="It speaks badly of others",
    advice="Drop the judgement and say what happened.",
    check=check,
    sources=("discussing-failures",),
    examples=(
        Example(
            "My boss was an idiot, frankly, and the whole company was a joke, so the launch never had a chance.",
            applies=True,
        ),
        Example("My boss was worried, and rightly: I had told him nothing for two weeks.", applies=False),
    ),
)
