"""When something happened: how many months before the telling, from the words alone or against a day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import msgspec

from mockint.core.take import Evidence
from mockint.judge.answer import Answer, Unit

_NUMBER = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5, "several": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20,
    "thirty": 30, "forty": 40,
}  # fmt: skip
_MONTHS_IN = {
    "day": 1 / 30,
    "week": 0.23,
    "fortnight": 0.5,
    "month": 1.0,
    "quarter": 3.0,
    "year": 12.0,
    "decade": 120.0,
}
_SEASONS = "spring|summer|autumn|fall|winter|christmas|easter"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_NUMBER_WORD = "|".join(_NUMBER)
_AGO = re.compile(
    rf"\b(?:(half an? )|(?:an? )?(\d+|{_NUMBER_WORD})(?: and an? half)?(?: of)?(?: or (?:so|\w+))? )"
    r"(day|week|fortnight|month|quarter|year|decade)s?(?: or (?:so|two|more))? (?:ago|back|before now)\b"
)
_LAST = re.compile(
    rf"\b(?:(yesterday|this morning|the other day|just now|recently|this week)|(?:this past|last|this) "
    rf"(week|month|quarter|year|{_SEASONS}|{_MONTHS}|monday|tuesday|wednesday|thursday|friday))\b"
)
_YEAR = re.compile(
    r"\b(?:in|of|since|from|during|back in|around|early|late|mid|summer|spring) ((?:19[6-9]|20[0-4])\d)\b"
)
_ANCHOR = re.compile(
    rf"\b(?:in my (?:first|second|third|fourth|final|last|early|mid)(?:\s\w+){{0,2}} (?:year|month|job|role|term|semester)s?"
    rf"|(?:back )?in (?:{_MONTHS})|(?:the )?(?:{_SEASONS}) (?:before last|of)|(?:first|second|third|fourth|last) quarter"
    r"|when i was (?:\w+ ){0,4}(?:year|month|intern|student|trainee|junior|twenty|thirty|nineteen)"
    r"|my (?:first|second|third|final|last) (?:year|week|month|term|semester|summer|winter|season))\b"
)


class When(msgspec.Struct, frozen=True):
    """An expression of time and how many months before the telling it lies, if that can be known."""

    unit: int
    months: float | None
    evidence: Evidence


def find_times(answer: Answer) -> Iterator[When]:
    """Every expression of time in the answer, in the order of the units."""
    for unit in answer.units:
        for match_months, evidence in _in_unit(answer, unit):
            yield When(unit=unit.index, months=match_months, evidence=evidence)


def _in_unit(answer: Answer, unit: Unit) -> Iterator[tuple[float | None, Evidence]]:
    for pattern, months in ((_AGO, _ago), (_LAST, _last), (_YEAR, None), (_ANCHOR, None)):
        for _, evidence in answer.find(pattern, [unit]):
            text = " ".join((evidence.quote or "").lower().replace(",", "").split())
            match = pattern.search(text)
            if match is None:
                yield None, evidence
            elif pattern is _YEAR:
                yield _year(int(match[1]), answer.as_of), evidence
            else:
                yield (months(match) if months else None), evidence


def _ago(match: re.Match[str]) -> float:
    amount = (
        0.5
        if match[1]
        else float(_NUMBER.get(match[2], 0) or int(match[2]) if match[2].isdigit() else _NUMBER[match[2]])
    )
    if "and a half" in match[0]:
        amount += 0.5
    return amount * _MONTHS_IN[match[3]]


def _last(match: re.Match[str]) -> float:
    if match[1]:
        return 0.2
    return {"week": 0.25, "month": 1.0, "quarter": 4.0, "year": 12.0}.get(
        match[2], 0.2 if match[2].endswith("day") else 6.0
    )


def _year(year: int, as_of: datetime.date | None) -> float | None:
    return None if as_of is None else max(0.0, 12.0 * (as_of.year - year) + as_of.month - 6.5)
