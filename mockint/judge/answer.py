"""An answer as the rules see it: words, times, units with stage and meaning, grammar on demand. No clock, no disk."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockint.core.profile import Profile
from mockint.core.questions import Question
from mockint.core.take import Evidence, Measure, Pause, StageShare, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence, or a clause of a long one."""

    index: int
    first: int
    last: int
    """Half-open range of words in the transcript."""
    text: str
    stage: str
    """situation, task, action, result, learned or other."""
    confidence: float
    """Calibrated probability of the stage, 0 to 1."""
    unsure: bool
    meaning: Mapping[str, float]
    """By rule id: calibrated probability that this unit is the evidence of it."""
    why: str = ""

    def means(self, rule: str) -> float:
        """Probability that this unit is evidence of `rule`, 0 where the reader knows nothing of it."""
        return self.meaning.get(rule, 0.0)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """All that a rule may see."""

    question: Question
    profile: Profile
    role: str | None
    as_of: datetime.date | None
    words: tuple[Word, ...]
    units: tuple[Unit, ...]
    stages: Mapping[str, StageShare]
    measures: Mapping[str, Measure]
    pauses: tuple[Pause, ...]
    whole: Mapping[str, float]
    """By rule id: calibrated probability, from the answer as a whole, that it applies."""

    @property
    def timed(self) -> bool:
        """Whether the words have times."""
        return bool(self.words) and self.words[0].start_s is not None

    @functools.cached_property
    def spoken(self) -> int:
        """Number of words without fillers."""
        return sum(w.kind == "word" for w in self.words)

    @functools.cached_property
    def text(self) -> str:
        """The answer as one string, fillers and repeats left out (what grammar reads)."""
        return " ".join(w.text for w in self.words if w.kind == "word" and not w.repeat)

    @functools.cached_property
    def doc(self) -> Doc:
        """The parsed answer."""
        from mockint.judge.grammar import parse

        return parse(self.text)

    @functools.cached_property
    def _word_at(self) -> list[tuple[int, int]]:
        """Start offset in `text` and index of each word that grammar reads."""
        found, at = [], 0
        for i, w in enumerate(self.words):
            if w.kind == "word" and not w.repeat:
                found.append((at, i))
                at += len(w.text) + 1
        return found

    def parsed(self, unit: Unit) -> Span | None:
        """The parse of one unit, or None where it holds fillers only."""
        inside = [(at, i) for at, i in self._word_at if unit.first <= i < unit.last]
        if not inside:
            return None
        end = inside[-1][0] + len(self.words[inside[-1][1]].text)
        return self.doc.char_span(inside[0][0], end, alignment_mode="expand")

    def stage(self, *names: str) -> tuple[Unit, ...]:
        """Units of these stages, in order."""
        return tuple(u for u in self.units if u.stage in names)

    def quote(self, first: int, last: int, note: str | None = None) -> Evidence:
        """Evidence made of the words [first, last)."""
        chosen = self.words[first:last]
        return Evidence(
            quote=" ".join(w.text for w in chosen), start_s=chosen[0].start_s, end_s=chosen[-1].end_s, note=note
        )

    def quote_unit(self, unit: Unit, note: str | None = None) -> Evidence:
        """A whole unit as evidence."""
        return self.quote(unit.first, unit.last, note)

    def absent(self, note: str, units: Sequence[Unit] = ()) -> Evidence:
        """Evidence of something that was not said, with the stretch where it was expected (default: all)."""
        first, last = (units[0].first, units[-1].last) if units else (0, len(self.words))
        chosen = self.words[first:last]
        return Evidence(
            quote=None,
            start_s=chosen[0].start_s if chosen else None,
            end_s=chosen[-1].end_s if chosen else None,
            note=note,
        )

    def share(self, *stages: str) -> float:
        """Share of these stages in the answer (time, or words where there is no time)."""
        return sum(self.stages[s].share for s in stages)

    def find(self, pattern: Any, units: Sequence[Unit] | None = None) -> Iterator[tuple[Unit, Evidence]]:
        """Matches of a compiled regular expression, as whole words, in the text of the units (default: all)."""
        for unit in self.units if units is None else units:
            words = [(i, w) for i, w in enumerate(self.words[unit.first : unit.last], unit.first) if w.kind == "word"]
            text, starts = "", []
            for i, w in words:
                starts.append((len(text), i))
                text += w.text.lower().replace("’", "'") + " "
            for match in pattern.finditer(text):
                inside = [i for at, i in starts if at < match.end() and match.start() < at + len(self.words[i].text)]
                if inside:
                    yield unit, self.quote(inside[0], inside[-1] + 1)
