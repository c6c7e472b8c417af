"""It is never said why it went wrong.

What it checks
    Whether any sentence gives a cause of the failure, beyond the mistake itself.
Why it matters
    Analysis is what makes a lesson believable: who knows the cause can change it.
How to fix
    Ask yourself "why?" twice and say the second answer: "because I assumed ...", "I was afraid to ask".
Known problems
    A cause told by the scene ("three nights without sleep") is read by meaning and may be missed.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, SURE, lacking, meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    told = any(isinstance(found, Hit) for found in meant(answer, "root-cause", alone=PLAIN, clear=SURE))
    note = "looked for why it went wrong"
    yield from lacking(answer, "no-root-cause", note=note, expected=answer.stage("action"), told=told)


RULE = Rule(
    id="no-root-cause",
    kind="flag",
    severity="warning",
    category="content",
    message="Why it went wrong is never said",
    advice="Ask yourself 'why?' twice and say the second answer.",
    check=check,
    sources=("recent-failure", "discussing-failures"),
    examples=(
        Example(
            "Two years ago I was in charge of the school trip. I booked the coach for the wrong day. Forty children stood in the "
            "rain and the parents were furious. I booked another one and we went a week later. Now I have a colleague check "
            "every booking.",
            applies=True,
        ),
        Example(
            "I booked the coach for the wrong day, because I did it from memory at the end of a long day. Forty children stood in "
            "the rain. Now I book with the calendar open.",
            applies=False,
        ),
    ),
)
