"""The consequence of the failure is never said.

What it checks
    Whether the answer says anywhere what the failure cost or led to.
Why it matters
    Without a result nobody can tell whether it was a failure at all. Numbers make it believable.
How to fix
    Add one sentence: what it cost, in money, days, customers or trust.
Known problems
    A consequence told only by a reaction ("she wouldn't look at me") can be missed.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import lacking

NOTE = "looked for what the failure cost or led to"
PLAIN = 0.9
"""A result as sure as this is told."""
HINT = 0.25
"""A number that may be a result."""
CONCEIVABLE = 0.2
"""Where no unit is a result, the answer as a whole need only allow it."""


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    results = answer.stage("result")
    numbers = any(u.means("quantified-result") >= HINT for u in answer.units)
    if answer.units and not results and not numbers and answer.whole.get("no-result", 0.0) >= CONCEIVABLE:
        yield Hit(evidence=(answer.absent(NOTE, answer.stage("action")),))
        return
    told = any(u.confidence >= PLAIN for u in results)
    yield from lacking(answer, "no-result", note=NOTE, expected=answer.stage("action"), told=told)


RULE = Rule(
    id="no-result",
    kind="flag",
    severity="warning",
    category="content",
    message="What came of it is never said",
    advice="Add one sentence: what it cost, in money, days, customers or trust.",
    check=check,
    sources=("recent-failure", "discussing-failures"),
    examples=(
        Example(
            "Last year I was the site engineer on a school roof. I read the drawing wrong and ordered the wrong beams. "
            "I should have asked for a second pair of eyes. So now I have every order countersigned.",
            applies=True,
        ),
        Example(
            "Last year I ordered the wrong beams for a school roof. The crane stood idle for nine days and it cost us eleven "
            "thousand. So now I have every order countersigned.",
            applies=False,
        ),
    ),
)
