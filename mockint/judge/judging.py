"""The one pure way from what was heard to a scored take."""

from __future__ import annotations

import datetime
import functools
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mockint.core import fluency
from mockint.core.hearing import Hearing
from mockint.core.profile import Profile
from mockint.core.questions import Question
from mockint.core.take import (
    OTHER,
    STAGES,
    Measure,
    Pause,
    QuestionRef,
    Segment,
    Source,
    StageShare,
    Take,
    Transcript,
    Word,
)
from mockint.judge import sentences
from mockint.judge.answer import Answer, Unit
from mockint.judge.insights import insights
from mockint.judge.scoring import add_up, judge_rules, ruleset

if TYPE_CHECKING:
    from mockint.judge.reader import Reader


@functools.cache
def reader() -> Reader:
    """The reader of stages and meaning, loaded once."""
    from mockint.judge.reader import Reader

    return Reader()


def load() -> None:
    """Load reader and parser now, rather than while a person waits for the first report."""
    from mockint.judge import grammar

    reader().read(["So this was two years ago."])
    grammar.load()


def read_ahead(hearing: Hearing) -> None:
    """Read what a person said so far, while the rest is spoken: judging the whole answer then takes less.

    Parameters
    ----------
    hearing : Hearing
        Its words and speech tier; the end of both may still change.
    """
    _, texts = _units(hearing.words, fluency.find_pauses(hearing))
    reader().read_ahead(texts)


def judge(
    hearing: Hearing,
    *,
    source: Source,
    question: Question,
    profile: Profile,
    role: str | None = None,
    as_of: datetime.date | None = None,
) -> Take:
    """A scored take, from what was heard and what it is held against; the same in gives the same out.

    Parameters
    ----------
    hearing : Hearing
        Words and sound, from :class:`mockint.ears.listener.Ears` or :func:`mockint.core.hearing.hear_text`.
    source : Source
        Where they come from; the day of recording stands in for `as_of` when that is None.
    question, profile : Question, Profile
        What was asked, and the targets.
    role : str, optional
        The job applied for; needed by the rule ``core-skill``.
    as_of : date, optional
        The day against which "in 2023" is judged.
    """
    if as_of is None and source.recorded_at:
        as_of = datetime.date.fromisoformat(source.recorded_at[:10])
    pauses = fluency.find_pauses(hearing)
    measures = fluency.measure(hearing, pauses, question_end_s=source.question_end_s)
    answer = understand(hearing.words, pauses, measures, question=question, profile=profile, role=role, as_of=as_of)
    findings, not_assessed = judge_rules(answer)
    scores, unscored = add_up(findings, answer)
    return Take(
        source=source,
        question=QuestionRef(id=question.id, text=question.text),
        role=role,
        profile=profile.name,
        sound=hearing.sound,
        transcript=Transcript(
            text=" ".join(w.text for w in hearing.words),
            model=hearing.model,
            language=hearing.language,
            verbatim=hearing.verbatim,
            words=hearing.words,
        ),
        segments=segments(answer),
        stages=dict(answer.stages),
        measures=measures,
        pauses=pauses,
        findings=findings,
        not_assessed=(*not_assessed, unscored) if unscored else not_assessed,
        insights=insights(findings, not_assessed),
        scores=scores,
        ruleset=ruleset(profile, reader().fingerprint),
    )


def understand(
    words: tuple[Word, ...],
    pauses: Sequence[Pause],
    measures: dict[str, Measure],
    *,
    question: Question,
    profile: Profile,
    role: str | None = None,
    as_of: datetime.date | None = None,
) -> Answer:
    """The answer as the rules see it: units with stage and meaning, shares of the stages."""
    from mockint.judge.stages import decode

    ranges, texts = _units(words, pauses)
    units: list[Unit] = []
    whole: dict[str, float] = {}
    if ranges:
        reading = reader().read(texts)
        whole = dict(reading.whole)
        for k, ((i, j), text, d) in enumerate(zip(ranges, texts, decode(reading), strict=True)):
            meaning = {rule: float(p[k]) for rule, p in reading.meaning.items()}
            units.append(
                Unit(
                    index=k,
                    first=i,
                    last=j,
                    text=text,
                    stage=d.stage,
                    confidence=d.confidence,
                    unsure=d.unsure,
                    meaning=meaning,
                    why=d.why,
                )
            )
    return Answer(
        question=question,
        profile=profile,
        role=role,
        as_of=as_of,
        words=words,
        units=tuple(units),
        stages=shares(units, words, profile),
        measures=measures,
        pauses=tuple(pauses),
        whole=whole,
    )


