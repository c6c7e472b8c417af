"""The parts of the story are far from their target shares.

What it checks
    The shares of action, and of result and learned together, against their targets (0.25 and 0.50); a part is out of
    balance when it misses its target by more than 0.25. Only for answers of 60 words and more.
Why it matters
    The question is asked for what came of it and what you learned; that should be half of what you say.
How to fix
    Shorten the part that is too long; add the cost in numbers, a second lesson, or how things went since.
Known problems
    A long action is right when the handling of the crisis is the point of the story.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import count_words, graded

LEAST_WORDS = 60
MISS = 0.25


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if answer.spoken < LEAST_WORDS:
        return
    targets = answer.profile.target_shares
    parts = (("action",), ("result", "learned"))
    off = [(answer.share(*p) - sum(targets[s] for s in p), p) for p in parts]
    worst, part = max(off, key=lambda o: abs(o[0]))
    if abs(worst) <= MISS:
        return
    unsure = count_words(u for u in answer.units if u.unsure) / max(1, count_words(answer.units))
    if abs(worst) - unsure <= MISS / 2:
        yield NotSure()
        return
    name = " and ".join(part)
    target = sum(targets[s] for s in part)
    note = f"{name}: {worst + target:.0%} of the answer, {target:.0%} expected"
    units = answer.stage(*part)
    evidence = answer.absent(note, units)
    yield Hit(
        evidence=(evidence,),
        message=f"Too {'much' if worst > 0 else 'little'} of the answer goes to {name}",
        weight=graded(abs(worst) - MISS, full=0.25),
    )


RULE = Rule(
    id="stage-balance",
    kind="flag",
    severity="suggestion",
    category="structure",
    message="The parts of the story are out of balance",
    advice="Aim for 15 % situation, 10 % task, 25 % action, and half of the answer for result and lesson.",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example(
            "Last year I ran the night shift at a depot in Lyon. I told the crew to skip the second count. Then I signed the "
            "sheet without reading it. I went to the loading bay and I moved the pallets myself. I called the driver and I told "
            "him to leave. I did not phone the office, I did not look at the list again, I just kept going. I even moved two "
            "pallets from the other lane to fill up the truck. I was tired and I did not want to start again. I "
            "closed the doors and I put the seal on. It arrived wrong.",
            applies=True,
        ),
        Example(
            "Last year I ran the night shift at a depot in Lyon. I was responsible for the count. I told the crew to skip the "
            "second count, because I was tired. Forty pallets went to the wrong town and it cost us nine thousand euros. I "
            "learned that a count takes ten minutes and a mistake takes a week. Since then I count twice, I have the driver "
            "sign, and in eleven months not one pallet has gone astray.",
            applies=False,
        ),
    ),
)
