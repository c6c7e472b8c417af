"""The failure lies so far back that it says little about today.

What it checks
    The nearest expression of time in situation, task, or action against the profile's ``recent_max_months`` (36 months;
    twice that when the question asks for the biggest failure).
Why it matters
    The guides ask for the last year or two, to show that you are still learning. An old story is fine when the change it
    made is told up to today, so this costs little.
How to fix
    Choose something from the last three years, or say what that old failure still makes you do this month.
Known problems
    "In 2014" needs the day of recording or ``--as-of``.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE
from mockint.judge.rules.too_recent import EARLY
from mockint.judge.when import find_times


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    limit = answer.profile.recent_max_months * (2 if "biggest" in answer.question.asks else 1)
    early = {u.index for u in answer.units if u.stage in EARLY}
    times = [w for w in find_times(answer) if w.unit in early]
    known = [w for w in times if w.months is not None]
    if times and not known:
        yield NotSure("a year was named, but neither the day of recording nor --as-of is known")
        return
    if not known:
        return
    nearest = min(known, key=lambda w: w.months or 0.0)
    if (nearest.months or 0.0) > limit:
        lasting = any(u.means("lasting-impact") >= SURE for u in answer.units)
        yield Hit(evidence=(nearest.evidence,), weight=0.5 if lasting else 1.0)


RULE = Rule(
    id="too-old",
    kind="flag",
    severity="suggestion",
    category="content",
    message="Long ago: it says little about you today",
    advice="Choose something from the last three years, or say what it still makes you do this month.",
    check=check,
    sources=("recent-failure",),
    examples=(
        Example(
            "Twelve years ago I ran a shop and I forgot to order the flour.", applies=True, quote="Twelve years ago"
        ),
        Example("Eighteen months ago I ran a shop, twelve years old by then, and I forgot the flour.", applies=False),
        Example("In 2014 I ran a shop and forgot the flour.", applies=True, as_of="2026-06-01", quote="2014"),
        Example("In 2014 I ran a shop and forgot the flour.", applies=False, why="no day to hold the year against"),
    ),
)
