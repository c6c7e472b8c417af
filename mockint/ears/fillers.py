"""Two roads to a filled pause brought together: what Whisper wrote, and what its encoder heard."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mockint.core.hearing import bare
from mockint.core.spans import Span
from mockint.ears.heard import Heard, Hesitation, timed
from mockint.ears.sounds_of import in_dictionary
from mockint.ears.speech import RATE_HZ, Bands

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mockint.ears.phones import Laid

BELIEVED = 0.6
"""Probability from which a filler that Whisper wrote needs no second witness."""
SHORT_S = 0.05
"""What a filler that nothing else confirms takes at least."""
UNSEEN = 0.95
"""Probability from which a hesitation needs no silence before it: drawn-out words stay below."""
FRESH_DB = 8.0
"""How much quieter it is before a hesitation that begins anew."""
UNSTEADY_DB = 6.5
"""Mean change of a band within 30 ms from which a sound is a cough, a laugh or a gasp: of 400 fillers none reached 5.4,
a cough and three laughs that were taken for fillers 7.2 to 10.5."""
LONG_ENOUGH_S = 0.2
"""What it lasts at least for that to be told."""
NEAR_S = 0.4
"""How far apart the two may put the same filler."""
TOUCHING_S = 0.1
"""How far from a hesitation a word may be that was misheard for it."""
INSIDE = 0.8
"""Share of a word that lies in a hesitation where the word was misheard for it."""
GENUINE = -0.45
"""Fit to the phones besides a hesitation from which a word that touches it was said."""
MISHEARD = -1.5
"""Fit below which it was misheard for the hesitation."""
DOUBTED = -0.5
"""Fit above which a word is not taken for a hesitation."""
FAR_WORSE, HARDLY_BETTER = 25.0, 5.0
"""Log-odds that a filler must cost in the place of a word, and may win beside it, where it is a part of that word."""
TELLING = 15.0
"""Log-odds that a filler must win which was written as a word."""
ALONE_S, BESIDE_S = 0.15, 0.2
"""What such a filler takes at least in the place of a word, and beside one."""
_EDGE = 2
"""Frames of 10 ms in which it begins or ends."""
_CREAK = 3
"""Frames that hold a pulse of it."""
_BANDS_OF_VOWELS = 10
"""Up to 4.2 kHz."""
_AUDIBLE_DB = 40.0
"""Below the loudest band; what is fainter changes with the recording's noise."""
_FADE_S = 0.015
_REACH_S = 0.02
_DAMPED = 0.01


def begins(samples: NDArray[np.float32], hesitation: Hesitation) -> bool:
    """Whether a voice starts with a hesitation: the end of a drawn-out word is preceded by that word.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,)
        Sound at 16 kHz.
    """
    start, end = round(hesitation.start_s * RATE_HZ), round(hesitation.end_s * RATE_HZ)
    before = samples[max(0, start - round(0.14 * RATE_HZ)) : max(0, start - round(0.06 * RATE_HZ))]
    return _level_db(before) < _level_db(samples[start:end]) - FRESH_DB


def steady(samples: NDArray[np.float32], hesitation: Hesitation) -> bool:
    """Whether it sounds the same from its start to its end, as a filled pause does (Goto et al., Eurospeech 1999).

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,)
        Sound at 16 kHz.
    hesitation : Hesitation
    """
    if hesitation.end_s - hesitation.start_s < LONG_ENOUGH_S:
        return True
    start, end = round(hesitation.start_s * RATE_HZ), round(hesitation.end_s * RATE_HZ)
    power = 10 ** (Bands().feed(samples[start:end])[:, :_BANDS_OF_VOWELS] / 10)
    # A creaking voice comes in pulses, which its frames must not show.
    smooth = np.lib.stride_tricks.sliding_window_view(power, _CREAK, axis=0).mean(axis=-1)[_EDGE:-_EDGE]
    db = 10 * np.log10(np.maximum(smooth, smooth.max() / 10 ** (_AUDIBLE_DB / 10)))
    return float(np.abs(db[_CREAK:] - db[:-_CREAK]).mean()) < UNSTEADY_DB


