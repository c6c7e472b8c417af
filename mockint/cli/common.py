"""What the commands about takes share."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import sys
from typing import TYPE_CHECKING

from mockint.core.errors import BadInput, MachineError
from mockint.core.profile import Profile
from mockint.resources import data_home
from mockint.studio import config

if TYPE_CHECKING:
    from mockint.core.hearing import Hearing
    from mockint.core.take import Take
    from mockint.studio.store import About, Store

ID_HELP = "id of a take, shortened as far as it is unique, or 'last'"


def now() -> datetime.datetime:
    """The time, with its zone."""
    return datetime.datetime.now().astimezone()


def profile_or_none(name: str) -> Profile | None:
    """The profile of that name, or None where it exists no more."""
    try:
        return config.profile(name)
    except BadInput:
        return None


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
    from mockint.core.spans import clock

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


def read_ahead(hearing: Hearing) -> None:
    """Begin to judge what was heard so far."""
    from mockint.judge import judging

    judging.read_ahead(hearing)


def load_judge() -> None:
    """Load what judging needs, ahead of time."""
    from mockint.judge import judging

    judging.load()
