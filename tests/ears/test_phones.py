"""Words laid on the phones that are heard: each where its own sound is, whatever stands between."""

from __future__ import annotations

import difflib
import json
import statistics

import numpy as np
import pytest
import soundfile

from mockint.core.hearing import bare
from mockint.core.spans import Span
from mockint.ears import aligner, models, phones, pieces
from mockint.ears.heard import Heard
from mockint.ears.phones import EDGE_S, PHONES, STEP_S, STEPS
from mockint.ears.pieces import Piece
from mockint.ears.speech import CHUNK, RATE_HZ, trained
from mockint.ears.whisper import Whisper
from tests.ears.test_listener import FIXTURE, needs_weights

ALIKE = {
    "w1": np.eye(len(PHONES)),
    "b1": np.zeros(len(PHONES)),
    "w2": np.tile(np.eye(len(PHONES)), STEPS),
    "b2": np.zeros(STEPS * len(PHONES)),
}
"""A network that hears in each state what stands in it."""


def said(text: str) -> list[Heard]:
    return [Heard(text=w, start_s=0.0, end_s=0.0, probability=1.0, filler=w in ("um", "uh")) for w in text.split()]


def heard(sounds: str) -> np.ndarray:
    """Two states a phone."""
    states = np.repeat(5.0 * np.eye(len(PHONES))[[PHONES.index(s) for s in sounds.split()]], 2, axis=0)
    return phones.heard(states.astype(np.float32), ALIKE)


def spans(sounds: str, words: str) -> list[tuple[int, int]] | None:
    """First and one-past-last phone of each word."""
    found = phones.align(heard(sounds), said(words))
    a_phone = 2 * STEPS * STEP_S
    return found and [(round(start / a_phone), round(end / a_phone)) for start, end in found.spans]


@pytest.mark.parametrize(
    ("sounds", "words", "expected"),
    [
        ("DH AH K AE T", "the cat", [(0, 2), (2, 5)]),
        ("DH IY K AE T", "the cat", [(0, 2), (2, 5)]),  # the other way to say it
        ("SIL DH AH SIL SIL K AE T SIL", "the cat", [(1, 3), (5, 8)]),
        ("DH IY AH M K AE T", "the um cat", [(0, 2), (2, 4), (4, 7)]),
        ("DH AH DH AH K AE T", "the the cat", [(0, 2), (2, 4), (4, 7)]),
        ("SIL T W EH N T IY T UW SIL", "22", [(1, 9)]),  # a written word of two spoken ones
        ("SIL S SIL DH AH K AE T", "the cat", [(3, 5), (5, 8)]),  # a sound that is none of theirs
        ("DH AH", "the cat sat on the mat", None),  # no room
        ("DH AH", "", None),
        ("DH AH", "the 猫", None),  # a word that nobody can sound out
    ],
)
def test_words_lie_where_their_sounds_are(sounds, words, expected):
    assert spans(sounds, words) == expected


def test_where_a_filler_was_heard_there_is_no_word():
    sounds = heard("DH IY " + "AH " * 4 + "M " * 4 + "K AE T")  # the filler is 0.08 to 0.40
    spared = phones.align(sounds, said("the cat"), apart=[Span(0.08, 0.40)])
    assert spared
    (_, the_end_s), (cat_start_s, _) = spared.spans
    assert the_end_s <= 0.08 + EDGE_S
    assert cat_start_s >= 0.40 - EDGE_S - 1e-9
    assert phones.align(sounds, said("the cat"), apart=[Span(0.0, 1.0)]) is None


def test_a_word_that_was_written_after_a_filler_lies_after_it():
    sounds = heard("K AO R SIL " + "AH " * 4 + "SIL AH SIL")  # the filler begins at 0.16, the a is at 0.36
    filler = [Span(0.16, 0.32)]
    free = phones.align(sounds, said("a"), apart=filler)
    bound = phones.align(sounds, said("a"), apart=filler, bounds=[(0.24, np.inf)])
    until = phones.align(sounds, said("a"), apart=filler, bounds=[(0.0, 0.24)])
    assert free and bound and until
    assert bound.spans[0][0] >= 0.24
    assert until.spans[0][1] <= 0.24
    assert max(bound.score, until.score) == free.score
    assert phones.align(sounds, said("a"), bounds=[(5.0, np.inf)]) is None


