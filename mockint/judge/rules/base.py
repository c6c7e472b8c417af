"""What a rule is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Literal

from mockint.core.take import Evidence
from mockint.judge.answer import Answer

Kind = Literal["flag", "strength"]
Severity = Literal["suggestion", "warning", "error"]
Category = Literal["structure", "content", "delivery"]

SOURCES = {
    "recent-failure": "Please discuss your most recent failure and what you learned from it (STAR-L guide)",
    "time-you-failed": "Describe a time you failed (recruiter's guide)",
    "discussing-failures": "Discussing your failures in an interview (recruiter's blog, 2023)",
    "toastmasters": "Toastmasters International, evaluation timing lights and 30 s of grace",
    "speaker-coach": "Microsoft Speaker Coach: 100 to 165 words a minute",
    "fillers-2024": "Laske & DiGennaro Reed 2024, J. Applied Behavior Analysis, doi 10.1002/jaba.1093",
    "like-2008": "Russell, Perkins & Grinnell 2008: interviewees' use of 'like' and 'uh' and hiring",
    "pauses-2013": "de Jong & Bosker 2013, DiSS, 17-20",
    "pauses-2018": "Kahng 2018: pauses inside a clause weigh more on perceived fluency",
    "bangerter": "Bangerter, Corvalan & Cavin 2014, doi 10.1007/s10869-014-9350-0",
    "mach": "Hoque et al. 2013, MACH: My Automated Conversation coacH",
}
"""Where a rule's reason comes from. A test rejects unknown and unused keys."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule applies: these words, for this reason."""

    evidence: tuple[Evidence, ...]
    message: str = ""
    """Instead of the rule's own message."""
    advice: str = ""
    """Instead of the rule's own advice."""
    weight: float = 1.0
    """Share of the rule's points, 0 to 1."""


@dataclasses.dataclass(frozen=True, slots=True)
class NotSure:
    """The rule cannot judge this answer; the reason is ``unsure`` or says what is missing."""

    reason: str = "unsure"


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One answer and whether the rule applies to it; documentation and test in one."""

    text: str
    """Plain, or in notation with timed pauses."""
    _: dataclasses.KW_ONLY
    applies: bool
    quote: str | None = None
    """Words that the evidence must hold."""
    question: str = "failure"
    role: str | None = None
    as_of: str | None = None
    profile: dict[str, object] = dataclasses.field(default_factory=dict)
    """Targets that differ from ``live``."""
    measures: dict[str, float] = dataclasses.field(default_factory=dict)
    """Measures that a text cannot show."""
    why: str = ""


Check = Callable[[Answer], Iterator[Hit | NotSure]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; its module's docstring says what it checks, why it matters, how to fix it, and its known problems."""

    id: str
    kind: Kind
    category: Category
    message: str
    """One line for the report."""
    advice: str = ""
    """What to do, for flags."""
    check: Check
    examples: tuple[Example, ...]
    sources: tuple[str, ...]
    severity: Severity | None = None
    family: str | None = None
    """Rules of one family charge a sentence once; the first in ``weights.toml`` wins."""
    needs: tuple[str, ...] = ()
    """Measures without which the rule is not assessed."""
    version: int = 1
