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
    if sys.platform != "linux":
        return
    with contextlib.suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, 2)
        mallopt(_MMAP_THRESHOLD, 4 << 20)
        mallopt(_TRIM_THRESHOLD, 2 << 20)
