"""Says what their role or responsibility was.

What it checks
    Sentences that name the speaker's job, task or responsibility in the story.
Why it matters
    Without it nobody can tell what was yours to get right.
How to fix
    "I was the one who ...", "My part was ...".
Known problems
    A job title without a responsibility counts too.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "role-stated", alone=PLAIN, most=2)


RULE = Rule(
    id="role-stated",
    kind="strength",
    category="content",
    message="You say what was yours to do",
    check=check,
    sources=("recent-failure", "discussing-failures"),
    examples=(
        Example("I was the night manager, and the boiler was mine to look after.", applies=True),
        Example("The boiler went out and it was cold, and the guests came down.", applies=False),
    ),
)
