"""Says why it happened.

What it checks
    Sentences that give the cause behind the mistake: an assumption, a fear, a habit, a gap in the process.
Why it matters
    Who knows the cause can change it; it shows analysis.
How to fix
    Ask "why?" twice and say the second answer.
Known problems
    "Because" alone is not a cause; the reader goes by meaning.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, SURE, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "root-cause", alone=PLAIN, clear=SURE)


RULE = Rule(
    id="root-cause",
    kind="strength",
    category="content",
    message="You say why it happened",
    check=check,
    sources=("recent-failure", "discussing-failures"),
    examples=(
        Example(
            "I didn't ask for help, because I was new and I was afraid they would think I couldn't do it.", applies=True
        ),
        Example("We went to Leeds because the fair was there.", applies=False),
    ),
)
