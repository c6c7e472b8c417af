"""Tokens to text and back, as the tokenizer of Whisper does it."""

from __future__ import annotations

import json
import random

import pytest

from mockint.ears import models
from mockint.ears.pieces import PROMPT
from mockint.ears.vocabulary import Vocabulary

TOKENS = ["a", "Ġ", "Ġa", "Ġan", "n", "d", "Ã", "©", ",", "<|end|>"]


@pytest.mark.parametrize("name", ["vocabulary.txt", "vocabulary.json"])
def test_tokens_are_read_from_either_list(tmp_path, name):
    written = "\n".join(TOKENS) + "\n" if name.endswith("txt") else json.dumps(TOKENS)
    (tmp_path / name).write_text(written, "utf-8")
    vocabulary = Vocabulary(tmp_path)
    assert vocabulary.number("<|end|>") == 9
    assert vocabulary.numbers(" and a") == [3, 5, 2]
    assert vocabulary.text([3, 5, 6, 7, 8]) == " andé,"
    assert vocabulary.text([6]) == "�"  # half a character
    assert [vocabulary.begins_word(n) for n in (0, 2)] == [False, True]


@pytest.mark.parametrize("known", models.PACKAGED, ids=lambda known: known.name)
def test_prompt_and_texts_are_those_of_the_tokenizer(known):
    if not next(row.here for row in models.available() if row.name == known.name):
        pytest.skip(f"{known.name} is not installed")
    tokenizers = pytest.importorskip("tokenizers")
    folder = models.find(known.name)
    vocabulary, theirs = Vocabulary(folder), tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert vocabulary.numbers(PROMPT) == theirs.encode(PROMPT, add_special_tokens=False).ids
    rng = random.Random(1)
    for _ in range(300):
        numbers = [rng.randrange(vocabulary.number("<|endoftext|>")) for _ in range(rng.randrange(1, 6))]
        assert vocabulary.text(numbers) == theirs.decode(numbers)
