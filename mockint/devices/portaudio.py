"""Microphones and loudspeakers through PortAudio.

``import sounddevice`` raises where PortAudio is missing, so it is imported only inside :func:`_portaudio`.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from mockint.core.errors import MachineError
from mockint.devices.blocks import Block, Health

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GONE_AFTER_S = 3.0
"""A device that is open and silent at the driver's level for this long is taken to be gone."""
LATENCY_S = 0.3
"""Asked of the driver: models are loading and words being decoded meanwhile, and nothing may be lost or stutter."""
MOST_PARTS = 32
"""How many of the driver's blocks are joined at most."""
INSTALL = "install PortAudio: 'apt install libportaudio2' on Debian and Ubuntu, 'brew install portaudio' on macOS"

Direction = Literal["input", "output"]


class NoDeviceError(MachineError):
    """A microphone or loudspeaker that is not there or cannot be opened."""


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One sound device."""

    number: int
    name: str
    driver: str
    inputs: int
    """Channels that can be recorded."""
    outputs: int
    """Channels that can be played."""
    sample_rate_hz: int
    """Its own rate."""
    default_input: bool
    default_output: bool


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Keep the driver's chatter (ALSA writes to file descriptor 2) off the screen."""
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except OSError:
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _portaudio() -> Any:
    """The sounddevice module.

    Raises
    ------
    MachineError
        PortAudio or the module is not installed.
    """
    try:
        with _hushed():
            import sounddevice
    except (OSError, ImportError) as error:
        raise MachineError(f"no sound can be recorded or played: {error}", hint=INSTALL) from None
    return sounddevice


def list_devices() -> tuple[Device, ...]:
    """Every sound device that PortAudio finds.

    Raises
    ------
    MachineError
        PortAudio is not installed.
    """
    sd = _portaudio()
    with _hushed():
        rows = sd.query_devices()
        drivers = sd.query_hostapis()
    first_in, first_out = sd.default.device
    return tuple(
        Device(
            number=row["index"],
            name=row["name"],
            driver=drivers[row["hostapi"]]["name"],
            inputs=row["max_input_channels"],
            outputs=row["max_output_channels"],
            sample_rate_hz=round(row["default_samplerate"]),
            default_input=row["index"] == first_in,
            default_output=row["index"] == first_out,
        )
        for row in rows
    )


def find_device(wanted: str | None, direction: Direction) -> Device:
    """The device of that number or with that in its name; the default one for None.

    Raises
    ------
    NoDeviceError
        There is none, or more than one; the message lists those that there are.
    """
    usable = [d for d in list_devices() if (d.inputs if direction == "input" else d.outputs)]
    found = ", ".join(f"{d.number} {d.name}" for d in usable) or "none"
    if wanted is None:
        for device in usable:
            if device.default_input if direction == "input" else device.default_output:
                return device
        if usable:
            return usable[0]
        what = "microphone" if direction == "input" else "loudspeaker or headphones"
        raise NoDeviceError(
            f"no {direction} device found", hint=f"plug in a {what}; 'mockint devices' lists what is there"
        )
    matches = [d for d in usable if str(d.number) == wanted]
    matches = matches or [d for d in usable if d.name == wanted]
    matches = matches or [d for d in usable if wanted.casefold() in d.name.casefold()]
    if not matches:
        raise NoDeviceError(
            f"no {direction} device matches {wanted!r}. Found: {found}", hint="name one by number or name"
        )
    if len(matches) > 1:
        several = ", ".join(f"{d.number} {d.name}" for d in matches)
        raise NoDeviceError(
            f"{len(matches)} {direction} devices match {wanted!r}: {several}", hint="name it by its number"
        )
    return matches[0]


def check() -> tuple[Health, ...]:
    """What ``mockint doctor`` says of PortAudio, the microphone and the loudspeaker."""
    try:
        _portaudio()
    except MachineError as error:
        return (Health("PortAudio", False, str(error), error.hint),)
    rows = [Health("PortAudio", True, "found")]
    for name, direction in (("microphone", "input"), ("loudspeaker", "output")):
        try:
            device = find_device(None, "input" if direction == "input" else "output")
            rows.append(Health(name, True, f"{device.name} ({device.driver}, {device.sample_rate_hz} Hz)"))
        except MachineError as error:
            rows.append(Health(name, False, str(error), error.hint))
    return tuple(rows)


