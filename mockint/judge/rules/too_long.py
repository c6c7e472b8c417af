"""The answer is longer than the target band and its grace.

What it checks
    Answer duration against the profile's maximum plus its grace (live 3:00 and 30 s). A transcript has no time and is
    not assessed.
Why it matters
    After three minutes an interviewer stops listening and starts looking for a place to cut in.
How to fix
    Cut the situation to two sentences and tell one failure, not its whole history.
Known problems
    An interviewer who asks questions in between makes a longer answer right.
"""

from collections.abc import Iterator

from mockint.core.spans import clock
from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import graded


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    duration, most = answer.measures["answer_duration"].value, answer.profile.max_s
    if duration is not None and duration > most + answer.profile.grace_s:
        note = f"{clock(duration)}; at most {clock(most)} expected"
        yield Hit(evidence=(answer.absent(note),), weight=graded(duration / most - 1, full=0.75))


RULE = Rule(
    id="too-long",
    kind="flag",
    severity="warning",
    category="structure",
    message="The answer is too long",
    advice="Cut the situation to two sentences, tell one failure, and stop after the last lesson.",
    check=check,
    needs=("answer_duration",),
    sources=("time-you-failed", "toastmasters"),
    examples=(
        Example(
            "I missed it (3.0) and then (3.0) I told them",
            applies=True,
            profile={"max_s": 3.0, "min_s": 1.0, "grace_s": 0.5},
        ),
        Example("To cut a long story short (0.5) I missed it", applies=False, why="long only in its words"),
    ),
)
