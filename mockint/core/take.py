"""One scored take: the structs behind ``--format json``, the store and the reports.

The field names are the public contract; ``docs/take.md`` describes them. Times are seconds from the start of the
recording, and ``None`` for text.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "mockint.take/1"
STAGES = ("situation", "task", "action", "result", "learned")
"""The five stages of a STAR-L story, in their usual order."""
OTHER = "other"

StageName = Literal["situation", "task", "action", "result", "learned", "other"]
Status = Literal["measured", "lower_bound", "unavailable"]


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One spoken word."""

    text: str
    """As written, with its punctuation, without spaces."""
    start_s: float | None = None
    end_s: float | None = None
    probability: float | None = None
    kind: Literal["word", "filler"] = "word"
    repeat: bool = False
    """Said again or cut off."""


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """What was said."""

    text: str
    model: str | None
    language: str | None
    verbatim: bool
    """Whether fillers, repeats and false starts were kept."""
    words: tuple[Word, ...]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the words come from."""

    path: str
    kind: Literal["audio", "text"]
    sha256: str
    duration_s: float | None = None
    recorded_at: str | None = None
    """ISO date and time, local."""
    question_end_s: float | None = None
    """When the spoken question ended (negative: before the recording began)."""


class QuestionRef(msgspec.Struct, frozen=True, kw_only=True):
    """The question that was asked."""

    id: str
    text: str


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """How good the recording is."""

    level_dbfs: float | None = None
    noise_dbfs: float | None = None
    clipped_share: float | None = None
    bandwidth_hz: float | None = None
    warnings: tuple[str, ...] = ()


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A silent or a filled pause."""

    kind: Literal["silent", "filled"]
    start_s: float
    end_s: float
    text: str | None = None
    within_clause: bool | None = None


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the answer with one stage."""

    stage: StageName
    text: str
    start_s: float | None
    end_s: float | None
    confidence: float
    """Probability of the stage, 0 to 1, calibrated."""
    unsure: bool
    why: str = ""
    """What decided."""


class StageShare(msgspec.Struct, frozen=True, kw_only=True):
    """What one stage got of the answer."""

    duration_s: float | None
    words: int
    share: float
    target_share: float


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One measured quantity."""

    value: float | None
    unit: str
    status: Status
    thresholds: dict[str, float] = {}
    """Every threshold that the value depends on."""
    reason: str | None = None
    """Why it is a lower bound or unavailable."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The words a finding rests on; for something absent, a note and where it was expected."""

    quote: str | None
    start_s: float | None
    end_s: float | None
    note: str | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule found."""

    rule: str
    kind: Literal["flag", "strength"]
    severity: Literal["suggestion", "warning", "error"] | None
    message: str
    advice: str | None
    points: float
    evidence: tuple[Evidence, ...]
    category: Literal["structure", "content", "delivery"] = "content"


class NotAssessed(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that could not judge."""

    rule: str
    reason: str


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """Base, points by category, and their sum held within 0 to 100."""

    base: float
    total: float | None
    categories: dict[str, float]


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """One of the things that the interviewer asks the question for."""

    name: str
    """honesty, analysis, learning or resilience."""
    level: Literal["shown", "mixed", "missing", "unclear"]
    rules: tuple[str, ...]
    """The findings it rests on."""
    message: str


class Take(msgspec.Struct, frozen=True, kw_only=True):
    """One scored attempt at one question."""

    schema: str = SCHEMA
    source: Source
    question: QuestionRef
    role: str | None
    profile: str
    sound: Sound
    transcript: Transcript
    segments: tuple[Segment, ...]
    stages: dict[str, StageShare]
    measures: dict[str, Measure]
    pauses: tuple[Pause, ...]
    findings: tuple[Finding, ...]
    not_assessed: tuple[NotAssessed, ...]
    insights: tuple[Insight, ...]
    scores: Scores
    ruleset: str


def to_json(take: Take, *, indent: int = 0) -> bytes:
    """The take as JSON, keys in the order of the fields."""
    raw = msgspec.json.encode(take)
    return msgspec.json.format(raw, indent=indent) if indent else raw


def from_json(raw: bytes) -> Take:
    """The take that :func:`to_json` wrote."""
    return msgspec.json.decode(raw, type=Take)
