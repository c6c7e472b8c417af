"""Where words lie, by the phones that are heard in Whisper's own encoder: the most probable way through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from mockint.core.hearing import bare
from mockint.core.spans import Span
from mockint.ears.probe import TOKEN_S
from mockint.ears.sounds_of import FILLERS, filler_phones, spoken, ways_to_say
from mockint.ears.speech import network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mockint.ears.heard import Heard

PHONES = (
    "SIL AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
).split()
"""The phones of the CMU dictionary in the order of the network's outputs, silence first."""
SILENCE = 0
STEPS = 2
"""Each state of the encoder is asked for its two halves."""
STEP_S = TOKEN_S / STEPS
MOST_SURE = 9.0
"""Log-odds beyond which nothing is believed more."""
CROWDED_STEPS = 1.5
"""Steps a phone below which a word was hardly said."""
HUM = 0.5
"""Share of a hesitation that sounds like phones where it is no hum."""
EDGE_S = 0.04
"""The edges of what stands apart may be a word's."""
_FILLED = [PHONES.index(phone) for phone in "SIL AA AE AH AO EH ER HH IH M N R UH".split()]
_NO_WORD = np.where(np.arange(len(PHONES)) == SILENCE, 0.0, -np.inf)
_NUMBER = {phone: n for n, phone in enumerate(PHONES)}


def heard(states: NDArray[np.float32], weights: Mapping[str, NDArray[np.floating[Any]]]) -> NDArray[np.float64]:
    """Log-odds of every phone in every 10 ms, shape (n_steps, n_phones).

    Parameters
    ----------
    states : ndarray, float32, shape (n_states, width)
        What the encoder made of every 20 ms.
    weights : mapping
        Of the network that hears phones in this model.
    """
    return network(states, weights).reshape(-1, len(PHONES)).astype(np.float64)


def voiced(odds: NDArray[np.float64], hesitations: Sequence[Span] = ()) -> NDArray[np.float32]:
    """Log-odds of any phone against silence in every 10 ms, shape (n_steps,).

    Parameters
    ----------
    odds : ndarray, float64, shape (n_steps, n_phones)
        As :func:`heard` gives them.
    hesitations : sequence of Span
        Where a voice was heard anyway; one in which hardly a phone is heard is a hum.
    """
    sounds = np.logaddexp.reduce(np.delete(odds, SILENCE, axis=1), axis=1)
    out = np.clip(sounds - odds[:, SILENCE], -MOST_SURE, MOST_SURE).astype(np.float32)
    for span in hesitations:
        hesitation = out[round(span.start_s / STEP_S) : round(span.end_s / STEP_S)]
        if np.mean(hesitation > 0) < HUM:
            hesitation[:] = MOST_SURE
    return out


def murmured(odds: NDArray[np.float64], span: Span) -> float:
    """The share of a stretch in which nothing sounds but what filled pauses are made of, 0 to 1.

    Parameters
    ----------
    odds : ndarray, float64, shape (n_steps, n_phones)
        As :func:`heard` gives them.
    span : Span
        In seconds from the first step.
    """
    part = odds[round(span.start_s / STEP_S) : round(span.end_s / STEP_S)]
    chances = np.exp(part - np.logaddexp.reduce(part, axis=1, keepdims=True))
    return float(chances[:, _FILLED].sum() / max(1, len(part)))


class Laid(msgspec.Struct, frozen=True):
    """Words on the phones that were heard."""

    spans: list[tuple[float, float]]
    """Start and end of each, in seconds from the first step."""
    fits: list[float]
    """Log-odds of the phones of each against those heard best, a step: 0 where nothing else was heard."""
    crowded: int
    """Phones of words whose phones get hardly more than a step each."""
    score: float
    """Log-odds of the phones on the way, in all: of two texts for the same sound the one with more fits better."""


