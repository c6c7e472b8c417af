"""What the practice loop says of a recording."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from mockint.core.hearing import Hearing
from mockint.core.spans import Span, clock
from mockint.studio.recorder import Recording


def stopped(recording: Recording) -> str:
    """How long it became, and why it ended when the person did not end it."""
    why = f" ({recording.why})" if recording.why else ""
    return f"Recorded {clock(recording.duration_s)}{why}."


def with_warnings(hearing: Hearing, warnings: Iterable[str], lost: Iterable[Span]) -> Hearing:
    """The hearing with what went wrong while recording among its warnings."""
    gaps = (f"{s.duration_s:.2f} s of sound were lost at {clock(s.start_s)}: the computer was too busy." for s in lost)
    said = (*warnings, *gaps, *hearing.sound.warnings)
    if said == hearing.sound.warnings:
        return hearing
    return msgspec.structs.replace(hearing, sound=msgspec.structs.replace(hearing.sound, warnings=said))
