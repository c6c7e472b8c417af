"""The same words again and again.

What it checks
    Words said again at once or cut off (repeats) above 4 in 100 words, from four on; and any phrase of three or more words,
    with a noun or verb in it, that comes four times.
Why it matters
    A few restarts are natural speech. Many make a story hard to follow and sound unprepared.
How to fix
    Say each sentence once and stop. If a phrase returns, find it in the replay and give it another shape.
Known problems
    Repeating on purpose ("never, never, never") counts as well.
"""

from collections import Counter
from collections.abc import Iterator

from mockint.core.hearing import bare
from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import graded

SHARE = 0.04
FEW = 4
SIZE = 3
TIMES = 4
_COMMON = frozenset(
    [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "the",
        "a",
        "an",
        "and",
        "but",
        "or",
        "so",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "with",
        "that",
        "this",
        "was",
        "is",
        "be",
        "had",
        "have",
        "do",
        "did",
        "not",
        "just",
        "my",
        "me",
        "our",
        "us",
        "your",
        "it's",
        "that's",
        "i'd",
        "we'd",
        "as",
        "if",
        "then",
        "there",
        "what",
        "when",
        "which",
        "because",
        "by",
        "from",
        "up",
        "out",
        "all",
        "been",
        "were",
        "would",
    ]
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    repeats = [i for i, w in enumerate(answer.words) if w.repeat]
    if len(repeats) >= FEW and len(repeats) > SHARE * answer.spoken:
        share = len(repeats) / answer.spoken
        yield Hit(
            evidence=tuple(answer.quote(i, min(i + 2, len(answer.words))) for i in repeats),
            message=f"{len(repeats)} words said again or cut off",
            weight=graded(share / SHARE - 1, full=2.0),
        )
        return
    spoken = [i for i, w in enumerate(answer.words) if w.kind == "word" and not w.repeat]
    said = [bare(answer.words[i].text) for i in spoken]
    phrases = Counter(tuple(said[k : k + SIZE]) for k in range(len(said) - SIZE + 1))
    often = [(n, p) for p, n in phrases.items() if n >= TIMES and len(set(p) - _COMMON) >= 2]
    if often:
        times, phrase = max(often)
        at = [k for k in range(len(said) - SIZE + 1) if tuple(said[k : k + SIZE]) == phrase]
        yield Hit(
            evidence=tuple(answer.quote(spoken[k], spoken[k + SIZE - 1] + 1) for k in at),
            message=f"{' '.join(phrase)!r} comes {times} times",
            weight=0.5,
        )


RULE = Rule(
    id="repetition",
    kind="flag",
    severity="suggestion",
    category="delivery",
    message="The same words come again and again",
    advice="Say each sentence once, and pause instead of starting over.",
    check=check,
    sources=("time-you-failed",),
    examples=(
        Example(
            "I was, I was the, the lead and we, we missed it, missed it by two weeks.", applies=True, quote="I was"
        ),
        Example(
            "I had had very, very little time before we missed it, and I had to tell them, them being the client.",
            applies=False,
        ),
    ),
)
