"""Sound on its way to the disk, in such a way that neither a kill nor a full disk loses it.

libsndfile hands each finished FLAC frame (a tenth of a second) to the system at once, so what a killed process leaves
behind lacks its last frame and the length in its header, and nothing else.
"""

from __future__ import annotations

import collections
import contextlib
import pathlib
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mockint.core.errors import MachineError, MockintError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAIL_S = 5.0
"""Sound kept in memory as well: more than an encoder holds back."""


class FlacWriter:
    """Writes mono int16 blocks to a FLAC file at once; when the disk fails it goes on in another folder.

    Parameters
    ----------
    path : pathlib.Path
        The file to write.
    sample_rate_hz : int
        Its rate.

    Raises
    ------
    MachineError
        The file cannot be opened.
    """

    def __init__(self, path: pathlib.Path, sample_rate_hz: int) -> None:
        self.path = path
        """Where the sound is; changes when the disk fails."""
        self.sample_rate_hz = sample_rate_hz
        self.samples = 0
        """How many were written."""
        self.rescued: str | None = None
        """Why the sound is not where it should be; None when it is."""
        self._tail: collections.deque[NDArray[np.int16]] = collections.deque()
        self._tail_samples = 0
        try:
            self._file = _open(path, sample_rate_hz)
        except _failures() as error:
            raise MachineError(
                f"{path} cannot be written: {_reason(error)}", hint="make room, or set MOCKINT_HOME to another folder"
            ) from None

    def write(self, block: NDArray[np.int16]) -> None:
        """Put a block, int16, shape (n_samples,), on the disk.

        Raises
        ------
        MachineError
            It could be written neither there nor in any other folder.
        """
        self._remember(block)
        self.samples += block.size
        try:
            self._file.write(block)
        except _failures() as error:
            self._rescue(_reason(error))

    def close(self) -> None:
        """Finish the file."""
        try:
            self._file.close()
        except _failures() as error:
            self._rescue(_reason(error))
            self._file.close()

    def _remember(self, block: NDArray[np.int16]) -> None:
        self._tail.append(block)
        self._tail_samples += block.size
        while self._tail_samples - self._tail[0].size > TAIL_S * self.sample_rate_hz:
            self._tail_samples -= self._tail.popleft().size

    def _rescue(self, reason: str) -> None:
        """Go on in the first folder that takes it, beginning with all that was said so far."""
        failed = self.path
        with contextlib.suppress(*_failures()):
            self._file.close()
        for folder in (pathlib.Path(tempfile.gettempdir()), pathlib.Path.home(), pathlib.Path.cwd()):
            try:
                path = pathlib.Path(tempfile.mkdtemp(prefix="mockint-rescued-", dir=folder)) / failed.name
                file = _open(path, self.sample_rate_hz)
                for block in self._all_so_far(failed):
                    file.write(block)
            except _failures():
                continue
            self._file, self.path = file, path
            self.rescued = f"{failed} cannot be written: {reason}"
            with contextlib.suppress(OSError):
                failed.unlink()
            return
        raise MachineError(
            f"{failed} cannot be written: {reason}; nor can any other folder", hint=f"what was said is in {failed}"
        )

    def _all_so_far(self, failed: pathlib.Path) -> Iterator[NDArray[np.int16]]:
        start = self.samples - self._tail_samples
        done = 0
        with contextlib.suppress(MockintError):
            for block in read_blocks(failed):
                part = block[: start - done]
                if part.size:
                    yield part
                done += part.size
        yield from self._tail


def read_blocks(path: pathlib.Path) -> Iterator[NDArray[np.int16]]:
    """The samples of a recording, finished or cut off, in blocks of a second."""
    from mockint.devices.media import open_sound

    yield from open_sound(path).blocks()


def finish(path: pathlib.Path) -> float:
    """Make a whole file of a FLAC whose writer died, and give its length [s].

    Raises
    ------
    BadInput
        There is no sound in it.
    """
    from mockint.devices.media import open_sound

    sound = open_sound(path)
    part = path.with_suffix(".part")
    samples = 0
    with _open(part, sound.sample_rate_hz) as file:
        for block in sound.blocks():
            file.write(block)
            samples += block.size
    part.replace(path)
    return samples / sound.sample_rate_hz


def _open(path: pathlib.Path, sample_rate_hz: int) -> Any:
    import soundfile

    return soundfile.SoundFile(path, "w", sample_rate_hz, 1, format="FLAC", subtype="PCM_16")


def _failures() -> tuple[type[BaseException], ...]:
    """What soundfile raises when a write fails: it checks the count of written samples by assertion."""
    import soundfile

    return (OSError, soundfile.SoundFileError, AssertionError)


def _reason(error: BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or "the disk is full"
