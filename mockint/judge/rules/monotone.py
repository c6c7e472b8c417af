"""The voice hardly moves.

What it checks
    The standard deviation of pitch in semitones (``pitch_sd_st``, from Praat) under 1.6.
Why it matters
    A lively voice is heard as confident and sincere; a flat one as rehearsed or bored. The guides ask for a conversational,
    confident delivery.
How to fix
    Tell it to one person. Let your voice drop at the end of sentences and lift on the word that matters.
Known problems
    Needs the extra ``mockint[prosody]`` and a clean recording; illness and some languages flatten the voice.
"""

from collections.abc import Iterator

from mockint.judge.answer import Answer
from mockint.judge.rules.base import Example, Hit, NotSure, Rule

FLAT_ST = 1.6


def check(answer: Answer) -> Iterator[Hit | NotSure]:
    """See the module."""
    value = answer.measures["pitch_sd_st"].value
    if value is not None and value < FLAT_ST:
        note = f"pitch varies by {value:.1f} semitones; 2 to 4 is lively"
        yield Hit(evidence=(answer.absent(note),))


RULE = Rule(
    id="monotone",
    kind="flag",
    severity="suggestion",
    category="delivery",
    message="Your voice hardly moves",
    advice="Tell it to one person: lift your voice on the word that matters, let it fall at the end of sentences.",
    check=check,
    needs=("pitch_sd_st",),
    sources=("time-you-failed", "mach"),
    examples=(
        Example("My voice was calm as the manager (0.3) and I forgot", applies=True, measures={"pitch_sd_st": 0.9}),
        Example("My voice was a flat monotone (0.3) that day", applies=False, measures={"pitch_sd_st": 2.8}),
    ),
)
