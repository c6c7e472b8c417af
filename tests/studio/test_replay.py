import io

import msgspec
import pytest
from rich.console import Console

from mockint.core.take import Pause, Word
from mockint.studio.clock import FastClock
from mockint.studio.keys import NoKeys
from mockint.studio.replay import SilentPlayback, replay

from .conftest import ScriptedKeys, judged
from .test_store import record


@pytest.fixture
def take(store, question, profile):
    from mockint.core.hearing import hear_text

    words = tuple(
        Word(text=t, start_s=s, end_s=s + 0.3, kind="filler" if t == "um" else "word")
        for t, s in [("So", 0.5), ("um", 1.0), ("we", 4.0), ("failed", 4.5)]
    )
    plain = judged(hear_text("x"), record(store, question, profile))
    return msgspec.structs.replace(
        plain,
        transcript=msgspec.structs.replace(plain.transcript, words=words),
        pauses=(Pause(kind="silent", start_s=1.3, end_s=4.0),),
    )


def play(take, keys, duration_s=6.0):
    screen, clock = io.StringIO(), FastClock()
    replay(take, SilentPlayback(duration_s, clock), keys, clock, Console(file=screen, width=80))
    return screen.getvalue(), clock.now()


def test_words_follow_with_fillers_and_long_pauses_marked(take):
    text, seconds = play(take, NoKeys())
    assert text.split() == ["So", "[um]", "(2.7)", "we", "failed"]
    assert seconds == pytest.approx(6.0, abs=0.1)


def test_q_ends_it(take):
    text, _ = play(take, ScriptedKeys([None] * 30 + ["q"]))
    assert text.split() == ["So", "[um]", "(2.7)"]


def test_space_pauses_and_goes_on(take):
    text, seconds = play(take, ScriptedKeys([None] * 30 + ["space"] + [None] * 40 + ["space"]))
    assert text.split() == ["So", "[um]", "(2.7)", "we", "failed"]
    assert seconds == pytest.approx(8.0, abs=0.2)
