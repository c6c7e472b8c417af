"""One piece of an answer, from sound to timed words."""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mockint.core.hearing import is_filler
from mockint.ears.aligner import align
from mockint.ears.fillers import UNSEEN, Hesitation, agree, begins, united, without
from mockint.ears.heard import Heard
from mockint.ears.probe import hesitations, probability
from mockint.ears.sounds_of import spoken
from mockint.ears.times import refined
from mockint.ears.whisper import TOKEN_S, Decoded, Whisper, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROMPT = " Um, so, uh, I was, um, you know, uh, I- I mean, er, hmm."
"""Shows Whisper that fillers and false starts are wanted: without it they are tidied away."""
BEAM = 2
"""Wider, the prompted search prefers texts that leave sentences out."""
UNPROMPTED_BEAM = 5
PAD_S = 1.5
RATE_HZ = 16_000
FRAME = 160
NO_SPEECH = 0.6
LEAST_LOGPROB = -1.0
SURE_LOGPROB = -0.8
"""Mean log-probability of a token below which another way of asking is tried."""
MOST_PASSED_OVER_S = 0.9
"""Sound beyond what a word takes: the um after it takes less, a sentence more."""
LETTER_S = 0.1
"""What a letter takes at most, said slowly."""
LONG_FILLER_S = 1.0
"""What a filler takes at most."""
MOST_AT_ONCE = 4
"""Letters that may share one position of the encoder: more of them were not said."""
LOUD = 0.45
"""Where between the quiet and the loud of a piece speech begins."""
MOST_REPETITIVE = 2.4
"""Characters over their compressed length: text in a loop compresses well."""
TOKENS_A_SECOND = 9.0
"""More than anybody says; a decoder in a loop says more."""


def transcribe(whisper: Whisper, samples: NDArray[np.float32], start_s: float) -> list[Heard]:
    """The words of a piece.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,), [-1, 1]
        Sound at 16 kHz, at most 28 s.
    start_s : float
        Where the piece starts in the recording.
    """
    window = whisper.window(samples, pad_s=PAD_S)
    heard = _hesitations(whisper, window, samples)
    words = _written(whisper, window, samples)
    if not agree(words, heard):
        # What Whisper mishears it writes down as a word. With the hesitations silenced it writes what is left.
        window = whisper.window(without(samples, heard), pad_s=PAD_S)
        words = [word for word in _written(whisper, window, samples) if not word.filler]
    words = united(words, heard)
    return [_moved(word, start_s) for word in refined(words, align(samples, words))]


def _hesitations(whisper: Whisper, window: Window, samples: NDArray[np.float32]) -> list[Hesitation]:
    if whisper.probe is None:
        return []
    length_s = samples.size / RATE_HZ
    found = hesitations(probability(window.states()[: round(length_s / TOKEN_S)], whisper.probe))
    return [h for h in found if h.probability >= UNSEEN or begins(samples, h)]


def _written(whisper: Whisper, window: Window, samples: NDArray[np.float32]) -> list[Heard]:
    """The words that Whisper writes for a window, from the first way of asking that gives a sound answer."""
    limit = round(8 + TOKENS_A_SECOND * samples.size / RATE_HZ)
    best: tuple[float, list[Heard]] | None = None
    for prompt, beam in ((whisper.encode_text(PROMPT), BEAM), ([], UNPROMPTED_BEAM)):
        decoded = whisper.decode(window, prompt, beam=beam, limit=limit)
        if decoded.no_speech > NO_SPEECH and decoded.mean_logprob < LEAST_LOGPROB:
            return []
        if repetitiveness(whisper, decoded) > MOST_REPETITIVE or len(decoded.tokens) >= limit:
            continue
        words = _timed(whisper, window, prompt, decoded, samples.size / RATE_HZ)
        missed_s = passed_over_s(samples, words)
        if decoded.mean_logprob >= SURE_LOGPROB and missed_s <= MOST_PASSED_OVER_S:
            return words
        # What is missing is worse than what is doubtful.
        worth = decoded.mean_logprob - max(0.0, missed_s - MOST_PASSED_OVER_S)
        if best is None or worth > best[0]:
            best = worth, words
    return best[1] if best else []


def _timed(whisper: Whisper, window: Window, prompt: list[int], decoded: Decoded, length_s: float) -> list[Heard]:
    """Decoded words at the times of Whisper's attention."""
    if not decoded.tokens:
        return []
    aligned = whisper.align(window, prompt, [decoded.tokens])[0]
    words = []
    for text, a, b in whisper.split(decoded.tokens):
        begin, end = aligned.starts_s[a], aligned.starts_s[b]
        words.append(
            Heard(
                text=text,
                start_s=min(begin, length_s),
                end_s=min(max(begin, end), length_s),
                probability=round(math.exp(sum(aligned.logprobs[a:b]) / (b - a)), 4),
                filler=is_filler(text),
            )
        )
    return said(words)


def said(words: Sequence[Heard]) -> list[Heard]:
    """The words that take time.

    Asked for repeats, Whisper now and then repeats what was said once; its attention then has no sound left for the
    second copy, all of which falls on one position of the encoder.
    """
    kept: list[Heard] = []
    for at_once, run in itertools.groupby(words, key=lambda word: word.end_s - word.start_s < 1.5 * TOKEN_S):
        group = list(run)
        if not at_once or sum(_letters(word) for word in group) <= MOST_AT_ONCE:
            kept += group
    return kept


def passed_over_s(samples: NDArray[np.float32], words: Sequence[Heard]) -> float:
    """The most sound that one word has beyond its own, in seconds: a lot of it means that a sentence was passed over.

    Prompted, Whisper now and then begins with the second sentence of a piece. Counted is what is about as loud as
    speech between the start of a word and that of the next.
    """
    frames = samples[: samples.size // FRAME * FRAME].reshape(-1, FRAME)
    level = 10 * np.log10((frames**2).mean(axis=1) + 1e-10)
    if not level.size:
        return 0.0
    low, high = np.percentile(level, (10, 95))
    loud = np.concatenate([[0], np.cumsum(level > low + LOUD * (high - low))])
    starts = [round(word.start_s * RATE_HZ / FRAME) for word in words[1:]]
    edges = np.clip([0, *starts, level.size], 0, level.size)
    own_s = [LONG_FILLER_S if word.filler else LETTER_S * _letters(word) for word in words] or [0.0]
    return float((np.diff(loud[edges]) * FRAME / RATE_HZ - own_s).max())


def _letters(word: Heard) -> int:
    return sum(map(len, spoken(word.text)))


def _moved(word: Heard, by_s: float) -> Heard:
    return msgspec.structs.replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s)


def repetitiveness(whisper: Whisper, decoded: Decoded) -> float:
    """Length of the text over its compressed length."""
    raw = " ".join(text for text, _, _ in whisper.split(decoded.tokens)).encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0
