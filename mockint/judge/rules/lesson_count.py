"""Not the two or three specific lessons that the guides ask for.

What it checks
    How many lessons or changes the answer names, where it is of full length: fewer than the profile's ``lessons_min`` (2)
    or more than its ``lessons_max`` (4). A number that the speaker gives is believed ("I learned two things"). Without
    one, each sentence may be a lesson of its own when they are few, and neighbours are one lesson, unless a sentence
    adds to the one before ("also", "secondly"), when they are many.
Why it matters
    "Two or three specific lessons" is the advice: one may be chance, five are a list.
How to fix
    Add a second thing you changed, or drop all but the three best.
Known problems
    Two changes told in one sentence count as one, and a list told without "also" too.
"""

import re
from collections.abc import Iterator, Sequence

from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, pattern, says

LEAST_WORDS = 120
_ALSO = pattern(
    "secondly", "thirdly", "second,", "also", "another", "as well", "the other thing", "and i(?:'ve| now| also)?"
)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = re.compile(rf"\b([2-9]|{'|'.join(_NUMBERS)}) (?:\w+ )?(?:things|lessons|takeaways|changes|habits|rules)\b")
_FAIR = (
    "Two years ago I was the planner of a trade fair in Basel, with nineteen stands and one truck for all the walls. My job "
    "was to have every stand up by eight in the morning. I had put the delivery down for the Tuesday, and the fair opened on "
    "the Monday. I did not look at the calendar, because I was sure of the date, as one is. We stood in an empty hall with "
    "nineteen firms and no walls at all. Three of them went home and asked for their money back, and it came to fourteen "
    "thousand francs. I rang every haulier in the region and by four we had eleven stands up. My boss paid the three firms "
    "out of the budget for the summer."
)


def _lessons(answer: Answer) -> list[Unit]:
    found = [u for u in answer.units if u.means("specific-change") >= SURE or u.means("vague-lesson") >= SURE]
    learned = [
        u for u in answer.stage("learned") if u.means("lasting-impact") < SURE and u.means("positive-ending") < SURE
    ]
    return sorted({u.index: u for u in [*found, *learned]}.values(), key=lambda u: u.index)


def _stated(lessons: Sequence[Unit]) -> int | None:
    """The number of lessons that the speaker gives, the largest of several."""
    told = [match[1] for unit in lessons for match in _COUNTED.finditer(unit.text.lower())]
    return max((int(n) if n.isdigit() else _NUMBERS.index(n) + 2 for n in told), default=None)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    lessons = _lessons(answer)
    if not lessons or answer.spoken < LEAST_WORDS:
        return
    stated = _stated(lessons)
    begun = [
        unit
        for before, unit in zip([None, *lessons], lessons, strict=False)
        if before is None or unit.index > before.index + 1 or says(answer, unit, _ALSO)
    ]
    added = 1 if len(lessons) == 1 and says(answer, lessons[0], _ALSO) else 0
    fewest, most = stated or len(begun), stated or len(lessons) + added
    if most < answer.profile.lessons_min:
        if any(unit.unsure for unit in lessons):
            yield NotSure()
            return
        message = "Only one lesson is named" if most == 1 else f"Only {most} lessons are named"
        yield Hit(
            evidence=tuple(answer.quote_unit(u, "the one lesson" if most == 1 else None) for u in lessons),
            message=message,
        )
    elif fewest > answer.profile.lessons_max:
        yield Hit(
            evidence=tuple(answer.quote_unit(u) for u in begun[:4]),
            message=f"{fewest} lessons: choose the best three",
        )


RULE = Rule(
    id="lesson-count",
    kind="flag",
    severity="suggestion",
    category="structure",
    message="Not two or three lessons",
    advice="Name two or three specific lessons, each with what you do differently.",
    check=check,
    sources=("recent-failure",),
    examples=(
        Example(
            f"{_FAIR} Since then I have a second person read me the dates aloud before I send an order.", applies=True
        ),
        Example(
            f"{_FAIR} Since then I have a second person read me the dates aloud before I send an order.",
            applies=False,
            profile={"lessons_min": 1},
        ),
        Example(
            f"{_FAIR} I learned two things. First, I never trust my own head with a date. I have a second person read it to me. "
            "Second, I call the haulier the day before. I ask for the name of the driver. I write the name down. I ring the "
            "driver at six. I ask what is on the truck. I also tell the hall, and I do that for every fair, another small one too.",
            applies=False,
        ),
        Example(
            f"{_FAIR} I learned seven things. I never trust my own head with a date. I have a second person read it to me. I "
            "call the haulier the day before.",
            applies=True,
        ),
        Example(
            "I learned one thing, or two: I read the dates aloud, and I also call the haulier the day before.",
            applies=False,
        ),
    ),
)
