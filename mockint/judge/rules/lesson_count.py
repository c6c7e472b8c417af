"""Not the two or three specific lessons that the guides ask for.

What it checks
    How many distinct lessons or changes the answer names (neighbouring sentences about one change count as one): one alone
    in an answer of full length, or more than the profile's ``lessons_max`` (4).
Why it matters
    "Two or three specific lessons" is the advice: one may be chance, five are a list.
How to fix
    Add a second thing you changed, or drop all but the three best.
Known problems
    Two changes told in one sentence count as one.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, pattern, says

LEAST_WORDS = 120
_ALSO = pattern(
    "secondly", "thirdly", "second,", "also", "another", "as well", "the other thing", "and i(?:'ve| now| also)?"
)


def _lessons(answer: Answer) -> list[Unit]:
    found = [u for u in answer.units if u.means("specific-change") >= SURE or u.means("vague-lesson") >= SURE]
    learned = [
        u for u in answer.stage("learned") if u.means("lasting-impact") < SURE and u.means("positive-ending") < SURE
    ]
    return sorted({u.index: u for u in [*found, *learned]}.values(), key=lambda u: u.index)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    lessons = _lessons(answer)
    if not lessons or answer.spoken < LEAST_WORDS:
        return
    if len(lessons) == 1 and not says(answer, lessons[0], _ALSO):
        if answer.profile.lessons_min >= 1 and lessons[0].unsure:
            yield NotSure()
            return
        yield Hit(evidence=(answer.quote_unit(lessons[0], "the one lesson"),), message="Only one lesson is named")
    elif len(lessons) > 2 * answer.profile.lessons_max:
        yield Hit(
            evidence=tuple(answer.quote_unit(u) for u in lessons[:4]),
            message=f"{len(lessons)} lessons: choose the best three",
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
            "Two years ago I was the planner of a trade fair in Basel, with nineteen stands and one truck for all the walls. My job "
            "was to have every stand up by eight in the morning. I had put the delivery down for the Tuesday, and the fair opened "
            "on the Monday. I did not look at the calendar, because I was sure of the date, as one is. We stood in an empty hall "
            "with nineteen firms and no walls at all. Three of them went home and asked for their money back, and it came to "
            "fourteen thousand francs. I rang every haulier in the region and by four we had eleven stands up. My boss paid the "
            "three firms out of the budget for the summer. Since then I have a second person read me the dates aloud before I send "
            "an order.",
            applies=True,
        ),
        Example(
            "I learned one thing, or two: I read the dates aloud, and I also call the haulier the day before.",
            applies=False,
        ),
    ),
)
