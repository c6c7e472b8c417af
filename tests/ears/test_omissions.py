"""Words that take time, and all that was said."""

from __future__ import annotations

import numpy as np
import pytest

from mockint.core.hearing import is_filler
from mockint.ears.heard import Heard
from mockint.ears.omissions import MOST_PASSED_OVER_S, beyond_s, rounds, said, stretched, written_twice
from mockint.ears.speech import CHUNK, RATE_HZ


def words(line: str) -> list[Heard]:
    """``word@start-end`` ..."""
    parts = [part.replace("-", "@").split("@") for part in line.split()]
    return [Heard(text=t, start_s=float(a), end_s=float(b), probability=0.9, filler=t == "um") for t, a, b in parts]


def voice(*stretches: tuple[float, float]) -> np.ndarray:
    """(probability, seconds) ... as one value every 32 ms."""
    return np.concatenate([np.full(round(s * RATE_HZ / CHUNK), p, np.float32) for p, s in stretches])


def test_a_second_copy_that_takes_no_time_was_not_said():
    line = "it@0.0-0.2 has@0.2-0.4 not@0.4-0.7 it@0.7-0.7 has@0.7-0.7 not@0.7-0.72 again@0.72-1.2"
    assert [w.text for w in said(words(line))] == ["it", "has", "not", "again"]


def test_a_short_word_in_no_time_and_a_repeat_that_takes_time_stay():
    line = "I@0.0-0.0 was@0.0-0.3 um@0.3-0.6 I@0.6-0.7 was@0.7-1.0"
    assert [w.text for w in said(words(line))] == ["I", "was", "um", "I", "was"]


def test_a_sentence_that_no_word_stands_for_was_passed_over():
    heard = voice((0.0, 0.3), (0.9, 3.0), (0.0, 0.5), (0.9, 1.0), (0.0, 0.3))
    assert beyond_s(heard, words("I@0.4-3.7 left@3.8-4.3 it@4.3-4.8")).max() > MOST_PASSED_OVER_S
    complete = words("responsible@0.4-1.4 for@1.4-1.9 quarterly@1.9-3.7 left@3.8-4.8")
    assert beyond_s(heard, complete).max() < MOST_PASSED_OVER_S
    assert beyond_s(heard, []).max() > MOST_PASSED_OVER_S
    assert beyond_s(voice((0.1, 5.0)), words("I@0.4-3.7 left@3.8-4.3")).max() < 0


def test_a_long_number_and_a_drawn_out_um_take_their_time():
    heard = voice((0.0, 0.3), (0.9, 2.2), (0.0, 0.5), (0.9, 1.4), (0.0, 0.3))
    assert beyond_s(heard, words("2,300@0.3-2.6 um@3.0-4.4")).max() < MOST_PASSED_OVER_S


def test_the_words_beside_what_was_passed_over_may_share_its_voice():
    assert stretched(np.array([0.1, 0.3, 1.4, 0.5, -0.2, 0.9])) == (1, 4)
    assert stretched(np.array([2.0, -0.1])) == (0, 1)
    assert stretched(np.array([0.3, 2.0])) == (0, 2)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("So I lost it. I lost it. I lost it. I", [4, 7, 10]),
        ("the trees on the on the north side. The trees on the on the north side.", [8, 16]),
        ("no no no no", [1, 2, 3, 4]),
        ("I was there, and it rained", []),
        ("", []),
    ],
)
def test_the_rounds_of_a_text_in_a_loop(text, ends):
    assert rounds(text.split()) == ends


@pytest.mark.parametrize(
    ("text", "first", "size", "twice"),
    [
        ("So I, I was", 1, 1, True),
        ("So I was, I was", 1, 2, True),
        ("So I was, I was", 1, 1, False),
        ("So I was, I was", 2, 2, False),
        ("Um, um, so", 0, 1, False),
        ("- - so", 0, 1, False),
    ],
)
def test_words_that_are_written_twice(text, first, size, twice):
    given = [Heard(text=t, start_s=0.0, end_s=0.1, probability=0.9, filler=is_filler(t)) for t in text.split()]
    assert written_twice(given, first, size) == twice


@pytest.mark.parametrize(("copy_s", "kept"), [(0.0, 3), (0.6, 6)], ids=["no time for it", "said twice"])
def test_the_last_word_of_a_copy_that_was_not_said_goes_with_it(copy_s, kept):
    first = "check@0.0-0.4 it@0.4-0.6 now.@0.6-0.9 "
    copy = f"Check@0.9-{0.9 + copy_s / 2} it@{0.9 + copy_s / 2}-{0.9 + copy_s} now.@{0.9 + copy_s}-1.8"
    assert len(said(words(first + copy))) == kept
