"""Long silences inside a clause.

What it checks
    Silent pauses of ``long_pause_s`` (2 s) and longer inside a clause or right beside an um, of twice that anywhere;
    flagged from two on.
Why it matters
    Listeners hardly notice a pause at a sentence's end; inside a clause it sounds as if the thread were lost.
How to fix
    Pause where a full stop would be. If you need to think, say so once: "Let me think about the figures."
Known problems
    Whether a pause lies inside a clause is read from the recogniser's punctuation.
"""

from collections.abc import Iterator

from mockint.core.take import Evidence, Pause
from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import graded

FEW = 2
NEAR_S = 0.3


def _around(answer: Answer, pause: Pause) -> Evidence:
    """The words on both sides of a pause, timed as the pause."""
    before = [i for i, w in enumerate(answer.words) if (w.start_s or 0.0) < pause.start_s]
    first, last = max(0, len(before) - 2), min(len(answer.words), len(before) + 2)
    quote = " ".join(w.text for w in answer.words[first:last])
    note = f"{pause.end_s - pause.start_s:.1f} s of silence"
    return Evidence(quote=quote, start_s=pause.start_s, end_s=pause.end_s, note=note)


def _beside(pause: Pause, filler: Pause) -> bool:
    """Whether an um comes right before or after a silence: then it is a search for words, whatever the punctuation."""
    return abs(filler.start_s - pause.end_s) < NEAR_S or abs(pause.start_s - filler.end_s) < NEAR_S


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    limit = answer.profile.long_pause_s
    silent = [p for p in answer.pauses if p.kind == "silent"]
    fillers = [p for p in answer.pauses if p.kind == "filled"]
    found = []
    for pause in silent:
        searching = pause.within_clause or any(_beside(pause, f) for f in fillers)
        if pause.end_s - pause.start_s >= (limit if searching else 2 * limit):
            found.append(pause)
    if len(found) >= FEW:
        yield Hit(
            evidence=tuple(_around(answer, p) for p in found),
            message=f"{len(found)} long pauses where listeners mind them",
            weight=graded(len(found) - FEW, full=4.0),
        )


RULE = Rule(
    id="long-pauses",
    kind="flag",
    severity="suggestion",
    category="delivery",
    message="Long pauses inside a clause",
    advice="Pause at the end of a sentence, not inside it; know the next sentence before you end this one.",
    check=check,
    needs=("silent_pauses",),
    sources=("pauses-2013", "pauses-2018"),
    examples=(
        Example("I was the (2.5) manager and I forgot the (3.0) order", applies=True, quote="manager"),
        Example(
            "I was the manager. (2.5) I forgot the order. (3.0) It cost us.", applies=False, why="at a sentence's end"
        ),
        Example("I was the (0.6) manager and I forgot the (2.5) order", applies=False, why="once"),
    ),
)
