"""Everything that the ears found in a recording: what judging, storing and scoring again start from."""

from __future__ import annotations

import re

import msgspec

from mockint.core.spans import Span
from mockint.core.take import Measure, Sound, Word

FILLER = re.compile(r"^(?:u+h*m+|u+h+|e+r+m*|a+h+|h+m+|m+h*m+|e+h+)$")
"""A filled pause, spelled in any length, lower case and bare of punctuation."""


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """Words and sound of one recording (or of a text: then no times, no sound)."""

    duration_s: float | None
    """Length of the recording."""
    words: tuple[Word, ...]
    model: str | None
    language: str | None
    verbatim: bool
    sound: Sound = Sound()
    speech: tuple[Span, ...] = ()
    """Speech tier: where a voice sounds, in order, silent pauses of `pause_min_s` and longer between them.

    Measured on the sound, never on the words.
    """
    fillers: Measure = Measure(value=None, unit="1", status="unavailable", reason="not listened for")
    """How many filled pauses there are; a lower bound where some may have been missed."""
    prosody: dict[str, Measure] = {}
    """Measures of pitch and loudness, by name."""
    thresholds: dict[str, float] = {}
    """Every threshold of the detectors, `pause_min_s` among them."""


def bare(text: str) -> str:
    """A word in lower case without the punctuation around it."""
    return text.lower().strip(".,;:!?…\"'“”‘’()[]-–—*")


def is_filler(text: str) -> bool:
    """Whether a word is a filled pause (um, uh, er, ah, hmm and drawn-out forms)."""
    return bool(FILLER.match(bare(text).replace("-", "")))


def mark_repeats(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The same words with those said again or cut off marked.

    A word is a repeat when the one word, or the two or three words, before it (fillers aside) are the same; it is
    cut off when it ends in a dash.
    """
    again = {i for i, w in enumerate(words) if w.kind == "word" and _CUT_OFF.search(w.text)}
    spoken = [i for i, w in enumerate(words) if w.kind == "word" and i not in again]
    said = [bare(words[i].text) for i in spoken]
    for size in (3, 2, 1):
        for k in range(size, len(said) - size + 1):
            if said[k - size : k] == said[k : k + size] and all(said[k : k + size]):
                if size == 1 and said[k] in _DOUBLED:
                    continue
                again.update(spoken[k - size : k])
    return tuple(
        w if w.repeat == (i in again) else msgspec.structs.replace(w, repeat=i in again) for i, w in enumerate(words)
    )


_CUT_OFF = re.compile(r"\w[-–—][.,…]*$")
_DOUBLED = frozenset({"had", "that", "very", "really", "no", "so", "bye", "ha", "many", "much", "far", "long"})
"""Words that English doubles on purpose."""


def hear_text(text: str) -> Hearing:
    """A transcript as if it had been heard: words without times, fillers and repeats marked."""
    words = tuple(Word(text=t, kind="filler" if is_filler(t) else "word") for t in text.split() if bare(t))
    words = mark_repeats(words)
    count = sum(w.kind == "filler" for w in words)
    return Hearing(
        duration_s=None,
        words=words,
        model=None,
        language=None,
        verbatim=bool(count),
        fillers=Measure(
            value=float(count), unit="1", status="lower_bound", reason="a transcript may have left fillers out"
        ),
    )
