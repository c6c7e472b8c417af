"""The story jumps about so that it is hard to follow.

What it checks
    Whether the parts come in the order situation, task, action, result, learned. Opening with the result or the lesson is
    fine, and one step back too; the flag needs the share of words out of order to exceed 0.3.
Why it matters
    A listener cannot turn back a page. A story told in order is understood at once and remembered.
How to fix
    Tell it as it happened. If you open with the lesson, do it in one sentence and then start at the beginning.
Known problems
    Back-and-forth between action and result is natural in a long crisis and is not counted.
"""

from collections.abc import Iterator

from mockint.core.take import STAGES
from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import story

LEAST_WORDS = 60
LIMIT = 0.3
_RANK = {"situation": 0, "task": 0, "action": 1, "result": 1, "learned": 2}


def _in_order(units: tuple[Unit, ...]) -> set[int]:
    """Indices of the heaviest run of units whose ranks never fall (a longest-path search)."""
    best: list[tuple[float, set[int]]] = []
    for i, unit in enumerate(units):
        before = max(
            (best[k] for k in range(i) if _RANK[units[k].stage] <= _RANK[unit.stage]),
            key=lambda b: b[0],
            default=(0.0, set()),
        )
        best.append((before[0] + unit.last - unit.first, before[1] | {unit.index}))
    return max(best, key=lambda b: b[0], default=(0.0, set()))[1]


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    units = story(answer)
    if answer.spoken < LEAST_WORDS or len({u.stage for u in units}) < len(STAGES) - 2:
        return
    opening = next((k for k, u in enumerate(units) if _RANK[u.stage] < 1), 0)
    if opening <= 2:
        units = units[opening:]
    kept = _in_order(units)
    stray = [u for u in units if u.index not in kept]
    size = sum(u.last - u.first for u in stray) / max(1, sum(u.last - u.first for u in units))
    if size <= LIMIT:
        return
    if sum(u.unsure for u in stray) * 2 > len(stray):
        yield NotSure()
        return
    yield Hit(evidence=tuple(answer.quote_unit(u, f"{u.stage}, told here") for u in stray[:3]))


RULE = Rule(
    id="stage-order",
    kind="flag",
    severity="suggestion",
    category="structure",
    message="The story jumps back and forth",
    advice="Tell it as it happened: situation, task, what you did, what came of it, what you learned.",
    check=check,
    sources=("recent-failure", "discussing-failures"),
    examples=(
        Example(
            "What I learned is to confirm every booking in writing, and I still do that today. So now I have a checklist "
            "for each event and I go through it with the client the day before. These days nothing is left to memory, and I "
            "have not had a double booking since. I forgot to confirm the hall. I had only phoned and never "
            "wrote it down. We lost the deposit of six hundred pounds and the couple were in tears. "
            "This was in a small events company in Leeds, three years ago. There were four of us in an office above a "
            "shop. My job was to book the halls for all the weddings that summer.",
            applies=True,
        ),
        Example(
            "This was in a small events company in Leeds, three years ago. My job was to book the halls. I forgot to "
            "confirm one of them, because I had only phoned. We lost the deposit of six hundred pounds and the couple were in "
            "tears. Before that I should say I had done forty weddings. What I learned is to confirm every booking in "
            "writing. So now I have a checklist, and I have not had a double booking since.",
            applies=False,
            why="one step back is natural",
        ),
    ),
)
