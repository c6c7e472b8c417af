"""The measures of delivery: one pure function for all, so that they agree with each other.

Terms as in ``docs/measures.md``: a silent pause is silence of ``pause_min_s`` or longer inside the answer; a filled
pause is um, uh, er, ah, hmm; a run is speech between silent pauses. Pauses come from the sound, never from gaps
between words.

References
----------
[DJW] de Jong & Wempe 2009, Behavior Research Methods 41(2), 385-390. [DJB] de Jong & Bosker 2013, DiSS, 17-20.
[B] Bangerter, Brosy & Corvalan, response latency to past-behaviour questions.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from mockint.core.hearing import Hearing
from mockint.core.spans import Span, gaps, total_s
from mockint.core.syllables import syllables
from mockint.core.take import Measure, Pause, Status, Word

MIN_RATE_S = 8.0
MIN_RATE_WORDS = 15
"""No rate is made from less than this."""
MIN_FILLED_S = 0.05
"""A filler without this much time to its name is a word, but no pause."""


def answer_span(hearing: Hearing) -> Span | None:
    """First speech onset to last speech offset, or None where nothing was said or there is no sound."""
    if not hearing.speech:
        return None
    return Span(hearing.speech[0].start_s, hearing.speech[-1].end_s)


def find_pauses(hearing: Hearing) -> tuple[Pause, ...]:
    """Silent and filled pauses in time order.

    A silent pause lies within a clause when the word before it carries no punctuation and the word after it does not
    open a clause.
    """
    least = hearing.thresholds.get("pause_min_s", 0.25)
    spoken = sorted((w for w in hearing.words if w.start_s is not None and w.kind == "word"), key=_start_s)
    silent = [
        Pause(kind="silent", start_s=g.start_s, end_s=g.end_s, within_clause=_within_clause(g, spoken))
        for g in gaps(hearing.speech)
        if g.duration_s >= least - 1e-9
    ]
    filled = [
        Pause(kind="filled", start_s=w.start_s, end_s=w.end_s, text=w.text)
        for w in hearing.words
        if w.kind == "filler" and w.start_s is not None and w.end_s is not None and w.end_s - w.start_s >= MIN_FILLED_S
    ]
    return tuple(sorted([*silent, *filled], key=lambda p: (p.start_s, p.end_s)))


_CLAUSE_OPENERS = frozenset(
    ["and", "but", "so", "because", "then", "which", "when", "while", "if", "or", "though", "although", "since"]
)


def _start_s(word: Word) -> float:
    return word.start_s or 0.0


def _within_clause(gap: Span, spoken: Sequence[Word]) -> bool:
    after = bisect.bisect_left(spoken, gap.start_s + 0.05, key=_start_s)
    if after in (0, len(spoken)):
        return False
    closes = spoken[after - 1].text.rstrip("\"'”’").endswith((".", "?", "!", ",", ";", ":", "…", "-", "–", "—"))
    opens = spoken[after].text.lower().strip(",.") in _CLAUSE_OPENERS
    return not (closes or opens)


def measure(hearing: Hearing, pauses: Sequence[Pause], *, question_end_s: float | None) -> dict[str, Measure]:
    """All measures of an answer by name.

    Parameters
    ----------
    hearing : Hearing
        Words and speech tier.
    pauses : sequence of Pause
        From :func:`find_pauses`.
    question_end_s : float or None
        When the spoken question ended [s].

    Returns
    -------
    dict of Measure
        answer_duration, response_latency, phonation_time [s]; phonation_time_ratio [1]; words_per_minute [1/min];
        speech_rate, articulation_rate [syl/s]; average_syllable_duration [s]; mean_length_of_run [syl];
        silent_pauses, filled_pauses, words [1]; pause_rate, filled_pause_rate [1/min]; mean_pause, longest_pause [s];
        and the prosody measures. ``words_per_minute`` counts repeats, not fillers, over the whole answer, pauses
        included [DJW's speech rate]; ``articulation_rate`` leaves the pauses out.
    """
    words = [w for w in hearing.words if w.kind == "word"]
    span = answer_span(hearing)
    limits = {"pause_min_s": hearing.thresholds.get("pause_min_s", 0.25)}
    found: dict[str, Measure] = {"words": Measure(value=float(len(words)), unit="1", status="measured")}

    def put(name: str, value: float | None, unit: str, reason: str | None, *, status: Status = "measured") -> None:
        if value is None:
            found[name] = Measure(value=None, unit=unit, status="unavailable", reason=reason)
        else:
            why = reason if status == "lower_bound" else None
            found[name] = Measure(value=round(value, 3), unit=unit, status=status, thresholds=limits, reason=why)

    no_sound = "no sound: a transcript" if hearing.duration_s is None else "no speech heard"
    silent = [p for p in pauses if p.kind == "silent"]
    duration = span.duration_s if span else None
    phonation = total_s(hearing.speech) if span else None
    put("answer_duration", duration, "s", no_sound)
    put("phonation_time", phonation, "s", no_sound)
    put("phonation_time_ratio", phonation / duration if phonation and duration else None, "1", no_sound)
    put("silent_pauses", float(len(silent)) if span else None, "1", no_sound)
    put("longest_pause", max((p.end_s - p.start_s for p in silent), default=0.0) if span else None, "s", no_sound)
    mean_pause = sum(p.end_s - p.start_s for p in silent) / len(silent) if silent else None
    put("mean_pause", mean_pause, "s", no_sound if span is None else "no silent pause")
    found["filled_pauses"] = hearing.fillers

    rates = ("words_per_minute", "speech_rate", "articulation_rate", "average_syllable_duration", "mean_length_of_run")
    units = ("1/min", "syl/s", "syl/s", "s", "syl")
    enough = duration is not None and duration >= MIN_RATE_S and len(words) >= MIN_RATE_WORDS
    if duration and phonation and enough:
        count = sum(syllables(w.text) for w in words)
        values = (
            60 * len(words) / duration,
            count / duration,
            count / phonation,
            phonation / count,
            count / (len(silent) + 1),
        )
        for name, value, unit in zip(rates, values, units, strict=True):
            put(name, value, unit, None)
        put("pause_rate", 60 * len(silent) / duration, "1/min", None)
        fillers = hearing.fillers
        per_minute = None if fillers.value is None else 60 * fillers.value / duration
        put("filled_pause_rate", per_minute, "1/min", fillers.reason, status=fillers.status)
    else:
        short = no_sound if span is None else f"too short: under {MIN_RATE_S:g} s or {MIN_RATE_WORDS} words"
        for name, unit in zip((*rates, "pause_rate", "filled_pause_rate"), (*units, "1/min", "1/min"), strict=True):
            put(name, None, unit, short)

    latency = None if span is None or question_end_s is None else max(0.0, span.start_s - question_end_s)
    put("response_latency", latency, "s", no_sound if span is None else "when the question ended is not known")
    return {**found, **hearing.prosody}
