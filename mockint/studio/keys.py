"""Single keys from the terminal, and Ctrl-C as an event instead of an exception."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import Any, Protocol, Self

_NAMES = {"\r": "enter", "\n": "enter", " ": "space", "": "closed", "\x04": "closed"}


class Keys(Protocol):
    """Where key presses come from."""

    @property
    def interactive(self) -> bool:
        """Whether somebody can press a key."""

    def poll(self, timeout_s: float = 0.0) -> str | None:
        """The next key (``enter``, ``space``, ``closed`` at the end of input, or the character), or None."""


class NoKeys:
    """Nobody at the keyboard."""

    interactive = False

    def poll(self, timeout_s: float = 0.0) -> str | None:
        """Nothing, at once."""
        return None


class TerminalKeys:
    """Keys of the terminal on standard input, read one by one without echo while the context is entered."""

    interactive = True

    def __init__(self) -> None:
        self._kept: Any = None
        self._fd = sys.stdin.fileno()

    def __enter__(self) -> Self:
        if os.name == "posix":
            import termios
            import tty

            self._kept = termios.tcgetattr(self._fd)
            tty.setcbreak(self._fd)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._kept is not None:
            import termios

            # A terminal that was closed meanwhile has nothing to restore.
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSADRAIN, self._kept)

    def poll(self, timeout_s: float = 0.0) -> str | None:
        """The next key pressed within `timeout_s` seconds, or None."""
        pressed = self._read(timeout_s)
        if pressed is None:
            return None
        if pressed == "\x1b":  # an arrow or function key: swallow the rest of its sequence
            while self._read(0.01) is not None:
                pass
            return None
        return _NAMES.get(pressed, pressed.lower())

    def _read(self, timeout_s: float) -> str | None:
        if os.name == "posix":
            import select

            if not select.select([self._fd], [], [], timeout_s)[0]:
                return None
            try:
                return os.read(self._fd, 1).decode("ascii", "replace")
            except OSError:
                return ""
        return _read_windows(timeout_s)


def _read_windows(timeout_s: float) -> str | None:
    import importlib

    console = importlib.import_module("msvcrt")
    until = time.monotonic() + timeout_s
    while not console.kbhit():
        if time.monotonic() >= until:
            return None
        time.sleep(0.01)
    return str(console.getwch())


class Interrupts:
    """While entered, Ctrl-C only sets :attr:`pressed`: nothing is cut off in the middle of a write."""

    def __init__(self) -> None:
        self.pressed = False
        self._kept: Any = None

    def __enter__(self) -> Self:
        self.pressed = False
        if threading.current_thread() is threading.main_thread():
            self._kept = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._kept is not None:
            signal.signal(signal.SIGINT, self._kept)
            self._kept = None

    def _press(self, number: int, frame: FrameType | None) -> None:
        self.pressed = True
