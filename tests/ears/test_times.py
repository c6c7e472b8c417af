"""Words inside speech, and numbers as they are said."""

from __future__ import annotations

import pytest

from mockint.core.spans import Span
from mockint.ears.heard import Heard
from mockint.ears.sounds_of import by_letters, filler_phones, spoken
from mockint.ears.times import place, refined


def word(text: str, start: float, end: float, *, heard: bool = False) -> Heard:
    return Heard(text=text, start_s=start, end_s=end, probability=0.9, filler=heard, heard=heard)


TIER = (Span(1.0, 2.0), Span(4.0, 5.0))


def test_the_first_word_after_a_pause_starts_where_the_voice_starts():
    placed = place([word("a", 0.8, 1.5), word("b", 1.5, 3.0), word("c", 3.8, 4.6)], TIER)
    assert [(w.start_s, w.end_s) for w in placed] == [(1.0, 1.5), (1.5, 2.0), (4.0, 4.6)]


def test_a_word_far_from_any_voice_was_never_said():
    assert [w.text for w in place([word("a", 1.0, 1.5), word("ghost", 7.0, 7.5)], TIER)] == ["a"]


@pytest.mark.parametrize("pause_s", [0.34, 0.35, 0.36])
def test_a_word_that_fills_its_own_stretch_of_speech_stays_there(pause_s):
    for hundredths in range(100, 200):
        end, start = hundredths / 100, hundredths / 100 + pause_s
        tier = (Span(0.0, end), Span(start, start + 0.4))
        placed = place([word("so", 0.0, end), word("um", start, start + 0.38, heard=True)], tier)
        assert [(w.text, w.start_s) for w in placed] == [("so", 0.0), ("um", start)]


def test_no_two_words_overlap_and_a_filler_that_was_heard_keeps_its_time():
    placed = place([word("long", 1.0, 1.9), word("um", 1.4, 1.8, heard=True), word("next", 1.7, 2.0)], TIER)
    assert [(w.start_s, w.end_s) for w in placed] == [(1.0, 1.4), (1.4, 1.8), (1.8, 2.0)]


def test_an_aligner_that_lost_its_way_is_not_believed():
    words = [word("a", 1.0, 1.2), word("b", 1.2, 1.5), word("c", 1.5, 2.0)]
    assert refined(words, [(1.05, 1.2), (1.2, 1.4), (1.4, 1.9)])[0].start_s == 1.05
    assert refined(words, [(3.0, 3.1), (3.2, 3.4), (1.4, 1.9)]) == words
    assert refined(words, None) == words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("£8,000", "eight thousand pounds"),
        ("2019", "twenty nineteen"),
        ("2008", "two thousand eight"),
        ("50%", "fifty percent"),
        ("day-to-day,", "day to day"),
        ("1905", "nineteen oh five"),
        ("3.5", "three point five"),
        ("don't.", "don't"),
        ("…", ""),
    ],
)
def test_numbers_are_aligned_as_they_are_said(written, said):
    assert " ".join(spoken(written)) == said


def test_unknown_words_and_fillers_have_phones():
    assert by_letters("Oldham") == "AA L D HH AE M"
    assert [filler_phones(f) for f in ("um", "uhm", "uh", "er", "ah", "hmm")] == [
        "AH M",
        "AH M",
        "AH",
        "ER",
        "AA",
        "HH M",
    ]
