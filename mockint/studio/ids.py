"""Names of takes: short, sortable by time, easy to say and to shorten."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from mockint.core.errors import BadInput

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: nothing in it can be misread, and it sorts."""
_STEPS = len(_DIGITS) ** 3


def make_id(at: datetime.datetime, again: int = 0) -> str:
    """An id such as ``20261122-0914-k3f`` for that moment; the tail counts within the minute.

    `again` moves on to the next free one when two processes begin in the same instant.
    """
    within_s = at.second + at.microsecond / 1e6
    step = (int(within_s / 60 * _STEPS) + again) % _STEPS
    tail = "".join(_DIGITS[step // 32**place % 32] for place in (2, 1, 0))
    return f"{at:%Y%m%d-%H%M}-{tail}"


def find_id(wanted: str, ids: Iterable[str]) -> str:
    """The one id that `wanted` means: it begins so, or its tail does; ``last`` is the newest.

    Parameters
    ----------
    wanted : str
        As a person wrote it.
    ids : iterable of str
        All there are, newest first.

    Raises
    ------
    BadInput
        None is meant, or more than one.
    """
    known = list(ids)
    if not known:
        raise BadInput("no takes are stored yet", hint="mockint practice")
    if wanted == "last":
        return known[0]
    if wanted in known:
        return wanted
    matches = [i for i in known if wanted and (i.startswith(wanted) or i.rpartition("-")[2].startswith(wanted))]
    if not matches:
        raise BadInput(f"no take {wanted!r}; the newest is {known[0]}", hint="mockint sessions lists them")
    if len(matches) > 1:
        some = ", ".join(matches[:4]) + (", ..." if len(matches) > 4 else "")
        raise BadInput(f"{len(matches)} takes match {wanted!r}: {some}", hint="write more of the id")
    return matches[0]
