"""Which question to ask next."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mockint.core.errors import BadInput, MachineError
from mockint.core.questions import Question

FIRST = "failure"
"""The plain question: where a person begins."""


def choose(
    bank: Mapping[str, Question], practised: Mapping[str, str], wanted: str | None = None, but: Collection[str] = ()
) -> Question:
    """The question asked for by id, or the one not practised for longest.

    Parameters
    ----------
    bank : mapping
        All questions by id.
    practised : mapping
        When each was last practised, as sortable text.
    wanted : str or None
        An id.
    but : collection of str
        Asked in this session already: only again when there is no other.

    Raises
    ------
    BadInput
        No question has that id.
    """
    if not bank:
        raise MachineError("no questions are installed", hint="install mockint again")
    if wanted is not None:
        if wanted not in bank:
            raise BadInput(f"no question {wanted!r}; there are: {', '.join(sorted(bank))}", hint="mockint questions")
        return bank[wanted]
    fresh = [q for q in bank.values() if q.id not in but] or list(bank.values())
    return min(fresh, key=lambda q: (practised.get(q.id, ""), q.id != FIRST, q.id))
