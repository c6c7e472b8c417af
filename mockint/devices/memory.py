"""Keeps the process small on Linux, where the C library holds on to what was freed."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import sys

_ARENA_MAX = -8
"""Number of malloc.h, see mallopt(3)."""


@functools.cache
def hold_little() -> None:
    """Threads share two pools, each of which would else keep what was freed in it; does nothing but on glibc.

    Large arrays are not given back one by one: that saves 10 MB more, and takes a tenth of the time of all hearing.
    """
    _ask("mallopt", _ARENA_MAX, 2)


def let_go() -> None:
    """What was freed goes back to the system, wherever it lies; does nothing but on glibc.

    A model is loaded at one precision and kept at another. What that leaves free, 80 MB, lies between what
    is kept.
    """
    _ask("malloc_trim", 0)


def _ask(function: str, *numbers: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            getattr(ctypes.CDLL(None), function)(*numbers)
