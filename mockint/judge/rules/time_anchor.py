"""Says when it happened.

What it checks
    An expression of time in the telling of the failure ("two years ago", "last spring", "in my second year there",
    "in 2021"), by pattern or by meaning.
Why it matters
    It makes the story real, and shows that it is recent enough to matter and old enough to have learned from.
How to fix
    Put it into the first sentence: "About two years ago ...".
Known problems
    A time that belongs to the background only still counts.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant
from mockint.judge.when import find_times


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    times = [w.evidence for w in find_times(answer) if answer.units[w.unit].stage != "learned"]
    if times:
        yield Hit(evidence=tuple(times))
    else:
        units = [u for u in answer.units if u.stage != "learned"]
        yield from meant(answer, "time-anchor", units=units, most=1)


RULE = Rule(
    id="time-anchor",
    kind="strength",
    category="content",
    message="You say when it was",
    check=check,
    sources=("recent-failure",),
    examples=(
        Example(
            "Two years ago I ran the stock room and I ordered the wrong size.", applies=True, quote="Two years ago"
        ),
        Example("I ran the stock room and I ordered the wrong size. It takes two years to learn that.", applies=False),
    ),
)
