"""Answers for tests, from text or notation, through the real judge."""

from mockint.core import fluency
from mockint.core.hearing import Hearing
from mockint.core.notation import hear_notation
from mockint.core.profile import BUILT_IN
from mockint.core.take import Source, Take
from mockint.judge import judging
from mockint.judge.answer import Answer
from mockint.studio.config import bank


def understand(hearing: Hearing, *, question=None, profile=BUILT_IN["live"], role=None, as_of=None) -> Answer:
    """The answer as rules see it."""
    pauses = fluency.find_pauses(hearing)
    measures = fluency.measure(hearing, pauses, question_end_s=0.0 if hearing.speech else None)
    return judging.understand(
        hearing.words,
        pauses,
        measures,
        question=question or bank()["failure"],
        profile=profile,
        role=role,
        as_of=as_of,
    )


def take(text: str, **wishes) -> Take:
    """A scored take of an answer in notation."""
    hearing = hear_notation(text)
    kind = "audio" if hearing.speech else "text"
    source = Source(path="answer", kind=kind, sha256="0" * 64, duration_s=hearing.duration_s)
    wishes = {"question": bank()["failure"], "profile": BUILT_IN["live"], **wishes}
    return judging.judge(hearing, source=source, **wishes)
