"""Stored takes against today's rules, and what that changes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import msgspec

from mockint.core.hearing import Hearing
from mockint.core.profile import Profile
from mockint.core.questions import Question
from mockint.core.take import Take
from mockint.studio.store import About, Store
from mockint.studio.wording import with_warnings


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One take before and after."""

    id: str
    question: str
    total_before: float | None
    total_after: float | None
    ruleset_before: str | None
    """None for a take that was never scored."""
    ruleset_after: str
    gained: tuple[str, ...]
    """Rules whose findings are new."""
    lost: tuple[str, ...]
    changed: bool
    """Whether anything in the scored take is different; then it was kept as a new scorecard."""


def rescore(
    store: Store,
    about: About,
    *,
    hear: Callable[[About], Hearing],
    judge: Callable[[Hearing, About], Take],
    now: datetime.datetime,
) -> Change:
    """Score a stored take again; a scorecard that says something new is added to the old ones.

    Parameters
    ----------
    store : Store
        Where it is kept.
    about : About
        The take, held against today's question and targets.
    hear : callable
        Transcribes its sound; only asked for a take that never was.
    judge : callable
        Today's rules.
    now : datetime
        For the new scorecard.
    """
    hearing = store.hearing(about.id)
    if hearing is None:
        hearing = with_warnings(hear(about), (), about.lost)
        store.set_hearing(about.id, hearing)
    cards = store.scorecards(about.id)
    before = cards[-1].take if cards else None
    after = judge(hearing, about)
    changed = before != after
    if changed:
        store.add_scorecard(about.id, after, now)
    had, has = _findings(before), _findings(after)
    return Change(
        id=about.id,
        question=about.question.id,
        total_before=before.scores.total if before else None,
        total_after=after.scores.total,
        ruleset_before=before.ruleset if before else None,
        ruleset_after=after.ruleset,
        gained=tuple(sorted(has - had)),
        lost=tuple(sorted(had - has)),
        changed=changed,
    )


def todays(about: About, bank: Mapping[str, Question], profiles: Callable[[str], Profile | None]) -> About:
    """The take with today's form of its question and targets, where they still exist.

    A question whose text has changed was not the one that was answered, so its stored form stays.
    """
    question = bank.get(about.question.id)
    if question is None or question.text != about.question.text:
        question = about.question
    profile = profiles(about.profile.name) or about.profile
    return msgspec.structs.replace(about, question=question, profile=profile)


def _findings(take: Take | None) -> set[str]:
    return {finding.rule for finding in take.findings} if take else set()
