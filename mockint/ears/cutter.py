"""Cutting an answer into pieces at its pauses while it is spoken: a function of the sound alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mockint.ears.speech import CHUNK, RATE_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST_S = 13.0
"""No piece is longer."""
MARGIN_S = 0.3
"""Sound kept before the first and after the last voice of a piece."""
HALVE_S = 7.0
"""A last piece that nobody could begin before the recording ended is heard in two halves, at the same time, where it is
longer and pauses in its middle: it is all that is left to do."""
LEAD_S = (5.0, 9.0)
"""How much of what leads to a piece is heard with it: so much at least that Whisper gets its sense, and at most."""
ON, OFF = 0.4, 0.25
"""Voice probabilities at which speech begins and ends."""


class Cut(msgspec.Struct, frozen=True):
    """A piece of the recording, in samples at 16 kHz from its start."""

    start: int
    end: int
    within: bool = False
    """Whether it begins where nobody paused."""


class Cutter:
    """Voice probabilities in, pieces out as soon as they are complete."""

    def __init__(self) -> None:
        self._chunk = 0
        self._voice: list[float] = []
        self._first: int | None = None
        self._last = 0
        self._speaking = False
        self._floor = 0
        self._within = False

    @property
    def speaking(self) -> bool:
        """Whether a voice sounds now."""
        return self._speaking

    @property
    def silence_s(self) -> float:
        """Seconds since the last voice, or since the start."""
        return (self._chunk - self._last) * CHUNK / RATE_HZ

    @property
    def keep_from(self) -> int:
        """The first sample that a later piece may still need, or what leads to it."""
        first = self._chunk if self._first is None else self._first
        return max(0, max(self._floor, first * CHUNK - round((MARGIN_S + 0.1) * RATE_HZ)) - round(LEAD_S[1] * RATE_HZ))

    @property
    def probable(self) -> Cut | None:
        """The piece that it will be if nobody speaks again; None while somebody speaks, or just has."""
        if self._first is None or self.silence_s < MARGIN_S:
            return None
        return self._bounds(self._first)

    def feed(self, voice: NDArray[np.float32]) -> list[Cut]:
        """The pieces completed by these probabilities, one every 32 ms."""
        return [cut for p in voice.tolist() if (cut := self._step(p))]

    def flush(self, end: int) -> list[Cut]:
        """The last pieces, for a recording that ends at sample `end`."""
        if self._first is None:
            return []
        begun = self.probable is not None
        halves = [] if begun else self._halves(end)
        whole = self._close()
        return halves or [msgspec.structs.replace(whole, end=min(whole.end, end))]

    def _step(self, probability: float) -> Cut | None:
        here = self._chunk
        self._chunk += 1
        self._voice.append(probability)
        self._speaking = probability >= (OFF if self._speaking else ON)
        if self._speaking:
            if self._first is None:
                self._first = here
                del self._voice[:-1]
            self._last = here + 1
        if self._first is None:
            self._voice.clear()
            return None
        length_s = (self._last - self._first) * CHUNK / RATE_HZ
        if not self._speaking and self.silence_s >= _pause_wanted_s(length_s):
            return self._close()
        if (here + 1 - self._first) * CHUNK / RATE_HZ >= LONGEST_S - 2 * MARGIN_S:
            return self._split()
        return None

    def _close(self) -> Cut:
        assert self._first is not None
        cut = self._bounds(self._first)
        self._first = None
        self._floor = cut.end
        self._within = False
        self._voice.clear()
        return cut

    def _bounds(self, first: int) -> Cut:
        margin = round(MARGIN_S * RATE_HZ)
        start, end = max(self._floor, first * CHUNK - margin), min(self._last * CHUNK + margin, self._chunk * CHUNK)
        return Cut(start, end, self._within)

    def _halves(self, end: int) -> list[Cut]:
        """The last piece in two, where its middle third holds a pause; none where it does not."""
        assert self._first is not None
        whole, count = self._bounds(self._first), self._last - self._first
        if count * CHUNK < HALVE_S * RATE_HZ:
            return []
        weakest, strength = _weakest(np.asarray(self._voice[:count]), count // 3, 2 * count // 3)
        if strength > OFF:
            return []
        middle = (self._first + weakest) * CHUNK
        return [msgspec.structs.replace(whole, end=middle), Cut(middle, min(whole.end, end))]

    def _split(self) -> Cut:
        """Speech without a pause: cut where the voice is weakest in the last five seconds."""
        assert self._first is not None
        count = len(self._voice)
        weakest, _ = _weakest(np.asarray(self._voice), count - round(5.0 * RATE_HZ / CHUNK), count - 2)
        cut = msgspec.structs.replace(self._bounds(self._first), end=(self._first + weakest) * CHUNK)
        self._floor = cut.end
        self._within = True
        self._voice = self._voice[weakest:]
        self._first += weakest
        return cut


def lead(voice: NDArray[np.float32]) -> int:
    """Where what leads to a piece begins: where the voice is weakest, five to nine seconds before the piece.

    Parameters
    ----------
    voice : ndarray, float32, shape (n_chunks,)
        Probability of a voice in every 32 ms of the nine seconds before the piece, or of all that there are.

    Returns
    -------
    int
        Its first chunk.
    """
    past = voice.size - round(LEAD_S[0] * RATE_HZ / CHUNK)
    return _weakest(voice, 0, past)[0] if past > 0 else 0


def _weakest(voice: NDArray[np.float32], first: int, past: int) -> tuple[int, float]:
    """The chunk from `first` to before `past` around which the voice is weakest, and how strong it is there."""
    smooth = np.convolve(voice, np.ones(5) / 5, mode="same")
    weakest = first + int(np.argmin(smooth[first:past]))
    return weakest, float(smooth[weakest])


def _pause_wanted_s(length_s: float) -> float:
    """How long a pause must be to end a piece of this length: the longer the piece, the shorter.

    The longer the last piece, the longer the wait after it; of pieces shorter than these Whisper makes less sense.

    ::

        piece  0 s    3 s    5 s    7 s    9 s
        pause  2.5    1.2    0.6    0.4    0.2
    """
    return float(np.interp(length_s, (0.0, 3.0, 5.0, 7.0, 9.0), (2.5, 1.2, 0.6, 0.4, 0.2)))
