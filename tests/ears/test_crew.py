"""Background work on pieces: in order, begun early, told of when done."""

from __future__ import annotations

import threading

import pytest

from mockint.ears.crew import Crew
from mockint.ears.cutter import Cut


def test_results_come_in_order_and_so_far_stops_at_the_first_that_is_missing():
    gates = {name: threading.Event() for name in "abc"}
    crew: Crew[str] = Crew(lambda piece: gates[piece].wait(10) and piece)
    for k, name in enumerate("abc"):
        crew.add(Cut(16000 * k, 16000 * (k + 1)), name)
    assert crew.so_far() == ([], 0)
    assert crew.waiting_s == 3.0
    gates["a"].set()
    crew.wait(2.0)
    assert crew.so_far() == (["a"], 16000)
    gates["b"].set()
    gates["c"].set()
    assert crew.results() == ["a", "b", "c"]
    assert crew.so_far() == (["a", "b", "c"], 48000)
    crew.close()


def test_whoever_wants_to_know_is_told_of_each_piece():
    told = []
    crew: Crew[str] = Crew(str.upper, lambda: told.append(crew.so_far()[0]))
    crew.add(Cut(0, 16000), "a")
    crew.results()
    crew.close()
    assert told == [["A"]]


def test_a_piece_begun_early_counts_once_and_only_where_it_was_cut():
    worked = []
    crew: Crew[str] = Crew(lambda piece: worked.append(piece) or piece)
    crew.begin_early(Cut(0, 16000), lambda: "early")
    crew.add(Cut(0, 16000), "never worked on")
    assert crew.results() == ["early"]
    crew.begin_early(Cut(16000, 20000), lambda: "too early")
    crew.add(Cut(16000, 32000), "late")
    assert crew.results() == ["early", "late"]
    assert "never worked on" not in worked
    crew.close()


def test_what_a_piece_fails_with_is_raised():
    crew: Crew[str] = Crew(lambda piece: {}[piece])
    crew.add(Cut(0, 16000), "a")
    with pytest.raises(KeyError):
        crew.results()
    crew.close()
