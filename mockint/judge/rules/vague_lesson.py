"""A lesson without a named change of behaviour.

What it checks
    Sentences that state a lesson in general words ("I learned to communicate better"), in an answer that names no habit,
    system or step adopted since.
Why it matters
    Anybody can say it. The exact system or habit shows that it happened.
How to fix
    Say what you do now, when, and with what: "Every Monday I send the client three lines on what is late".
Known problems
    A proverb followed by a real change is fine.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import UNSURE, meant, pattern, says

_HABIT = pattern(r"so (?:now|these days|every \w+|each \w+) i(?:'ve)?(?! try| think| know| feel| am| understand)")


def _is_habit(answer: Answer, unit: Unit) -> bool:
    """Whether a unit names what is done regularly now; one sentence can hold a proverb and a habit."""
    return says(answer, unit, _HABIT)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if not any(u.means("specific-change") >= UNSURE or _is_habit(answer, u) for u in answer.units):
        yield from meant(answer, "vague-lesson")


RULE = Rule(
    id="vague-lesson",
    kind="flag",
    severity="warning",
    category="content",
    family="lesson",
    message="The lesson names no change of behaviour",
    advice="Say the exact habit, system or step: what you do now, when, and with what.",
    check=check,
    sources=("time-you-failed", "recent-failure"),
    examples=(
        Example(
            "I missed the tender because I didn't talk to the buyers. It taught me that communication is everything.",
            applies=True,
            quote="communication is everything",
        ),
        Example(
            "It taught me that communication is everything, so every Friday I ring each buyer and write down what they say.",
            applies=False,
        ),
    ),
)
