"""Doubles for the practice loop: an ear that hears loud blocks, keys that press themselves, a microphone of letters."""

import datetime
import io

import numpy as np
import pytest
from rich.console import Console

from mockint.core.hearing import hear_text
from mockint.core.profile import Profile
from mockint.core.questions import Question
from mockint.core.take import Finding, QuestionRef, Scores, Sound, Take, Transcript
from mockint.devices.blocks import Block
from mockint.studio.store import Store

RATE = 1000
BLOCK_S = 0.1
LOUD = 8000


def sound(script):
    """Samples for tenths of a second: ``a`` speech, ``.`` room noise, ``0`` digital silence, ``X`` clipped."""
    levels = {"a": LOUD, ".": 40, "0": 0, "X": 32767}
    size = round(RATE * BLOCK_S)
    sign = np.where(np.arange(size) % 2, 1, -1)
    return np.concatenate([np.zeros(0)] + [levels[c] * sign for c in script]).astype(np.int16)


def blocks(script, at_s=0.0):
    """The same as blocks of a tenth of a second."""
    return [Block(sound(c), at_s + k * BLOCK_S) for k, c in enumerate(script)]


class ScriptedEar:
    """Speech is what is loud."""

    def __init__(self, rate=RATE):
        self.rate = rate
        self.heard = []
        self.speaking = False
        self.silence_s = 0.0
        self.behind_s = 0.0

    def feed(self, block):
        self.heard.append(block)
        self.speaking = bool(np.abs(block.astype(int)).max() > 1000)
        self.silence_s = 0.0 if self.speaking else self.silence_s + block.size / self.rate

    def end(self):
        pass

    def finish(self, progress=None):
        seconds = sum(b.size for b in self.heard) / self.rate
        return hear_text(f"I failed for {seconds:.1f} seconds")

    def close(self):
        self.closed = True


class ListSink:
    def __init__(self):
        self.blocks = []

    def write(self, block):
        self.blocks.append(block)

    @property
    def samples(self):
        return np.concatenate(self.blocks) if self.blocks else np.zeros(0, np.int16)


class ScriptedKeys:
    """Presses one key each time it is asked; None for none."""

    interactive = True

    def __init__(self, keys=()):
        self.keys = list(keys)

    def poll(self, timeout_s=0.0):
        return self.keys.pop(0) if self.keys else ("closed" if timeout_s else None)


class ListMicrophone:
    """A live source of given blocks; gone when they are over."""

    live = True
    sample_rate_hz = RATE
    name = "test microphone"

    def __init__(self, given, on_read=None):
        self._blocks = list(given)
        self._on_read = on_read or (lambda count: None)
        self._count = 0
        self.ended = None
        self.closed = False

    def open(self):
        pass

    def read(self, timeout_s):
        self._count += 1
        self._on_read(self._count)
        if self._blocks:
            return self._blocks.pop(0)
        self.ended = "the microphone is gone"
        return None

    def close(self):
        self.closed = True


def judged(hearing, about):
    """A take as a judge of one rule makes it."""
    text = " ".join(w.text for w in hearing.words)
    return Take(
        source=about.source(),
        question=QuestionRef(id=about.question.id, text=about.question.text),
        role=about.role,
        profile=about.profile.name,
        sound=Sound(warnings=hearing.sound.warnings),
        transcript=Transcript(text=text, model=None, language=None, verbatim=True, words=hearing.words),
        segments=(),
        stages={},
        measures={},
        pauses=(),
        findings=(
            Finding(
                rule="no-lesson", kind="flag", severity="error", message="m", advice=None, points=-5.0, evidence=()
            ),
        ),
        not_assessed=(),
        insights=(),
        scores=Scores(base=60.0, total=55.0, categories={"content": -5.0}),
        ruleset="one",
    )


class Ticking:
    """A calendar that moves on by a second each time."""

    def __init__(self):
        self.at = datetime.datetime(2026, 3, 1, 9, 14, 5, tzinfo=datetime.UTC)

    def __call__(self):
        self.at += datetime.timedelta(seconds=1)
        return self.at


@pytest.fixture
def profile():
    return Profile(name="live")


@pytest.fixture
def question():
    return Question(id="failure", text="Tell me about a time you failed.", wants="w", hints=("h",), follow_ups=("f",))


@pytest.fixture
def store(tmp_path):
    found = Store.open(tmp_path / "home")
    yield found
    found.close()


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=80)
