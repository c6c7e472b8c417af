"""Measures on answers in notation, where every time is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockint.core import fluency
from mockint.core.notation import hear_notation

TALK = "So I was the one who ran it (0.5) and um I forgot the list. (1.5) We lost a day (0.3) and two clients went away (0.2) then"


def measured(text, question_end_s=0.0, **options):
    heard = hear_notation(text, **options)
    pauses = fluency.find_pauses(heard)
    return heard, pauses, fluency.measure(heard, pauses, question_end_s=question_end_s)


def test_pauses_come_from_the_speech_tier():
    _, pauses, _ = measured(TALK)
    silent = [round(p.end_s - p.start_s, 3) for p in pauses if p.kind == "silent"]
    assert silent == [0.5, 1.5, 0.3], "0.2 s is no pause"
    assert [p.within_clause for p in pauses if p.kind == "silent"] == [False, False, False]
    assert [p.text for p in pauses if p.kind == "filled"] == ["um"]


def test_a_pause_between_article_and_noun_is_within_a_clause():
    _, pauses, _ = measured("I was the (2.5) manager there")
    assert [p.within_clause for p in pauses] == [True]


def test_words_a_minute_include_pauses_and_leave_fillers_out():
    heard, _, found = measured(TALK, syllable_s=0.3)
    duration = found["answer_duration"].value
    words = sum(w.kind == "word" for w in heard.words)
    assert duration == pytest.approx(heard.words[-1].end_s - heard.words[0].start_s)
    assert found["words_per_minute"].value == pytest.approx(60 * words / duration, abs=0.01)


def test_no_rate_from_too_little():
    _, _, found = measured("I lost (0.4) it")
    for name in ("words_per_minute", "speech_rate", "pause_rate", "filled_pause_rate"):
        assert found[name].status == "unavailable"
        assert "too short" in found[name].reason
    assert found["answer_duration"].status == "measured"


def test_nothing_said_is_unavailable_not_zero():
    _, _, found = measured("(4.0)")
    assert found["answer_duration"].value is None
    assert found["words_per_minute"].value is None


def test_latency_counts_from_the_end_of_the_question():
    _, _, found = measured("(3.0) I lost it", question_end_s=1.0)
    assert found["response_latency"].value == 2.0
    _, _, found = measured("(3.0) I lost it", question_end_s=None)
    assert found["response_latency"].status == "unavailable"


@given(
    st.lists(
        st.sampled_from(["so", "we", "lost", "it", "um", "(0.4)", "(1.2)", "database", "(0.1)"]),
        min_size=30,
        max_size=80,
    )
)
def test_laws_of_the_measures(parts):
    _, pauses, found = measured(" ".join(["well", "(0.3)", *parts, "done"]))
    value = {k: m.value for k, m in found.items()}
    silence = sum(p.end_s - p.start_s for p in pauses if p.kind == "silent")
    assert value["phonation_time"] + silence == pytest.approx(value["answer_duration"], abs=1e-2)
    assert 0 <= value["phonation_time_ratio"] <= 1
    if value["speech_rate"] is not None:
        assert value["articulation_rate"] >= value["speech_rate"] - 1e-9


@given(st.floats(0.1, 5))
def test_shifting_time_moves_only_the_latency(shift):
    _, _, still = measured("(0.1) " + TALK)
    _, _, moved = measured(f"({0.1 + shift:.3f}) " + TALK)
    for name, measure in still.items():
        if name != "response_latency":
            assert measure.value == pytest.approx(moved[name].value, abs=2e-3), name
    assert moved["response_latency"].value > still["response_latency"].value
