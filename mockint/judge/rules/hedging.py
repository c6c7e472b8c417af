"""Words that take back what is said: sort of, like, I guess, you know, maybe.

What it checks
    Hedges and empty "like" and "you know" a hundred words, above 4 and from four on. "Like" counts only where grammar makes
    nothing of it (between commas, after "was", before a clause), not in "I like" or "like a".
Why it matters
    Hedges make an owned mistake sound unowned. An interviewee's "like" cost more than "uh" in a study of hiring.
How to fix
    Drop the word and stop: not "I kind of forgot" but "I forgot".
Known problems
    Honest doubt ("maybe forty of them") counts as well; a few are free.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule
from mockint.judge.rules.shapes import graded, pattern

PER_100 = 4.0
FEW = 4
HEDGES = pattern(
    "sort of",
    "kind of",
    "kinda",
    "sorta",
    r"i guess",
    r"i suppose",
    r"i mean",
    r"you know(?! (?:what|that|how|who|where|when|why|the|him|her|them))",
    "maybe",
    "perhaps",
    "probably",
    "a bit",
    "a little bit",
    "or something",
    "or whatever",
    "and stuff",
    "basically",
    "more or less",
    r"(?<=,) ?like,?",
    r"(?<=was) like",
    r"(?<=were) like",
    r"(?<=and) like",
    r"like, (?=\w)",
)


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    found = [evidence for _, evidence in answer.find(HEDGES)]
    per_100 = 100 * len(found) / max(1, answer.spoken)
    if len(found) >= FEW and per_100 > PER_100:
        yield Hit(
            evidence=tuple(found),
            message=f"{len(found)} hedges: they take back what you say",
            weight=graded(per_100 / PER_100 - 1, full=1.0),
        )


RULE = Rule(
    id="hedging",
    kind="flag",
    severity="suggestion",
    category="delivery",
    message="Hedges take back what you say",
    advice="Drop the hedge and stop: not 'I kind of forgot' but 'I forgot'.",
    check=check,
    sources=("like-2008",),
    examples=(
        Example(
            "I sort of forgot it, I guess, and, like, it was kind of late, you know, and maybe I was a bit tired or something.",
            applies=True,
            quote="sort of",
        ),
        Example(
            "I like the kind people there; you know the sort, people like my aunt, who guess your wish. I probably talk too much.",
            applies=False,
            why="'like', 'kind', 'sort' and 'guess' in their plain meaning",
        ),
    ),
)
