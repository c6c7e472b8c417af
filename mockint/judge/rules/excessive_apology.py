"""Apologises again and again.

What it checks
    Three apologies or more to the listener or inside the telling (sorry, apologies, forgive me, "I feel terrible"), or
    sentences that grovel. One "sorry", an apology made to a client at the time, and "sorry" for a slip of the tongue are
    fine.
Why it matters
    Own it, explain it, move on to the learning. Apology upon apology asks the interviewer for comfort.
How to fix
    Say once what you did wrong, and use the freed time for what changed.
Known problems
    Politeness differs between cultures.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import FAINT, SURE, UNSURE, pattern

MANY = 3
_APOLOGY = pattern(
    r"(?:so |very |really |truly |terribly )*sorry",
    r"apologi[sz]e[sd]?(?: \w+ing)?",
    "apologi[sz]ing",
    "apolog(?:y|ies)",
    "forgive me",
    "(?:felt|feel) (?:so |really |absolutely |just )*(?:terrible|awful|horrible|dreadful|sick|ashamed)",
    "(?:so |deeply |really )*ashamed",
    "can't apologi[sz]e enough",
    "unforgivable",
    "inexcusable",
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    found = [(unit, evidence) for unit, evidence in answer.find(_APOLOGY)]
    whole = answer.whole.get("excessive-apology", 0.0) >= SURE
    meaning = [u for u in answer.units if u.means("excessive-apology") >= (FAINT if whole else SURE)]
    said = {unit.index for unit, _ in found}
    quotes = [e for _, e in found] + [answer.quote_unit(u) for u in meaning if u.index not in said]
    if len(found) >= MANY or len(meaning) >= 2 or (meaning and len(found) >= 2) or (whole and len(quotes) >= 2):
        yield Hit(evidence=tuple(quotes))
    elif meaning or (len(found) == MANY - 1 and any(u.means("excessive-apology") >= UNSURE for u in answer.units)):
        yield NotSure()


RULE = Rule(
    id="excessive-apology",
    kind="flag",
    severity="warning",
    category="content",
    message="Too many apologies",
    advice="Own it once, explain it, and move on to what you learned.",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example(
            "I'm so sorry, I still feel terrible about it. I let everybody down and I apologised to all of them, and I'm sorry "
            "to even tell you this.",
            applies=True,
            quote="sorry",
        ),
        Example(
            "I told the client I was sorry, gave them their money back, and rang them each Friday until it was done.",
            applies=False,
        ),
    ),
)
