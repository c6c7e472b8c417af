"""What Whisper leaves out and what it writes twice, told by the sound that its words have."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mockint.core.hearing import bare
from mockint.ears.heard import Heard
from mockint.ears.probe import TOKEN_S
from mockint.ears.sounds_of import spoken
from mockint.ears.speech import CHUNK, RATE_HZ, VOICE_SURE

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PASSED_OVER_S = 0.9
"""Voice beyond what a word takes: the um after it takes less, a sentence more."""
STRETCHED_S = 0.25
"""What the words beside a sentence that was passed over take of its voice at least."""
LETTER_S = 0.1
"""What a letter takes at most, said slowly."""
LONG_FILLER_S = 1.0
"""What a filler takes at most."""
MOST_AT_ONCE = 4
"""Letters that may share one position of the encoder: more of them were not said."""


def said(words: Sequence[Heard]) -> list[Heard]:
    """The words that take time.

    Asked for repeats, Whisper now and then repeats what was said once; its attention then has no sound left for the
    second copy, all of which falls on one position of the encoder, but for its last word now and then.
    """
    kept: list[int] = []
    unsaid: list[int] = []
    for at_once, run in itertools.groupby(range(len(words)), key=lambda i: _length_s(words[i]) < 1.5 * TOKEN_S):
        group = list(run)
        many = sum(_letters(words[i]) for i in group) > MOST_AT_ONCE
        (unsaid if at_once and many else kept).extend(group)
    first_round, *_ = [*rounds([word.text for word in words]), len(words)]
    end = first_round if unsaid and unsaid[-1] >= first_round else len(words)
    return [words[i] for i in kept if i < end]


def rounds(texts: Sequence[str]) -> list[int]:
    """How many words there are after each round of a text that goes round in a loop to its end; none where it does not.

    ::

        So I lost it. I lost it. I lost
                     4          7
    """
    plain = [bare(text) for text in texts]
    for first in range(len(plain)):
        for period in range(1, (len(plain) - first) // 2 + 1):
            if plain[first + period :] == plain[first : len(plain) - period]:
                return list(range(first + period, len(plain) + 1, period))
    return []


def written_twice(words: Sequence[Heard], first: int, size: int) -> bool:
    """Whether as many words as `size` from the first on are at once written again; a filler is no repeat."""
    once, twice = words[first : first + size], words[first + size : first + 2 * size]
    plain = [bare(word.text) for word in once]
    return plain == [bare(word.text) for word in twice] and all(plain) and not any(word.filler for word in once)


def beyond_s(voice: NDArray[np.float32], words: Sequence[Heard]) -> NDArray[np.float64]:
    """The voice that each word has beyond its own, from its start to the start of the next, in seconds.

    Parameters
    ----------
    voice : ndarray, float32, shape (n_chunks,)
        Probability of a voice in every 32 ms, from the first sample of the piece.
    words : sequence of Heard
        In seconds from there.

    Returns
    -------
    ndarray, float64, shape (n_words,), or (1,) where there are no words: all the voice is beyond them.
    """
    chunk_s = CHUNK / RATE_HZ
    sounding_s = np.concatenate([[0.0], np.cumsum(voice >= VOICE_SURE) * chunk_s])
    edges = [0.0, *(word.start_s for word in words[1:]), voice.size * chunk_s]
    own_s = [most_s(word) for word in words] or [0.0]
    return np.diff(np.interp(edges, np.arange(sounding_s.size) * chunk_s, sounding_s)) - own_s


def stretched(beyond: NDArray[np.float64]) -> tuple[int, int]:
    """The first and one past the last of the words that share the voice of what was passed over."""
    first = last = int(beyond.argmax())
    while first and beyond[first - 1] > STRETCHED_S:
        first -= 1
    while last + 1 < beyond.size and beyond[last + 1] > STRETCHED_S:
        last += 1
    return first, last + 1


def most_s(word: Heard) -> float:
    """What a word takes at most, said slowly."""
    return LONG_FILLER_S if word.filler else LETTER_S * _letters(word)


def _length_s(word: Heard) -> float:
    return word.end_s - word.start_s


def _letters(word: Heard) -> int:
    return sum(map(len, spoken(word.text)))
