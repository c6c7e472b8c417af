"""What Whisper wrote and what its encoder heard, brought together."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from mockint.ears import phones
from mockint.ears.fillers import (
    GENUINE,
    MISHEARD,
    begins,
    bounds,
    confirmed,
    mended,
    part_of_word,
    spared,
    steady,
    told_apart,
    united,
    unwritten,
    without,
    written_as_word,
)
from mockint.ears.heard import Heard, Hesitation
from mockint.ears.phones import Laid
from mockint.ears.probe import hesitations
from mockint.ears.speech import RATE_HZ
from tests.ears import test_phones


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
    assert unwritten(words, heard) == heard
    out = united(*told_apart(words, heard))
    assert texts(out) == "we lost um nine"
    assert (out[2].start_s, out[2].end_s, out[2].heard) == (1.1, 1.5, True)


def test_a_filler_that_both_know_is_one_and_takes_the_heard_times():
    words = said("so@0-0.3 um*@0.2-0.9 then@1.0-1.4")
    heard = [Hesitation(0.4, 0.8, 0.97)]
    assert not unwritten(words, heard)
    out = united(*told_apart(words, heard))
    assert [w.text for w in out if w.filler] == ["um"]
    assert out[1].start_s == 0.4


def test_an_unsure_filler_that_nothing_confirms_is_dropped_and_a_sure_one_stays():
    assert texts(united(*told_apart(said("so@0-0.3 um*?@0.4-0.6 then@1-1.4"), []))) == "so then"
    assert texts(united(*told_apart(said("so@0-0.3 um*@0.4-0.6 then@1-1.4"), []))) == "so um then"


def test_a_filler_that_hardly_sounds_and_nothing_confirms_is_dropped():
    assert texts(united(*told_apart(said("the@0-0.3 uh*@0.3-0.34 cold@0.4-0.8"), []))) == "the cold"


def test_a_filler_written_twice_for_one_hesitation_is_one():
    heard = [Hesitation(0.4, 0.8, 0.99)]
    assert texts(united(*told_apart(said("so@0-0.3 um*@0.4-0.7 uh*@0.75-0.8 then@1-1.4"), heard))) == "so um then"


def test_a_word_in_the_middle_of_a_hesitation_was_misheard():
    heard = [Hesitation(0.4, 0.9, 0.99)]
    assert texts(united(*told_apart(said("so@0-0.3 er*@0.4-0.6 hey@0.6-0.8 then@0.8-1.4"), heard))) == "so er then"


def test_words_lie_between_the_fillers_that_they_were_written_between():
    words = said("quite@0-0.3 um*@0.4-0.8 the@0.9-1.0 hey@1.9-2.1 uh*@2.0-2.4 same@3.0-3.4")
    heard = [Hesitation(0.4, 0.8, 0.99), Hesitation(1.8, 2.4, 0.99)]
    kept, _ = told_apart(words, heard)
    assert texts(kept) == "quite the same"
    assert np.allclose(bounds(words, kept, heard), [(0.0, 0.6), (0.6, 2.1), (2.1, np.inf)])
    assert bounds(words, kept, []) == [(0.0, np.inf)] * 3


def test_an_unsure_hesitation_counts_where_whisper_wrote_a_filler():
    sure, unsure = [Hesitation(0.4, 0.8, 0.99)], [Hesitation(2.0, 2.4, 0.7), Hesitation(4.0, 4.4, 0.9)]
    words = said("so@0-0.3 um*@0.4-0.7 then@1-1.4 uh*?@2.1-2.3 nine@3-3.4")
    assert confirmed(words, sure, unsure) == [*sure, unsure[0]]
    assert texts(united(*told_apart(words, confirmed(words, sure, unsure)))) == "so um then uh nine"


def test_what_is_asked_again_mends_what_was_misheard_and_what_fits_worse():
    words = said("to@0-0.2 uh*@0.3-0.6 to@0.8-1 wait@1-1.4 Oh@2-2.2 mate@2.2-2.6 and@3-3.2 that@3.2-3.4 ghost@3.5-3.9")
    again = said("to@0-0.2 wait@1-1.4 and@3-3.2 that@3.2-3.4")
    heard = [Hesitation(0.3, 0.6, 0.99), Hesitation(2.0, 2.4, 0.99)]

    def fit(those: list[Heard]) -> float:
        return sum({"ghost": -1.0, "to": 1.0}.get(w.text, 0.0) for w in those)

    missed = unwritten(words, heard)
    assert missed == heard[1:]
    assert texts(mended(words, again, missed, fit)) == "to uh to wait and that"
    assert texts(mended(words, again, missed, lambda _: 0.0)) == "to uh to wait and that ghost"
    assert mended(words, words, missed, fit) == words


def test_a_word_that_was_laid_on_a_hesitation_is_where_it_is_without_that():
    words, again = said("the@0-0.4 camera@1-1.4 uh*@2-2.3"), said("the@0-0.1 camera@0.1-0.6")
    heard = [Hesitation(1.0, 1.4, 0.99), Hesitation(2.0, 2.3, 0.99)]
    out = mended(words, again, unwritten(words, heard), lambda _: 0.0)
    assert [w.start_s for w in out] == [0, 0.1, 2]
    assert texts(united(*told_apart(out, heard))) == "the camera um uh"


def laid(fits: dict[str, float], crowded: int = 0):
    """Lays every word a second later, as well as is told."""

    def lay(words: list[Heard]) -> Laid:
        spans = [(w.start_s + 1, w.end_s + 1) for w in words]
        return Laid(spans, [fits.get(w.text, 0.0) for w in words], crowded, 0.0)

    return lay


def test_what_fits_besides_a_hesitation_need_not_be_asked_again():
    words = said("the@0-0.2 water@0.2-0.5 um*@0.6-0.8 was@1-1.3 cold@1.5-1.9")
    missed = [Hesitation(0.5, 1.0, 0.99)]
    assert texts(spared(words, missed, laid({}))) == "the water um was cold"
    assert [w.start_s for w in spared(words, missed, laid({}))] == [1, 1.2, 0.6, 2, 2.5]
    assert texts(spared(words, missed, laid({"water": GENUINE, "cold": 2 * MISHEARD}))) == "the water um was cold"
    assert spared(words, missed, laid({"was": 2 * GENUINE})) is None
    assert spared(words, missed, laid({}, crowded=1)) is None
    assert spared(words, missed, lambda _: None) is None


def test_what_does_not_fit_at_all_was_misheard_for_a_hesitation():
    words = said("oh@0-0.1 almost@0.1-0.4 the@0.5-0.6 water@1-1.3")
    missed = [Hesitation(0.0, 0.4, 0.99)]
    fits = {"oh": -4.0, "almost": -5.0, "water": -6.0}
    assert texts(spared(words, missed, laid(fits))) == "the water"
    assert spared(words, missed, laid({**fits, "the": 2 * GENUINE})) is None
    assert spared(words[:2], missed, laid(fits)) == spared([], missed, laid(fits)) == []


@pytest.mark.parametrize(
    ("written", "before", "within", "after", "part", "as_word"),
    [
        ("system works", "S IH S T", "AH AH M M M", "W ER K S", True, False),
        ("system works", "S IH S T AH M", "SIL AH AH M M M", "W ER K S", False, False),  # after a break
        ("mistakes on and", "M IH S T EY K S", "AH AH M M M", "AH N D", False, True),
        ("mistakes and", "M IH S T EY K S", "AH AH M M M", "AH N D", False, False),  # stands between them as it is
        ("eurapum works", "Y ER AH P", "AH AH M M M", "W ER K S", False, False),  # no word at all
        ("we them up", "W IY", "DH EH M", "AH P", True, False),
    ],
)
def test_the_phones_tell_a_word_from_a_hesitation(written, before, within, after, part, as_word):
    odds = test_phones.heard(f"{before} {within} {after}")
    a_phone = phones.STEPS * 2 * phones.STEP_S
    first, last = len(before.split()), len(f"{before} {within}".split())
    found = Hesitation((first + ("SIL" in within)) * a_phone, last * a_phone, 0.9)
    words, lay = test_phones.said(written), functools.partial(phones.align, odds)
    assert part_of_word(words, found, lay) == part
    assert written_as_word(words, found, lay) == as_word


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


AT_S = np.arange(8000) / RATE_HZ
VOWEL = sum(np.sin(2 * np.pi * 110 * k * AT_S) / k for k in range(1, 30)) * np.exp(-3 * AT_S)
CREAKING = np.exp(-60 * (AT_S % (1 / 35))) * np.sin(2 * np.pi * 550 * AT_S)
COUGH = np.random.default_rng(0).standard_normal(8000) * np.exp(-40 * (AT_S % 0.12))


def in_a_room(sound):
    """Half a second of sound over a faint noise."""
    return (0.1 * sound + 0.003 * np.random.default_rng(1).standard_normal(sound.size)).astype(np.float32)


@pytest.mark.parametrize(
    ("sound", "is_steady"), [(VOWEL, True), (CREAKING, True), (COUGH, False)], ids=["a vowel", "creaking", "a cough"]
)
def test_a_filled_pause_is_steady_and_a_cough_is_not(sound, is_steady):
    assert steady(in_a_room(sound), Hesitation(0.05, 0.45, 0.97)) == is_steady
    assert steady(in_a_room(sound), Hesitation(0.05, 0.2, 0.97))  # too short to tell


def test_short_or_faint_peaks_are_no_hesitations():
    p = np.zeros(200, np.float32)
    p[20:23] = 1.0
    p[50:80] = 0.5
    p[100:120] = 0.99
    found = hesitations(p)
    assert [(round(h.start_s, 2), round(h.end_s, 2)) for h in found] == [(2.0, 2.4)]
