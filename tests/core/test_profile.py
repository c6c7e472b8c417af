import pytest

from mockint.core.errors import BadInput
from mockint.core.profile import BUILT_IN, get_profile


def test_targets_of_the_built_in_profiles():
    assert (BUILT_IN["live"].min_s, BUILT_IN["live"].middle_s, BUILT_IN["live"].max_s) == (120, 150, 180)
    assert (BUILT_IN["one-way"].min_s, BUILT_IN["one-way"].max_s) == (60, 120)
    for profile in BUILT_IN.values():
        assert sum(profile.target_shares.values()) == pytest.approx(1)


def test_a_persons_own_profile():
    mine = get_profile("panel", {"panel": {"like": "one-way", "max_s": 90.0}})
    assert (mine.min_s, mine.max_s, mine.name) == (60, 90, "panel")


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"panel": {"max": 90}}, "max"),
        ({"panel": {"max_s": "long"}}, "max_s"),
        ({"panel": {"share_task": 0.5}}, "add up"),
        ({"panel": {"like": "nothing"}}, "nothing"),
        ({}, "no profile"),
    ],
)
def test_a_bad_profile_is_one_message(own, says):
    with pytest.raises(BadInput, match=says):
        get_profile("panel", own)
