"""Nothing concrete: no names of things, numbers or dates.

What it checks
    Numbers, dates, proper names, and whether the answer as a whole stays abstract.
Why it matters
    A story that could be anybody's is believed of nobody. Details make it real.
How to fix
    Add three: when it was, what exactly it was about, and one number.
Known problems
    A very short answer is not assessed.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, UNSURE
from mockint.judge.when import find_times

LEAST_WORDS = 25
_NUMBER_TAGS = {"CD"}
_NAME_TAGS = {"NNP", "NNPS"}


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if answer.spoken < LEAST_WORDS:
        yield NotSure("too short to tell")
        return
    probability = answer.whole.get("no-specifics", 0.0)
    if probability < UNSURE:
        return
    numbers = [t for t in answer.doc if t.tag_ in _NUMBER_TAGS and t.lower_ not in ("one", "zero")]
    names = [
        t for t in answer.doc if t.tag_ in _NAME_TAGS and t.i and not t.is_sent_start and t.lower_ not in ("i", "ok")
    ]
    times = list(find_times(answer))
    if len(numbers) + len(names) + len(times) >= 3:
        return
    if probability >= SURE:
        yield Hit(evidence=(answer.absent("looked for names of things, numbers and dates"),))
    else:
        yield NotSure()


RULE = Rule(
    id="no-specifics",
    kind="flag",
    severity="warning",
    category="content",
    message="Nothing concrete is said",
    advice="Add three details: when it was, what exactly it was about, and one number.",
    check=check,
    sources=("recent-failure", "time-you-failed"),
    examples=(
        Example(
            "There was a project where things did not go as planned and expectations were not met. I reflected on it a lot and I "
            "grew as a person, and I would say it made me stronger and more aware of others in general.",
            applies=True,
        ),
        Example(
            "In March I told the bakery on Mill Lane that forty loaves would be enough. It wasn't, we needed ninety, and I had to "
            "send people home without bread.",
            applies=False,
        ),
    ),
)
