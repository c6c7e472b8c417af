"""The failure is so fresh that nothing can have been learned from it yet.

What it checks
    The first expression of time outside the lesson ("last week", "two months ago", "in 2026") against the
    profile's ``recent_min_months`` (3). Later times ("last week I checked again") belong to what happened since.
Why it matters
    The guides disagree: one wants a failure of the last year or two, another one far enough back to have grown from it.
    mockint's stand: recent enough to matter, old enough to have learned. The bounds are yours to set in the profile.
How to fix
    Choose a failure at least three months old, and say what you have done differently since.
Known problems
    A year ("in 2026") needs the day of recording or ``--as-of``.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.when import find_times

EARLY = ("situation", "task", "action", "result", "other")


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    early = {u.index for u in answer.units if u.stage in EARLY}
    times = [w for w in find_times(answer) if w.unit in early]
    known = [w for w in times if w.months is not None]
    if times and not known:
        yield NotSure("a year was named, but neither the day of recording nor --as-of is known")
    elif known and all((w.months or 0.0) < answer.profile.recent_min_months for w in known):
        yield Hit(evidence=(known[0].evidence,))


RULE = Rule(
    id="too-recent",
    kind="flag",
    severity="suggestion",
    category="content",
    message="Too fresh to have learned from",
    advice="Choose a failure at least three months old, so that you can show what has changed since.",
    check=check,
    sources=("time-you-failed", "recent-failure"),
    examples=(
        Example(
            "Last week I was running the till and I gave a customer fifty too much.", applies=True, quote="Last week"
        ),
        Example(
            "Two years ago I ran the till and gave out fifty too much. I checked it again last week: all fine.",
            applies=False,
        ),
        Example("In 2026 I ran the till and I gave out fifty too much.", applies=False, as_of="2027-06-01"),
    ),
)
