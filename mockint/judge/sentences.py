"""Cutting an answer into the units that stages and rules speak of: sentences, and clauses of very long ones.

A recogniser's punctuation is doubtful and people run on, so a unit of more than `LONG` words is cut again where a new
clause begins, at the joint nearest its middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONG = 26
"""Units of more words than this are cut where a clause begins."""
_LEAST = 6
"""No part of a cut unit has fewer words."""

_END = re.compile(r"[.?!…][\"'”’)]*$")
_ABBREVIATION = re.compile(r"^(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|no|approx|[a-z])\.$", re.IGNORECASE)
_JOINT = re.compile(r"[,;:–—-][\"'”’)]*$")
_OPENERS = frozenset(
    [
        "and",
        "but",
        "so",
        "because",
        "cause",
        "then",
        "which",
        "when",
        "while",
        "if",
        "or",
        "though",
        "although",
        "since",
        "after",
        "before",
        "until",
        "where",
        "who",
        "now",
    ]
)


def split(texts: Sequence[str], *, pauses_s: Sequence[float] | None = None) -> list[tuple[int, int]]:
    """Where the units of an answer are.

    Parameters
    ----------
    texts : sequence of str
        The words with their punctuation, fillers among them.
    pauses_s : sequence of float, optional
        Silence after each word [s]; a long one helps to choose a joint.

    Returns
    -------
    list of (first, last)
        Half-open ranges of words that tile the answer.
    """
    units: list[tuple[int, int]] = []
    first = 0
    for i, text in enumerate(texts):
        if (_END.search(text) and not _ABBREVIATION.match(text)) or i == len(texts) - 1:
            units += _cut(texts, first, i + 1, pauses_s)
            first = i + 1
    return units


def _cut(texts: Sequence[str], first: int, last: int, pauses_s: Sequence[float] | None) -> list[tuple[int, int]]:
    if last - first <= LONG:
        return [(first, last)]
    best, best_score = 0, 0.0
    for k in range(first + _LEAST, last - _LEAST + 1):
        score = _joint(texts, k) + (min(1.0, pauses_s[k - 1]) if pauses_s is not None else 0.0)
        if score <= 0:
            continue
        off_middle = abs(2 * (k - first) / (last - first) - 1)
        score *= 1.2 - off_middle
        if score > best_score:
            best, best_score = k, score
    if not best:
        return [(first, last)]
    return _cut(texts, first, best, pauses_s) + _cut(texts, best, last, pauses_s)


def _joint(texts: Sequence[str], k: int) -> float:
    """How well a clause could begin at word `k`."""
    opens = texts[k].lower().strip(".,;:\"'") in _OPENERS
    closes = bool(_JOINT.search(texts[k - 1]))
    return 1.0 if opens and closes else 0.6 if closes and _subject(texts[k]) else 0.5 if opens else 0.0


def _subject(text: str) -> bool:
    return text.lower().split("'")[0].split("’")[0].strip(",") in {
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "you",
        "there",
        "that",
    }
