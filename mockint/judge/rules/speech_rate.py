"""The pace is too slow or too fast to listen to.

What it checks
    Words per minute over the whole answer, pauses included, repeats counted and fillers not, against the profile's outer
    band (100 to 190). Inside the good band (120 to 165) nothing is said; between the two neither.
Why it matters
    Over about 190 words a minute comprehension falls; under 100 attention drifts. Pace is the item of feedback that
    helped speakers most.
How to fix
    Too fast: breathe at each full stop. Too slow: know your first sentence of each part beforehand.
Known problems
    Dialects and second languages differ; set ``wpm_flag`` in your own profile.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import beyond, graded

_FAST = "I sent it late and (0.3) I lost them and it cost us a lot so now I set a date and I keep it (6.5) done"


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    value = answer.measures["words_per_minute"].value
    if value is None:
        return
    low, high = answer.profile.wpm_flag
    distance = beyond(value, low, high)
    if distance:
        good = answer.profile.wpm_good
        word, fix = (
            ("fast", "breathe at each full stop") if value > high else ("slow", "know the first sentence of each part")
        )
        note = f"{value:.0f} words a minute; {good[0]:.0f} to {good[1]:.0f} is good"
        yield Hit(
            evidence=(answer.absent(note),),
            message=f"You speak too {word}: {value:.0f} words a minute",
            advice=f"Aim for {good[0]:.0f} to {good[1]:.0f} words a minute: {fix}.",
            weight=graded(distance, full=0.3),
        )


RULE = Rule(
    id="speech-rate",
    kind="flag",
    severity="warning",
    category="delivery",
    message="The pace is hard to listen to",
    advice="Aim for 120 to 165 words a minute.",
    check=check,
    needs=("words_per_minute",),
    sources=("speaker-coach", "mach"),
    examples=(
        Example(_FAST, applies=False),
        Example(_FAST, applies=True, profile={"wpm_flag": (100.0, 110.0)}, why="too fast for this target"),
        Example(_FAST, applies=True, profile={"wpm_flag": (150.0, 190.0)}, why="too slow for this target"),
    ),
)
