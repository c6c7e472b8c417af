"""Sounds without words: rooms, fans, streets, music, breath and keys, all from a seed.

Every function takes a length in samples at 16 kHz and a generator, and returns float64 samples of RMS 1
(music, breath and keys: peak 1).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

RATE_HZ = 16_000
Samples = NDArray[np.float64]
Rng = np.random.Generator


def _shaped(count: int, rng: Rng, gain: Callable[[Samples], Samples]) -> Samples:
    """Gaussian noise with the given gain over frequency [Hz], RMS 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    frequencies = np.fft.rfftfreq(count, 1 / RATE_HZ)
    noise = np.fft.irfft(spectrum * gain(np.maximum(frequencies, 1.0)), count)
    return unit_rms(noise)


def unit_rms(samples: Samples) -> Samples:
    """The samples scaled to RMS 1.

    Parameters
    ----------
    samples : ndarray, float64, shape (n_samples,)
        Any sound but digital silence.

    Returns
    -------
    ndarray, float64, shape (n_samples,)
        The same sound.
    """
    return np.asarray(samples / np.sqrt(np.mean(samples**2)))


def _unit_peak(samples: Samples) -> Samples:
    return np.asarray(samples / np.max(np.abs(samples)))


def white(count: int, rng: Rng) -> Samples:
    """White noise."""
    return _shaped(count, rng, lambda f: np.ones_like(f))


def pink(count: int, rng: Rng) -> Samples:
    """Pink noise above 40 Hz."""
    return _shaped(count, rng, lambda f: np.where(f > 40, f**-0.5, 0.0))


def room(count: int, rng: Rng) -> Samples:
    """A quiet room: soft broad noise falling with frequency, and a little mains hum."""
    base = _shaped(count, rng, lambda f: np.where(f > 50, (f / 100) ** -0.8, 0.0) / (1 + (f / 5000) ** 4))
    t = np.arange(count) / RATE_HZ
    tones = ((100, 0.3, 0.4), (200, 0.1, 1.1), (300, 0.06, 2.0))
    hum = sum(level * np.sin(2 * np.pi * hz * t + phase) for hz, level, phase in tones)
    return unit_rms(base + hum)


def fan(count: int, rng: Rng) -> Samples:
    """A computer's fan: broad hiss, a blade tone and its harmonics, slowly wavering."""
    t = np.arange(count) / RATE_HZ
    hiss = _shaped(count, rng, lambda f: 1 / (1 + (f / 700) ** 1.5) * (f > 60))
    waver = 1 + 0.15 * np.sin(2 * np.pi * 0.7 * t + rng.uniform(0, 6))
    phase = 2 * np.pi * np.cumsum(118 + 1.5 * np.sin(2 * np.pi * 0.3 * t)) / RATE_HZ
    blades = 0.35 * np.sin(phase) + 0.2 * np.sin(2 * phase) + 0.1 * np.sin(3 * phase)
    return unit_rms(hiss * waver + blades)


def street(count: int, rng: Rng) -> Samples:
    """Traffic behind a window: rumble with cars that swell and pass."""
    rumble = _shaped(count, rng, lambda f: np.where(f > 30, (f / 60) ** -1.0, 0.0) / (1 + (f / 3000) ** 2))
    tyres = _shaped(count, rng, lambda f: 1 / (1 + ((f - 900) / 500) ** 2))
    t = np.arange(count) / RATE_HZ
    swell = np.full(count, 0.25)
    for _ in range(max(1, round(count / RATE_HZ / 5))):
        swell += rng.uniform(0.2, 0.6) * np.exp(-(((t - rng.uniform(0, t[-1])) / rng.uniform(0.8, 1.8)) ** 2))
    return unit_rms(rumble * (0.6 + 0.4 * swell) + 0.5 * tyres * swell)


def _note(frequency_hz: float, count: int, decay_s: float, partials: tuple[float, ...]) -> Samples:
    """A struck or plucked note with the given strengths of its partials."""
    t = np.arange(count) / RATE_HZ
    tone = sum(a * np.sin(2 * np.pi * frequency_hz * (n + 1) * t) for n, a in enumerate(partials))
    return np.asarray(tone * np.minimum(1, t / 0.008) * np.exp(-t / decay_s))


def _put(track: Samples, at_s: float, sound: Samples) -> None:
    start = int(at_s * RATE_HZ)
    part = sound[: max(0, len(track) - start)]
    track[start : start + len(part)] += part


