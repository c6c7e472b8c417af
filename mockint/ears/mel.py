"""Log-mel features as Whisper expects them, for a window no longer than the sound."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE_HZ = 16_000
HOP = 160
"""Samples between two frames: 10 ms."""
_FFT = 400
_LIMIT = 3000
"""Frames that the encoder has positions for: 30 s."""


def log_mel(samples: NDArray[np.float32], *, bands: int = 80, pad_s: float = 0.5) -> NDArray[np.float32]:
    """Features of a window of sound followed by digital silence.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,), [-1, 1]
        Sound at 16 kHz, at most 30 s.
    bands : int
        80, or 128 for large-v3.
    pad_s : float
        Seconds of silence appended: the decoder ends its text more reliably when the sound has ended too.

    Returns
    -------
    ndarray, float32, shape (1, bands, n_frames)
        An even number of frames, one every 10 ms.
    """
    frames = min(_LIMIT, 2 * ((samples.size + round(pad_s * RATE_HZ)) // (2 * HOP)))
    padded = np.zeros(frames * HOP, np.float32)
    padded[: min(samples.size, padded.size)] = samples[: padded.size]
    padded = np.pad(padded, _FFT // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::HOP][:frames]
    power = np.abs(np.fft.rfft(windows * _window(), axis=1)) ** 2
    # In double precision: how a product is shared between threads must not show in a single bit of the result.
    mel = (_filters(bands) @ power.T.astype(np.float64)).astype(np.float32)
    logs = np.log10(np.maximum(mel, np.float32(1e-10)))
    logs = np.maximum(logs, logs.max() - 8.0)
    return np.ascontiguousarray(((logs + 4.0) / 4.0)[None], np.float32)


@functools.cache
def _window() -> NDArray[np.float32]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT), np.float32)


@functools.cache
def _filters(bands: int) -> NDArray[np.float64]:
    """Slaney's mel filters: linear below 1 kHz, logarithmic above, equal area; shape (bands, 201)."""
    linear, step = 200.0 / 3, np.log(6.4) / 27
    mels = np.linspace(0, 15 + np.log(8.0) / step, bands + 2)
    edges = np.where(mels < 15, linear * mels, 1000.0 * np.exp(step * (mels - 15)))
    at = np.fft.rfftfreq(_FFT, 1 / RATE_HZ)[None]
    rising = (at - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - at) / np.diff(edges)[1:, None]
    shape = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(shape * (2 / (edges[2:] - edges[:-2]))[:, None], np.float64)
