"""Whisper's tokens: from numbers to text, and a fixed prompt to numbers."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Sequence

FILES = ("vocabulary.json", "vocabulary.txt")
SPACE = "Ġ"
"""What a token that begins a word begins with."""


class Vocabulary:
    """The tokens of one model, read from the list that CTranslate2 reads.

    Enough for what is asked here; the library of Whisper's tokenizer takes 20 MB more for it.

    Parameters
    ----------
    folder : pathlib.Path
        Of the model, one of FILES in it.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        path = next(folder / name for name in FILES if (folder / name).exists())
        text = path.read_text("utf-8")
        self._tokens: list[str] = json.loads(text) if path.suffix == ".json" else text.removesuffix("\n").split("\n")
        self._bytes = {character: byte for byte, character in enumerate(_characters())}

    def number(self, token: str) -> int:
        """Of a token as it is written in the list."""
        return self._tokens.index(token)

    def numbers(self, text: str) -> list[int]:
        """Of a text, the longest tokens first: what Whisper's own merges give for plain words (not for every text)."""
        written = "".join(map(_characters().__getitem__, text.encode()))
        by_token = {token: number for number, token in enumerate(self._tokens)}
        longest = max(map(len, by_token))
        numbers, at = [], 0
        while at < len(written):
            token = next(t for n in range(longest, 0, -1) if (t := written[at : at + n]) in by_token)
            numbers.append(by_token[token])
            at += len(token)
        return numbers

    def begins_word(self, number: int) -> bool:
        """Whether a token begins with a space."""
        return self._tokens[number].startswith(SPACE)

    def text(self, numbers: Sequence[int]) -> str:
        """The text of some tokens."""
        return bytes(self._bytes[c] for n in numbers for c in self._tokens[n]).decode(errors="replace")


def _characters() -> list[str]:
    """A character that can be printed for each of the 256 bytes (GPT-2, Radford et al. 2019)."""
    printable = {*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)}
    others = iter(range(256, 512))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]