def _pitch(semitones_from_a4: int) -> float:
    return float(440.0 * 2 ** (semitones_from_a4 / 12))


def chords(count: int, rng: Rng) -> Samples:
    """A slow piano-like chord sequence."""
    track = np.zeros(count)
    roots, at, bar = (-12, -16, -21, -14), 0.3, 0
    while at < count / RATE_HZ - 0.5:
        minor = bar % 4 in (0, 3)
        for step in (0, 3 if minor else 4, 7, 12):
            note = _note(_pitch(roots[bar % 4] + step), int(2.5 * RATE_HZ), 0.9, (1, 0.5, 0.25, 0.12, 0.06))
            _put(track, at + rng.uniform(0, 0.03), rng.uniform(0.7, 1.0) * note)
        at, bar = at + 1.6, bar + 1
    return _unit_peak(track)


def melody(count: int, rng: Rng) -> Samples:
    """A plucked tune on a pentatonic scale."""
    track = np.zeros(count)
    scale, at, place = (-9, -7, -5, -2, 0, 3, 5, 7, 10), 0.2, 4
    while at < count / RATE_HZ - 0.3:
        place = int(np.clip(place + rng.integers(-2, 3), 0, len(scale) - 1))
        _put(track, at, rng.uniform(0.6, 1) * _note(_pitch(scale[place]), RATE_HZ, 0.3, (1, 0.6, 0.4, 0.3, 0.15, 0.1)))
        at += float(rng.choice((0.2, 0.4, 0.4, 0.6)))
    return _unit_peak(track)


def drums(count: int, rng: Rng) -> Samples:
    """Bass drum, snare and hi-hat at 100 beats a minute."""
    track = np.zeros(count)
    t = np.arange(int(0.3 * RATE_HZ)) / RATE_HZ
    kick = np.sin(2 * np.pi * (48 * t + 3.2 * (1 - np.exp(-t / 0.03)))) * np.exp(-t / 0.09)
    for step in range(int(count / RATE_HZ / 0.3)):
        hat = np.diff(rng.standard_normal(len(t) + 1)) * np.exp(-t / 0.025) * 0.15
        _put(track, step * 0.3, hat)
        if step % 4 == 0:
            _put(track, step * 0.3, kick)
        if step % 4 == 2:
            snare = rng.standard_normal(len(t)) * np.exp(-t / 0.07) * 0.35 + 0.3 * np.sin(2 * np.pi * 190 * t) * np.exp(
                -t / 0.06
            )
            _put(track, step * 0.3, snare)
    return _unit_peak(track)


def band(count: int, rng: Rng) -> Samples:
    """Chords, tune and drums together, with a bass."""
    bass = np.zeros(count)
    for bar in range(int(count / RATE_HZ / 1.6) + 1):
        _put(
            bass, 0.3 + bar * 1.6, _note(_pitch((-36, -40, -33, -38)[bar % 4]), int(1.4 * RATE_HZ), 0.7, (1, 0.4, 0.1))
        )
    return _unit_peak(0.6 * chords(count, rng) + 0.5 * melody(count, rng) + 0.7 * drums(count, rng) + 0.5 * bass)


def breath(count: int, rng: Rng) -> Samples:
    """Breathing close to a microphone: in through the mouth, out through the nose."""
    track = np.zeros(count)
    at = rng.uniform(0.3, 0.8)
    while at < count / RATE_HZ - 1.5:
        for length_s, low, high, level in (
            (rng.uniform(0.7, 1.1), 900, 3800, 1.0),
            (rng.uniform(0.9, 1.4), 350, 2200, 0.6),
        ):
            n = int(length_s * RATE_HZ)
            puff = sosfilt(butter(2, (low, high), "bandpass", fs=RATE_HZ, output="sos"), rng.standard_normal(n))
            marks = np.arange(0, n + 800, 800)
            flutter = 1 + 0.2 * np.interp(np.arange(n), marks, rng.standard_normal(marks.size))
            _put(track, at, level * unit_rms(puff) * flutter * np.sin(np.pi * np.linspace(0, 1, n) ** 0.7) ** 1.5)
            at += length_s + rng.uniform(0.15, 0.4)
        at += rng.uniform(0.5, 1.5)
    return _unit_peak(track)


