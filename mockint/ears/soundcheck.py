"""How good a recording is: level, background, clipping, bandwidth; and what that spoils."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mockint.core.take import Sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

FRAME_S = 0.02
QUIET_DBFS = -45.0
LOW_SNR_DB = 10.0
POOR_SNR_DB = 5.0
CLIPPED_SHARE = 0.001
NARROW_HZ = 3800.0
_FULL = 32600
_FFT = 1024


class Meter:
    """Adds up, block by block, what the sound check needs; a few numbers a second are kept."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._size = max(1, round(FRAME_S * sample_rate_hz))
        self._pending = np.empty(0, np.int16)
        self._levels: list[NDArray[np.float32]] = []
        self._clipped = self._samples = 0
        self._spectra: dict[int, NDArray[np.float64]] = {}
        self._loudest = np.zeros(_FFT // 2 + 1)
        self._since = 0
        self.level_dbfs = -120.0
        """Of the newest tenth of a second."""

    def feed(self, block: NDArray[np.int16]) -> None:
        """Sound as recorded, int16, shape (n_samples,)."""
        self._pending = np.concatenate([self._pending, block])
        chunk = self._size * 50
        while self._pending.size >= chunk:
            self._take(self._pending[:chunk])
            self._pending = self._pending[chunk:]
        if block.size:
            recent = block[-self._size * 5 :].astype(np.float32)
            self.level_dbfs = float(10 * np.log10(np.mean(recent**2) / 32768.0**2 + 1e-12))

    def finish(self, spoken: NDArray[np.bool_]) -> Sound:
        """The verdict.

        Parameters
        ----------
        spoken : ndarray, bool, shape (n_frames,)
            Whether a voice sounds, one value every 10 ms.
        """
        if self._pending.size >= self._size:
            self._take(self._pending[: self._pending.size // self._size * self._size])
        levels = np.concatenate(self._levels) if self._levels else np.full(1, -120.0, np.float32)
        voiced = np.zeros(levels.size, bool)
        pairs = spoken[0 : spoken.size - 1 : 2] & spoken[1::2]
        voiced[: min(pairs.size, levels.size)] = pairs[: levels.size]
        # Half a tenth of a second around speech is neither: reverberation and soft edges.
        near = np.asarray(np.convolve(voiced, np.ones(11), mode="same"))
        still = levels[near == 0]
        if still.size < 10:
            still = levels[levels <= np.percentile(levels, 10)]
        noise = float(np.median(still))
        level = _mean_db(levels[voiced]) if voiced.any() else _mean_db(levels)
        clipped = self._clipped / max(1, self._samples)
        bandwidth = self._bandwidth_hz()
        return Sound(
            level_dbfs=round(level, 1),
            noise_dbfs=round(noise, 1),
            clipped_share=round(clipped, 6),
            bandwidth_hz=bandwidth,
            warnings=_warnings(level, noise, clipped, bandwidth, spoken=bool(voiced.any())),
        )

    def _take(self, chunk: NDArray[np.int16]) -> None:
        frames = chunk.astype(np.float32).reshape(-1, self._size) / 32768.0
        self._levels.append((10 * np.log10((frames**2).mean(axis=1) + 1e-12)).astype(np.float32))
        full = np.abs(chunk.astype(np.int32)) >= _FULL
        # One sample at full scale is a peak; a run of them is a flat top.
        self._clipped += int((full[1:] & full[:-1]).sum())
        self._samples += chunk.size
        if chunk.size >= _FFT:
            windows = chunk[: chunk.size // _FFT * _FFT].astype(np.float32).reshape(-1, _FFT) / 32768.0
            power = np.abs(np.fft.rfft(windows * np.hanning(_FFT), axis=1)) ** 2 / _FFT
            self._loudest = np.maximum(self._loudest, power[int(power.sum(axis=1).argmax())])

    def _bandwidth_hz(self) -> float | None:
        """The highest frequency where the loudest moments stand clear of nothing at all."""
        if not self._loudest.any():
            return None
        db = 10 * np.log10(self._loudest + 1e-14)
        width = max(1, round(200 / (self._rate / _FFT)))
        db = np.convolve(np.pad(db, width, mode="edge"), np.ones(width) / width, mode="same")[width:-width]
        heard = np.flatnonzero(db > max(db.max() - 55, -95))
        return float(round(heard[-1] * self._rate / _FFT / 100) * 100) if heard.size else None


def spoils_quiet_sounds(sound: Sound) -> bool:
    """Whether the background hides what is soft: fillers, the edges of words, short pauses."""
    if sound.level_dbfs is None or sound.noise_dbfs is None:
        return True
    return sound.level_dbfs - sound.noise_dbfs < LOW_SNR_DB


def spoils_pitch(sound: Sound) -> str | None:
    """Why pitch and loudness cannot be judged in this recording, or None."""
    if sound.level_dbfs is None or sound.noise_dbfs is None:
        return "no sound was recorded"
    if sound.level_dbfs - sound.noise_dbfs < POOR_SNR_DB:
        return "the background is nearly as loud as the voice"
    if (sound.clipped_share or 0) > 0.01:
        return "the recording is clipped"
    return None


def _mean_db(levels: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(10 ** (levels / 10)) + 1e-12))


def _warnings(level: float, noise: float, clipped: float, bandwidth: float | None, *, spoken: bool) -> tuple[str, ...]:
    said: list[str] = []
    if not spoken:
        if level < -70:
            said.append(
                f"No speech was heard: the recording is silent ({level:.0f} dBFS). "
                "Check that the right microphone is chosen and not muted."
            )
        else:
            said.append(f"No speech was heard at {level:.0f} dBFS. Speak closer to the microphone.")
        return tuple(said)
    if level < QUIET_DBFS:
        said.append(f"The voice is very quiet ({level:.0f} dBFS). Move closer or raise the microphone's gain.")
    if level - noise < LOW_SNR_DB:
        said.append(
            f"The background is only {max(0.0, level - noise):.0f} dB below the voice. "
            "Find a quieter room or move closer; fillers and short pauses may be missed."
        )
    if clipped > CLIPPED_SHARE:
        said.append(f"The sound is clipped ({clipped:.1%} of it). Lower the microphone's gain.")
    if bandwidth is not None and bandwidth < NARROW_HZ:
        said.append(
            f"The sound ends at {bandwidth / 1000:.1f} kHz, like a telephone. Use another microphone or headset."
        )
    return tuple(said)
