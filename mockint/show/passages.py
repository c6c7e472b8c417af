"""The transcript as it is printed: segments of words, with pauses, fillers and the words that findings rest on."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Literal

from mockint.core.profile import Profile
from mockint.core.take import Evidence, Finding, Pause, Segment, Take, Word
from mockint.show.digest import is_long
from mockint.show.text import clean

SHOWN_PAUSE_S = 1.0
"""Silent pauses from this length on are printed."""
_MOST_WORDS = 40
"""Evidence longer than this marks nothing: it would mark the whole answer."""


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One word, and the pause after it."""

    text: str
    start_s: float | None
    end_s: float | None
    filler: bool
    repeat: bool
    pause_s: float | None = None
    pause_is_long: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that the same finding rests on, or none."""

    kind: Literal["", "flag", "strength"]
    message: str
    tokens: tuple[Token, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """The words of one segment."""

    stage: str
    unsure: bool
    start_s: float | None
    runs: tuple[Run, ...]


def passages(take: Take, profile: Profile) -> tuple[Passage, ...]:
    """The transcript segment by segment; words that no segment holds come last, under no stage."""
    words = take.transcript.words
    marks = _marks(words, take.findings)
    tokens = _tokens(words, take.pauses, profile)
    result = []
    for segment, (first, last) in zip(take.segments, _ranges(take.segments, len(words)), strict=True):
        runs = _runs(tokens[first:last], marks[first:last])
        result.append(Passage(segment.stage, segment.unsure, segment.start_s, runs))
    rest = sum(len(run.tokens) for passage in result for run in passage.runs)
    if rest < len(words):
        result.append(Passage("other", False, words[rest].start_s, _runs(tokens[rest:], marks[rest:])))
    return tuple(result)


def _ranges(segments: Sequence[Segment], count: int) -> list[tuple[int, int]]:
    ends = [min(count, end) for end in itertools.accumulate(len(s.text.split()) for s in segments)]
    return list(zip([0, *ends], ends, strict=False))


def _tokens(words: Sequence[Word], pauses: Sequence[Pause], profile: Profile) -> list[Token]:
    silent = [p for p in pauses if p.kind == "silent" and p.end_s - p.start_s >= SHOWN_PAUSE_S]
    after: dict[int, Pause] = {}
    for pause in silent:
        middle = (pause.start_s + pause.end_s) / 2
        before = [i for i, w in enumerate(words) if w.start_s is not None and w.start_s < middle]
        if before:
            after[before[-1]] = pause
    return [
        Token(
            text=clean(w.text),
            start_s=w.start_s,
            end_s=w.end_s,
            filler=w.kind == "filler",
            repeat=w.repeat,
            pause_s=after[i].end_s - after[i].start_s if i in after else None,
            pause_is_long=i in after and is_long(after[i], profile),
        )
        for i, w in enumerate(words)
    ]


def _marks(words: Sequence[Word], findings: Sequence[Finding]) -> list[Finding | None]:
    """The finding that each word is evidence of; a flag goes before a strength."""
    marks: list[Finding | None] = [None] * len(words)
    for finding in sorted(findings, key=lambda f: f.kind == "flag"):
        for evidence in finding.evidence:
            first, last = _found(words, evidence)
            if last - first <= _MOST_WORDS:
                marks[first:last] = [finding] * (last - first)
    return marks


def _found(words: Sequence[Word], evidence: Evidence) -> tuple[int, int]:
    """Half-open range of the words of an evidence: by time where there is time, else by the words themselves."""
    start, end = evidence.start_s, evidence.end_s
    if evidence.quote is None:
        return 0, 0
    if start is not None and end is not None:
        inside = [i for i, w in enumerate(words) if w.start_s is not None and start - 0.01 <= w.start_s < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)
    wanted = evidence.quote.split()
    texts = [w.text for w in words]
    size = len(wanted)
    return next(((i, i + size) for i in range(len(texts) - size + 1) if texts[i : i + size] == wanted), (0, 0))


def _runs(tokens: Sequence[Token], marks: Sequence[Finding | None]) -> tuple[Run, ...]:
    runs = []
    for finding, group in itertools.groupby(zip(tokens, marks, strict=True), key=lambda pair: pair[1]):
        members = tuple(token for token, _ in group)
        runs.append(Run(finding.kind if finding else "", clean(finding.message) if finding else "", members))
    return tuple(runs)
