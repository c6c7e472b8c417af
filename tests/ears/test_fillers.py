"""What Whisper wrote and what its encoder heard, brought together."""

from __future__ import annotations

import numpy as np

from mockint.ears.fillers import Hesitation, agree, begins, told_apart, united, without
from mockint.ears.heard import Heard
from mockint.ears.probe import hesitations


def said(line: str) -> list[Heard]:
    """``word@start-end`` ...; a word ending in * is a filler."""
    words = []
    for part in line.split():
        text, times = part.split("@")
        start, end = map(float, times.split("-"))
        words.append(
            Heard(
                text=text.rstrip("*?"),
                start_s=start,
                end_s=end,
                probability=0.2 if "?" in text else 0.9,
                filler="*" in text,
            )
        )
    return words


def texts(words: list[Heard]) -> str:
    return " ".join(w.text for w in words)


def test_a_hesitation_that_was_not_written_becomes_a_filler_in_its_place():
    words = said("we@0-0.3 lost@0.3-0.8 nine@2.0-2.4")
    heard = [Hesitation(1.1, 1.5, 0.99)]
    assert not agree(words, heard)
    out = united(*told_apart(words, heard))
    assert texts(out) == "we lost um nine"
    assert (out[2].start_s, out[2].end_s, out[2].heard) == (1.1, 1.5, True)


def test_a_filler_that_both_know_is_one_and_takes_the_heard_times():
    words = said("so@0-0.3 um*@0.2-0.9 then@1.0-1.4")
    heard = [Hesitation(0.4, 0.8, 0.97)]
    assert agree(words, heard)
    out = united(*told_apart(words, heard))
    assert [w.text for w in out if w.filler] == ["um"]
    assert out[1].start_s == 0.4


def test_an_unsure_filler_that_nothing_confirms_is_dropped_and_a_sure_one_stays():
    assert texts(united(*told_apart(said("so@0-0.3 um*?@0.4-0.6 then@1-1.4"), []))) == "so then"
    assert texts(united(*told_apart(said("so@0-0.3 um*@0.4-0.6 then@1-1.4"), []))) == "so um then"


def test_silencing_touches_the_hesitation_and_nothing_else():
    sound = np.ones(16000, np.float32)
    quiet = without(sound, [Hesitation(0.4, 0.6, 1.0)])
    assert quiet[7000:9000].max() < 0.02
    assert np.array_equal(quiet[:6000], sound[:6000])
    assert np.array_equal(quiet[10000:], sound[10000:])


def test_the_end_of_a_drawn_out_word_does_not_begin_anew():
    sound = np.full(16000, 1e-3, np.float32)
    sound[4000:12000] = 0.3
    assert begins(sound, Hesitation(0.26, 0.5, 0.8))
    assert not begins(sound, Hesitation(0.5, 0.7, 0.8))


def test_short_or_faint_peaks_are_no_hesitations():
    p = np.zeros(200, np.float32)
    p[20:23] = 1.0
    p[50:80] = 0.5
    p[100:120] = 0.99
    found = hesitations(p)
    assert [(round(h.start_s, 2), round(h.end_s, 2)) for h in found] == [(2.0, 2.4)]
