"""Nothing was learned, or nothing is said of it.

What it checks
    Whether the answer holds any lesson, change of behaviour, or evidence of one.
Why it matters
    The lesson is what the question is for: nine tenths of the answer's worth, says one guide.
How to fix
    End with what you do differently now, and one proof that it works.
Known problems
    A lesson that is only shown by a later story may be missed.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import PLAIN, lacking


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    told = any(u.means(i) >= PLAIN for u in answer.units for i in ("specific-change", "vague-lesson"))
    note = "looked for what you learned or do differently now"
    yield from lacking(answer, "no-lesson", note=note, expected=answer.units[-2:], told=told)


RULE = Rule(
    id="no-lesson",
    kind="flag",
    severity="error",
    category="content",
    family="lesson",
    message="Nothing was learned",
    advice="End with what you do differently now, and one proof that it works.",
    check=check,
    sources=("recent-failure", "time-you-failed", "discussing-failures"),
    examples=(
        Example(
            "I forgot to lock the store on a Saturday. They took two laptops and the till, and the insurance did not pay. "
            "That was in March, and that's what happened.",
            applies=True,
        ),
        Example(
            "I forgot to lock the store on a Saturday and they took two laptops. These days I lock up with the list in my hand "
            "and send a photo of it to the owner.",
            applies=False,
            why="no 'learned' and no 'lesson'",
        ),
    ),
)
