"""Answers written with their timing: ``So (0.4) um we lost (2.1) the database``.

One string is documentation, example and test. ``(0.4)`` is a silent pause in seconds (Jefferson's notation); a word
lasts 0.2 s a syllable unless `words_per_minute` says otherwise.
"""

from __future__ import annotations

import re

import msgspec

from mockint.core.hearing import Hearing, hear_text
from mockint.core.spans import Span, merge
from mockint.core.syllables import syllables
from mockint.core.take import Measure, Word

_PAUSE = re.compile(r"\((\d+(?:\.\d+)?)\)")
PAUSE_MIN_S = 0.25


def hear_notation(text: str, *, syllable_s: float = 0.2) -> Hearing:
    """What perfect ears would make of an answer in notation; plain text without a pause has no times.

    Parameters
    ----------
    text : str
        Words, with silent pauses as ``(seconds)``.
    syllable_s : float
        Length of one syllable [s].

    Returns
    -------
    Hearing
        With times from 0 s when there is a pause in `text`, else as :func:`hear_text`.
    """
    if not _PAUSE.search(text):
        return hear_text(text)
    plain = hear_text(_PAUSE.sub(" ", text))
    times: list[Span] = []
    now = 0.0
    for part in re.split(r"(\(\d+(?:\.\d+)?\))", text):
        if pause := _PAUSE.fullmatch(part):
            now += float(pause[1])
            continue
        for word in hear_text(part).words:
            end = now + syllable_s * syllables(word.text)
            times.append(Span(round(now, 3), round(end, 3)))
            now = end
    words: list[Word] = [
        msgspec.structs.replace(word, start_s=at.start_s, end_s=at.end_s, probability=1.0)
        for word, at in zip(plain.words, times, strict=True)
    ]
    count = sum(w.kind == "filler" for w in words)
    return msgspec.structs.replace(
        plain,
        duration_s=round(now, 3),
        words=tuple(words),
        verbatim=True,
        language="en",
        speech=merge(times, collar_s=PAUSE_MIN_S - 1e-6),
        fillers=Measure(value=float(count), unit="1", status="measured"),
        thresholds={"pause_min_s": PAUSE_MIN_S},
    )
