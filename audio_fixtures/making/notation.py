"""Reading the answer scripts.

An answer is written as it is spoken:

``(0.35)``
    a silent pause of 0.35 s
``[S]`` ``[T]`` ``[A]`` ``[R]`` ``[L]`` ``[O]``
    the stage of the sentences that follow (O: other)
``um``, ``uh``, ``er``, ``ah``, ``hmm``, ``uuh`` ...
    a filler. Between pauses or commas it is a sound of its own; without commas it is spoken in the flow.
``sh-``
    a word cut off
``*word``
    a word said again; a word equal to the one before it needs no star
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

STAGES = {"S": "situation", "T": "task", "A": "action", "R": "result", "L": "learned", "O": "other"}
FILLER = re.compile(r"^(u+h*m+|u+h+|e+r+m*|a+h+|h+m+|m+h+m+|mm+)$", re.IGNORECASE)
_TOKEN = re.compile(r"\((?P<pause>\d+(?:\.\d+)?)\)|\[(?P<stage>[STARLO])\]|(?P<word>[^\s()\[\]]+)")


@dataclass
class Word:
    """One spoken word or filler, with its time once it is known."""

    text: str
    punctuation: str = ""
    kind: str = "word"
    repeat: bool = False
    sentence: int = 0
    start_s: float = 0.0
    end_s: float = 0.0


@dataclass
class Piece:
    """Words spoken without a planned break, and the pause planned after them (None: none, the next piece follows)."""

    words: list[Word] = field(default_factory=list)
    pause_after_s: float | None = None

    @property
    def is_filler(self) -> bool:
        """Whether the piece is a hesitation standing by itself."""
        return len(self.words) == 1 and self.words[0].kind == "filler"


def is_filler(text: str) -> bool:
    """Whether a bare word is a filled pause.

    Parameters
    ----------
    text : str
        A word without punctuation.

    Returns
    -------
    bool
        True for um, uh, er, ah, hmm and their drawn-out forms.
    """
    return bool(FILLER.match(text))


def _words(answer: str) -> tuple[list[Word | float], list[str]]:
    """Words and pauses in order, and the stage of each sentence."""
    items: list[Word | float] = []
    stages: list[str] = []
    stage, previous, sentence_open = "other", "", False
    for match in _TOKEN.finditer(answer):
        if match["pause"]:
            items.append(float(match["pause"]))
        elif match["stage"]:
            stage = STAGES[match["stage"]]
        else:
            raw = match["word"]
            starred, raw = raw.startswith("*"), raw.lstrip("*")
            text = raw.rstrip(".,?!")
            if not sentence_open:
                stages.append(stage)
                sentence_open, previous = True, ""
            word = Word(text, raw[len(text) :], sentence=len(stages) - 1)
            if is_filler(text):
                word.kind = "filler"
            else:
                word.repeat = starred or text.endswith("-") or text.lower() == previous
                previous = text.lower()
            items.append(word)
            if word.punctuation and word.punctuation[-1] in ".?!":
                sentence_open = False
    return items, stages


def _stands_alone(items: list[Word | float], index: int) -> bool:
    """Whether the filler at `index` is set off by pauses, commas or the ends of a sentence on both sides."""
    before = items[index - 1] if index else 0.0
    after = items[index + 1] if index + 1 < len(items) else 0.0
    word = items[index]
    assert isinstance(word, Word)
    free_left = isinstance(before, float) or bool(before.punctuation)
    return free_left and (isinstance(after, float) or bool(word.punctuation))


def parse_answer(answer: str) -> tuple[list[Piece], list[str]]:
    """Pieces to speak one by one, and the stage of each sentence.

    Parameters
    ----------
    answer : str
        An answer in the notation of this module.

    Returns
    -------
    tuple of (list of Piece, list of str)
        The pieces in order; the stage of the sentence with each number.
    """
    items, stages = _words(answer)
    pieces: list[Piece] = [Piece()]
    for index, item in enumerate(items):
        if isinstance(item, float):
            if pieces[-1].words:
                pieces[-1].pause_after_s = item
                pieces.append(Piece())
            elif len(pieces) > 1:
                pieces[-2].pause_after_s = item
            continue
        alone = item.kind == "filler" and _stands_alone(items, index)
        if alone and pieces[-1].words:
            pieces.append(Piece())
        pieces[-1].words.append(item)
        if alone:
            pieces.append(Piece())
    return [piece for piece in pieces if piece.words], stages


def written(words: list[Word]) -> str:
    """The words as a reader sees them, with punctuation.

    Parameters
    ----------
    words : list of Word
        Words in order.

    Returns
    -------
    str
        One line of text.
    """
    return " ".join(word.text + word.punctuation for word in words)
