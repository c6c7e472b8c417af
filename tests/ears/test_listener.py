"""The whole ear, with real weights: live words are file words."""

from __future__ import annotations

import difflib
import json
import pathlib
from itertools import pairwise

import numpy as np
import pytest
import soundfile

from mockint.core.errors import BadInput, MachineError
from mockint.core.hearing import bare
from mockint.core.spans import Span
from mockint.ears import listener as listener_module
from mockint.ears import models
from mockint.ears.cutter import LONGEST_S
from mockint.ears.listener import Ears
from tests.ears.test_omissions import words

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
def test_speech_without_a_pause_is_cut_and_heard_whole():
    truth = json.loads(FIXTURE.with_name("situation_heavy.truth.json").read_text())
    samples, rate_hz = soundfile.read(FIXTURE.with_name("situation_heavy.flac"), dtype="int16")
    spoken = np.ones(samples.size, bool)
    for pause in truth["pauses"]:
        spoken[round((pause["start_s"] + 0.04) * rate_hz) : round((pause["end_s"] - 0.04) * rate_hz)] = False
    listener, led = Ears("tiny.en", compute="cpu").listen(rate_hz), []
    between = listener._between
    listener._between = lambda start, end: led.append(end - start) or between(start, end)  # type: ignore[method-assign]
    listener.feed(samples[spoken])
    found = [bare(word.text) for word in listener.finish().words]
    true = [bare(word["text"]) for word in truth["words"]]
    assert max(led) > LONGEST_S * rate_hz, "something was heard with what leads to it"
    same = sum(m.size for m in difflib.SequenceMatcher(None, found, true, autojunk=False).get_matching_blocks())
    assert 2 * same / (len(found) + len(true)) > 0.97
    twice = [a for a, b in pairwise(found) if a == b]
    assert twice == [a for a, b in pairwise(true) if a == b]


def test_a_word_across_a_cut_is_told_by_the_piece_after_it():
    def piece(text, from_s):
        return listener_module._Found(from_s, from_s, words(text), None, None)

    found = [piece("a@0.1-0.2 differ@9.6-10.0", 0.0), piece("different@9.6-10.2 way@10.3-10.6", 9.6)]
    told = listener_module._words(found, (Span(0.0, 11.0),))
    assert [word.text for word in told] == ["a", "different", "way"]


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
