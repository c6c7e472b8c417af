import pytest

from mockint.core.hearing import hear_text, is_filler


@pytest.mark.parametrize("text", ["um", "Um,", "uhh", "er", "erm...", "ah", "hmm", "Uh-", "mm", "uhm"])
def test_fillers(text):
    assert is_filler(text)


@pytest.mark.parametrize(
    "text", ["umbrella", "her", "a", "are", "or", "like", "am", "uk", "hum", "them", "error", "oh"]
)
def test_words_that_are_no_fillers(text):
    assert not is_filler(text)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("I was I was the lead", ["I", "was"]),
        ("the the lead", ["the"]),
        ("we, um, we lost it", ["we,"]),
        ("I kn- I know", ["I", "kn-"]),
        ("very very bad", []),
        ("I had had enough", []),
        ("we went and they went", []),
    ],
)
def test_repeats(text, again):
    marked = [w.text for w in hear_text(text).words if w.repeat]
    assert marked == again


def test_a_text_has_no_times_and_its_fillers_are_a_lower_bound():
    heard = hear_text("So um yes")
    assert heard.duration_s is None
    assert heard.fillers.status == "lower_bound"
    assert heard.fillers.value == 1
    assert all(w.start_s is None for w in heard.words)