def _units(words: Sequence[Word], pauses: Sequence[Pause]) -> tuple[list[tuple[int, int]], list[str]]:
    """Half-open ranges of words, and what is said in each."""
    ranges = sentences.split([w.text for w in words], pauses_s=_silence_after(words, pauses))
    return ranges, [" ".join(w.text for w in words[i:j]) for i, j in ranges]


def _silence_after(words: Sequence[Word], pauses: Sequence[Pause]) -> list[float] | None:
    if not words or words[0].start_s is None:
        return None
    silent = [p for p in pauses if p.kind == "silent"]
    after = [0.0] * len(words)
    k = 0
    for i, (a, b) in enumerate(itertools.pairwise(words)):
        while k < len(silent) and silent[k].end_s < (a.start_s or 0.0):
            k += 1
        if k < len(silent) and silent[k].start_s < (b.start_s or 0.0):
            after[i] = silent[k].end_s - silent[k].start_s
    return after


def _extents(units: Sequence[Unit], words: Sequence[Word]) -> list[tuple[float | None, float | None]]:
    """Start and end [s] of each unit: it runs to where the next begins, the last to its last word."""
    starts = [words[u.first].start_s for u in units]
    ends = [*starts[1:], words[units[-1].last - 1].end_s] if units else []
    return list(zip(starts, ends, strict=True))


def shares(units: Sequence[Unit], words: Sequence[Word], profile: Profile) -> dict[str, StageShare]:
    """What each stage got, of time where there is time, else of words; ``other`` does not count."""
    extents = _extents(units, words)
    timed = bool(words) and words[0].start_s is not None
    seconds = dict.fromkeys((*STAGES, OTHER), 0.0)
    count = dict.fromkeys((*STAGES, OTHER), 0)
    for unit, (start, end) in zip(units, extents, strict=True):
        seconds[unit.stage] += (end or 0.0) - (start or 0.0)
        count[unit.stage] += sum(w.kind == "word" for w in words[unit.first : unit.last])
    amounts = seconds if timed else {k: float(v) for k, v in count.items()}
    total = sum(amounts[s] for s in STAGES)
    if timed and not total:
        amounts, total = {k: float(v) for k, v in count.items()}, sum(count[s] for s in STAGES)
    return {
        s: StageShare(
            duration_s=round(seconds[s], 3) if timed else None,
            words=count[s],
            share=round(amounts[s] / total, 4) if total else 0.0,
            target_share=profile.target_shares[s],
        )
        for s in STAGES
    }


def segments(answer: Answer) -> tuple[Segment, ...]:
    """Neighbouring units of one stage joined; together they hold every word."""
    groups: list[list[int]] = []
    for i, unit in enumerate(answer.units):
        if groups and answer.units[groups[-1][-1]].stage == unit.stage:
            groups[-1].append(i)
        else:
            groups.append([i])
    extents = _extents(answer.units, answer.words)
    found = []
    for group in groups:
        units = [answer.units[i] for i in group]
        size = sum(u.last - u.first for u in units)
        confidence = sum(u.confidence * (u.last - u.first) for u in units) / size
        surest = max(units, key=lambda u: u.confidence)
        found.append(
            Segment(
                stage=units[0].stage,  # type: ignore[arg-type]
                text=" ".join(u.text for u in units),
                start_s=extents[group[0]][0],
                end_s=extents[group[-1]][1],
                confidence=round(confidence, 3),
                unsure=sum(u.unsure * (u.last - u.first) for u in units) * 2 > size,
                why=surest.why,
            )
        )
    return tuple(found)
