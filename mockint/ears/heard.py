"""A word, and a filled pause, as first placed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from mockint.core.spans import Span


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the recording, in seconds from its start."""

    text: str
    start_s: float
    end_s: float
    probability: float
    filler: bool
    heard: bool = False
    """Whether the sound itself showed where it is (fillers only)."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start_s, self.end_s)

    @property
    def middle_s(self) -> float:
        """Where its middle is."""
        return (self.start_s + self.end_s) / 2


class Hesitation(msgspec.Struct, frozen=True):
    """A filled pause that the encoder heard, whether or not a word was written for it."""

    start_s: float
    end_s: float
    probability: float

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start_s, self.end_s)


def timed(words: Sequence[Heard], spans: Sequence[tuple[float, float]]) -> list[Heard]:
    """The same words at these starts and ends [s]."""
    return [msgspec.structs.replace(w, start_s=start, end_s=end) for w, (start, end) in zip(words, spans, strict=True)]
