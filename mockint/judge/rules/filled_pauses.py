"""Too many um, uh, er.

What it checks
    Filled pauses a minute against the profile's limit (12 a minute harms, 5 is harmless). "Like" and "you know" are words
    and belong to ``hedging``.
Why it matters
    Five a minute cost a speaker nothing in listeners' eyes; twelve a minute cost credibility.
How to fix
    Let the pause be silent: close your mouth at the end of a clause, breathe, go on.
Known problems
    A lower bound on a poor recording: some may have been missed, so the true rate may be higher.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import graded

_TALK = "So um I was uh the (0.4) um the lead and uh we um missed (0.5) it by um two weeks and uh I told um them late (3.0) on"


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    value = answer.measures["filled_pause_rate"].value
    if value is None:
        return
    limit = answer.profile.filled_pauses_flag_per_min
    if value > limit:
        places = [i for i, w in enumerate(answer.words) if w.kind == "filler"]
        least = "at least " if answer.measures["filled_pause_rate"].status == "lower_bound" else ""
        good = answer.profile.filled_pauses_good_per_min
        yield Hit(
            evidence=tuple(answer.quote(i, i + 1) for i in places),
            message=f"{least}{value:.0f} filled pauses a minute; up to {good:.0f} nobody minds".capitalize(),
            weight=graded(value / limit - 1, full=1.0),
        )


RULE = Rule(
    id="filled-pauses",
    kind="flag",
    severity="warning",
    category="delivery",
    message="Many filled pauses",
    advice="Let the pause be silent: end the clause, close your mouth, breathe, go on.",
    check=check,
    needs=("filled_pause_rate",),
    sources=("fillers-2024",),
    examples=(
        Example(_TALK, applies=True, quote="um"),
        Example(_TALK, applies=False, profile={"filled_pauses_flag_per_min": 90.0}),
        Example(
            "I like the umbrella team and you know they like me (0.5) so I was, like, the one who had to tell them (4.0) all",
            applies=False,
            why="'like', 'you know' and 'umbrella' are not filled pauses",
        ),
    ),
)
