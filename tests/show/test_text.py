import doctest

import pytest

from mockint.core.spans import clock
from mockint.show import digits, text


def test_the_examples_hold():
    assert doctest.testmod(text).failed == 0


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (67, "1:07"), (59.6, "1:00"), (3601, "60:01"), (-1, "0:00")]
)
def test_clock_rounds(seconds, shown):
    assert clock(seconds) == shown


def test_a_moment_is_never_later_than_it_is():
    assert text.moment(59.99) == "0:59"


def test_no_negative_zero():
    assert text.number(-0.04) == "0"
    assert text.signed(-0.0) == "0"


def test_clean_leaves_nothing_that_steers_a_terminal():
    assert text.clean("a\x1b[31mb\x07\tc\u202ed\u2028e\n\nf") == "a [31mb cd e f"


@pytest.mark.parametrize("width", range(1, 30))
def test_shorten_keeps_to_the_width(width):
    assert len(text.shorten("We supplied around forty cafes", width)) <= max(width, 2)


def test_shorten_leaves_what_fits():
    assert text.shorten("forty cafes", 11) == "forty cafes"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "no-such-encoding"])
def test_every_encoding_gets_something_it_can_show(encoding):
    shown = text.in_encoding("“−8 → ━▇░ 漢”", encoding)
    if encoding != "no-such-encoding":
        shown.encode(encoding)


def test_big_digits_are_three_lines_of_one_width():
    for number in ("0", "7", "58", "100"):
        lines = digits.big(number)
        assert len({len(line) for line in lines}) == 1
        assert set("".join(lines)) <= set(digits.BLOCKS + " ")
