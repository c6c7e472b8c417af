"""The question bank: TOML files that ship with mockint, and a person's own."""

from __future__ import annotations

import pathlib
import tomllib
from collections.abc import Iterable

import msgspec

from mockint.core.errors import BadInput


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question, as it is asked."""

    id: str
    text: str
    """As spoken."""
    wants: str
    """What the interviewer wants to learn."""
    hints: tuple[str, ...]
    follow_ups: tuple[str, ...]
    family: str = "failure"
    structure: str = "star-l"
    asks: tuple[str, ...] = ()
    """What it demands of the answer beyond a failure, as listed in ``questions/README.md``."""
    about: tuple[str, ...] = ()
    """Phrases that say in plain words what an answer to it is about."""


def read_questions(path: pathlib.Path) -> tuple[Question, ...]:
    """The questions of one TOML file: either one question, or a list under ``[[question]]``.

    Raises
    ------
    BadInput
        Not TOML, or a key is missing, unknown or of the wrong type; the message names file and place.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: not valid TOML: {error}", hint="mend that place, or remove the file") from None
    rows = data["question"] if isinstance(data.get("question"), list) else [data]
    found = []
    for n, row in enumerate(rows, 1):
        place = f"{path}" if len(rows) == 1 else f"{path}, question {n}"
        try:
            found.append(msgspec.convert(row, Question))
        except msgspec.ValidationError as error:
            raise BadInput(f"{place}: {error}", hint="see questions/README.md for the keys and their types") from None
    return tuple(found)


def load_bank(folders: Iterable[pathlib.Path]) -> dict[str, Question]:
    """All questions in `folders` by id; a later folder's question replaces an earlier one of the same id.

    Raises
    ------
    BadInput
        A malformed file, or an id used twice in one folder.
    """
    bank: dict[str, Question] = {}
    for folder in folders:
        here: dict[str, pathlib.Path] = {}
        for path in sorted(folder.glob("*.toml")):
            for question in read_questions(path):
                if question.id in here:
                    raise BadInput(
                        f"{path}: the id {question.id!r} is already in {here[question.id]}", hint="give it another id"
                    )
                here[question.id] = path
                bank[question.id] = question
    return bank
