"""Dishonesty, theft, falsified records, leaked secrets, harassment, laziness.

What it checks
    Sentences in which the speaker's failure is one of honesty or character.
Why it matters
    Both guides call these deal-breakers: an employer can train a skill, not a character.
How to fix
    Choose an error of judgement, planning or communication instead.
Known problems
    Somebody else's dishonesty, found or reported by the speaker, is not one.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import HINT, SURE, meant, pattern, says

CLEAR = 0.4
"""The gravest flag of all is not given for a faint hint."""


_FALSIFIED = pattern(
    r"i(?:'d)? (?:\w+ ){0,2}(?:lied|faked|forged|fudged|falsified|invented|stole|backdated)",
    r"(?:made|make|making) (?:\w+ ){0,2}(?:numbers|figures|readings|temperatures|entries|results|it|them) up",
    "from my head",
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    rule = "ethics-or-character"
    told = [u for u in answer.units if u.means(rule) >= HINT and says(answer, u, _FALSIFIED)]
    if told and answer.whole.get(rule, 0.0) >= SURE:
        yield Hit(evidence=tuple(answer.quote_unit(u) for u in answer.units if u.means(rule) >= HINT))
    else:
        yield from meant(answer, rule, clear=CLEAR)


RULE = Rule(
    id="ethics-or-character",
    kind="flag",
    severity="error",
    category="content",
    message="A failure of honesty or character",
    advice="Choose an error of judgement, planning or communication instead.",
    check=check,
    sources=("recent-failure", "time-you-failed"),
    examples=(
        Example(
            "I hadn't done the fridge checks all week. So on the Friday I made the temperatures up, filled in the log from my head and signed it, and the inspector never knew.",
            applies=True,
        ),
        Example(
            "A driver before my time had filled in the log from his head and signed it. I checked ours twice and still missed a service date.",
            applies=False,
        ),
    ),
)
