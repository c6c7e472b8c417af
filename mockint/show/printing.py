"""Lines of styled text, broken to a width, printed in whatever encoding the output has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from mockint.show.text import encodable, in_encoding

if TYPE_CHECKING:
    from rich.console import Console

_WIDEST = 100


def line_width(console: Console) -> int:
    """Characters in a line: readable on a wide screen, usable on a narrow one."""
    return max(40, min(console.width, _WIDEST)) - 1


def indented(text: Text, width: int, console: Console, *, indent: int = 2, first: str = "") -> list[Text]:
    """Text broken into lines of `width` with their indent, `first` standing in the indent of the first of them."""
    lines = text.wrap(console, max(20, width - indent))
    starts = [first.rjust(indent) if first else " " * indent, *[" " * indent] * (len(lines) - 1)]
    return [Text(start) + line for start, line in zip(starts, lines, strict=True)]


def put(lines: Iterable[Text], console: Console) -> None:
    """Print lines as they are, without trailing blanks, with a stand-in for what the encoding lacks."""
    for line in lines:
        line.rstrip()
        console.print(_in_encoding(line, console), highlight=False, soft_wrap=True)


def _in_encoding(line: Text, console: Console) -> Text:
    if encodable(line.plain, console.encoding):
        return line
    return Text.assemble(*((in_encoding(s.text, console.encoding), s.style or "") for s in line.render(console)))
