"""Stretches of time and what can be done with them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import msgspec

from mockint.core.errors import BadInput


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open stretch [start_s, end_s) in seconds from the start of the recording."""

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        if not 0 <= self.start_s <= self.end_s:
            raise BadInput(f"a span from {self.start_s} to {self.end_s} s", hint="0 <= start <= end is expected")

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s

    def overlap_s(self, other: Span) -> float:
        """Seconds that two spans share.

        ::

            self   |-----------|
            other         |---------|
            shared        |----|
        """
        return max(0.0, min(self.end_s, other.end_s) - max(self.start_s, other.start_s))


def merge(spans: Iterable[Span], *, collar_s: float = 0.0) -> tuple[Span, ...]:
    """Sorted spans, those that touch or lie within `collar_s` seconds joined.

    ::

        spans  |---|  |---|        |---|
        merged |----------|        |---|
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start_s - joined[-1].end_s <= collar_s:
            joined[-1] = Span(joined[-1].start_s, max(joined[-1].end_s, span.end_s))
        else:
            joined.append(span)
    return tuple(joined)


def gaps(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches between sorted spans that do not overlap.

    ::

        spans |---|     |---|  |---|
        gaps      |-----|   |--|
    """
    return tuple(Span(a.end_s, b.start_s) for a, b in itertools.pairwise(spans) if b.start_s > a.end_s)


def total_s(spans: Iterable[Span]) -> float:
    """Seconds in all spans together."""
    return sum(span.duration_s for span in spans)


def clock(seconds: float) -> str:
    """A length of time in seconds as ``m:ss``.

    >>> clock(67.2)
    '1:07'
    """
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
