"""Makes an answer sound as another mouth or another recogniser would have it, words tied to their labelled lines."""

from __future__ import annotations

import random
import re

from mockint.judge.sentences import split

MARKERS = ("you know", "like", "i mean", "sort of", "kind of", "basically", "actually", "to be honest", "well", "so")
SHORTENED = {
    "i have": "i've", "i had": "i'd", "did not": "didn't", "was not": "wasn't", "it is": "it's", "that is": "that's",
    "do not": "don't", "could not": "couldn't", "had not": "hadn't", "i am": "i'm", "we had": "we'd",
    "we were": "we're",
}  # fmt: skip
LENGTHENED = {v: k for k, v in SHORTENED.items() if v not in ("we're", "i'd", "we'd", "that's", "it's")}
_SMALL = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_EDGE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)

Words = list[tuple[str, int]]
"""Words with the number of the line each comes from."""


def digits(words: Words) -> Words:
    """Number words written as figures, as recognisers do ("four thousand" becomes "4,000")."""
    found: Words = []
    k = 0
    while k < len(words):
        value, size, tail = _number(words, k)
        # A lone "one" is rarely a number.
        if size and (size > 1 or value > 1):
            found.append((f"{value:,}{tail}", words[k][1]))
            k += size
        else:
            found.append(words[k])
            k += 1
    return found


def _number(words: Words, k: int) -> tuple[int, int, str]:
    total = current = size = 0
    tail = ""
    for j in range(k, min(k + 6, len(words))):
        _, core, end = _EDGE.match(words[j][0]).groups()  # type: ignore[union-attr]
        parts = core.lower().split("-")
        if not parts or not all(p in _SMALL or p in _TENS or p in _SCALE for p in parts):
            break
        if j == k and parts[0] in _SCALE:
            break
        for p in parts:
            if p in _SCALE:
                current = max(1, current) * _SCALE[p]
                if _SCALE[p] > 100:
                    total, current = total + current, 0
            else:
                current += _SMALL.get(p, _TENS.get(p, 0))
        size, tail = j - k + 1, end
        if end:
            break
    return total + current, size, tail


def vary(words: Words, rng: random.Random, vocabulary: list[str]) -> Words:
    """The words with a recogniser's or a speaker's small differences."""
    if rng.random() < 0.3:
        words = digits(words)
    lost, wrong, marked = rng.choice(((0.0, 0.0, 0.0), (0.02, 0.02, 0.01), (0.05, 0.04, 0.02)))
    found: Words = []
    for text, line in words:
        if rng.random() < marked:
            found += [(m, line) for m in rng.choice(MARKERS).split()]
        draw = rng.random()
        if draw < lost:
            continue
        if draw < lost + wrong:
            end = _EDGE.match(text).group(3)  # type: ignore[union-attr]
            text = rng.choice(vocabulary) + end
        found.append((text, line))
    return found or words


def respell(words: Words, rng: random.Random) -> Words:
    """Contractions opened or closed."""
    table = SHORTENED if rng.random() < 0.5 else LENGTHENED
    found: Words = []
    k = 0
    while k < len(words):
        pair = f"{words[k][0]} {words[k + 1][0]}".lower() if k + 1 < len(words) else ""
        if pair in table and rng.random() < 0.5:
            found.append((table[pair], words[k][1]))
            k += 2
        elif words[k][0].lower() in table and rng.random() < 0.5:
            found += [(w, words[k][1]) for w in table[words[k][0].lower()].split()]
            k += 1
        else:
            found.append(words[k])
            k += 1
    return found


def repunctuate(words: Words, rng: random.Random) -> Words:
    """Full stops lost, or put where a comma was; sometimes none at all."""
    lost = rng.choice((0.1, 0.3, 0.6, 1.0))
    found: Words = []
    for text, line in words:
        stop = text[-1:] in ".!?…"
        if stop and rng.random() < lost:
            text = text.rstrip(".!?…") + ("," if rng.random() < 0.5 else "")
        elif text.endswith(",") and rng.random() < 0.15:
            text = text[:-1] + "."
        found.append((text, line))
    return found


def cut(words: Words) -> list[Words]:
    """The units that the judge would make of these words."""
    return [words[i:j] for i, j in split([w for w, _ in words])]


def by_line(words: Words) -> list[Words]:
    """One unit a labelled line."""
    units: list[Words] = []
    for word in words:
        if not units or units[-1][-1][1] != word[1]:
            units.append([])
        units[-1].append(word)
    return units
