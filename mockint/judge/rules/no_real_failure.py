"""Denies ever having failed, or never names a failure.

What it checks
    Sentences that mean "I have not really failed", with or without the word "never", in an answer that names no mistake of
    the speaker's own.
Why it matters
    Everybody has failed. Who denies it seems unaware of themselves, or not forthright; the question is asked to see
    whether you can own something.
How to fix
    Choose one real thing that went wrong through you, with a cost, and tell it plainly.
Known problems
    "I don't like the word failure" followed by a real one is fine and should stay silent.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import NEVER, SURE, admits_failure, meant, pattern

ONE_LINE = 40
"""In an answer of fewer words one sentence is enough: a one-line denial is still a denial."""
_DENIAL = pattern(
    r"(?:i(?:'ve| have)? )?never (?:really |actually |truly )?(?:failed(?! (?:so|as|this|like|that))|had a (?:real |proper )?failure)",
    r"(?:can't|cannot|can not|couldn't|don't) (?:really |honestly |actually )?(?:think of|recall|remember|say) (?:any|a single|one|a time|a real)[^.]*fail\w*",
    r"haven't (?:really |actually |ever )*failed",
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if admits_failure(answer) and answer.whole.get("no-real-failure", 0.0) < SURE:
        return
    alone = SURE if answer.spoken < ONE_LINE else NEVER
    yield from meant(answer, "no-real-failure", cue=_DENIAL, alone=alone)


RULE = Rule(
    id="no-real-failure",
    kind="flag",
    severity="error",
    category="content",
    message="No real failure is named",
    advice="Choose one real thing that went wrong through you, with a cost, and say it in the first half minute.",
    check=check,
    sources=("recent-failure", "time-you-failed", "discussing-failures"),
    examples=(
        Example("Honestly, I've never really failed at anything. Things tend to work out for me.", applies=True),
        Example("Nothing comes to mind, to be honest. I plan carefully, so it doesn't come to that.", applies=True),
        Example(
            "I've never failed so badly as in March. I didn't send the tender in time, because I never wrote the date down, and we lost the contract.",
            applies=False,
        ),
    ),
)
