"""Sound from any file: read in blocks, mixed to mono, resampled without a trace of the block size."""

from __future__ import annotations

import hashlib
import math
import pathlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from mockint.core.errors import BadInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE_HZ = 16_000
"""The rate that Whisper and the voice detector work at."""
_CONTAINERS = "WAV, FLAC, OGG, MP3, M4A, MP4 and MKV are among those that work"
_SIMPLE = frozenset({".flac", ".wav", ".ogg"})


def sha256_of(path: str | pathlib.Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes, read in blocks."""
    digest = hashlib.sha256()
    with pathlib.Path(path).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class SoundFile:
    """One opened recording: its rate, its length, and its samples in blocks.

    Made by :func:`open_sound`; read once.
    """

    def __init__(self, path: pathlib.Path, rate_hz: int, duration_s: float | None, channels: int) -> None:
        self.path = path
        self.sample_rate_hz = rate_hz
        """Samples a second, as stored."""
        self.duration_s = duration_s
        """Length in seconds as the container states it; None where it does not."""
        self.channels = channels
        """Channels as stored; blocks are mixed to one."""
        self.warnings: list[str] = []
        """What was wrong with the file, in short sentences; complete once the blocks are read."""

    def blocks(self, block_s: float = 1.0) -> Iterator[NDArray[np.int16]]:
        """Mono samples, int16, shape (n_samples,), in blocks of at most `block_s` seconds."""
        size = max(1, round(block_s * self.sample_rate_hz))
        left = np.empty(0, np.int16)
        for raw in self._raw():
            left = np.concatenate([left, raw]) if left.size else raw
            while left.size >= size:
                yield left[:size]
                left = left[size:]
        if left.size:
            yield left

    def _raw(self) -> Iterator[NDArray[np.int16]]:
        raise NotImplementedError


class _Simple(SoundFile):
    """A FLAC, WAV or OGG through libsndfile: fast to open and light."""

    def _raw(self) -> Iterator[NDArray[np.int16]]:
        import soundfile

        got = 0
        try:
            with soundfile.SoundFile(self.path) as file:
                expected = file.frames
                while True:
                    block = file.read(self.sample_rate_hz, dtype="float32", always_2d=True)
                    if not len(block):
                        break
                    got += len(block)
                    yield _to_int16(block.mean(axis=1))
        except soundfile.LibsndfileError as error:
            if not got:
                raise BadInput(f"{self.path}: no sound could be decoded ({error})", hint=_CONTAINERS) from None
        if not got:
            raise BadInput(f"{self.path}: no sound in it", hint="record it again")
        if got < expected:
            self._say_cut(got / self.sample_rate_hz)

    def _say_cut(self, got_s: float) -> None:
        stated = f" of {self.duration_s:.1f} s" if self.duration_s else ""
        self.warnings.append(f"The file is damaged or cut off: {got_s:.1f} s{stated} could be read.")


class _Container(SoundFile):
    """The first sound stream of any container, through PyAV."""

    def _raw(self) -> Iterator[NDArray[np.int16]]:
        import av

        got = 0
        broken: Exception | None = None
        with av.open(str(self.path), metadata_errors="ignore") as container:
            stream = container.streams.audio[0]
            # PyAV converts the sample format only: rate and mixing are ours, so that every path gives the same samples.
            to_float = av.AudioResampler(format="fltp", rate=self.sample_rate_hz)
            packets = container.demux(stream)
            while True:
                try:
                    frames: list[Any] = next(packets).decode()
                except StopIteration:
                    break
                except av.error.FFmpegError as error:
                    broken = error
                    if isinstance(error, av.error.EOFError):
                        break
                    continue
                for frame in frames:
                    for flat in to_float.resample(frame):
                        block = flat.to_ndarray()
                        got += block.shape[1]
                        yield _to_int16(block.mean(axis=0))
        if not got:
            raise BadInput(f"{self.path}: no sound could be decoded", hint=_CONTAINERS)
        if broken or (self.duration_s and got / self.sample_rate_hz < self.duration_s - 0.5):
            stated = f" of {self.duration_s:.1f} s" if self.duration_s else ""
            self.warnings.append(
                f"The file is damaged or cut off: {got / self.sample_rate_hz:.1f} s{stated} could be read."
            )


def open_sound(path: str | pathlib.Path) -> SoundFile:
    """A recording ready to be read in blocks, whatever container it lies in.

    Parameters
    ----------
    path : str or pathlib.Path
        Any file with a sound stream: a recording, or a video with sound.

    Raises
    ------
    BadInput
        Where there is no file, or no sound in it.
    """
    path = pathlib.Path(path)
    if path.is_dir():
        raise BadInput(f"{path} is a folder, a recording was expected", hint=f"mockint score {path}/*.flac")
    if not path.exists():
        raise BadInput(f"{path}: no such file", hint="check the name")
    try:
        if not path.stat().st_size:
            raise BadInput(f"{path} is empty", hint="record it again")
        with path.open("rb"):
            pass
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}", hint="check its permissions") from None
    if path.suffix.lower() in _SIMPLE:
        simple = _open_simple(path)
        if simple:
            return simple
    return _open_container(path)


def _open_simple(path: pathlib.Path) -> SoundFile | None:
    import soundfile

    try:
        info = soundfile.info(str(path))
    except soundfile.LibsndfileError:
        return None
    if info.frames > 2**52:  # a FLAC whose header states no length; libsndfile makes it "endless"
        return None
    return _Simple(path, info.samplerate, info.frames / info.samplerate, info.channels)


def _open_container(path: pathlib.Path) -> SoundFile:
    import av

    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise BadInput(f"{path} has no sound in it", hint="a recording or a video with sound is expected")
            stream = container.streams.audio[0]
            rate = int(stream.rate or 0)
            length = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else None
            if length is None and container.duration:
                length = container.duration / 1e6
            channels = int(stream.channels or 0)
    except av.error.FFmpegError as error:
        raise BadInput(f"{path} is not a recording that can be read ({error.strerror})", hint=_CONTAINERS) from None
    if rate <= 0 or channels <= 0:
        raise BadInput(f"{path}: its sound stream is broken", hint=_CONTAINERS)
    return _Container(path, rate, length, channels)


def _to_int16(samples: NDArray[np.floating[Any]]) -> NDArray[np.int16]:
    return np.asarray(np.clip(np.rint(samples * 32768.0), -32768, 32767), np.int16)


class Resampler:
    """Any sample rate to 16 kHz, in blocks; the output does not depend on how the input was cut.

    Windowed-sinc filters, one for each phase, applied as one matrix product to chunks of a fixed size. The output is
    aligned with the input: no delay is left in it.

    Parameters
    ----------
    sample_rate_hz : int
        Rate of the input.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        common = math.gcd(sample_rate_hz, RATE_HZ)
        self._up, self._down = RATE_HZ // common, sample_rate_hz // common
        self._same = self._up == self._down
        if self._same:
            return
        self._matrix = _filters(self._up, self._down)
        self._reach = (self._matrix.shape[0] - self._down) // 2
        # A fixed number of steps in each product: the same sums in the same order, however the input arrives.
        self._steps = max(1, round(1600 / self._up))
        self._pending = np.zeros(self._reach, np.float32)
        self._in = self._out = 0

    def feed(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """What can be said so far: float32 at 16 kHz, shape (n_out,), for float32 input of shape (n_samples,)."""
        if self._same:
            return block
        self._in += block.size
        self._pending = np.concatenate([self._pending, block])
        out = self._drain()
        self._out += out.size
        return out

    def flush(self) -> NDArray[np.float32]:
        """The last samples, up to exactly the length of what was fed."""
        if self._same:
            return np.empty(0, np.float32)
        wanted = -(-self._in * self._up // self._down) - self._out
        if wanted <= 0:
            return np.empty(0, np.float32)
        span = self._steps * self._down
        self._pending = np.concatenate([self._pending, np.zeros(2 * self._reach + 2 * span, np.float32)])
        return self._drain()[:wanted]

    def _drain(self) -> NDArray[np.float32]:
        width, chunk = self._matrix.shape[0], self._steps * self._down
        done: list[NDArray[np.float32]] = []
        start = 0
        while self._pending.size - start >= chunk + 2 * self._reach:
            piece = self._pending[start : start + chunk + 2 * self._reach]
            windows = np.lib.stride_tricks.sliding_window_view(piece, width)[:: self._down][: self._steps]
            done.append((np.ascontiguousarray(windows) @ self._matrix).reshape(-1))
            start += chunk
        if start:
            self._pending = self._pending[start:].copy()
        return np.concatenate(done) if done else np.empty(0, np.float32)


def _filters(up: int, down: int) -> NDArray[np.float32]:
    """One column for each of `up` outputs made from `down` inputs, shape (down + 2 * reach, up)."""
    cutoff = 0.96 * min(1.0, up / down)
    reach = math.ceil(16 / cutoff)
    at = np.arange(-reach, down + reach)[:, None] - (np.arange(up) * down / up)[None, :]
    window = np.where(np.abs(at) <= reach, np.cos(np.pi * at / (2 * reach)) ** 2, 0.0)
    taps = np.sinc(at * cutoff) * window
    return np.asarray(taps / taps.sum(axis=0, keepdims=True), np.float32)
