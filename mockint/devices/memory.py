"""Keeps the process small on Linux, where the C library holds on to what was freed."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Numbers of malloc.h, see mallopt(3)."""


@functools.cache
def hold_little() -> None:
    """Large arrays go back to the system when freed, and threads share two pools; does nothing but on glibc.

    Hearing makes and frees arrays of ten megabytes for every piece. A sixth of the peak memory was freed but kept.
    """
    _ask("mallopt", _ARENA_MAX, 2)
    _ask("mallopt", _MMAP_THRESHOLD, 4 << 20)
    _ask("mallopt", _TRIM_THRESHOLD, 2 << 20)


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
