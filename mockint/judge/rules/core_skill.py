"""The failure hits the core of the role applied for.

What it checks
    With ``--role``: whether a sentence about the mistake shares its content words with a core duty of that role, from the
    table ``roles.toml`` (roles are matched by the words they are called by).
Why it matters
    The guides disagree: a failure should touch the role's abilities, and it must not be central to the job. mockint's stand:
    near the role, not at its core. An accountant does not tell of a calculation error.
How to fix
    Choose a failure of communication, planning or judgement that the role also needs, and leave the core duty alone.
Known problems
    A role that the table does not know is not assessed. Meaning is compared by words and their lemmas only.
"""

import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

from mockint.judge import grammar
from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule

TABLE = Path(__file__).parent.parent / "roles.toml"
ENOUGH = 0.75
"""Share of a duty's content words that one sentence must hold, at least two of them."""


@functools.cache
def _table() -> dict[str, tuple[tuple[str, ...], tuple[frozenset[str], ...]]]:
    data = tomllib.loads(TABLE.read_text("utf-8"))
    return {k: (tuple(v["names"]), tuple(_content(d) for d in v["duties"])) for k, v in data.items()}


def _content(text: str) -> frozenset[str]:
    return frozenset(
        t.lemma_.lower() for t in grammar.parse(text) if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") or t.dep_ == "neg"
    )


def _duties(role: str) -> tuple[frozenset[str], ...]:
    words = f" {role.lower()} "
    best = max(_table().values(), key=lambda row: max((len(n) for n in row[0] if n in words), default=0))
    return best[1] if any(n in words for n in best[0]) else ()


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    if not answer.role:
        yield NotSure("no role given (--role)")
        return
    duties = _duties(answer.role)
    if not duties:
        yield NotSure(f"the table of roles does not know {answer.role!r}")
        return
    for unit in answer.stage("action", "result", "task"):
        span = answer.parsed(unit)
        said = {t.lemma_.lower() for t in span} if span is not None else set()
        if any(len(d & said) >= max(2, ENOUGH * len(d)) for d in duties):
            yield Hit(evidence=(answer.quote_unit(unit),), message=f"It hits the core of the role {answer.role!r}")
            return


RULE = Rule(
    id="core-skill",
    kind="flag",
    severity="warning",
    category="content",
    message="It hits the core of the role",
    advice="Choose a failure beside the role's core duty: communication, planning, judgement.",
    check=check,
    sources=("time-you-failed", "recent-failure"),
    examples=(
        Example(
            "I made a calculation error in the year-end accounts and we paid nine thousand too much in tax.",
            applies=True,
            role="senior accountant",
        ),
        Example(
            "I made a calculation error in the year-end accounts and we paid nine thousand too much in tax.",
            applies=False,
            role="primary school teacher",
        ),
        Example(
            "The accounts were right to the penny, and I still sent them to the wrong person, without any error in them.",
            applies=False,
            role="accountant",
        ),
    ),
)
