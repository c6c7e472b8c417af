"""Numbers three lines tall, drawn with half blocks."""

from __future__ import annotations

_GLYPHS = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▀█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
    "-": ("   ", "▀▀▀", "   "),
}
BLOCKS = "█▀"
"""The characters that an output must have."""


def big(number: str) -> tuple[str, str, str]:
    """The three lines of a number.

    Parameters
    ----------
    number : str
        Digits and ``-`` only.

    Returns
    -------
    tuple of str
        Lines of equal width, one blank between digits.
    """
    rows = zip(*(_GLYPHS[c] for c in number), strict=True)
    top, middle, bottom = (" ".join(row) for row in rows)
    return top, middle, bottom
