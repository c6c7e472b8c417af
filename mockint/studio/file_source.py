"""A recording that stands in for the microphone, through the very same path."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mockint.devices.blocks import Block
from mockint.devices.media import open_sound
from mockint.studio.clock import Clock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK_S = 0.05


class FileMicrophone:
    """Blocks of a sound file, each when the clock says that it would have been heard.

    Parameters
    ----------
    path : pathlib.Path
        Any recording that mockint reads.
    clock : Clock
        Real time, or one that passes at once.

    Raises
    ------
    BadInput
        Not a recording.
    """

    live = False

    def __init__(self, path: pathlib.Path, clock: Clock) -> None:
        self._file = open_sound(path)
        self._clock = clock
        self._blocks: Iterator[NDArray[np.int16]] = iter(())
        self._began_s = 0.0
        self._sent = 0
        self.ended: str | None = None
        self.name = path.name
        self.sample_rate_hz = self._file.sample_rate_hz

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was wrong with the file; complete once it has been read."""
        return tuple(self._file.warnings)

    def open(self) -> None:
        """Begin: the first sample sounds now."""
        self._blocks = self._file.blocks(BLOCK_S)
        self._began_s = self._clock.now()

    def read(self, timeout_s: float) -> Block | None:
        """The next block, once its last sample has sounded."""
        samples = next(self._blocks, None)
        if samples is None:
            self.ended = "the file is over"
            return None
        at_s = self._began_s + self._sent / self.sample_rate_hz
        self._sent += samples.size
        self._clock.sleep(self._began_s + self._sent / self.sample_rate_hz - self._clock.now())
        return Block(samples, at_s)

    def close(self) -> None:
        """Read no further."""
        self._blocks = iter(())
