"""Syllables of an English word."""

from __future__ import annotations

import re

from mockint.core.hearing import bare

_GROUPS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?:[^aeiouy]e|[^aeioulry]les|[^aeiouysxz]es|[^aeiouytd]ed)$")
_DIGITS = {"0": 2, "7": 2}


def syllables(word: str) -> int:
    """Number of syllables, at least 1, by vowel groups (digits: as they are read one by one).

    >>> [syllables(w) for w in ("database", "failed", "wanted", "table", "I'm", "we", "area")]
    [3, 1, 2, 2, 1, 1, 2]
    """
    text = bare(word).replace("'", "").replace("’", "")
    if digits := [c for c in text if c.isdigit()]:
        return sum(_DIGITS.get(c, 1) for c in digits)
    count = len(_GROUPS.findall(text))
    if count > 1 and _SILENT_E.search(text) and not re.search(r"[^aeiouy]le$", text):
        count -= 1
    return max(1, count)
