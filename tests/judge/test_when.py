import datetime

import pytest

from mockint.core.hearing import hear_text
from mockint.judge.when import find_times
from tests.answers import understand

DAY = datetime.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("about two years ago", 24),
        ("two and a half years ago", 30),
        ("a couple of years ago", 24),
        ("eighteen months ago", 18),
        ("12 years ago", 144),
        ("half a year ago", 6),
        ("three weeks ago", 0.69),
        ("a year or so ago", 12),
        ("yesterday", 0.2),
        ("last week", 0.25),
        ("last year", 12),
        ("last spring", 6),
        ("in 2024", 23.5),
    ],
)
def test_how_long_ago(text, months):
    answer = understand(hear_text(f"So this was {text}, when I ran the shop."), as_of=DAY)
    found = list(find_times(answer))
    assert [round(w.months, 1) for w in found] == [round(months, 1)], found


@pytest.mark.parametrize("text", ["in my second year there", "back in March", "when I was a junior nurse"])
def test_times_without_a_distance(text):
    found = list(find_times(understand(hear_text(f"So this was {text}, at the shop."), as_of=DAY)))
    assert found
    assert found[0].months is None


def test_a_year_needs_a_day_to_be_held_against():
    answer = understand(hear_text("It was in 2019 that I lost it."))
    assert [w.months for w in find_times(answer)] == [None]


@pytest.mark.parametrize("text", ["it took two years", "for three months", "version 2024 of the form", "the last one"])
def test_durations_are_no_times(text):
    assert list(find_times(understand(hear_text(f"We did that and {text} and so on."), as_of=DAY))) == []
