"""What a report says, in which order: worked out once, so that screen and page tell the same story."""

from __future__ import annotations

import dataclasses
import itertools
import pathlib
from collections.abc import Iterable, Sequence
from typing import Literal

from mockint.core.profile import Profile
from mockint.core.spans import clock
from mockint.core.take import OTHER, STAGES, Evidence, Finding, Insight, Measure, NotAssessed, Pause, Segment, Take
from mockint.show.text import clean, counted, number

Tone = Literal["good", "fair", "poor", "plain"]

LETTERS = {"situation": "S", "task": "T", "action": "A", "result": "R", "learned": "L", OTHER: "o"}
LEVELS = {"shown": "clear", "mixed": "partly", "missing": "not yet", "unclear": "unclear"}
VOICE_DBFS = -25
"""About the level of a voice close to a microphone."""
_BAND = (0.3, 0.7)
"""Where on a gauge the good band lies."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A value against its band."""

    name: str
    value: str
    verdict: str
    tone: Tone
    place: float | None
    """0 to 1 along the gauge, the good band from 0.3 to 0.7; None where nothing was measured."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value without a gauge."""

    name: str
    text: str
    tone: Tone = "plain"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the stage bar."""

    stage: str
    size: float
    """Seconds, or words for a text."""
    unsure: bool = False
    start_s: float | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """What one stage got, and what it should get in an answer of a good length."""

    stage: str
    size: float
    target: float
    share: float
    target_share: float
    note: Literal["", "none", "short", "long"]

    @property
    def letter(self) -> str:
        """Its letter in the bar."""
        return LETTERS[self.stage]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The content of a report."""

    question: str
    about: tuple[str, ...]
    """File, role, profile, day: what this take is."""
    warnings: tuple[str, ...]
    silent: tuple[str, ...]
    """Why there is nothing to judge, and what to check; empty when there are words."""
    total: float | None
    unscored: str | None
    base: float
    categories: dict[str, float]
    held: bool
    """The sum lay outside 0 to 100."""
    gauges: tuple[Gauge, ...]
    facts: tuple[Fact, ...]
    timed: bool
    pieces: tuple[Piece, ...]
    stages: tuple[StageRow, ...]
    strengths: tuple[Finding, ...]
    first: Finding | None
    """The one thing to fix first."""
    gain: float
    """Points that fixing it would give back."""
    rest: tuple[Finding, ...]
    insights: tuple[Insight, ...]
    not_assessed: tuple[tuple[str, tuple[str, ...]], ...]
    """Reason, and the rules it holds for."""


def digest(take: Take, profile: Profile) -> Digest:
    """The content of the report of a take, held against the targets of a profile."""
    strengths = sorted((f for f in take.findings if f.kind == "strength"), key=lambda f: -f.points)
    flags = sorted((f for f in take.findings if f.kind == "flag"), key=lambda f: f.points)
    first = flags[0] if flags else None
    total = take.scores.total
    raw = take.scores.base + sum(take.scores.categories.values())
    gain = 0.0 if first is None or total is None else _held(raw - first.points) - total
    timed = any(w.start_s is not None for w in take.transcript.words)
    return Digest(
        question=clean(take.question.text),
        about=_about(take, profile),
        warnings=tuple(clean(w) for w in take.sound.warnings),
        silent=() if take.transcript.words else _silent(take),
        total=total,
        unscored=_unscored(take) if total is None else None,
        base=take.scores.base,
        categories=dict(take.scores.categories),
        held=total is not None and abs(raw - total) > 1e-6,
        gauges=_gauges(take, profile),
        facts=_facts(take, profile),
        timed=timed,
        pieces=_pieces(take.segments, timed=timed),
        stages=_stages(take, profile, timed=timed),
        strengths=tuple(strengths),
        first=first,
        gain=gain,
        rest=tuple(flags[1:]),
        insights=take.insights,
        not_assessed=_grouped(n for n in take.not_assessed if n.rule != "score"),
    )


