"""Puts the failure on colleagues, managers, clients or luck.

What it checks
    Sentences that name someone else's fault as the reason for the failure, unless the speaker takes it back upon themselves
    in the same sentence or the next ("... but the call was mine").
Why it matters
    The first thing listened for is whether you take responsibility. One sentence of blame undoes a good story.
How to fix
    Say what you could have done about it: not "the vendor never told us" but "I didn't ask the vendor".
Known problems
    Telling a fact about others ("the vendor was late") is not blame by itself; the reader can mistake one for the other.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant, pattern, says

_MINE = pattern(
    "the call was mine",
    "(?:it|that|this) was (?:all |entirely |really |still )?(?:on me|my (?:fault|call|mistake|doing|decision|responsibility)|down to me)",
    "(?:it|that)'s on me",
    "i (?:should|could) have",
    "i should've",
    "the (?:fault|mistake|decision|failure) was mine",
    "that was mine",
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""

    def owned(unit: Unit) -> bool:
        near = answer.units[unit.index : unit.index + 2]
        return any(says(answer, u, _MINE) for u in near)

    yield from meant(answer, "blames-others", unless=owned)


RULE = Rule(
    id="blames-others",
    kind="flag",
    severity="error",
    category="content",
    family="blame",
    message="The failure is put on others",
    advice="Say what you could have done about it: not 'they never told us' but 'I didn't ask'.",
    check=check,
    sources=("recent-failure", "time-you-failed", "discussing-failures"),
    examples=(
        Example(
            "We missed the date, and that happened because the vendor never told us about the delay and my manager ignored it.",
            applies=True,
        ),
        Example(
            "My manager blamed the vendor, but the call was mine: I had signed off the plan without a test.",
            applies=False,
        ),
        Example("We lost the client because I didn't call them back for a week.", applies=False),
    ),
)
