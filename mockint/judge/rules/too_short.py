"""The answer is shorter than the target band.

What it checks
    Answer duration, first to last word, against the profile's minimum (live 2:00, one-way 1:00). A transcript has no
    time and is not assessed.
Why it matters
    A whole story with its lesson needs two to three minutes. A shorter one leaves out what the question is asked for.
How to fix
    Give the result and the lesson more room: the cost in numbers, two lessons, what you do differently, how it went since.
Known problems
    A dense, fast answer can hold everything and still be short.
"""

from collections.abc import Iterator

from mockint.core.spans import clock
from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import graded


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    duration, least = answer.measures["answer_duration"].value, answer.profile.min_s
    if duration is not None and duration < least:
        note = f"{clock(duration)}; at least {clock(least)} expected"
        yield Hit(evidence=(answer.absent(note),), weight=graded(1 - duration / least, full=0.75))


RULE = Rule(
    id="too-short",
    kind="flag",
    severity="warning",
    category="structure",
    message="The answer is too short for the story and its lesson",
    advice="Give the result and the lesson more room: the cost in numbers, what you do differently, how it went since.",
    check=check,
    needs=("answer_duration",),
    sources=("time-you-failed", "toastmasters"),
    examples=(
        Example("I missed a deadline once (0.5) and I learned to plan.", applies=True),
        Example("I missed a deadline once (0.5) and I learned to plan.", applies=False, profile={"min_s": 2.0}),
        Example(
            "In short (0.5) I forgot the order (1.0) and I paid for it",
            applies=False,
            profile={"min_s": 4.0},
            why="it says 'in short', but it is long enough for this target",
        ),
    ),
)