def quote(evidence: Evidence) -> str:
    """The words of an evidence in quotation marks, or the note on what was looked for."""
    if evidence.quote is not None:
        return f"“{clean(evidence.quote)}”"
    return clean(evidence.note or "")


def is_long(pause: Pause, profile: Profile) -> bool:
    """Whether a silent pause is one that listeners mind: twice as long is fine where a clause ends."""
    limit = profile.long_pause_s * (1 if pause.within_clause else 2)
    return pause.kind == "silent" and pause.end_s - pause.start_s >= limit


def _held(points: float) -> float:
    return max(0.0, min(100.0, points))


def _about(take: Take, profile: Profile) -> tuple[str, ...]:
    name = pathlib.PurePath(take.source.path.replace("\\", "/")).name
    day = (take.source.recorded_at or "")[:16].replace("T", " ")
    role = f"for {clean(take.role)}" if take.role else ""
    length = clock(take.source.duration_s) if take.source.duration_s is not None else ""
    return tuple(part for part in (clean(name), length, day, role, f"profile {profile.name}") if part)


def _unscored(take: Take) -> str:
    return next((clean(n.reason) for n in take.not_assessed if n.rule == "score"), "no total")


def _silent(take: Take) -> tuple[str, ...]:
    if take.source.kind == "text":
        return ("No words: this transcript is empty.", "Put the answer into the file as plain text and score it again.")
    length = "" if take.source.duration_s is None else f"The recording is {clock(take.source.duration_s)} long. "
    level = take.sound.level_dbfs
    loud = (
        "Its loudness is not known."
        if level is None
        else f"Its level is {number(round(level))} dB; a voice close to the microphone is near {number(VOICE_DBFS)} dB."
    )
    return (
        "No speech heard.",
        length + loud,
        "Check that the right microphone is chosen (mockint devices), that it is not muted, and that its level in the "
        "sound settings is up. mockint doctor tests it.",
    )


def _place(value: float, low: float, high: float) -> float:
    """Along the gauge: up to `low` in its first part, to `high` in the band, to half as much again after it."""
    points = ((0.0, 0.0), (low, _BAND[0]), (high, _BAND[1]), (high * 1.5, 1.0))
    for (a, x), (b, y) in itertools.pairwise(points):
        if value <= b:
            return x + (y - x) * max(0.0, value - a) / (b - a)
    return 1.0


def _gauges(take: Take, profile: Profile) -> tuple[Gauge, ...]:
    length, pace = take.measures.get("answer_duration"), take.measures.get("words_per_minute")
    gauges = _length(length, profile), _pace(pace, profile)
    if all(g.place is None for g in gauges) and gauges[0].verdict == gauges[1].verdict:
        return (dataclasses.replace(gauges[0], name="Length and pace"),)
    return gauges


def _unmeasured(name: str, measure: Measure | None) -> Gauge:
    reason = f" ({clean(measure.reason)})" if measure and measure.reason else ""
    return Gauge(name=name, value="", verdict=f"not measured{reason}", tone="plain", place=None)


def _length(measure: Measure | None, profile: Profile) -> Gauge:
    if measure is None or measure.value is None:
        return _unmeasured("Length", measure)
    value, low, high = measure.value, profile.min_s, profile.max_s
    band = f"{clock(low)}–{clock(high)}"
    tone: Tone = "good"
    verdict = f"good, within {band}"
    if round(value) < low:
        tone, verdict = "poor", f"{clock(low - value)} short, aim for {band}"
    elif round(value) > high:
        tone = "fair" if value <= high + profile.grace_s else "poor"
        verdict = f"{clock(value - high)} over, aim for {band}"
    return Gauge(name="Length", value=clock(value), verdict=verdict, tone=tone, place=_place(value, low, high))


