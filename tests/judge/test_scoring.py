"""The score is what the findings add up to."""

import pytest

from mockint.core.take import from_json, to_json
from mockint.judge.scoring import weights
from tests.answers import take

GOOD = (
    "Two years ago I was the planner at a fair in Basel. My job was to have the walls delivered by Monday. I put the wrong "
    "date on the order, because I was sure of it and didn't look. Three firms went home and it cost us fourteen thousand "
    "francs. I rang every haulier within the hour and told my boss it was me. Since then I have a second person read me the "
    "dates aloud before I send an order. In forty fairs since, not one delivery has been late, and I'm better at my job for it."
)
BAD = (
    "Honestly I've never really failed at anything. There was a launch that went wrong, but that was because the vendor never "
    "told us, and my manager is useless. It's really not fair to call that my failure. So that's all I can say about that."
)
BLAME = (
    "It went wrong because the vendor never told us and that idiot of a manager ignored it, it was all their fault. "
    * 2
)


@pytest.mark.parametrize("text", [GOOD, BAD, BLAME])
def test_total_is_base_plus_points(text):
    found = take(text)
    points = sum(f.points for f in found.findings)
    assert found.scores.base == weights().base
    assert found.scores.total == max(0, min(100, weights().base + points))
    assert sum(found.scores.categories.values()) == points


def test_good_beats_bad():
    assert take(GOOD).scores.total > take(BAD).scores.total + 30


def test_a_sentence_is_charged_once_in_a_family():
    found = [f for f in take(BLAME).findings if f.rule in ("blames-others", "badmouthing", "defensive")]
    for one in found:
        for other in found:
            if one.rule < other.rule and {e.quote for e in one.evidence} == {e.quote for e in other.evidence}:
                assert 0 in (one.points, other.points)


def test_too_short_to_score_but_judged():
    found = take("No. I've never failed at anything, really.")
    assert found.scores.total is None
    assert any(n.rule == "score" and "too short" in n.reason for n in found.not_assessed)
    assert any(f.rule == "no-real-failure" for f in found.findings)


def test_same_in_same_out_and_json_round_trip():
    assert to_json(take(GOOD)) == to_json(take(GOOD))
    assert from_json(to_json(take(BAD))) == take(BAD)


def test_another_profile_is_another_ruleset():
    from mockint.core.profile import BUILT_IN

    assert take(GOOD).ruleset != take(GOOD, profile=BUILT_IN["one-way"]).ruleset
