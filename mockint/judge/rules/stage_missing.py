"""A part of the story is not told at all.

What it checks
    Whether situation, task, action, result and learned each get at least one unit, once the answer has 40 words. A task
    counts as told when the role is stated anywhere.
Why it matters
    A story without its parts cannot be followed: the interviewer does not know what was at stake, what you did, or what
    came of it.
How to fix
    Say one sentence for the missing part. Task: "My job was ...". Result: "It cost us ...".
Known problems
    A part told in half a clause can be missed. The lesson and the result have rules of their own that weigh more.
"""

from collections.abc import Iterator

from mockint.core.take import STAGES
from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import SURE, learned_something

LEAST_WORDS = 40
_EXPECTED = {
    "situation": "where and when it was",
    "task": "what you were responsible for",
    "action": "what you did or failed to do",
    "result": "what came of it",
    "learned": "what you learned and changed",
}
_ELSEWHERE = {
    "task": "role-stated",
    "action": "owns-mistake",
    "result": "quantified-result",
    "situation": "time-anchor",
}


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if answer.spoken < LEAST_WORDS:
        return
    told = {u.stage for u in answer.units}
    told |= {s for s, rule in _ELSEWHERE.items() if any(u.means(rule) >= SURE for u in answer.units)}
    if learned_something(answer):
        told.add("learned")
    missing = [s for s in STAGES if s not in told]
    if missing:
        notes = tuple(answer.absent(f"{s.capitalize()} not found: {_EXPECTED[s]}") for s in missing)
        names = ", ".join(s.capitalize() for s in missing)
        yield Hit(evidence=notes, message=f"Not told: {names}", weight=min(1.0, len(missing) / 2))


RULE = Rule(
    id="stage-missing",
    kind="flag",
    severity="warning",
    category="structure",
    message="A part of the story is not told",
    advice="Say at least one sentence for each part: situation, task, action, result, learned.",
    check=check,
    sources=("recent-failure", "discussing-failures"),
    examples=(
        Example(
            "So I sent the wrong file to the printer. I did not open it first. I just pressed send and I went home, and "
            "in the morning I found the old version on the screen. I had picked it from the wrong folder because I was "
            "in a hurry to catch my train.",
            applies=True,
        ),
        Example(
            "Last spring I worked on a small magazine in Cork. My job was to get the final pages to the printer. I sent the "
            "wrong file, because I did not open it first. Two thousand copies came out with the old cover and we paid nine "
            "hundred euros for a reprint. Since then I open every file after I attach it, and nothing wrong has gone out.",
            applies=False,
            why="no cue word such as 'situation', 'result' or 'learned', and yet all is told",
        ),
    ),
)
