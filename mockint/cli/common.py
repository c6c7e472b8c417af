"""What the commands about takes share: the store, the questions, the person's own profiles."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import sys
import tomllib
from typing import TYPE_CHECKING, Any

from mockint.core.errors import BadInput, MachineError
from mockint.core.profile import Profile, get_profile
from mockint.core.questions import Question, load_bank
from mockint.resources import data_home, shipped

if TYPE_CHECKING:
    from mockint.core.hearing import Hearing
    from mockint.core.take import Take
    from mockint.studio.store import About, Store

ID_HELP = "id of a take, shortened as far as it is unique, or 'last'"


def now() -> datetime.datetime:
    """The time, with its zone."""
    return datetime.datetime.now().astimezone()


def bank() -> dict[str, Question]:
    """The questions that ship with mockint, and the person's own."""
    return load_bank([shipped("questions"), data_home() / "questions"])


def profile(name: str) -> Profile:
    """A profile by name, built in or from ``config.toml`` in the data folder.

    Raises
    ------
    BadInput
        There is none of that name, or the file is malformed.
    """
    return get_profile(name, _own_profiles())


def profile_or_none(name: str) -> Profile | None:
    """The same, or None where it exists no more."""
    try:
        return profile(name)
    except BadInput:
        return None


def _own_profiles() -> dict[str, dict[str, Any]]:
    path = data_home() / "config.toml"
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("profile", {})
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{path}: {error}", hint="mend that place, or remove the file") from None
    if not isinstance(found, dict) or not all(isinstance(keys, dict) for keys in found.values()):
        raise BadInput(f"{path}: 'profile' is not a table of tables", hint="write profiles as [profile.NAME]")
    return found


def store_to_change() -> contextlib.closing[Store]:
    """The person's store, with the recordings of crashed sessions taken in.

    Raises
    ------
    MachineError
        The data folder is read-only, full or damaged.
    """
    from mockint.studio.store import Store

    store = Store.open(data_home())
    for take_id in store.adopt():
        sys.stderr.write(f"Recovered {take_id}, left behind by a session that ended early.\n")
    return contextlib.closing(store)


def store_to_read() -> contextlib.closing[Store]:
    """The person's store for looking at it; it need not be writable, nor exist."""
    from mockint.studio.store import Store

    if (data_home() / "takes").is_dir():
        with contextlib.suppress(MachineError):
            return store_to_change()
    return contextlib.closing(Store.open_to_read(data_home()))


def scored(store: Store, wanted: str) -> tuple[About, Take]:
    """The take that an id means, with its newest scorecard.

    Raises
    ------
    BadInput
        No such take, or it was not scored yet.
    """
    about = store.find(wanted)
    cards = store.scorecards(about.id)
    if not cards:
        raise BadInput(f"take {about.id} was recorded but not scored yet", hint=f"mockint rescore {about.id}")
    return about, cards[-1].take


def length(seconds: float | None) -> str:
    """A length of time, which may not be known."""
    from mockint.show.text import clock

    return "?" if seconds is None else clock(seconds)


def add_id(parser: argparse.ArgumentParser) -> None:
    """The argument of the commands about one take."""
    parser.add_argument("id", metavar="ID", help=ID_HELP)


def judge(hearing: Hearing, about: About) -> Take:
    """Score what was heard in a take."""
    from mockint.judge import judge as judge_hearing

    return judge_hearing(
        hearing, source=about.source(), question=about.question, profile=about.profile, role=about.role
    )


def load_judge() -> None:
    """Load what judging needs, ahead of time."""
    from mockint.judge import judging

    judging.load()