def matched(words: Sequence[Heard], hesitations: Sequence[Hesitation]) -> dict[int, Hesitation]:
    """Which written filler, by its place, is which hesitation: the surest chooses first, and the nearest."""
    pairs: dict[int, Hesitation] = {}
    for hesitation in sorted(hesitations, key=lambda h: -h.probability):
        near = [i for i, w in enumerate(words) if w.filler and i not in pairs and _apart_s(w, hesitation) <= NEAR_S]
        if near:
            pairs[min(near, key=lambda i: _apart_s(words[i], hesitation))] = hesitation
    return pairs


def confirmed(words: Sequence[Heard], sure: Sequence[Hesitation], unsure: Sequence[Hesitation]) -> list[Hesitation]:
    """Hesitations that are sure, or that Whisper wrote a filler for."""
    written = matched(words, [*sure, *unsure]).values()
    return [*sure, *(hesitation for hesitation in unsure if hesitation in written)]


def part_of_word(words: Sequence[Heard], hesitation: Hesitation, lay: Callable[[Sequence[Heard]], Laid | None]) -> bool:
    """Whether a hesitation that Whisper wrote no filler for is how a word of the text sounds: syst*em*, for*um*.

    A filler in the place of that word would fit far worse, and one beside it no better.

    Parameters
    ----------
    words : sequence of Heard
    hesitation : Hesitation
    lay : callable
        Lays words on the phones besides the other hesitations.
    """
    laid = lay(words)
    if laid is None:
        return False
    shared_s = [Span(*span).overlap_s(hesitation.span) for span in laid.spans]
    i = int(np.argmax(shared_s))
    if 2 * shared_s[i] < hesitation.end_s - hesitation.start_s or laid.fits[i] < DOUBTED:
        return False
    if words[i].filler or not in_dictionary(words[i].text):  # a word that does not exist may have swallowed a filler
        return False
    scores = {(first, past): with_one.score for first, past, with_one in _with_a_filler(words, [i], lay)}
    beside = max((score for (first, past), score in scores.items() if first == past), default=-np.inf)
    return scores.get((i, i + 1), -np.inf) < laid.score - FAR_WORSE and beside < laid.score + HARDLY_BETTER


def written_as_word(
    words: Sequence[Heard], hesitation: Hesitation, lay: Callable[[Sequence[Heard]], Laid | None]
) -> bool:
    """Whether a hesitation that Whisper wrote no filler for was written down as a word, or with one.

    ::

        words          mistakes   on   and   mistakes
        fits             -0.1   -2.0   -0.2    0
        hesitation             |----|
        with a filler  mistakes   um   and   mistakes
        fits             -0.1     0     0      0

    Parameters
    ----------
    words : sequence of Heard
    hesitation : Hesitation
    lay : callable
        Lays words on the phones besides the other hesitations.
    """
    laid = lay(words)
    if laid is None:
        return False
    there = [i for i, word in enumerate(timed(words, laid.spans)) if _near(word, [hesitation])]
    if min((laid.fits[i] for i in there), default=0.0) > DOUBTED:
        return False
    for first, past, with_one in _with_a_filler(words, there, lay):
        span = Span(*with_one.spans[first])
        length_s = span.end_s - span.start_s
        if (
            with_one.score > laid.score + TELLING
            and with_one.fits[first] >= GENUINE
            and length_s >= (ALONE_S if past > first else BESIDE_S)
            and 2 * span.overlap_s(hesitation.span) >= length_s
        ):
            return True
    return False


