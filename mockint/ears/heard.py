"""A word as first placed."""

from __future__ import annotations

import msgspec


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the recording, in seconds from its start."""

    text: str
    start_s: float
    end_s: float
    probability: float
    filler: bool
    heard: bool = False
    """Whether the sound itself showed where it is (fillers only)."""
