"""One piece of an answer, from sound to timed words."""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mockint.core.hearing import bare, is_filler
from mockint.ears import aligner, phones, trust
from mockint.ears.fillers import (
    UNSEEN,
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
from mockint.ears.heard import Heard, Hesitation, timed
from mockint.ears.omissions import MOST_PASSED_OVER_S, beyond_s, most_s, rounds, said, stretched, written_twice
from mockint.ears.probe import TOKEN_S, hesitations, probability
from mockint.ears.speech import CHUNK, RATE_HZ
from mockint.ears.times import refined
from mockint.ears.whisper import Decoded, Whisper, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROMPT = " Um, so, uh, I, I was, um, you know, in a, in a, uh, I- I mean, er, hmm."
"""Shows Whisper that fillers, repeats and false starts are wanted: without it they are tidied away."""
BEAM = 2
"""Wider, the prompted search prefers texts that leave sentences out."""
UNPROMPTED_BEAM = 5
WAYS = ((PROMPT, BEAM, False), ("", UNPROMPTED_BEAM, False), ("", UNPROMPTED_BEAM, True))
"""Ways of asking: prompt, beam, and whether in the widest window. The last is for a text that goes round in a loop:
that comes of a short window, and hides what was said after it."""
PAD_S = 1.5
WINDOW_S = 8.0
"""Silence after a piece, and what both take at least: in a short window Whisper says a few words over and over."""
WIDEST_S = 30.0
"""What Whisper was trained on."""
NO_SPEECH = 0.6
LEAST_LOGPROB = -1.0
FITTING = -1.0
"""Fit to the phones from which words were said, whether or not Whisper thinks that nobody speaks."""
SURE_LOGPROB = -0.8
"""Mean log-probability of a token below which another way of asking is tried."""
FAINT = 800
"""Samples that must be faint for a word to end there: 50 ms."""
MURMURED = 0.55
"""Share of a hesitation that must sound like a filler's phones."""
LOOPED = 1.0
"""What a text that went round in a loop is worth less: any other is preferred."""
MOST_REPETITIVE = 2.4
"""Characters over their compressed length: text in a loop compresses well."""
TOKENS_A_SECOND = 9.0
"""More than anybody says; a decoder in a loop says more."""
LONGEST_REPEAT = 3
"""Words."""
ANY_BETTER = 0.1
"""More than rounding."""
MOST_CROWDED = 4
"""Phones that may have hardly any room in a piece: more of them were not said."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of the recording."""

    start_s: float
    """Where it starts in the recording."""
    samples: NDArray[np.float32]
    """Sound at 16 kHz, shape (n_samples,), [-1, 1], at most 28 s."""
    voice: NDArray[np.float32]
    """Probability of a voice in every 32 ms, shape (n_chunks,)."""
    led: Piece | None = None
    """The same with the speech that leads to it, where nobody paused before it."""

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.samples.size / RATE_HZ

    def between(self, start_s: float, end_s: float) -> Piece:
        """A part of it, in seconds from its start."""
        first, last = int(start_s * RATE_HZ) // CHUNK, -(-int(end_s * RATE_HZ) // CHUNK)
        samples = self.samples[first * CHUNK : last * CHUNK]
        return Piece(self.start_s + first * CHUNK / RATE_HZ, samples, self.voice[first:last])

    def without(self, heard: Sequence[Hesitation]) -> Piece:
        """The same with its hesitations silenced."""
        voice = self.voice.copy()
        for h in heard:
            voice[int(h.start_s * RATE_HZ) // CHUNK : -(-int(h.end_s * RATE_HZ) // CHUNK)] = 0.0
        return Piece(self.start_s, without(self.samples, heard), voice)


class _Encoded(msgspec.Struct, frozen=True):
    """A piece as Whisper's encoder hears it."""

    piece: Piece
    window: Window
    states: NDArray[np.float32]
    """Shape (n_states, width), one every 20 ms of the piece."""
    odds: NDArray[np.float64] | None
    """Log-odds of the phones, as :func:`phones.heard` gives them; None where no network was trained for this model."""


class Transcribed(msgspec.Struct, frozen=True):
    """What was heard in a piece."""

    words: list[Heard]
    """In seconds from the start of the recording."""
    voiced: NDArray[np.float32] | None
    """Log-odds of a voice in every 10 ms; None where no network was trained for this model."""
    from_s: float
    """From where on these are all the words, in seconds from the start of the recording: before the piece where a word
    lies across its start."""


def transcribe(whisper: Whisper, piece: Piece, *, hurried: bool = False) -> Transcribed:
    """The words of a piece.

    Parameters
    ----------
    whisper : Whisper
    piece : Piece
    hurried : bool
        Whether somebody waits and nothing else is to do: what may have to be asked later is asked at the same time. The
        words are the same, the work is more.
    """
    return _own(piece, _whole(whisper, piece.led or piece, hurried=hurried))


def _own(piece: Piece, found: Transcribed) -> Transcribed:
    """What belongs to a piece, of what was heard in it and in the speech that leads to it.

    ::

        heard     I'm also saying a different bunch of words
        piece                            |-----------------|
        own                       different bunch of words
    """
    across = [word.start_s for word in found.words if word.start_s < piece.start_s < word.end_s]
    from_s = min([piece.start_s, *across])
    voiced = found.voiced
    if voiced is not None:
        voiced = voiced[round((piece.start_s - found.from_s) / phones.STEP_S) :]
    return Transcribed([word for word in found.words if word.start_s >= from_s], voiced, from_s)


def _whole(whisper: Whisper, piece: Piece, *, hurried: bool) -> Transcribed:
    """All that is heard from the start of a piece on."""
    sound = _encoded(whisper, piece)
    sure, unsure = _hesitations(whisper, sound)
    aside = ThreadPoolExecutor(1) if hurried and sure else None
    left = aside.submit(_left, whisper, piece, sure) if aside else None
    words = _written(whisper, sound)
    told = _told(sound, words, sure, unsure)
    if told != sure:
        sure, left = told, None
    heard = confirmed(words, sure, unsure)
    if missed := unwritten(words, sure):
        plain = spared(words, missed, functools.partial(_laid, sound, heard))
        if plain is None:
            again = left.result() if left else _left(whisper, piece, sure)
            plain = mended(words, again, missed, functools.partial(_fit, sound, heard))
        words = plain
    if aside:
        aside.shutdown(wait=False, cancel_futures=True)
    written, (words, fillers) = words, told_apart(words, heard)
    if sound.odds is None:
        voiced, aligned = None, aligner.align(without(piece.samples, heard), words)
    else:
        apart = [filler.span for filler in fillers]
        lay = functools.partial(phones.align, sound.odds, words, apart=apart)
        laid = lay(bounds=bounds(written, words, heard)) or lay()
        voiced, aligned = phones.voiced(sound.odds, apart), laid.spans if laid else None
    words = [_moved(word, piece.start_s) for word in united(refined(words, aligned), fillers)]
    return Transcribed(words, voiced, piece.start_s)


def _encoded(whisper: Whisper, piece: Piece) -> _Encoded:
    window = whisper.window(piece.samples, pad_s=max(PAD_S, WINDOW_S - piece.length_s))
    states = window.states()[: round(piece.length_s / TOKEN_S)]
    return _Encoded(piece, window, states, phones.heard(states, whisper.phones) if whisper.phones else None)


def _left(whisper: Whisper, piece: Piece, heard: Sequence[Hesitation]) -> list[Heard]:
    """The words of a piece besides its hesitations.

    What Whisper mishears it writes down as a word. With the hesitations silenced it writes what is left.
    """
    return [word for word in _written(whisper, _encoded(whisper, piece.without(heard))) if not word.filler]


def _laid(sound: _Encoded, heard: Sequence[Hesitation], words: Sequence[Heard]) -> phones.Laid | None:
    """Words on the phones besides the hesitations, None where they do not fit in or nothing was trained to tell."""
    return phones.align(sound.odds, words, apart=[h.span for h in heard]) if sound.odds is not None else None


def _fit(sound: _Encoded, heard: Sequence[Hesitation], words: Sequence[Heard]) -> float:
    """How well words fit what sounds besides the hesitations; the same for all where nothing was trained to tell."""
    if sound.odds is None:
        return 0.0
    laid = _laid(sound, heard, [word for word in words if not word.filler])
    return laid.score if laid else -math.inf


def _hesitations(whisper: Whisper, sound: _Encoded) -> tuple[list[Hesitation], list[Hesitation]]:
    """Those that need no other witness, and those that do."""
    if whisper.probe is None:
        return [], []
    found = [h for h in hesitations(probability(sound.states, whisper.probe)) if steady(sound.piece.samples, h)]
    if (odds := sound.odds) is not None:  # the vowel of a word that is drawn out is no filler
        found = [h for h in found if phones.murmured(odds, h.span) >= MURMURED]
    sure = [h for h in found if h.probability >= UNSEEN or begins(sound.piece.samples, h)]
    return sure, [h for h in found if h not in sure]


def _told(
    sound: _Encoded, words: Sequence[Heard], sure: Sequence[Hesitation], unsure: Sequence[Hesitation]
) -> list[Hesitation]:
    """Those that need no other witness once the phones were asked about all that nothing was written for."""
    told = list(sure)
    for h in unwritten(words, [*sure, *unsure]):
        lay = functools.partial(_laid, sound, [other for other in unwritten(words, told) if other != h])
        if h in told and part_of_word(words, h, lay):
            told.remove(h)
        elif h not in told and written_as_word(words, h, lay):
            told.append(h)
    return told


def _written(whisper: Whisper, sound: _Encoded) -> list[Heard]:
    """The words that Whisper writes for a piece; what it passed over is asked for on its own.

    ::

        voice      --- -- ------- ------ -- ----- ------ --
        written    She was amazing               We  have
        again              amazing The duo sang. We  have
    """
    piece = sound.piece
    words = best = _asked(whisper, sound)
    beyond = beyond_s(piece.voice, words)
    missed_s = beyond.max()
    if not words or missed_s <= MOST_PASSED_OVER_S:
        return words
    first, past = stretched(beyond)
    longest = int(beyond.argmax())
    starts = [0.0, *(word.start_s for word in words[1:]), piece.length_s]
    # Where Whisper ends after the same word again, the rest is asked for without that word.
    for kept, start_s in ((first, starts[first]), (longest + 1, _end_s(piece, words[longest]))):
        part = piece.between(start_s, starts[past])
        again = [_moved(word, part.start_s - piece.start_s) for word in _asked(whisper, _encoded(whisper, part))]
        filled = [*words[:kept], *_between(words[:kept], again, words[past:]), *words[past:]]
        left_s = beyond_s(piece.voice, filled).max()
        if len(filled) > len(words) and left_s < missed_s:
            best, missed_s = filled, left_s
        if missed_s <= MOST_PASSED_OVER_S:
            break
    return best


def _between(before: Sequence[Heard], words: Sequence[Heard], after: Sequence[Heard]) -> Sequence[Heard]:
    """Words of a part without its neighbours, the edges of which were heard again."""
    if words and before and bare(words[0].text) == bare(before[-1].text):
        words = words[1:]
    if words and after and bare(words[-1].text) == bare(after[0].text):
        words = words[:-1]
    return words


def _end_s(piece: Piece, word: Heard) -> float:
    """Where a word may end that has more sound than its own: where it is faintest in what is its own at most."""
    first, last = (round((word.start_s + share * most_s(word)) * RATE_HZ) for share in (0.5, 1.0))
    last = max(last, first + FAINT)  # a word in letters that nobody here can sound out has no length
    power = np.convolve(piece.samples[first:last].astype(np.float64) ** 2, np.ones(FAINT), mode="valid")
    return (first + FAINT // 2 + int(power.argmin())) / RATE_HZ


def _asked(whisper: Whisper, sound: _Encoded) -> list[Heard]:
    """The words from the first way of asking that gives a sound answer."""
    piece = sound.piece
    limit = round(8 + TOKENS_A_SECOND * piece.length_s)
    best: tuple[float, list[Heard]] | None = None
    loops = False
    for prompt, beam, wide in WAYS:
        if wide and not loops:
            break
        window = whisper.window(piece.samples, pad_s=WIDEST_S) if wide else sound.window
        decoded = whisper.decode(window, whisper.encode_text(prompt), beam=beam, limit=limit)
        loops = repetitiveness(whisper, decoded) > MOST_REPETITIVE or len(decoded.tokens) >= limit
        words = _timed(whisper, sound, decoded, loops=loops)
        unsure = loops or decoded.mean_logprob < LEAST_LOGPROB  # each round makes the next more probable
        if decoded.no_speech > NO_SPEECH and unsure and not _fitting(sound, words):
            return []
        missed_s = float(beyond_s(piece.voice, words).max())
        if decoded.mean_logprob >= SURE_LOGPROB and missed_s <= MOST_PASSED_OVER_S and not loops:
            return words
        # What is missing is worse than what is doubtful.
        worth = decoded.mean_logprob - max(0.0, missed_s - MOST_PASSED_OVER_S) - (LOOPED if loops else 0.0)
        if best is None or worth > best[0]:
            best = worth, words
    return best[1] if best else []


def _fitting(sound: _Encoded, words: Sequence[Heard]) -> bool:
    """Whether words sound in a piece where Whisper thinks that nobody speaks; a filler is too like a noise to tell."""
    words = [word for word in words if not word.filler]
    laid = _laid(sound, [], words)
    if laid is None:
        return False
    lengths_s = [end - start for start, end in laid.spans]
    return float(np.average(laid.fits, weights=lengths_s)) >= FITTING


def _timed(whisper: Whisper, sound: _Encoded, decoded: Decoded, *, loops: bool) -> list[Heard]:
    """Decoded words where their phones are, or where Whisper looked for them if there is no room for all of them.

    A text that goes round in a loop to its end ends after as many rounds as fit best.
    """
    split = whisper.split(decoded.tokens)
    texts = [text for text, _, _ in split]
    if not texts:
        return []
    words = [Heard(text=text, start_s=0.0, end_s=0.0, probability=0.0, filler=is_filler(text)) for text in texts]
    laid = None if loops else _uncrowded(sound, words)
    ends = [] if laid else rounds(texts)
    for end in ends:
        fewer = _uncrowded(sound, words[:end])
        if fewer is None:
            break
        if laid is None or fewer.score > laid.score:
            laid = fewer
    if laid is None:
        # Nothing tells how much of a loop was said: its first round, and of one that has no rounds nothing.
        kept = (ends[0] if ends else 0) if loops else len(split)
        tokens = decoded.tokens[: split[kept - 1][2]] if kept else ()
        return said(_attended(whisper, sound, tokens))
    words, laid = _once(sound, words[: len(laid.spans)], laid)
    found = trust.evidence(
        [word.text for word in words],
        [text for text, _, _ in whisper.split(decoded.other)],
        ahead=decoded.ahead,
        mean_logprob=decoded.mean_logprob,
        fits=laid.fits,
    )
    return [
        msgspec.structs.replace(word, probability=round(trust.probability(evidence), 4))
        for word, evidence in zip(timed(words, laid.spans), found, strict=True)
    ]


def _once(sound: _Encoded, words: list[Heard], laid: phones.Laid) -> tuple[list[Heard], phones.Laid]:
    """Words without repeats that fit worse than saying it once: asked for repeats, Whisper now and then adds one."""
    for size in range(LONGEST_REPEAT, 0, -1):
        for i in reversed(range(len(words) - 2 * size + 1)):
            if written_twice(words, i, size):
                fewer = [*words[:i], *words[i + size :]]
                once = _laid(sound, [], fewer)
                if once and once.score > laid.score + ANY_BETTER:
                    words, laid = fewer, once
    return words, laid


def _uncrowded(sound: _Encoded, words: Sequence[Heard]) -> phones.Laid | None:
    """Words on the phones, None where there is no room for all of them."""
    laid = _laid(sound, [], words)
    return laid if laid and laid.crowded <= MOST_CROWDED else None


def _attended(whisper: Whisper, sound: _Encoded, tokens: Sequence[int]) -> list[Heard]:
    """Decoded words where Whisper looked for them, as probable as it takes them to be."""
    if not tokens:
        return []
    found = whisper.align(sound.window, tokens)
    starts_s = [min(start, sound.piece.length_s) for start in found.starts_s]
    return [
        Heard(
            text=text,
            start_s=starts_s[a],
            end_s=max(starts_s[a], starts_s[b]),
            probability=round(math.exp(sum(found.logprobs[a:b]) / (b - a)), 4),
            filler=is_filler(text),
        )
        for text, a, b in whisper.split(tokens)
    ]


def _moved(word: Heard, by_s: float) -> Heard:
    return msgspec.structs.replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s)


def repetitiveness(whisper: Whisper, decoded: Decoded) -> float:
    """Length of the text over its compressed length."""
    raw = " ".join(text for text, _, _ in whisper.split(decoded.tokens)).encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0
