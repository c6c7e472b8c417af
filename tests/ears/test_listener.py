"""The whole ear, with real weights: live words are file words."""

from __future__ import annotations

import pathlib

import numpy as np
import pytest
import soundfile

from mockint.core.errors import BadInput, MachineError
from mockint.core.hearing import bare
from mockint.ears import listener as listener_module
from mockint.ears import models
from mockint.ears.listener import Ears

FIXTURE = pathlib.Path(__file__).parents[2] / "audio_fixtures" / "too_short.flac"
needs_weights = pytest.mark.skipif(not models.available()[0].here, reason="tiny.en is not installed")


@pytest.mark.models
@needs_weights
def test_live_words_are_file_words_whatever_the_blocks():
    ears = Ears("tiny.en", compute="cpu")
    samples, rate_hz = soundfile.read(FIXTURE, dtype="int16")
    listener, at, rng = ears.listen(rate_hz), 0, np.random.default_rng(5)
    while at < samples.size:
        step = int(rng.integers(1, 5000))
        listener.feed(samples[at : at + step])
        at += step
    live, file = listener.finish(), ears.hear(FIXTURE)
    assert live == file
    assert len(file.words) > 20
    assert file.duration_s == pytest.approx(samples.size / rate_hz, abs=0.001)
    assert all(a.end_s <= b.start_s + 1e-6 for a, b in zip(file.words, file.words[1:]))


@pytest.mark.models
@needs_weights
def test_silence_is_heard_as_silence():
    listener = Ears("tiny.en", compute="cpu").listen(48000)
    for _ in range(30):
        listener.feed(np.zeros(4800, np.int16))
    hearing = listener.finish()
    assert hearing.words == ()
    assert hearing.speech == ()
    assert "No speech" in hearing.sound.warnings[0]
    with pytest.raises(RuntimeError, match="finished"):
        listener.feed(np.zeros(10, np.int16))


def test_a_model_that_nobody_knows_is_one_message(tmp_path):
    with pytest.raises(BadInput, match="holds no faster-whisper model"):
        models.find(str(tmp_path))
    with pytest.raises((BadInput, MachineError)):
        models.find("no-such-model-name")


@pytest.mark.models
@needs_weights
@pytest.mark.parametrize("name", ["um_endings_a", "um_endings_b"])
def test_the_end_of_a_word_is_no_filler(name):
    hearing = Ears("tiny.en", compute="cpu").hear(FIXTURE.with_name(f"{name}.flac"))
    assert {"minimum", "maximum", "forum", "system"} <= {bare(word.text) for word in hearing.words}
    assert [word.text for word in hearing.words if word.kind == "filler"] == []


@pytest.mark.models
@needs_weights
def test_what_was_heard_is_told_meanwhile(monkeypatch):
    monkeypatch.setattr(listener_module, "TELL_S", 5.0)
    samples, rate_hz = soundfile.read(FIXTURE, dtype="int16")
    told = []
    listener = Ears("tiny.en", compute="cpu").listen(rate_hz, meanwhile=told.append)
    for block in np.array_split(samples, 20):
        listener.feed(block)
        listener.wait(2.0)
    hearing = listener.finish()
    assert 1 <= len(told) <= hearing.duration_s / 5.0
    for so_far in told:
        known = len(so_far.words) - 1
        assert known > 3
        assert [w.text for w in so_far.words[:known]] == [w.text for w in hearing.words[:known]]
        assert so_far.speech[0].start_s == pytest.approx(hearing.speech[0].start_s, abs=0.1)