def _with_a_filler(
    words: Sequence[Heard], where: Sequence[int], lay: Callable[[Sequence[Heard]], Laid | None]
) -> Iterator[tuple[int, int, Laid]]:
    """The words with a filler for, before or after each of some: the first and one past the last of what it is for."""
    filler = Heard(text="", start_s=0.0, end_s=0.0, probability=0.0, filler=True)
    for first, past in sorted({place for i in where for place in ((i, i), (i, i + 1), (i + 1, i + 1))}):
        laid = lay([*words[:first], filler, *words[past:]])
        if laid is not None:
            yield first, past, laid


def unwritten(words: Sequence[Heard], hesitations: Sequence[Hesitation]) -> list[Hesitation]:
    """Hesitations that Whisper wrote no filler for."""
    written = matched(words, hesitations).values()
    return [hesitation for hesitation in hesitations if hesitation not in written]


def spared(
    words: Sequence[Heard], where: Sequence[Hesitation], lay: Callable[[Sequence[Heard]], Laid | None]
) -> list[Heard] | None:
    """What was written without what was misheard for a hesitation, None where that is not plain.

    ::

        words       the   water  on    was   cold
        where                   |--|
        fits          0    -0.1  -4.3  0     0
        spared      the   water        was   cold

    Parameters
    ----------
    words : sequence of Heard
    where : sequence of Hesitation
        Those that nothing was written for.
    lay : callable
        Lays words on the phones besides the hesitations.
    """
    near = [i for i, word in enumerate(words) if not word.filler and _near(word, where)]
    kept = [i for i, word in enumerate(words) if not word.filler]
    while kept:
        laid = lay([words[i] for i in kept])
        if laid is None:
            return None
        fits = dict(zip(kept, laid.fits, strict=True))
        worst = min((i for i in near if i in fits), key=fits.__getitem__, default=None)
        if worst is not None and fits[worst] < MISHEARD:
            kept.remove(worst)
            continue
        if laid.crowded or (worst is not None and fits[worst] < GENUINE):
            return None
        at = dict(zip(kept, laid.spans, strict=True))
        return [
            msgspec.structs.replace(word, start_s=at[i][0], end_s=at[i][1]) if i in at else word
            for i, word in enumerate(words)
            if word.filler or i in at
        ]
    return [word for word in words if word.filler]


def mended(
    words: Sequence[Heard],
    again: Sequence[Heard],
    where: Sequence[Hesitation],
    fit: Callable[[Sequence[Heard]], float],
) -> list[Heard]:
    """What was written, mended by what was written again with its hesitations silenced.

    Near a hesitation that was misheard for a word, the second is right; elsewhere what fits the sound better.

    ::

        words       I   had  to    uh,   to   wait   Oh,  mate.   And   that
        again       I   had  to               wait                And   that
        where                                       |---|
        mended      I   had  to    uh,   to   wait                And   that

    Parameters
    ----------
    words, again : sequence of Heard
    where : sequence of Hesitation
        Those that were misheard.
    fit : callable
        How well words fit the sound; more is better.
    """

    def near(those: Sequence[Heard]) -> bool:
        return any(_near(word, where) for word in those)

    out = list(words)
    first, second = ([bare(word.text) for word in one] for one in (words, again))
    # From the end, so that what comes before a difference stands where it stood.
    for tag, a, b, c, d in reversed(difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes()):
        if tag == "equal":  # the same word, but the second cannot have been laid on the hesitation
            out[a:b] = [two if near([one]) else one for one, two in zip(words[a:b], again[c:d], strict=True)]
            continue
        other = [*out[:a], *again[c:d], *out[b:]]
        if near([*words[a:b], *again[c:d]]) or fit(other) > fit(out):
            out = other
    return out


def without(samples: NDArray[np.float32], hesitations: Sequence[Hesitation]) -> NDArray[np.float32]:
    """The same sound with its hesitations silenced, so that they cannot be misheard as words.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,)
        Sound at 16 kHz; it is not changed.
    """
    gain = np.ones(samples.size, np.float32)
    fade = round(_FADE_S * RATE_HZ)
    for hesitation in hesitations:
        a = max(0, round((hesitation.start_s - _REACH_S) * RATE_HZ))
        b = min(samples.size, round((hesitation.end_s + _REACH_S) * RATE_HZ))
        if b - a > 2 * fade:
            dip = np.full(b - a, _DAMPED, np.float32)
            dip[:fade] = np.linspace(1, _DAMPED, fade)
            dip[-fade:] = np.linspace(_DAMPED, 1, fade)
            gain[a:b] = np.minimum(gain[a:b], dip)
    return samples * gain


