"""The speech tier on the shipped recordings, against their truth, and on noise."""

from __future__ import annotations

import json
import pathlib
from itertools import pairwise

import numpy as np
import pytest
import soundfile

from mockint.ears import speech

FIXTURES = pathlib.Path(__file__).parents[2] / "audio_fixtures"


def hops_of(samples: np.ndarray) -> np.ndarray:
    return np.pad(samples, (0, -samples.size % speech.HOP)).reshape(-1, speech.HOP)


def voice_in(samples: np.ndarray) -> np.ndarray:
    voice = speech.Voice()
    return np.concatenate([voice.feed(hop) for hop in hops_of(samples)])


def tier_of(samples: np.ndarray, heard: np.ndarray | None = None):
    bands = speech.Bands()
    energies = np.concatenate([bands.feed(hop) for hop in hops_of(samples)])[: samples.size // speech.FRAME]
    return speech.speech_tier(speech.look_at(voice_in(samples), energies), heard)


@pytest.mark.parametrize("name", ["fillers_a", "too_short", "clipped"])
def test_pauses_and_the_ends_of_the_answer(name):
    samples, _ = soundfile.read(FIXTURES / f"{name}.flac", dtype="float32")
    truth = json.loads((FIXTURES / f"{name}.truth.json").read_text())
    tier = tier_of(samples)
    mine = [(a.end_s, b.start_s) for a, b in pairwise(tier)]
    real = [(p["start_s"], p["end_s"]) for p in truth["pauses"] if p["end_s"] - p["start_s"] >= speech.PAUSE_MIN_S]
    found = sum(any(abs(a - c) <= 0.064 and abs(b - d) <= 0.064 for c, d in mine) for a, b in real)
    assert 2 * found / (len(real) + len(mine)) >= 0.9
    assert tier[-1].end_s - tier[0].start_s == pytest.approx(truth["answer_end_s"] - truth["answer_start_s"], abs=0.1)


def test_noise_and_silence_are_no_speech():
    rng = np.random.default_rng(0)
    assert tier_of(np.zeros(48000, np.float32)) == ()
    assert tier_of((rng.standard_normal(80000) * 0.02).astype(np.float32)) == ()


def test_a_quiet_voice_is_heard_as_well_as_a_loud_one():
    samples, _ = soundfile.read(FIXTURES / "too_short.flac", dtype="float32")
    loud, quiet = tier_of(samples), tier_of(samples * 0.1)
    assert len(loud) == len(quiet)
    assert max(abs(a.start_s - b.start_s) for a, b in zip(loud, quiet)) <= 0.03


def test_a_high_voice_is_heard_as_it_sets_in_after_a_silence():
    samples, _ = soundfile.read(FIXTURES / "fillers_f.flac", dtype="float32", frames=5 * speech.RATE_HZ)
    high = samples[::2] * 0.15 / np.sqrt((samples**2).mean())
    room = np.random.default_rng(0).standard_normal(4 * speech.RATE_HZ).astype(np.float32) * 0.0005
    heard = voice_in(np.concatenate([room, high]))[room.size // speech.CHUNK :]
    assert (heard >= speech.VOICE_SURE).mean() >= 0.4


def test_what_the_encoder_heard_moves_the_edges():
    samples, _ = soundfile.read(FIXTURES / "too_short.flac", dtype="float32")
    frames = samples.size // speech.FRAME
    first = tier_of(samples, np.zeros(frames, np.float32))[0]
    silent = np.zeros(frames, np.float32)
    silent[round(first.end_s / speech.FRAME_S) - 40 : round(first.end_s / speech.FRAME_S)] = -50.0
    shorter = tier_of(samples, silent)[0]
    assert shorter.start_s == first.start_s
    assert shorter.end_s == pytest.approx(first.end_s - 0.4, abs=0.1)
    assert tier_of(np.zeros(48000, np.float32), np.full(300, 50.0, np.float32)) == ()