def _key(rng: Rng, level: float) -> Samples:
    """One stroke of a key: a bright contact and the duller knock of the board."""
    t = np.arange(int(0.06 * RATE_HZ)) / RATE_HZ
    contact = rng.standard_normal(len(t)) * np.exp(-t / 0.0015)
    knock = np.sin(2 * np.pi * rng.uniform(300, 500) * t) * np.exp(-t / 0.008)
    ring = np.sin(2 * np.pi * rng.uniform(2200, 4200) * t) * np.exp(-t / 0.004)
    return np.asarray(level * (contact + 0.5 * knock + 0.5 * ring))


def keyboard(count: int, rng: Rng) -> Samples:
    """Somebody typing: bursts of key strokes, each pressed and let go."""
    track = np.zeros(count)
    at = 0.4
    while at < count / RATE_HZ - 0.5:
        for _ in range(int(rng.integers(4, 14))):
            level = rng.uniform(0.5, 1.0)
            _put(track, at, _key(rng, level))
            _put(track, at + rng.uniform(0.06, 0.11), _key(rng, 0.35 * level))
            at += rng.uniform(0.09, 0.26)
        at += rng.uniform(0.4, 1.6)
    return _unit_peak(track)


def breath_and_keys(count: int, rng: Rng) -> Samples:
    """Breathing and typing at once."""
    return _unit_peak(0.5 * breath(count, rng) + keyboard(count, rng))


def hum(length_s: float, pitch_hz: float, seed: int) -> Samples:
    """A "hmm" with closed lips, which the speech network cannot say: voice pulses through a nose.

    Parameters
    ----------
    length_s : float
        How long it lasts.
    pitch_hz : float
        Where the voice starts; it falls by about a tenth.
    seed : int
        Source of its unevenness.

    Returns
    -------
    ndarray, float64, shape (n_samples,)
        Samples at 16 kHz, peak 0.5, with 50 ms of silence on either side.
    """
    rng, count = np.random.default_rng(seed), int(length_s * RATE_HZ)
    place = np.linspace(0, 1, count)
    drift = np.interp(place, np.linspace(0, 1, 12), 1 + 0.012 * rng.standard_normal(12))
    pitch = pitch_hz * rng.uniform(0.93, 1.07) * (1 - 0.12 * place**1.5) * drift
    phase = np.cumsum(pitch) / RATE_HZ
    pulses = np.diff(np.floor(phase), prepend=0.0) * rng.uniform(0.92, 1.08, count)
    lead = np.hanning(2 * int(0.05 * RATE_HZ))
    aspiration = 0.004 * rng.standard_normal(count)
    aspiration[: len(lead)] += 0.03 * lead * rng.standard_normal(len(lead))
    source = sosfilt(butter(1, 180, fs=RATE_HZ, output="sos"), pulses) + 0.1 * aspiration
    nose = np.zeros(count)
    for centre, width, level in ((260, 70, 1.0), (1050, 180, 0.10), (1900, 250, 0.05), (2600, 300, 0.03)):
        nose += level * sosfilt(
            butter(1, (centre - width, centre + width), "bandpass", fs=RATE_HZ, output="sos"), source
        )
    shape = np.minimum(1, place * length_s / 0.07) * np.minimum(1, (1 - place) * length_s / 0.12) ** 0.7
    return np.pad(0.5 * _unit_peak(nose * shape), int(0.05 * RATE_HZ))


def small_room(speech: Samples, rng: Rng) -> Samples:
    """Speech with the echo of a small furnished room (60 dB in 0.15 s, 14 dB below the direct sound).

    Parameters
    ----------
    speech : ndarray, float64, shape (n_samples,)
        Dry speech.
    rng : Generator
        Source of the room.

    Returns
    -------
    ndarray, float64, shape (n_samples,)
        As long as what came in.
    """
    t = np.arange(int(0.2 * RATE_HZ)) / RATE_HZ
    echo = rng.standard_normal(len(t)) * 10 ** (-3 * t / 0.15) * (t > 0.003)
    echo *= 10 ** (-14 / 20) / np.sqrt(np.sum(echo**2))
    echo[0] = 1.0
    return np.asarray(fftconvolve(speech, echo)[: len(speech)])


GENERATORS: dict[str, Callable[[int, Rng], Samples]] = {
    f.__name__: f
    for f in (
        white, pink, room, fan, street, chords, melody, drums, band, breath, keyboard, breath_and_keys,
    )
}  # fmt: skip