def align(
    odds: NDArray[np.float64],
    words: Sequence[Heard],
    *,
    apart: Sequence[Span] = (),
    bounds: Sequence[tuple[float, float]] = (),
) -> Laid | None:
    """Where every word lies, or None where they do not fit in.

    Parameters
    ----------
    odds : ndarray, float64, shape (n_steps, n_phones)
        As :func:`heard` gives them.
    words : sequence of Heard
        What was said there.
    apart : sequence of Span
        Where something else sounds than these words.
    bounds : sequence of (float, float)
        Between which times [s] each word lies; none for no bounds.
    """
    graph = _graph([_ways(word) for word in words])
    if graph is None:
        return None
    odds = odds.copy()
    for span in apart:
        odds[round((span.start_s + EDGE_S) / STEP_S) : round((span.end_s - EDGE_S) / STEP_S)] = _NO_WORD
    sounding = odds[:, graph.phones]
    for owner, (from_s, until_s) in enumerate(bounds):
        own = graph.owners == owner
        sounding[: round(from_s / STEP_S), own] = -np.inf
        sounding[round(min(until_s / STEP_S, len(odds))) :, own] = -np.inf
    path, score = _path(sounding, graph)
    if score == -np.inf:
        return None
    found = np.arange(len(words))[:, None] == graph.owners[path]
    first, last = found.argmax(axis=1), path.size - found[:, ::-1].argmax(axis=1)
    begun = np.diff(path, prepend=-1) != 0
    phones = (found & begun).sum(axis=1)
    crowded = last - first < CROWDED_STEPS * phones
    spans = [(float(a * STEP_S), float(b * STEP_S)) for a, b in zip(first, last, strict=True)]
    against_best = odds[np.arange(path.size), graph.phones[path]] - odds.max(axis=1)
    fits = (found @ against_best / found.sum(axis=1)).tolist()
    return Laid(spans, fits, int(phones[crowded].sum()), score)


class _Graph(msgspec.Struct, frozen=True):
    """Every way to say the words one after the other, with or without a silence between two.

    ::

        (SIL)  DH AH  (SIL)  K AE T  (SIL)
               DH IY
    """

    phones: NDArray[np.int64]
    """Of each place, shape (n_places,)."""
    before: NDArray[np.int64]
    """From where one comes to a place, itself among them, shape (n_places, n_ways)."""
    owners: NDArray[np.int64]
    """The word that each place belongs to, -1 for silence, shape (n_places,)."""
    first: list[int]
    last: list[int]


def _ways(word: Heard) -> list[list[str]]:
    """For each spoken part of a word, the ways to say it."""
    if word.filler and not word.text:  # whichever it is
        return [list(FILLERS.values())]
    if word.filler:
        return [[filler_phones(bare(word.text).replace("-", ""))]]
    return [ways_to_say(part) for part in spoken(word.text)]


def _graph(words: Sequence[Sequence[Sequence[str]]]) -> _Graph | None:
    """The graph of the words, or None where there are none or one has no sound."""
    if not words or not all(words):
        return None
    phones, owners, before = [SILENCE], [-1], [[0]]
    first, ends = [0], [0]
    for owner, ways in _parts(words):
        came_from, ends = ends, []
        for way in ways:
            for k, phone in enumerate(way.split()):
                place = len(phones)
                if k == 0 and came_from == [0]:
                    first.append(place)
                before.append([place, *(came_from if k == 0 else [place - 1])])
                phones.append(_NUMBER[phone])
                owners.append(owner)
            ends.append(len(phones) - 1)
        before.append([len(phones), *ends])
        ends.append(len(phones))
        phones.append(SILENCE)
        owners.append(-1)
    most = max(map(len, before))
    padded = [[*places, *places[:1] * (most - len(places))] for places in before]
    return _Graph(np.array(phones), np.array(padded), np.array(owners), first, ends)


def _parts(words: Sequence[Sequence[Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    for owner, parts in enumerate(words):
        for ways in parts:
            yield owner, ways


def _path(sounding: NDArray[np.float64], graph: _Graph) -> tuple[NDArray[np.int64], float]:
    """The place of each step on the most probable way (Viterbi 1967), shape (n_steps,), and its log-odds.

    `sounding` holds the log-odds of each place in each step, shape (n_steps, n_places).
    """
    count, places = sounding.shape
    path = np.empty(count, np.int64)
    if not count:
        return path, -np.inf
    scores = np.full((count, places), -np.inf)
    scores[0, graph.first] = sounding[0, graph.first]
    before = np.ascontiguousarray(graph.before.T)
    for step in range(1, count):
        np.add(scores[step - 1].take(before).max(axis=0), sounding[step], out=scores[step])
    came_from: Iterable[int] = graph.last
    for step in range(count - 1, -1, -1):
        path[step] = max(came_from, key=scores[step].__getitem__)
        came_from = graph.before[path[step]]
    return path, float(scores[-1, path[-1]])