class Microphone:
    """An input device at its own rate, as a source of mono int16 blocks.

    Parameters
    ----------
    wanted : str or None
        Number or part of the name; None for the default device.

    Raises
    ------
    NoDeviceError
        No such device.
    """

    live = True

    def __init__(self, wanted: str | None = None) -> None:
        self._device = find_device(wanted, "input")
        self._queue: queue.SimpleQueue[Block] = queue.SimpleQueue()
        self._held: Block | None = None
        self._stream: Any = None
        self._finished = threading.Event()
        self._expected_s: float | None = None
        self._last_s = 0.0
        self.name = self._device.name
        self.sample_rate_hz = self._device.sample_rate_hz

    def open(self) -> None:
        """Begin to listen.

        Raises
        ------
        NoDeviceError
            The device cannot be opened.
        """
        sd = _portaudio()
        channels = 1
        try:
            with _hushed():
                try:
                    sd.check_input_settings(self._device.number, 1, "int16", None, self.sample_rate_hz)
                except sd.PortAudioError:
                    channels = min(2, self._device.inputs)  # a device that knows no mono: its first two, mixed
                self._stream = sd.InputStream(
                    samplerate=self.sample_rate_hz,
                    device=self._device.number,
                    channels=channels,
                    dtype="int16",
                    latency=LATENCY_S,
                    callback=self._hear,
                    finished_callback=self._finished.set,
                )
                self._stream.start()
        except (sd.PortAudioError, ValueError) as error:
            raise NoDeviceError(
                f"the microphone {self.name!r} cannot be opened: {error}",
                hint="close other programs that use it, or choose another: mockint devices",
            ) from None
        self._last_s = time.monotonic()

    def read(self, timeout_s: float) -> Block | None:
        """The next block, or None when there is none within `timeout_s` seconds."""
        try:
            block = self._held or self._queue.get(timeout=timeout_s)
        except queue.Empty:
            return None
        self._held = None
        self._last_s = time.monotonic()
        # Drivers hand over a few milliseconds at a time: whoever has fallen behind gets what waits in one piece.
        parts = [block.samples]
        while len(parts) < MOST_PARTS:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following.lost_s:
                self._held = following
                break
            parts.append(following.samples)
        if len(parts) == 1:
            return block
        import numpy as np

        return Block(np.concatenate(parts), block.at_s, block.lost_s)

    @property
    def ended(self) -> str | None:
        """Why no more blocks will come: the device was unplugged or its driver stopped."""
        if self._stream is None or self._held or not self._queue.empty():
            return None
        silent_s = time.monotonic() - self._last_s
        if self._finished.is_set() or silent_s > GONE_AFTER_S:
            return f"the microphone {self.name!r} is gone: unplugged, or taken by another program"
        return None

    def close(self) -> None:
        """Give the device back."""
        stream, self._stream = self._stream, None
        _close(stream)

    def _hear(self, data: NDArray[np.int16], frames: int, times: Any, status: Any) -> None:
        # Runs on the driver's thread: copy and leave.
        samples = data[:, 0].copy() if data.shape[1] == 1 else (data.sum(axis=1, dtype="int32") // data.shape[1])
        length_s = frames / self.sample_rate_hz
        now = time.monotonic()
        age_s = times.currentTime - times.inputBufferAdcTime
        at_s = now - age_s if 0 < age_s < 2 else now - length_s
        lost_s = 0.0
        if status.input_overflow and self._expected_s is not None:
            lost_s = max(length_s, at_s - self._expected_s)
        self._expected_s = at_s + length_s
        self._queue.put(Block(samples.astype("int16", copy=False), at_s, lost_s))


class Loudspeaker:
    """An output device.

    Parameters
    ----------
    wanted : str or None
        Number or part of the name; None for the default device.

    Raises
    ------
    NoDeviceError
        No such device.
    """

    def __init__(self, wanted: str | None = None) -> None:
        self._device = find_device(wanted, "output")
        self.name = self._device.name

    def play(self, samples: NDArray[np.int16], sample_rate_hz: int) -> StreamPlayback:
        """Start playing and return at once.

        Parameters
        ----------
        samples : ndarray, int16, shape (n_samples,)
            Mono.
        sample_rate_hz : int
            Their rate; converted to the device's own where it knows no other.

        Raises
        ------
        NoDeviceError
            The device cannot be opened.
        """
        sd = _portaudio()
        for rate in (sample_rate_hz, self._device.sample_rate_hz):
            for channels in (1, min(2, self._device.outputs)):
                try:
                    with _hushed():
                        sd.check_output_settings(self._device.number, channels, "int16", None, rate)
                        return StreamPlayback(
                            sd, self._device.number, _at_rate(samples, sample_rate_hz, rate), rate, channels
                        )
                except sd.PortAudioError as error:
                    reason = error
        raise NoDeviceError(
            f"the output {self.name!r} cannot be opened: {reason}",
            hint="choose another (mockint devices), or practise with --no-tts",
        )


class StreamPlayback:
    """Samples on their way to an output device; made by :meth:`Loudspeaker.play`."""

    def __init__(self, sd: Any, device: int, samples: NDArray[np.int16], sample_rate_hz: int, channels: int) -> None:
        self._samples = samples
        self._rate = sample_rate_hz
        self._next = 0
        self._paused = False
        self._ended_at: float | None = None
        self._last_s = time.monotonic()
        self._anchor = (0, self._last_s + LATENCY_S)
        """A sample, and when it sounds."""
        self._stream = sd.OutputStream(
            samplerate=sample_rate_hz,
            device=device,
            channels=channels,
            dtype="int16",
            latency=LATENCY_S,
            callback=self._fill,
        )
        self._stream.start()

    def _fill(self, data: NDArray[np.int16], frames: int, times: Any, status: Any) -> None:
        # Runs on the driver's thread.
        now = time.monotonic()
        ahead_s = times.outputBufferDacTime - times.currentTime
        heard_s = now + (ahead_s if 0 < ahead_s < 2 else self._stream.latency)
        self._last_s = now
        data.fill(0)
        if self._paused or self._ended_at is not None:
            return
        part = self._samples[self._next : self._next + frames]
        data[: part.size] = part[:, None]
        self._anchor = (self._next, heard_s)
        self._next += part.size
        if self._next >= self._samples.size:
            self._ended_at = heard_s + part.size / self._rate

    @property
    def position_s(self) -> float:
        """How much has been heard [s]."""
        sample, at_s = self._anchor
        ahead_s = 0.0 if self._paused else time.monotonic() - at_s
        return min(max(0.0, sample / self._rate + ahead_s), self._samples.size / self._rate)

    @property
    def ended_at(self) -> float | None:
        """When the last sample sounds, on the monotonic clock [s]; a device that died counts as ended."""
        if self._ended_at is None and time.monotonic() - self._last_s > GONE_AFTER_S:
            self._ended_at = time.monotonic()
        return self._ended_at

    def pause(self) -> None:
        """Fall silent and stay where it is."""
        self._next = min(self._samples.size, max(0, round(self.position_s * self._rate)))
        self._paused = True
        self._anchor = (self._next, time.monotonic())

    def resume(self) -> None:
        """Go on from there."""
        self._anchor = (self._next, time.monotonic() + LATENCY_S)
        self._paused = False

    def stop(self) -> None:
        """End it and give the device back."""
        if self._ended_at is None:
            self._ended_at = time.monotonic() + LATENCY_S  # what the driver already holds may still sound
        _close(self._stream)


def _close(stream: Any) -> None:
    """Close a stream; one whose device is gone can hang in its driver, so nobody waits for it."""
    if stream is None:
        return

    def end() -> None:
        with contextlib.suppress(Exception):
            stream.abort()
            stream.close()

    closing = threading.Thread(target=end, daemon=True)
    closing.start()
    closing.join(timeout=2.0)


def _at_rate(samples: NDArray[np.int16], rate_hz: int, wanted_hz: int) -> NDArray[np.int16]:
    """The same sound at another rate, by its spectrum: for playing only."""
    if rate_hz == wanted_hz:
        return samples
    import numpy as np

    size = round(samples.size * wanted_hz / rate_hz)
    spectrum = np.fft.rfft(samples)[: size // 2 + 1]
    sound = np.fft.irfft(spectrum, size) * (size / samples.size)
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)
