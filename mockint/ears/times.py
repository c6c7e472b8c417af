"""Words laid inside speech: never across a silence, the first after a pause where the voice starts."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

import msgspec

from mockint.core.spans import Span
from mockint.ears.heard import Heard, timed

NEAR_S = 0.35
"""How far outside speech a word may have been placed and still belong to it."""
LEAST_S = 0.03
FILLER_S = 0.06
"""A word, and a filler, are at least this long where there is room."""
FAR_S = 0.6
MOST_FAR = 0.3
"""Share of words that the aligner may put elsewhere before it is not believed at all."""


def refined(words: Sequence[Heard], aligned: Sequence[tuple[float, float]] | None) -> list[Heard]:
    """Words at the times of the forced aligner, where it found them near where Whisper did.

    Parameters
    ----------
    words : sequence of Heard
        With the times that Whisper's attention gives.
    aligned : sequence of (float, float) or None
        Start and end of each word [s] by the aligner; None where it found no way through.
    """
    if aligned is None:
        return list(words)
    far = [abs(start - word.start_s) > FAR_S for word, (start, _) in zip(words, aligned, strict=True)]
    if sum(far) > MOST_FAR * len(far):
        return list(words)
    return timed(words, aligned)


def place(words: Sequence[Heard], tier: Sequence[Span]) -> list[Heard]:
    """The words that lie in or near speech, moved inside it; the others were never said.

    ::

        speech      |-------|      |-----|
        words     |--|---|-----------|-|
        placed      ||---|--|      |-|-|
    """
    placed: list[Heard] = []
    homes: list[Span] = []
    for word in words:
        span = _home(word, tier)
        if span is None:
            continue
        homes.append(span)
        if word.heard and placed and placed[-1].end_s > word.start_s:
            # The sound showed where this filler is: the word before it gives way.
            before = placed[-1]
            end = max(word.start_s, before.start_s + LEAST_S)
            placed[-1] = msgspec.structs.replace(before, end_s=min(end, before.end_s))
        floor = max(span.start_s, placed[-1].end_s if placed else 0.0)
        start = min(max(word.start_s, floor), max(span.end_s - LEAST_S, floor))
        end = min(max(word.end_s, start + LEAST_S), max(span.end_s, start + LEAST_S))
        placed.append(msgspec.structs.replace(word, start_s=start, end_s=end))
    return _fitted(placed, homes)


def _fitted(placed: Sequence[Heard], homes: Sequence[Span]) -> list[Heard]:
    """The same words, those crowded out at the end of their stretch of speech moved back into it."""
    fitted: list[Heard] = []
    for k in range(len(placed) - 1, -1, -1):
        word, home = placed[k], homes[k]
        together = bool(fitted) and homes[k + 1] is home
        cap = min(home.end_s, fitted[-1].start_s) if together else home.end_s
        least = FILLER_S if word.filler else LEAST_S
        end = min(max(word.end_s, word.start_s + least), cap)
        start = max(min(word.start_s, end - least), home.start_s)
        fitted.append(msgspec.structs.replace(word, start_s=start, end_s=max(start, end)))
    return fitted[::-1]


def _home(word: Heard, tier: Sequence[Span]) -> Span | None:
    """The stretch of speech that holds most of a word, else the nearest."""
    own = Span(word.start_s, max(word.end_s, word.start_s))
    first = bisect.bisect_left(tier, own.start_s - NEAR_S, key=lambda span: span.end_s)
    near = itertools.takewhile(lambda span: span.start_s <= own.end_s + NEAR_S, itertools.islice(tier, first, None))
    return max(near, key=lambda span: (span.overlap_s(own), -_distance_s(span, own)), default=None)


def _distance_s(a: Span, b: Span) -> float:
    return max(0.0, a.start_s - b.end_s, b.start_s - a.end_s)
