"""Where a command's result goes: the screen, a pipe or a file."""

from __future__ import annotations

import pathlib
import sys
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from mockint.core.errors import MachineError

if TYPE_CHECKING:
    from rich.console import Console


class Output:
    """A stream of text, and a Rich console on it; UTF-8 in files, whatever the locale."""

    def __init__(self, path: str | None = None) -> None:
        self._path = path
        self._stream: TextIO = sys.stdout
        self._console: Console | None = None

    def __enter__(self) -> Output:
        if self._path and self._path != "-":
            try:
                self._stream = pathlib.Path(self._path).open("w", encoding="utf-8")
            except OSError as error:
                raise MachineError(
                    f"cannot write {self._path}: {error.strerror}", hint="choose another place with --out"
                ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not sys.stdout:
            self._stream.close()

    def text(self, text: str) -> None:
        """Write text as it is."""
        self._stream.write(text)

    def console(self) -> Console:
        """The console that reports are printed on."""
        if self._console is None:
            from rich.console import Console

            self._console = Console(file=self._stream, highlight=False)
        return self._console