def _pace(measure: Measure | None, profile: Profile) -> Gauge:
    if measure is None or measure.value is None:
        return _unmeasured("Pace", measure)
    value, (low, high), (least, most) = measure.value, profile.wpm_good, profile.wpm_flag
    band = f"{number(low)}–{number(high)} words/min"
    tone: Tone = "good"
    verdict = f"good, within {band}"
    if not low <= round(value) <= high:
        tone = "fair" if least <= value <= most else "poor"
        word = "slow" if value < low else "fast"
        verdict = f"{'a little ' if tone == 'fair' else 'too '}{word}, aim for {band}"
    return Gauge(name="Pace", value=number(round(value)), verdict=verdict, tone=tone, place=_place(value, low, high))


def _facts(take: Take, profile: Profile) -> tuple[Fact, ...]:
    facts = (
        _fillers(take, profile),
        _pauses(take, profile),
        _start(take.measures.get("response_latency"), profile),
    )
    return tuple(f for f in facts if f)


def _fillers(take: Take, profile: Profile) -> Fact | None:
    count, rate = take.measures.get("filled_pauses"), take.measures.get("filled_pause_rate")
    if count is None or count.value is None:
        return Fact(name="Um and uh", text=f"not counted: {count.reason}") if count and count.reason else None
    least = "at least " if count.status == "lower_bound" else ""
    text = f"{least}{number(count.value)}" if count.value else "none heard"
    if rate is None or rate.value is None:
        return Fact(name="Um and uh", text=text)
    good, bad = profile.filled_pauses_good_per_min, profile.filled_pauses_flag_per_min
    tone: Tone = "good" if rate.value <= good else "fair" if rate.value < bad else "poor"
    if tone == "good" and least:
        tone = "plain"
    text += f", {number(rate.value)} a minute (up to {number(good)} is fine)" if count.value else ""
    return Fact(name="Um and uh", text=text, tone=tone)


def _pauses(take: Take, profile: Profile) -> Fact | None:
    silent = [p for p in take.pauses if p.kind == "silent"]
    if not silent:
        return None
    long = sum(is_long(p, profile) for p in silent)
    longest = max(p.end_s - p.start_s for p in silent)
    text = f"{counted(long, 'long one') if long else 'none too long'}, longest {longest:.1f} s"
    return Fact(name="Pauses", text=text, tone="fair" if long else "good")


def _start(measure: Measure | None, profile: Profile) -> Fact | None:
    if measure is None or measure.value is None:
        return None
    tone: Tone = "good" if measure.value <= profile.latency_max_s else "fair"
    return Fact(name="Start", text=f"{measure.value:.1f} s after the question", tone=tone)


def _pieces(segments: Sequence[Segment], *, timed: bool) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            stage=s.stage,
            size=_seconds(s) if timed else float(len(s.text.split())),
            unsure=s.unsure,
            start_s=s.start_s,
        )
        for s in segments
    )


def _seconds(segment: Segment) -> float:
    return max(0.0, (segment.end_s or 0.0) - (segment.start_s or 0.0))


def _stages(take: Take, profile: Profile, *, timed: bool) -> tuple[StageRow, ...]:
    """One row a stage; the target is its share of an answer of this length, brought into the band of the profile."""
    found = [(name, take.stages[name]) for name in STAGES if name in take.stages]
    sizes = {name: (s.duration_s or 0.0) if timed else float(s.words) for name, s in found}
    whole = sum(sizes.values())
    if not whole:
        return ()
    if timed:
        whole = max(profile.min_s, min(profile.max_s, whole))
    return tuple(
        StageRow(
            stage=name,
            size=sizes[name],
            target=s.target_share * whole,
            share=s.share,
            target_share=s.target_share,
            note=_note(sizes[name], s.target_share * whole),
        )
        for name, s in found
    )


def _note(size: float, target: float) -> Literal["", "none", "short", "long"]:
    if size == 0 and target > 0:
        return "none"
    if abs(size - target) <= max(0.35 * target, 5.0):
        return ""
    return "long" if size > target else "short"


def _grouped(left: Iterable[NotAssessed]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups: dict[str, list[str]] = {}
    for item in left:
        reason = "not sure enough" if item.reason == "unsure" else clean(item.reason)
        groups.setdefault(reason, []).append(item.rule.replace("-", " "))
    return tuple((reason, tuple(rules)) for reason, rules in groups.items())
