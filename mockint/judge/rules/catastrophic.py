"""Consequences too grave for this answer.

What it checks
    Sentences in which the speaker's own failure led to a death, a ruined company, a lost licence, prison and the like.
Why it matters
    A failure of that size takes the whole interview: nobody hears the lesson any more. The guides ask for consequences that
    were real but could be contained.
How to fix
    Choose a failure whose cost could be repaired, and keep this one for when you are asked about it.
Known problems
    A death that is merely mentioned (a patient who died of old age, a funeral) is not a consequence.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "catastrophic")


RULE = Rule(
    id="catastrophic",
    kind="flag",
    severity="error",
    category="content",
    message="The consequences are too grave for this question",
    advice="Choose a failure whose cost could be contained and repaired.",
    check=check,
    sources=("recent-failure", "time-you-failed"),
    examples=(
        Example(
            "I didn't lock out the press before the clean. The lad's arm was crushed and he died in hospital two days later, "
            "and I was charged.",
            applies=True,
        ),
        Example(
            "My grandfather had died in hospital two days before, and I forgot to send the invoice, so we were paid three weeks late.",
            applies=False,
        ),
    ),
)
