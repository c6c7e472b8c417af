"""Evidence that the change worked, since then.

What it checks
    Sentences that show how things have gone since the change: nothing missed, numbers, others using it.
Why it matters
    "Demonstrate lasting impact": a lesson that held for a year is worth more than ten good intentions.
How to fix
    Add one sentence: "Since then, in two years, not one ...".
Known problems
    A promise ("it won't happen again") is not evidence.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, SURE, UNSURE, meant, pattern, says

_NOT_SINCE = pattern(
    r"(?:have|has|had|did)(?:n't| not) (?:\w+ ){1,5}since",
    r"(?:never|not once|not one|no \w+|none|nothing) (?:\w+ ){0,5}since(?! then i)",
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    # "We haven't missed one since" settles what the reader only half believes.
    half = [u for u in answer.units if UNSURE <= u.means("lasting-impact") < PLAIN]
    said = {u.index for u in half if says(answer, u, _NOT_SINCE)}
    if said and answer.whole.get("lasting-impact", 0.0) < SURE:
        yield Hit(evidence=tuple(answer.quote_unit(answer.units[i]) for i in sorted(said)))
    else:
        yield from meant(answer, "lasting-impact", alone=PLAIN)


RULE = Rule(
    id="lasting-impact",
    kind="strength",
    category="content",
    message="You show that the change worked",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example(
            "Last spring I missed a booking and forty people stood outside. Now two of us check the list every Friday, and we haven't missed one since, that's two years.",
            applies=True,
        ),
        Example("I missed a booking. I had never missed one before, and I will try to be careful.", applies=False),
    ),
)
