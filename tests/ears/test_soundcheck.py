"""The sound check: what is wrong with a recording is said, and what is right is not."""

from __future__ import annotations

import numpy as np
import pytest

from mockint.ears.soundcheck import Meter, spoils_pitch, spoils_quiet_sounds


def recorded(level: float, noise: float, *, rate_hz: int = 16000, clip: bool = False, low_pass: bool = False) -> Meter:
    """Six seconds, a voice-like noise burst in the middle third."""
    rng = np.random.default_rng(1)
    sound = rng.standard_normal(rate_hz * 6) * noise
    sound[2 * rate_hz : 4 * rate_hz] += rng.standard_normal(2 * rate_hz) * level
    if low_pass:
        spectrum = np.fft.rfft(sound)
        spectrum[np.fft.rfftfreq(sound.size, 1 / rate_hz) > 3300] = 0
        sound = np.fft.irfft(spectrum)
    if clip:
        sound = np.clip(sound * 30, -1, 1)
    meter = Meter(rate_hz)
    for block in np.array_split((np.clip(sound, -1, 1) * 32767).astype(np.int16), 37):
        meter.feed(block)
    return meter


SPOKEN = np.zeros(600, bool)
SPOKEN[200:400] = True


def test_a_good_recording_has_nothing_to_say():
    sound = recorded(0.08, 0.0008).finish(SPOKEN)
    assert sound.warnings == ()
    assert sound.level_dbfs == pytest.approx(-21.9, abs=0.5)
    assert sound.noise_dbfs == pytest.approx(-61.9, abs=0.7)
    assert not spoils_quiet_sounds(sound)
    assert spoils_pitch(sound) is None


def test_noise_clipping_and_a_telephone_are_said():
    noisy = recorded(0.08, 0.05).finish(SPOKEN)
    assert "background" in noisy.warnings[0]
    assert spoils_quiet_sounds(noisy)
    assert any("clipped" in w for w in recorded(0.08, 0.0008, clip=True).finish(SPOKEN).warnings)
    assert any("telephone" in w for w in recorded(0.08, 0.0008, low_pass=True).finish(SPOKEN).warnings)


def test_no_voice_is_said_with_the_level():
    assert "silent" in recorded(0.0, 0.00001).finish(np.zeros(600, bool)).warnings[0]
    assert "-40 dBFS" in recorded(0.0, 0.01).finish(np.zeros(600, bool)).warnings[0]
