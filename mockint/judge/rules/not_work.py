"""Private life instead of work or studies.

What it checks
    Sentences that set the failure in marriage, family, friendship, sport, a diet, a driving test.
Why it matters
    The question is about how you work. A private story is more than the interviewer asked for and shows nothing about the
    job.
How to fix
    Choose a failure from work, studies or volunteering.
Known problems
    Family as a circumstance of a work story ("my son was ill that week") is fine.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import meant


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    yield from meant(answer, "not-work")


RULE = Rule(
    id="not-work",
    kind="flag",
    severity="error",
    category="content",
    message="A private failure, not one from work",
    advice="Choose a failure from work, studies or volunteering.",
    check=check,
    sources=("discussing-failures",),
    examples=(
        Example(
            "My biggest failure was my marriage. I was never at home and she left me after six years.", applies=True
        ),
        Example(
            "My son was ill that week and I was tired. After six years in the job I sent a tender to the wrong address and the company lost the contract.",
            applies=False,
        ),
    ),
)