def test_what_was_said_fits_better_than_what_was_not():
    once = heard("DH AH K AE T SIL")
    fits = [phones.align(once, said(text)) for text in ("the cat", "the", "the the cat", "the hat")]
    assert [fit and fit.crowded for fit in fits] == [0, 0, 2, 0]
    assert all(fits[0].score > other.score for other in fits[1:])


def test_a_word_that_was_not_said_fits_worse_than_its_neighbours():
    the, hat = phones.align(heard("DH AH K AE T"), said("the hat")).fits
    assert (the, hat < -1) == (0.0, True)


def test_a_drawn_out_vowel_does_not_sound_like_a_filler():
    odds, a_phone = heard("B IY IY IY AH M SIL"), 2 * STEPS * STEP_S
    be, um = (phones.murmured(odds, Span(a * a_phone, b * a_phone)) for a, b in ((1, 4), (4, 7)))
    assert be < 0.1 < 0.8 < um
    assert phones.murmured(odds, Span(0.1, 0.1)) == 0


def test_nothing_fits_into_nothing():
    assert phones.align(heard("SIL")[:0], said("the cat")) is None


def test_a_voice_is_told_from_silence():
    voiced = phones.voiced(heard("SIL AH SIL"))
    assert list(voiced > 0) == [False] * 4 + [True] * 4 + [False] * 4
    sure = phones.voiced(100 * heard("SIL AH"))
    assert set(sure) == {-phones.MOST_SURE, phones.MOST_SURE}


def test_a_hum_is_a_voice_although_it_is_no_phone():
    hummed = phones.voiced(heard("SIL SIL SIL SIL SIL"), [Span(0.04, 0.16)])
    assert list(hummed > 0) == [False] * 4 + [True] * 12 + [False] * 4
    said_with_silence_after = heard("SIL AH AH SIL SIL")
    assert list(phones.voiced(said_with_silence_after, [Span(0.04, 0.16)])) == list(
        phones.voiced(said_with_silence_after)
    )


@pytest.mark.parametrize("name", [known.name for known in models.PACKAGED])
def test_every_packaged_model_is_listened_to(name):
    weights = trained(f"{name}.phones")
    assert weights
    assert weights["w2"].shape[1] == STEPS * len(PHONES)


@pytest.mark.models
@needs_weights
@pytest.mark.parametrize("own_network", [True, False], ids=["phones", "pocketsphinx"])
def test_words_begin_where_they_do_in_a_recording(own_network, monkeypatch):
    samples, _ = soundfile.read(FIXTURE, dtype="float32")
    truth = json.loads(FIXTURE.with_name("too_short.truth.json").read_text())["words"]
    true = [w for w in truth if w["end_s"] < 9.6]  # up to a pause
    samples = samples[: round((true[-1]["end_s"] + 0.1) * RATE_HZ)]
    whisper = Whisper("tiny.en", compute="cpu", warn=print)
    if own_network:
        monkeypatch.setattr(aligner, "align", lambda *_: pytest.fail("not asked"))
    else:
        whisper.phones = None
    found = pieces.transcribe(whisper, Piece(0.0, samples, np.ones(samples.size // CHUNK, np.float32))).words
    same = difflib.SequenceMatcher(None, [bare(w.text) for w in found], [bare(w["text"]) for w in true], autojunk=False)
    pairs = [(found[m.a + k], true[m.b + k]) for m in same.get_matching_blocks() for k in range(m.size)]
    assert len(pairs) > 0.8 * len(true)
    off = sorted(abs(word.start_s - one["start_s"]) for word, one in pairs)
    assert statistics.median(off) < 0.04
    assert off[int(0.95 * len(off))] < 0.15
