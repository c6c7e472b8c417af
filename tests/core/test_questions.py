import pytest

from mockint.core.errors import BadInput
from mockint.core.questions import load_bank, read_questions
from mockint.studio.config import bank

GOOD = 'id = "x"\ntext = "Why?"\nwants = "a reason"\nhints = ["be short"]\nfollow_ups = ["And then?", "Why else?"]\n'


def test_the_bank_covers_the_ways_the_question_is_asked():
    questions = bank()
    assert len(questions) >= 20
    assert questions["failure"].text.startswith("Tell me about a time you failed")
    for question in questions.values():
        assert question.wants, question.id
        assert len(question.hints) >= 2, question.id
        assert 2 <= len(question.follow_ups) <= 3, question.id


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace('text = "Why?"\n', ""), "text"),
        (GOOD + "colour = 3\n", "colour"),
        (GOOD.replace('"Why?"', "7"), "text"),
        ("id = ", "TOML"),
    ],
)
def test_a_malformed_file_is_one_message_with_file_and_place(tmp_path, text, says):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match=says) as error:
        read_questions(path)
    assert "mine.toml" in str(error.value)
    assert error.value.hint


def test_own_questions_win_and_an_id_twice_is_said(tmp_path):
    ours, mine = tmp_path / "ours", tmp_path / "mine"
    ours.mkdir()
    mine.mkdir()
    (ours / "a.toml").write_text(GOOD)
    (mine / "a.toml").write_text(GOOD.replace("Why?", "Why me?"))
    assert load_bank([ours, mine])["x"].text == "Why me?"
    (mine / "b.toml").write_text(GOOD)
    with pytest.raises(BadInput, match="already"):
        load_bank([ours, mine])
