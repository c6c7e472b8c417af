"""The level of the sound that is coming in, and what is plainly wrong with it."""

from __future__ import annotations

import collections
import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR_DBFS = -96.0
"""Shown for digital silence: one step of 16 bits."""
DEAD_BELOW = 10
"""Largest sample of a muted or unplugged microphone (-70 dBFS); a live one hisses louder."""
DEAD_AFTER_S = 2.0
CLIPPED_FROM = 32_700
CLIPPED_SHARE = 1e-3
"""Share of full-scale samples in the last second from which it is heard."""
KEEP_S = 3.0
"""How long a warning stays after its cause."""

NO_SOUND = "No sound from the microphone: is it muted, or is another one meant? (mockint devices)"
CLIPPED = "Too loud, the sound is clipped: move away from the microphone or turn its level down"


class Meter:
    """Follows the blocks of one microphone."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._heard = 0
        self._last_alive = 0
        self._clipped: collections.deque[tuple[int, int]] = collections.deque()
        self._clipping_until = -1
        self.level_dbfs = FLOOR_DBFS
        """Root mean square of the last block [dBFS]."""

    def feed(self, samples: NDArray[np.int16]) -> None:
        """Take in a block: int16, shape (n_samples,)."""
        if not samples.size:
            return
        # int16 holds no +32768, so the size of the lowest sample needs a wider type.
        sizes = np.abs(samples.astype(np.int32))
        self._heard += samples.size
        if int(sizes.max()) > DEAD_BELOW:
            self._last_alive = self._heard
        power = float(np.mean(np.square(samples, dtype=np.float64)))
        self.level_dbfs = max(FLOOR_DBFS, 10 * math.log10(power / 32768**2)) if power else FLOOR_DBFS
        self._clipped.append((self._heard, int(np.count_nonzero(sizes >= CLIPPED_FROM))))
        while self._clipped[0][0] < self._heard - self._rate:
            self._clipped.popleft()
        if sum(count for _, count in self._clipped) > CLIPPED_SHARE * self._rate:
            self._clipping_until = self._heard + round(KEEP_S * self._rate)

    @property
    def problem(self) -> str | None:
        """What is wrong now, and what to do; None when nothing is."""
        if self._heard - self._last_alive >= DEAD_AFTER_S * self._rate:
            return NO_SOUND
        if self._heard < self._clipping_until:
            return CLIPPED
        return None
