"""The failure is the team's, and the speaker's own responsibility stays unclear.

What it checks
    Sentences that give the failure to a team, a department, "all of us", where no sentence says what the speaker did wrong.
Why it matters
    The guide asks for a failure you were directly responsible for; a team failure hides you.
How to fix
    Tell what your part in it was: what you decided, what you did not say.
Known problems
    "We" in a story is natural and costs nothing when the own part is said.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, meant, pattern, says

_BUT_MINE = pattern(
    r"but (?:the \w+ was mine|(?:it|that) was (?:me|mine)|i(?:'d)? (?:had|wrote|left|signed|chose|decided|should))"
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    owned = any(u.means("owns-mistake") >= SURE or says(answer, u, _BUT_MINE) for u in answer.units)
    if not owned:
        yield from meant(answer, "team-failure")


RULE = Rule(
    id="team-failure",
    kind="flag",
    severity="warning",
    category="content",
    family="ownership",
    message="It is the team's failure, not yours",
    advice="Say what your own part was: what you decided, or what you did not say.",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example(
            "As a team we underestimated the integration, and collectively we let the date slip. All of us learned from it.",
            applies=True,
        ),
        Example(
            "We underestimated it as a team, but I had written the estimate and I had left out the testing.",
            applies=False,
        ),
    ),
)
