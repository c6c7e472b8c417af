"""A piece of an answer: nothing of it passed over, the same on every machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import types

import msgspec
import numpy as np
import pytest
import soundfile

from mockint.ears import pieces
from mockint.ears.fillers import Hesitation
from mockint.ears.phones import STEP_S
from mockint.ears.pieces import PAD_S, PROMPT, Piece
from mockint.ears.probe import TOKEN_S
from mockint.ears.speech import CHUNK, RATE_HZ
from mockint.ears.whisper import Aligned, Decoded, Whisper
from tests.ears.test_fillers import COUGH, VOWEL, in_a_room
from tests.ears.test_listener import FIXTURE, needs_weights
from tests.ears.test_omissions import voice, words
from tests.ears.test_phones import heard

HEARD = voice((0.0, 0.32), (0.9, 1.6), (0.0, 0.32), (0.9, 3.2), (0.0, 0.32), (0.9, 1.28))
BEFORE, AFTER = "She@0.3-0.6 was@0.6-1.0 amazing@1.0-1.9", "We@5.7-6.1 have@6.1-7.0"


@pytest.mark.parametrize(
    "again",
    [
        ["amazing@0.0-0.9 the@1.3-1.6 committee@1.6-3.0 disagreed@3.0-4.4"],
        ["was@0.0-0.1 amazing@0.1-0.9 the@1.3-1.6 committee@1.6-3.0 disagreed@3.0-4.5 we@4.5-4.6"],
        ["amazing@0.0-4.5", "the@0.3-0.6 committee@0.6-2.0 disagreed@2.0-3.6"],
    ],
    ids=["heard with the word before it", "with bits of its neighbours", "only without the word before it"],
)
def test_a_sentence_that_was_passed_over_is_asked_for_again(monkeypatch, again):
    answers = iter([words(f"{BEFORE} {AFTER}"), *map(words, again)])
    monkeypatch.setattr(pieces, "_asked", lambda *_: next(answers))
    monkeypatch.setattr(pieces, "_encoded", lambda whisper, piece: pieces._Encoded(piece, None, None, None))
    written = pieces._written(None, sounding(HEARD))
    assert [w.text for w in written] == "She was amazing the committee disagreed We have".split()
    assert next(answers, None) is None
    starts = [w.start_s for w in written]
    assert starts == sorted(starts)


@pytest.mark.parametrize("last", ["amazing", "a", "é", "um"])
def test_what_stays_unheard_changes_nothing(monkeypatch, last):
    first = words(f"{BEFORE} {AFTER}".replace("amazing", last))
    answers = iter([first, words("amazing@0.0-4.5"), []])
    monkeypatch.setattr(pieces, "_asked", lambda *_: next(answers))
    monkeypatch.setattr(pieces, "_encoded", lambda whisper, piece: pieces._Encoded(piece, None, None, None))
    assert pieces._written(None, sounding(HEARD)) == first


class Writes:
    """What stands for a model that writes this text, whatever it is given."""

    def __init__(self, text: str, *, mean_logprob: float = -0.1, no_speech: float = 0.1) -> None:
        self.texts = text.split()
        self.decoded = Decoded(
            tokens=tuple(range(len(self.texts))), mean_logprob=mean_logprob, no_speech=no_speech, other=(), ahead=1.0
        )

    def encode_text(self, text: str) -> list[int]:
        return []

    def window(self, samples: np.ndarray, *, pad_s: float) -> None:
        return None

    def decode(self, *_: object, **__: object) -> Decoded:
        return self.decoded

    def split(self, tokens: tuple[int, ...]) -> list[tuple[str, int, int]]:
        return [(self.texts[t], i, i + 1) for i, t in enumerate(tokens)]

    def align(self, window: None, tokens: tuple[int, ...]) -> Aligned:
        return Aligned(starts_s=tuple(0.2 * i for i in range(len(tokens) + 1)), logprobs=(-0.1,) * len(tokens))


def sounds_of(phones: str) -> pieces._Encoded:
    odds = heard(phones)
    samples = np.zeros(round(odds.shape[0] * STEP_S * RATE_HZ), np.float32)
    return pieces._Encoded(Piece(0.0, samples, np.zeros(-(-samples.size // CHUNK), np.float32)), None, None, odds)


@pytest.mark.parametrize(
    ("written", "sounds", "said"),
    [
        ("the cat the cat the cat the cat the cat", "SIL DH AH K AE T SIL DH AH K AE T SIL", "the cat the cat"),
        ("the cat the cat", "SIL DH AH K AE T SIL", "the cat"),
        ("the the cat", "SIL DH AH DH AH K AE T SIL", "the the cat"),
        ("the the cat sat", "SIL DH AH K AE T S AE T SIL", "the cat sat"),
        ("I was I was mad", "SIL AY W AA Z M AE D SIL", "I was mad"),
        ("the cat the cat sat", "SIL DH AH K AE T DH AH K AE T S AE T SIL", "the cat the cat sat"),
        ("um um the cat", "SIL AH M SIL SIL DH AH K AE T SIL", "um um the cat"),
        ("so " + "no " * 30, "S OW SIL N OW SIL N OW SIL N OW", "so no no no"),
    ],
    ids=[
        "in a loop",
        "a copy that was not said",
        "said twice",
        "a word written twice",
        "two words written twice",
        "two words said twice",
        "a filler is asked for elsewhere",
        "a word in a loop",
    ],
)
def test_a_text_is_said_again_as_often_as_it_is_heard(written, sounds, said):
    assert [w.text for w in pieces._asked(Writes(written), sounds_of(sounds))] == said.split()


def test_how_often_is_not_known_without_phones():
    sound = msgspec.structs.replace(sounds_of("SIL DH AH K AE T SIL"), odds=None)
    assert [w.text for w in pieces._asked(Writes("the cat " * 20), sound)] == ["the", "cat"]
    assert pieces._asked(Writes(" ".join(f"cat{i}" for i in range(90))), sound) == []


def test_what_goes_round_in_a_loop_in_a_short_window_is_asked_for_in_the_widest(monkeypatch):
    loop, whole = Writes("the cat " * 20), Writes("the cat sat")
    widths = []
    monkeypatch.setattr(loop, "window", lambda samples, pad_s: widths.append(pad_s) or "widest")
    monkeypatch.setattr(loop, "decode", lambda window, *_, **__: (whole if window else loop).decoded)
    monkeypatch.setattr(
        loop, "split", lambda tokens: (whole if len(tokens) == 3 else Writes("the cat " * 20)).split(tokens)
    )
    said = pieces._asked(loop, sounds_of("SIL DH AH K AE T S AE T SIL"))
    assert [w.text for w in said] == ["the", "cat", "sat"]
    assert widths == [pieces.WIDEST_S]


@pytest.mark.parametrize(
    ("sounds", "said"),
    [("SIL DH AH K AE T SIL", "the cat"), ("SIL SH UW B IY L SIL", "")],
    ids=["it sounds like that", "it does not"],
)
def test_whisper_alone_does_not_say_that_nobody_speaks(sounds, said):
    unsure = Writes("the cat", mean_logprob=-1.2, no_speech=0.8)
    assert [w.text for w in pieces._asked(unsure, sounds_of(sounds))] == said.split()
    sure_of_a_loop = Writes("the cat " * 20, no_speech=0.8)
    assert [w.text for w in pieces._asked(sure_of_a_loop, sounds_of(sounds))] == said.split()
    assert pieces._asked(Writes("um", mean_logprob=-1.2, no_speech=0.8), sounds_of("SIL AH M SIL")) == []


def sounding(voice: np.ndarray) -> pieces._Encoded:
    return pieces._Encoded(whole(voice), None, np.empty((0, 1), np.float32), None)


def whole(voice: np.ndarray) -> Piece:
    loud = np.repeat(voice, CHUNK) * np.random.default_rng(1).normal(0, 0.1, voice.size * CHUNK)
    return Piece(20.0, loud.astype(np.float32), voice)


def test_a_part_and_a_piece_without_its_hesitations_keep_sound_and_voice_together():
    piece = whole(HEARD)
    part = piece.between(2.0, 5.0)
    assert part.samples.size == part.voice.size * CHUNK
    assert abs(part.start_s - 22.0) < CHUNK / RATE_HZ
    assert abs(part.length_s - 3.0) < 2 * CHUNK / RATE_HZ
    left = piece.without([Hesitation(2.5, 3.5, 0.99)])
    assert abs((piece.voice - left.voice).sum() * CHUNK / RATE_HZ - 0.9) < 0.06
    assert np.abs(left.samples[round(2.6 * RATE_HZ) : round(3.4 * RATE_HZ)]).max() < 0.01


@pytest.mark.parametrize(("sound", "count"), [(VOWEL, 1), (COUGH, 0)], ids=["a vowel", "a cough"])
def test_a_cough_that_the_encoder_takes_for_a_filler_is_none(monkeypatch, sound, count):
    piece = Piece(0.0, in_a_room(sound), np.ones(16, np.float32))
    p = np.zeros(round(0.5 / TOKEN_S), np.float32)
    p[3:22] = 1.0
    monkeypatch.setattr(pieces, "probability", lambda *_: p)
    whisper = types.SimpleNamespace(probe=object())
    sure, unsure = pieces._hesitations(whisper, pieces._Encoded(piece, None, None, None))
    assert (len(sure), len(unsure)) == (count, 0)


def test_of_what_leads_to_a_piece_only_the_word_across_its_start_is_its_own():
    piece = Piece(20.0, np.zeros(16, np.float32), np.zeros(1, np.float32))
    found = pieces.Transcribed(words("also@17.0-19.0 different@19.7-20.1 words@20.2-20.6"), np.arange(500.0), 16.0)
    own = pieces._own(piece, found)
    assert [word.text for word in own.words] == ["different", "words"]
    assert own.from_s == 19.7
    assert own.voiced is not None
    assert own.voiced[0] == 400.0, "20 s, in steps of 10 ms from the 16th second on"
    paused = pieces._own(piece, pieces.Transcribed(words("also@17.0-19.0 words@20.2-20.6"), None, 16.0))
    assert paused.from_s == 20.0


@pytest.mark.models
@needs_weights
@pytest.mark.parametrize("heard", [[], [Hesitation(1.0, 1.3, 0.99)]], ids=["no hesitation", "one that is not written"])
def test_hurried_words_are_the_same(heard, monkeypatch):
    whisper = Whisper("tiny.en", compute="cpu", warn=print)
    samples, _ = soundfile.read(FIXTURE, dtype="float32")
    piece, asked = Piece(0.0, samples[: 180 * CHUNK], np.ones(180, np.float32)), []
    written = pieces._written
    monkeypatch.setattr(pieces, "_hesitations", lambda *_: (heard, []))
    monkeypatch.setattr(pieces, "_written", lambda *given: asked.append(given) or written(*given))
    patient, hurried = (pieces.transcribe(whisper, piece, hurried=hurried) for hurried in (False, True))
    assert hurried.words == patient.words
    assert sum(word.filler for word in patient.words) == len(heard)
    assert len(asked) == 2 + 2 * len(heard)


@pytest.mark.models
@needs_weights
def test_the_most_that_is_written_is_what_was_allowed():
    whisper = Whisper("tiny.en", compute="cpu", warn=print)
    samples, _ = soundfile.read(FIXTURE, dtype="float32")
    window = whisper.window(samples[: 16000 * 20], pad_s=PAD_S)
    for prompt in (whisper.encode_text(PROMPT), []):
        assert [len(whisper.decode(window, prompt, beam=pieces.BEAM, limit=n).tokens) for n in (20, 40)] == [20, 40]


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
