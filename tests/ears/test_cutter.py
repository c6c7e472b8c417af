"""Pieces: cut at pauses, never too long, the same however the sound arrives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from mockint.ears.cutter import LEAD_S, LONGEST_S, Cutter, lead
from mockint.ears.speech import CHUNK, RATE_HZ


def voice(*stretches: tuple[float, float]) -> np.ndarray:
    """(probability, seconds) ... as one value every 32 ms."""
    return np.concatenate([np.full(round(s * RATE_HZ / CHUNK), p, np.float32) for p, s in stretches])


def cuts_of(probabilities: np.ndarray, block: int) -> list[tuple[int, int]]:
    cutter, cuts = Cutter(), []
    for at in range(0, probabilities.size, block):
        cuts += cutter.feed(probabilities[at : at + block])
    return [(c.start, c.end) for c in cuts + cutter.flush(probabilities.size * CHUNK)]


def test_block_size_changes_nothing():
    rng = np.random.default_rng(3)
    heard = np.concatenate([voice((0.9, rng.uniform(0.3, 4)), (0.05, rng.uniform(0.1, 1.5))) for _ in range(40)])
    assert cuts_of(heard, 1) == cuts_of(heard, 7) == cuts_of(heard, 1000)


def test_no_piece_is_too_long_and_none_overlap():
    cuts = cuts_of(voice((0.95, 60.0)), 5)
    assert len(cuts) >= 4
    assert all(end - start <= LONGEST_S * RATE_HZ for start, end in cuts)
    assert all(a[1] <= b[0] for a, b in pairwise(cuts))


def test_a_long_pause_ends_a_piece_and_silence_makes_none():
    assert len(cuts_of(voice((0.0, 1.0), (0.9, 3.0), (0.0, 3.0), (0.9, 2.0), (0.0, 1.0)), 5)) == 2
    assert cuts_of(voice((0.05, 30.0)), 5) == []


def test_the_probable_piece_is_the_one_that_comes():
    cutter = Cutter()
    cutter.feed(voice((0.9, 4.0), (0.0, 0.4)))
    probable = cutter.probable
    assert probable is not None
    assert cutter.flush(10**9) == [probable]


def test_a_long_last_piece_that_nobody_began_is_halved_at_its_pause():
    cutter = Cutter()
    cutter.feed(voice((0.9, 5.0), (0.0, 0.3), (0.9, 5.0), (0.0, 0.1)))
    assert cutter.probable is None
    first, second = cutter.flush(10**9)
    assert first.end == second.start
    assert 4.9 < first.end / RATE_HZ < 5.4


def test_a_long_last_piece_that_was_begun_or_has_no_pause_stays_whole():
    begun, steady = Cutter(), Cutter()
    begun.feed(voice((0.9, 3.5), (0.0, 0.3), (0.9, 3.5), (0.0, 0.35)))
    assert begun.probable is not None
    assert len(begun.flush(10**9)) == 1
    steady.feed(voice((0.9, 12.0), (0.0, 0.1)))
    assert len(steady.flush(10**9)) == 1


def test_only_a_piece_that_nobody_paused_before_begins_within_speech():
    cutter = Cutter()
    cuts = cutter.feed(voice((0.95, 30.0), (0.0, 3.0), (0.95, 4.0), (0.0, 3.0))) + cutter.flush(10**9)
    assert [cut.within for cut in cuts] == [False, True, True, True, False]
    assert [cut.start for cut in cuts[1:4]] == [cut.end for cut in cuts[:3]]


def test_what_leads_to_a_piece_can_be_had_when_the_piece_is_complete():
    cutter = Cutter()
    for p in voice((0.95, 60.0)):
        kept = cutter.keep_from
        for cut in cutter.feed(np.array([p])):
            assert kept <= max(0, cut.start - LEAD_S[1] * RATE_HZ)
    assert kept > 20 * RATE_HZ


def test_what_leads_to_a_piece_begins_at_a_pause():
    nine = voice((0.9, 2.0), (0.1, 0.32), (0.9, 6.68))
    assert 2.0 < lead(nine) * CHUNK / RATE_HZ < 2.32
    assert lead(voice((0.9, 5.5), (0.1, 0.5), (0.9, 3.0))) * CHUNK / RATE_HZ < 4.1, (
        "too little is left after that pause"
    )
    assert lead(voice((0.9, 4.0))) == 0
