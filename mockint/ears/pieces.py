"""One piece of an answer, from sound to timed words."""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING

import msgspec

from mockint.core.hearing import is_filler
from mockint.ears.aligner import align
from mockint.ears.fillers import UNSEEN, Hesitation, agree, begins, united, without
from mockint.ears.heard import Heard
from mockint.ears.probe import hesitations, probability
from mockint.ears.times import refined
from mockint.ears.whisper import TOKEN_S, Decoded, Whisper, Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROMPT = " Um, so, uh, I was, um, you know, uh, I- I mean, er, hmm."
"""Shows Whisper that fillers and false starts are wanted: without it they are tidied away."""
PAD_S = 1.5
RATE_HZ = 16_000
NO_SPEECH = 0.6
LEAST_LOGPROB = -1.0
SURE_LOGPROB = -0.8
"""Mean log-probability of a token below which another way of asking is tried."""
MOST_REPETITIVE = 2.4
"""Characters over their compressed length: text in a loop compresses well."""
TOKENS_A_SECOND = 9.0
"""More than anybody says; a decoder in a loop says more."""


def transcribe(whisper: Whisper, samples: NDArray[np.float32], start_s: float) -> list[Heard]:
    """The words of a piece.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,), [-1, 1]
        Sound at 16 kHz, at most 20 s.
    start_s : float
        Where the piece starts in the recording.
    """
    window = whisper.window(samples, pad_s=PAD_S)
    heard = _hesitations(whisper, window, samples)
    words = _written(whisper, window, samples.size / RATE_HZ)
    if not agree(words, heard):
        # What Whisper mishears it writes down as a word. With the hesitations silenced it writes what is left.
        window = whisper.window(without(samples, heard), pad_s=PAD_S)
        words = [word for word in _written(whisper, window, samples.size / RATE_HZ) if not word.filler]
    words = united(words, heard)
    return [_moved(word, start_s) for word in refined(words, align(samples, words))]


def _hesitations(whisper: Whisper, window: Window, samples: NDArray[np.float32]) -> list[Hesitation]:
    if whisper.probe is None:
        return []
    length_s = samples.size / RATE_HZ
    found = hesitations(probability(window.states()[: round(length_s / TOKEN_S)], whisper.probe))
    return [h for h in found if h.probability >= UNSEEN or begins(samples, h)]


def _written(whisper: Whisper, window: Window, length_s: float) -> list[Heard]:
    """The words that Whisper writes for a window, at the times of its attention."""
    decoded, prompt = _decode(whisper, window, length_s)
    if decoded is None or not decoded.tokens:
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
    return words


def _moved(word: Heard, by_s: float) -> Heard:
    return msgspec.structs.replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s)


def _decode(whisper: Whisper, window: Window, length_s: float) -> tuple[Decoded | None, list[int]]:
    """The text and its prompt, from the first way of asking that gives a sound answer; None where nobody speaks."""
    limit = round(8 + TOKENS_A_SECOND * length_s)
    verbatim = whisper.encode_text(PROMPT)
    best: tuple[Decoded | None, list[int]] = (None, [])
    for prompt, beam in ((verbatim, 5), ([], 5)):
        decoded = whisper.decode(window, prompt, beam=beam, limit=limit)
        if decoded.no_speech > NO_SPEECH and decoded.mean_logprob < LEAST_LOGPROB:
            return None, []
        if repetitiveness(whisper, decoded) > MOST_REPETITIVE or len(decoded.tokens) >= limit:
            continue
        if decoded.mean_logprob >= SURE_LOGPROB:
            return decoded, prompt
        if best[0] is None or decoded.mean_logprob > best[0].mean_logprob:
            best = decoded, prompt
    return best


def repetitiveness(whisper: Whisper, decoded: Decoded) -> float:
    """Length of the text over its compressed length."""
    raw = " ".join(text for text, _, _ in whisper.split(decoded.tokens)).encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0
