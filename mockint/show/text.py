"""Words and numbers as a person reads them: 1:07, −8, “quoted”; the same for screen and page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from mockint.core.spans import clock

_STAND_INS = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "…": "...", "·": "-", "→": ">", "━": "-",
    "▇": "=", "░": ".", "─": "-", "├": "[", "┤": "]", "●": "o", "✓": "+", "✗": "x", "≈": "~", "\xa0": " ",
}  # fmt: skip
_TURNS_TEXT_AROUND = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def moment(seconds: float) -> str:
    """A place in a recording, in seconds from its start, as ``m:ss``, never later than it is.

    >>> moment(59.9)
    '0:59'
    """
    return clock(int(seconds))


def number(value: float) -> str:
    """A number with one decimal at most.

    >>> number(4.0), number(1.26)
    ('4', '1.3')
    """
    return f"{round(value, 1) + 0.0:g}".replace("-", "−")


def signed(points: float) -> str:
    """Points with their sign.

    >>> signed(3.0), signed(-8.0), signed(0.0)
    ('+3', '−8', '0')
    """
    return f"+{number(points)}" if points > 0 else number(points)


def counted(count: float, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> counted(1, "point"), counted(2, "point")
    ('1 point', '2 points')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def listed(items: Sequence[str], *, most: int) -> str:
    """Items with commas, those beyond the first `most` only counted.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])} and {len(items) - most} more"


def clean(text: str) -> str:
    """Text on one line, without characters that steer a terminal, turn the text around, or stand for nothing."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in kept if c not in _TURNS_TEXT_AROUND).split())


def shorten(text: str, width: int) -> str:
    """Text of at most `width` characters, cut between words.

    >>> shorten("we lost the database", 14)
    'we lost the …'
    """
    if len(text) <= width:
        return text
    head = text[: max(1, width - 1)]
    cut = head[: head.rfind(" ") + 1] if " " in head.strip() else head
    return f"{cut}…"


def encodable(text: str, encoding: str) -> bool:
    """Whether an output of that encoding can show the text."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def in_encoding(text: str, encoding: str) -> str:
    """The text with a stand-in for each character that the encoding lacks.

    >>> in_encoding("“five – six”", "ascii")
    '"five - six"'
    """
    if encodable(text, encoding):
        return text
    return "".join(c if encodable(c, encoding) else _STAND_INS.get(c, "?") for c in text)
