"""How words are said: found in the dictionary of pocketsphinx, or spelled."""

from __future__ import annotations

from itertools import pairwise

import pytest

pytest.importorskip("pocketsphinx")

from mockint.ears.sounds_of import dictionary, known_ways, ways_to_say


def test_the_dictionary_is_in_the_order_that_the_search_relies_on():
    names = [line.split(b" ")[0].partition(b"(")[0] for line in dictionary().splitlines()]
    assert len(names) > 100_000
    assert all(a <= b for a, b in pairwise(names))
    assert dictionary().endswith(b"\n")


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("the", ["DH AH", "DH IY"]),
        ("'bout", ["B AW T"]),  # the first line of all
        ("zywicki", ["Z IH W IH K IY"]),  # the last
        ("zzz", []),
        ("", []),
    ],
)
def test_every_way_to_say_a_word_is_found(word, ways):
    assert known_ways(word) == ways


def test_an_owner_and_a_word_that_nobody_knows_are_said_too():
    assert ways_to_say("zywicki's") == ["Z IH W IH K IY Z"]
    assert ways_to_say("zzz") == ["Z Z Z"]
