"""Pitch and loudness of an answer, from Praat's own code (the optional extra ``mockint[prosody]``)."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mockint.core.spans import Span
from mockint.core.take import Measure, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP_S = 0.02
FLOOR_HZ, CEILING_HZ = 65.0, 500.0
LEAST_VOICED_S = 3.0
"""With less of it, pitch says little about a way of speaking."""
LAST_S = 0.3
"""How much of a sentence's end is its final fall."""
NAMES = {"pitch_range_st": "st", "pitch_sd_st": "st", "loudness_sd_db": "dB", "final_lowering_st": "st"}
_RATE_HZ = 16_000
_MISSING = "needs the extra mockint[prosody] (praat-parselmouth)"


class Contour(msgspec.Struct, frozen=True):
    """Pitch and intensity of a piece, one value every 20 ms."""

    times_s: tuple[float, ...]
    """From the start of the recording."""
    pitch_hz: tuple[float, ...]
    """0 where there is none."""
    intensity_db: tuple[float, ...]


def available() -> bool:
    """Whether Praat's library is installed."""
    return importlib.util.find_spec("parselmouth") is not None


def contour(samples: NDArray[np.float32], start_s: float) -> Contour | None:
    """Pitch and intensity of one piece, or None where Praat is not installed or the piece is too short.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,)
        Sound at 16 kHz.
    start_s : float
        Where the piece starts in the recording.
    """
    if not available() or samples.size < _RATE_HZ // 4:
        return None
    import parselmouth

    sound = parselmouth.Sound(samples.astype(np.float64), _RATE_HZ)
    pitch = sound.to_pitch(time_step=STEP_S, pitch_floor=FLOOR_HZ, pitch_ceiling=CEILING_HZ)
    intensity = sound.to_intensity(minimum_pitch=FLOOR_HZ, time_step=STEP_S)
    times = np.asarray(pitch.xs())
    loudness = np.interp(times, np.asarray(intensity.xs()), np.asarray(intensity.values)[0])
    return Contour(
        tuple((times + start_s).tolist()),
        tuple(np.asarray(pitch.selected_array["frequency"]).tolist()),
        tuple(loudness.tolist()),
    )


def measures(
    contours: Sequence[Contour], words: Sequence[Word], tier: Sequence[Span], spoiled: str | None
) -> dict[str, Measure]:
    """Range and variation of pitch, variation of loudness, and how far the voice falls at the end of a sentence.

    Parameters
    ----------
    contours : sequence of Contour
        Of every piece, in order.
    words : sequence of Word
        For where sentences end.
    tier : sequence of Span
        Where a voice sounds.
    spoiled : str or None
        Why the recording does not allow it.
    """
    if not available():
        return _none(_MISSING)
    if spoiled:
        return _none(spoiled)
    if not contours:
        return _none("no speech was heard")
    times = np.concatenate([c.times_s for c in contours])
    pitch = np.concatenate([c.pitch_hz for c in contours])
    loudness = np.concatenate([c.intensity_db for c in contours])
    inside = np.zeros(times.size, bool)
    for span in tier:
        inside |= (times >= span.start_s) & (times < span.end_s)
    voiced = inside & (pitch > 0)
    if voiced.sum() * STEP_S < LEAST_VOICED_S:
        return _none(f"less than {LEAST_VOICED_S:.0f} s of voice")
    semitones = 12 * np.log2(np.where(voiced, pitch, 1.0) / np.median(pitch[voiced]))
    # An octave up or down is the pitch tracker's slip, not the speaker's.
    voiced &= np.abs(semitones) < 11
    low, high = np.percentile(semitones[voiced], [5, 95])
    thresholds = {"pitch_floor_hz": FLOOR_HZ, "pitch_ceiling_hz": CEILING_HZ}
    values = {
        "pitch_range_st": float(high - low),
        "pitch_sd_st": float(np.std(semitones[voiced])),
        "loudness_sd_db": float(np.std(loudness[voiced])),
    }
    result = {
        name: Measure(value=round(value, 2), unit=NAMES[name], status="measured", thresholds=thresholds)
        for name, value in values.items()
    }
    falls = _falls(words, times, semitones, voiced)
    result["final_lowering_st"] = (
        Measure(value=round(float(np.median(falls)), 2), unit="st", status="measured", thresholds={"last_s": LAST_S})
        if falls
        else Measure(value=None, unit="st", status="unavailable", reason="no sentence end with a voice in it")
    )
    return result


def _falls(
    words: Sequence[Word],
    times: NDArray[np.float64],
    semitones: NDArray[np.float64],
    voiced: NDArray[np.bool_],
) -> list[float]:
    """How far below the middle of its sentence each sentence ends, in semitones."""
    falls, start = [], 0.0
    for word in words:
        if word.end_s is None or word.text[-1] not in ".!":
            continue
        sentence = voiced & (times >= start) & (times < word.end_s)
        last = sentence & (times >= word.end_s - LAST_S)
        if last.sum() >= 3 and sentence.sum() >= 20:
            falls.append(float(np.median(semitones[sentence]) - np.median(semitones[last])))
        start = word.end_s
    return falls


def _none(reason: str) -> dict[str, Measure]:
    return {name: Measure(value=None, unit=unit, status="unavailable", reason=reason) for name, unit in NAMES.items()}
