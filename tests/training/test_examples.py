"""Training examples keep their labels through every way of cutting and varying an answer."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytest.importorskip("sklearn")

from training import augment
from training.calibrate import threshold
from training.corpus import parse_block
from training.examples import RULES, evidence_targets, stage_targets, words_of
from training.metrics import Line, Tally, calibration_error, share_error, stage_scores, vote

BLOCK = """# id=t-1 | quality=good | style=spoken | question=failure | profession=baker
flags: none
maybe_flags: none
strengths: owns-mistake, quantified-result
maybe_strengths: time-anchor
S time-anchor | Two years ago I ran the ovens in a bakery.
A owns-mistake | I forgot to order flour, um, I just forgot.
R/L quantified-result | We lost four hundred and twenty pounds, about twenty-five customers, and one was my aunt, who was cross because she had a wedding.
"""


def test_labels_follow_words() -> None:
    answer = parse_block(BLOCK, "t", "here")
    stage, evidence = stage_targets(answer), evidence_targets(answer)
    np.testing.assert_allclose(stage.sum(1), 1, atol=1e-6)
    assert stage[2, 3] == pytest.approx(0.65)
    assert evidence[0, RULES.index("time-anchor")] == 0.5
    assert evidence[1, RULES.index("owns-mistake")] == 1


@pytest.mark.parametrize("seed", range(20))
def test_varied_words_stay_in_their_lines(seed: int) -> None:
    rng = random.Random(seed)
    words = augment.vary(augment.respell(words_of(parse_block(BLOCK, "t", "here")), rng), rng, ["flour"])
    numbers = [n for _, n in augment.repunctuate(words, rng)]
    assert numbers == sorted(numbers)
    assert [w for unit in augment.cut(words) for w in unit] == words


def test_number_words_become_figures() -> None:
    words = [(w, 0) for w in "We lost four thousand two hundred pounds, about twenty-five people, one by one.".split()]
    assert " ".join(w for w, _ in augment.digits(words)) == "We lost 4,200 pounds, about 25 people, one by one."


def test_lines_are_voted_by_their_words() -> None:
    said, words = vote([[0, 0, 0, 1], [1, 1]], ["action", "result"], 2)
    assert said == ["action", "result"]
    assert words == {"action": 4, "result": 2}


def test_fair_alternative_counts_as_right() -> None:
    lines = [Line("result", ("result", "learned"), "learned", 5, frozenset())]
    assert stage_scores(lines)["result"] == 1


def test_share_error_is_in_points() -> None:
    assert share_error({"action": 50, "result": 50}, {"action": 100}) == pytest.approx(20)


def test_calibration_error_is_nought_where_confidence_is_right() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)


def test_tally() -> None:
    assert Tally(hit=2, false=1, missed=1).f1 == pytest.approx(2 / 3)


def test_threshold_separates() -> None:
    z = np.concatenate([np.linspace(-4, -1, 50), np.linspace(0, 2, 50)])
    t = threshold(z, (z > -0.5).astype(float))
    assert -1.1 <= t <= 0.2
