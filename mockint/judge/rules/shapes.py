"""Shapes that many rules share, so that a rule's file says only what is its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from mockint.judge.answer import Answer, Unit
from mockint.judge.rules.base import Hit, NotSure

SURE = 0.5
UNSURE = 0.4
"""Calibrated probabilities from here to SURE are neither charged nor dismissed."""
FAINT = 0.3
"""When the answer as a whole is sure, one unit at least speaks for the rule this much."""
HINT = 0.2
"""Every other unit that speaks for it this much is evidence too: without all of them the finding would go."""
PLAIN = 0.7
"""A strength told this plainly stands alone."""
NEVER = 1.1


def pattern(*alternatives: str) -> re.Pattern[str]:
    """A regular expression of whole words, for lower-case text with straight apostrophes."""
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")(?!\w)")


def meant(
    answer: Answer,
    rule: str,
    *,
    units: Sequence[Unit] | None = None,
    cue: re.Pattern[str] | None = None,
    unless: Callable[[Unit], bool] = lambda _: False,
    alone: float = NEVER,
    clear: float = FAINT,
    most: int = 9,
) -> Iterator[Hit | NotSure]:
    """One hit with the units that mean `rule`, or that hold its unmistakable `cue`.

    The answer as a whole decides whether the rule applies, and the units that speak for it are the evidence: a sentence
    is understood by the story around it.

    Parameters
    ----------
    answer : Answer
    rule : str
        The rule whose evidence is looked for.
    units : sequence of Unit, optional
        Where to look; everywhere by default.
    cue : pattern, optional
        Words that settle it by themselves.
    unless : callable
        Units for which it holds are left out: the speaker takes it back, or says it of something else.
    alone : float
        One sentence as probable as this is enough, whatever the answer as a whole says.
    clear : float
        How plainly at least one unit must show it, when the answer as a whole is sure.
    most : int
        At most this many quotes, the surest ones.
    """
    looked_at = [u for u in (answer.units if units is None else units) if not unless(u)]
    probability = answer.whole.get(rule, 0.0)
    plainest = max((u.means(rule) for u in looked_at), default=0.0)
    least = HINT if probability >= SURE and plainest >= clear else alone
    found = {u.index: (u.means(rule), answer.quote_unit(u)) for u in looked_at if u.means(rule) >= least}
    certain = {} if cue is None else {unit.index: (SURE, evidence) for unit, evidence in answer.find(cue, looked_at)}
    sure = certain | found
    if sure:
        best = sorted(sorted(sure), key=lambda i: -sure[i][0])[:most]
        yield Hit(evidence=tuple(sure[i][1] for i in sorted(best)))
    elif any(u.means(rule) >= UNSURE for u in looked_at) and (alone == SURE or probability >= UNSURE):
        yield NotSure()


def says(answer: Answer, unit: Unit, words: re.Pattern[str]) -> bool:
    """Whether a unit holds a match of `words`."""
    return any(True for _ in answer.find(words, [unit]))


def story(answer: Answer) -> tuple[Unit, ...]:
    """The units that tell something, greeting and thinking aloud left out."""
    return answer.stage("situation", "task", "action", "result", "learned")


def learned_something(answer: Answer) -> tuple[Unit, ...]:
    """Units that tell a lesson, a change, or that it worked since."""
    ids = ("specific-change", "lasting-impact")
    return tuple(u for u in answer.units if u.stage == "learned" or any(u.means(i) >= SURE for i in ids))


def admits_failure(answer: Answer) -> bool:
    """Whether the answer names a failure at all, however it is judged otherwise."""
    return any(u.means("owns-mistake") >= SURE for u in answer.units)


def beyond(value: float, low: float, high: float) -> float:
    """How far a value lies outside a band, as a share of the nearer limit; 0 inside it."""
    if value < low:
        return (low - value) / low
    return max(0.0, (value - high) / high)


def graded(distance: float, *, full: float) -> float:
    """A share of the points that grows with the distance: a half at once, all of them from `full` on."""
    return min(1.0, 0.5 + 0.5 * distance / full)


def count_words(units: Iterable[Unit]) -> int:
    """Words in these units."""
    return sum(u.last - u.first for u in units)


def lacking(
    answer: Answer, rule: str, *, note: str, expected: Sequence[Unit] = (), told: bool = False
) -> Iterator[Hit | NotSure]:
    """One hit for something that was not said, judged from the answer as a whole.

    Parameters
    ----------
    answer : Answer
    rule : str
        The rule whose ``whole`` probability decides.
    note : str
        What was looked for.
    expected : sequence of Unit
        Where it was expected.
    told : bool
        Whether some unit does tell it; then nothing is lacking.
    """
    if told or not answer.units:
        return
    probability = answer.whole.get(rule, 0.0)
    if probability >= SURE:
        yield Hit(evidence=(answer.absent(note, expected),))
    elif probability >= UNSURE:
        yield NotSure()
