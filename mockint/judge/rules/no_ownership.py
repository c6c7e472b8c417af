"""The speaker's own part is never said.

What it checks
    Whether any sentence says what the speaker did wrong or left undone; passives without an agent ("it slipped through")
    and "we" or "they" alone do not. "We" costs nothing where "I" is said once.
Why it matters
    Taking responsibility is the first thing the question tests. "Mistakes were made" answers somebody else's question.
How to fix
    Say one sentence that starts with "I": "I didn't check", "I decided", "I put off the call".
Known problems
    An owned mistake told without "I" ("my mistake, that one") is found by meaning, not by grammar.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, lacking


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    owned = any(u.means("owns-mistake") >= SURE for u in answer.units)
    note = "looked for what you yourself did wrong or left undone"
    yield from lacking(answer, "no-ownership", note=note, expected=answer.stage("action"), told=owned)


RULE = Rule(
    id="no-ownership",
    kind="flag",
    severity="error",
    category="content",
    family="ownership",
    message="Your own part in it is never said",
    advice="Say one sentence that starts with 'I': what you did wrong or left undone.",
    check=check,
    sources=("recent-failure", "time-you-failed", "discussing-failures"),
    examples=(
        Example(
            "Last autumn the migration was scheduled for a Friday and a backup was not taken. The tables were overwritten and "
            "two days of orders were lost. It was restored in the end, and the process has since been changed.",
            applies=True,
        ),
        Example(
            "Last autumn we moved the tables on a Friday. I was the one who had to take the backup and I skipped it, because I wanted to go home, so we lost two days of orders.",
            applies=False,
            why="'we' and a passive, but the own part is said",
        ),
    ),
)