def told_apart(words: Sequence[Heard], hesitations: Sequence[Hesitation]) -> tuple[list[Heard], list[Heard]]:
    """What was said, and the fillers that the encoder heard, each in order of time.

    A hesitation that Whisper wrote down too gives the filler its times; one that it wrote nothing for becomes a filler;
    a filler that Whisper wrote without being sure, or twice, or where there is hardly any sound for it, and the encoder
    did not hear, is dropped, and so is a word in the middle of a hesitation.

    ::

        written     We   lost   um      uh   nine
        heard                  |--|                |---|
        words       We   lost                nine
        fillers                um                  um
    """
    pairs = matched(words, hesitations)
    alone = [word for i, word in enumerate(words) if i not in pairs]
    kept = [
        word
        for word in alone
        if (
            word.probability >= BELIEVED and word.end_s - word.start_s >= SHORT_S and not _near(word, hesitations)
            if word.filler
            else not _inside(word, hesitations)
        )
    ]
    fillers = [
        msgspec.structs.replace(words[i], start_s=found.start_s, end_s=found.end_s, heard=True)
        for i, found in pairs.items()
    ]
    fillers += [_unwritten(found) for found in hesitations if found not in pairs.values()]
    return kept, sorted(fillers, key=lambda filler: filler.start_s)


def bounds(
    words: Sequence[Heard], kept: Sequence[Heard], hesitations: Sequence[Hesitation]
) -> list[tuple[float, float]]:
    """Between which times [s] each word lies that was kept, by the written fillers that were heard before and after it.

    ::

        written     quite   um   the   same
        heard              |--|
        bounds      ----|  |     |-----------

    Parameters
    ----------
    words : sequence of Heard
        As they were written, fillers among them.
    kept : sequence of Heard
        Some of them, in order.
    hesitations : sequence of Hesitation
        Those that were heard.
    """
    found = {i: (h.start_s + h.end_s) / 2 for i, h in matched(words, hesitations).items()}
    places = iter(range(len(words)))
    out = []
    for word in kept:
        place = next(i for i in places if words[i] is word)
        from_s = max((at_s for i, at_s in found.items() if i < place), default=0.0)
        until_s = min((at_s for i, at_s in found.items() if i > place), default=np.inf)
        out.append((from_s, until_s) if from_s < until_s else (0.0, np.inf))
    return out


def united(words: Sequence[Heard], fillers: Sequence[Heard]) -> list[Heard]:
    """Words with the fillers between them, told by their middles."""
    out = list(words)
    for filler in fillers:
        place = sum(word.middle_s < filler.middle_s for word in out)
        out.insert(place, filler)
    return out


def _unwritten(found: Hesitation) -> Heard:
    return Heard(
        text="um",
        start_s=found.start_s,
        end_s=found.end_s,
        probability=round(found.probability, 4),
        filler=True,
        heard=True,
    )


def _inside(word: Heard, hesitations: Sequence[Hesitation]) -> bool:
    least_s = INSIDE * (word.end_s - word.start_s)
    return any(h.span.overlap_s(word.span) >= max(least_s, 1e-9) for h in hesitations)


def _near(word: Heard, hesitations: Sequence[Hesitation]) -> bool:
    return any(_apart_s(word, hesitation) <= TOUCHING_S for hesitation in hesitations)


def _apart_s(word: Heard, hesitation: Hesitation) -> float:
    return max(0.0, hesitation.start_s - word.end_s, word.start_s - hesitation.end_s)


def _level_db(samples: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-10)) if samples.size else -100.0
