from hypothesis import given
from hypothesis import strategies as st

from mockint.judge.sentences import LONG, split

words = st.lists(
    st.sampled_from(["I", "went,", "and", "so", "home.", "Dr.", "why?", "but", "lost", "it…", "um"]), max_size=120
)


@given(words)
def test_units_tile_the_answer(texts):
    units = split(texts)
    assert [k for i, j in units for k in range(i, j)] == list(range(len(texts)))
    assert all(i < j for i, j in units)


def test_sentences_end_at_full_stops_but_not_at_titles():
    texts = "I called Dr. Smith at noon. He was out.".split()
    assert [" ".join(texts[i:j]) for i, j in split(texts)] == ["I called Dr. Smith at noon.", "He was out."]


def test_a_run_on_sentence_is_cut_where_clauses_begin():
    texts = (
        "So I was running the night shift at the depot in Lyon and I told the crew to skip the count "
        "and then the truck went to the wrong town and we lost nine thousand euros and my boss found out."
    ).split()
    units = split(texts)
    assert len(units) >= 2
    assert all(j - i <= LONG for i, j in units)
    assert all(texts[i].lower() in ("so", "and", "then") for i, _ in units)


def test_a_long_pause_draws_the_cut():
    texts = ("we had it all on the board and nobody looked at it " * 4).split()
    pauses = [0.0] * len(texts)
    joint = [i for i, t in enumerate(texts) if t == "and"][2]
    pauses[joint - 1] = 1.4
    assert joint in {i for i, _ in split(texts, pauses_s=pauses)}
