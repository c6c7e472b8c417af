"""A person's own settings and questions: ``config.toml`` and ``questions/`` in the data folder."""

from __future__ import annotations

import tomllib
from typing import Any

from mockint.core.errors import BadInput
from mockint.core.profile import Profile, get_profile
from mockint.core.questions import Question, load_bank
from mockint.resources import data_home, shipped


def bank() -> dict[str, Question]:
    """All questions by id: those that ship with mockint, and the person's own, which win."""
    return load_bank([shipped("questions"), data_home() / "questions"])


def config() -> dict[str, Any]:
    """The content of ``config.toml``; empty where there is none.

    Raises
    ------
    BadInput
        It is not valid TOML.
    """
    path = data_home() / "config.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: not valid TOML: {error}", hint="mend that place, or remove the file") from None


def profile(name: str) -> Profile:
    """The profile of that name, built in or the person's own (``[profile.NAME]``)."""
    return get_profile(name, config().get("profile", {}))
