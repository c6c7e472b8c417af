import pytest

from mockint.core.notation import hear_notation
from mockint.core.spans import Span
from mockint.core.syllables import syllables


def test_times_follow_from_syllables_and_pauses():
    heard = hear_notation("So (0.4) um we lost (2.1) the database")
    assert heard.speech == (Span(0.0, 0.2), Span(0.6, 1.2), Span(3.3, 4.1))
    assert [w.kind for w in heard.words] == ["word", "filler", "word", "word", "word", "word"]


def test_plain_text_has_no_times():
    assert hear_notation("we lost it").speech == ()


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("database", 3),
        ("failed", 1),
        ("wanted", 2),
        ("table", 2),
        ("I'm", 1),
        ("area", 2),
        ("2019", 5),
        ("the", 1),
        ("rhythms", 1),
    ],
)
def test_syllables(word, count):
    assert syllables(word) == count
