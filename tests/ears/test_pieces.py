"""What a piece is made of: words that take time, and all that was said."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
import soundfile

from mockint.ears.heard import Heard
from mockint.ears.pieces import MOST_PASSED_OVER_S, PAD_S, PROMPT, passed_over_s, said
from mockint.ears.whisper import Whisper
from tests.ears.test_listener import FIXTURE, needs_weights


def words(line: str) -> list[Heard]:
    """``word@start-end`` ..."""
    parts = [part.replace("-", "@").split("@") for part in line.split()]
    return [Heard(text=t, start_s=float(a), end_s=float(b), probability=0.9, filler=t == "um") for t, a, b in parts]


def test_a_second_copy_that_takes_no_time_was_not_said():
    line = "it@0.0-0.2 has@0.2-0.4 not@0.4-0.7 it@0.7-0.7 has@0.7-0.7 not@0.7-0.72 again@0.72-1.2"
    assert [w.text for w in said(words(line))] == ["it", "has", "not", "again"]


def test_a_short_word_in_no_time_and_a_repeat_that_takes_time_stay():
    line = "I@0.0-0.0 was@0.0-0.3 um@0.3-0.6 I@0.6-0.7 was@0.7-1.0"
    assert [w.text for w in said(words(line))] == ["I", "was", "um", "I", "was"]


def sound(*stretches: tuple[float, float]) -> np.ndarray:
    """(loudness, seconds) ... of noise at 16 kHz."""
    rng = np.random.default_rng(4)
    return np.concatenate([rng.normal(0, level, round(s * 16000)) for level, s in stretches]).astype(np.float32)


def test_a_sentence_that_no_word_stands_for_was_passed_over():
    heard = sound((0.001, 0.3), (0.2, 3.0), (0.001, 0.5), (0.2, 1.0), (0.001, 0.3))
    assert passed_over_s(heard, words("I@0.4-3.7 left@3.8-4.3 it@4.3-4.8")) > MOST_PASSED_OVER_S
    complete = words("responsible@0.4-1.4 for@1.4-1.9 quarterly@1.9-3.7 left@3.8-4.8")
    assert passed_over_s(heard, complete) < MOST_PASSED_OVER_S
    assert passed_over_s(heard, []) > MOST_PASSED_OVER_S


def test_a_long_number_and_a_drawn_out_um_take_their_time():
    heard = sound((0.001, 0.3), (0.2, 2.2), (0.001, 0.5), (0.2, 1.4), (0.001, 0.3))
    assert passed_over_s(heard, words("2,300@0.3-2.6 um@3.0-4.4")) < MOST_PASSED_OVER_S


@pytest.mark.models
@needs_weights
def test_the_most_that_is_written_is_what_was_allowed():
    whisper = Whisper("tiny.en", compute="cpu", warn=print)
    samples, _ = soundfile.read(FIXTURE, dtype="float32")
    window = whisper.window(samples[: 16000 * 20], pad_s=PAD_S)
    for prompt in (whisper.encode_text(PROMPT), []):
        assert [len(whisper.decode(window, prompt, beam=1, limit=n).tokens) for n in (20, 40)] == [20, 40]


def test_features_are_the_same_on_any_number_of_threads():
    code = (
        "import numpy, sys; from mockint.ears.mel import log_mel; "
        "x = numpy.random.default_rng(1).normal(0, 0.1, 16000 * 20).astype('f'); "
        "sys.stdout.buffer.write(log_mel(x).tobytes())"
    )
    outs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "OPENBLAS_NUM_THREADS": n}
        ).stdout
        for n in ("1", "2", "3")
    ]
    assert len({hashlib.sha256(out).digest() for out in outs}) == 1
    assert len(outs[0]) == 80 * 2050 * 4
