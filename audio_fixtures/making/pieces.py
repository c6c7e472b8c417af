"""From a synthesised piece to parts with exact borders: trimming, and cutting where the voice itself paused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from .notation import Word

RATE_HZ = 16_000
PAUSE_S = 0.15
_FRAME = 80
_ONSET_DB, _OFFSET_DB = -38.0, -33.0
_CUT_REACH_S = 0.15


@dataclass
class Part:
    """Unbroken speech at 16 kHz with the words in it (times from its start) and the gap that follows [s]."""

    samples: NDArray[np.float64]
    words: list[Word]
    gap_s: float = 0.0


def _loudness(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Level of each 5 ms frame below the loud ones [dB]."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    rms = np.sqrt(np.mean(frames**2, axis=1)) + 1e-9
    return np.asarray(20 * np.log10(rms / np.percentile(rms[rms > rms.max() * 0.05], 90)))


def _faded(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """The samples with 4 ms of fade-in and 10 ms of fade-out, so that a cut does not click."""
    out = samples.copy()
    rise, fall = int(0.004 * RATE_HZ), int(0.010 * RATE_HZ)
    out[:rise] *= np.linspace(0, 1, rise)
    out[-fall:] *= np.linspace(1, 0, fall)
    return out


def _silences(level: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Frame ranges of 150 ms or more, inside the speech, that are below the threshold."""
    quiet = level < _OFFSET_DB
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(int)))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(int(a), int(b)) for a, b in pairs if (b - a) * _FRAME / RATE_HZ >= PAUSE_S and a > 0 and b < len(level)]


def _clear_length(gap_s: float) -> float:
    """The gap, moved off the borders at 150 and 250 ms, where measuring would be a toss-up."""
    if gap_s < 0.18:
        return 0.18
    return 0.30 if 0.22 < gap_s < 0.28 else round(gap_s, 3)


def _cut_index(words: list[Word], start_s: float, end_s: float) -> int | None:
    """The word that begins after a silence, or None where the silence lies inside a word."""
    borders = [
        (abs((words[n - 1].end_s + words[n].start_s) / 2 - (start_s + end_s) / 2), n) for n in range(1, len(words))
    ]
    distance, index = min(borders, default=(9.9, 0))
    return index if distance <= (end_s - start_s) / 2 + _CUT_REACH_S else None


def to_parts(audio: NDArray[np.float32], rate_hz: int, words: list[Word]) -> list[Part]:
    """Trimmed parts of one synthesised piece, cut at each silence of 150 ms or more.

    Parameters
    ----------
    audio : ndarray, float32, shape (n_samples,)
        Clean synthesis.
    rate_hz : int
        Its sampling rate.
    words : list of Word
        Its words with times; they are changed to fit the parts.

    Returns
    -------
    list of Part
        At least one; every gap but the last one is set.
    """
    divisor = int(np.gcd(RATE_HZ, rate_hz))
    samples = resample_poly(audio.astype(np.float64), RATE_HZ // divisor, rate_hz // divisor)
    level = _loudness(samples)
    first = int(np.argmax(level > _ONSET_DB))
    last = len(level) - int(np.argmax(level[::-1] > _OFFSET_DB))
    cuts, ranges, left, start = [], [], 0, first
    for a, b in _silences(level[first:last]):
        index = _cut_index(words, (first + a) * _FRAME / RATE_HZ, (first + b) * _FRAME / RATE_HZ)
        if index is not None and index > left:
            cuts.append((start, first + a, left, index))
            ranges.append((first + a, first + b))
            start, left = first + b, index
    cuts.append((start, last, left, len(words)))
    parts = [_part(samples, words[w0:w1], f0, f1) for f0, f1, w0, w1 in cuts]
    for part, (a, b) in zip(parts, ranges, strict=False):
        part.gap_s = _clear_length((b - a) * _FRAME / RATE_HZ)
    return parts


def _part(samples: NDArray[np.float64], words: list[Word], first: int, last: int) -> Part:
    """One part, its words held within it and in order; the first and the last word reach its ends."""
    sound = _faded(samples[first * _FRAME : last * _FRAME])
    offset_s, length_s = first * _FRAME / RATE_HZ, len(sound) / RATE_HZ
    at = 0.0
    for word in words:
        word.start_s = min(max(word.start_s - offset_s, at), length_s - 0.02)
        word.end_s = min(max(word.end_s - offset_s, word.start_s + 0.02), length_s)
        at = word.end_s
    words[0].start_s, words[-1].end_s = 0.0, length_s
    return Part(sound, words)
