"""What goes wrong, said once: what was found, what was expected, what to do."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """Exit codes of the command (documented in the README)."""

    OK = 0
    BELOW = 1
    """Under ``--fail-under``, or not scored when that was asked."""
    USAGE = 2
    """Wrong usage or bad input."""
    MACHINE = 3
    """Something on this machine is missing or full."""
    BUG = 4
    INTERRUPTED = 130


class MockintError(Exception):
    """An error that a person can do something about.

    Parameters
    ----------
    message : str
        What was found, and what was expected.
    hint : str
        What to do.
    """

    exit_code = Exit.USAGE

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class BadInput(MockintError):
    """A file, an argument or a question that cannot be used."""


class MachineError(MockintError):
    """A microphone, model, library or disk that is missing, broken or full."""

    exit_code = Exit.MACHINE
