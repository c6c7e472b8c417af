import io
import signal
import threading

import numpy as np
import pytest
import soundfile
from rich.console import Console

from mockint.core.errors import BadInput, MachineError
from mockint.devices.voice import Clip
from mockint.studio import session as session_module
from mockint.studio.clock import FastClock, WallClock
from mockint.studio.file_source import FileMicrophone
from mockint.studio.keys import NoKeys
from mockint.studio.questions import choose
from mockint.studio.session import Room, Session, Wishes

from .conftest import RATE, ListMicrophone, ScriptedEar, ScriptedKeys, Ticking, blocks, judged, sound


class World:
    """A room whose parts are all doubles, and what came out of it."""

    def __init__(self, store, question, profile):
        self.store = store
        self.talk = io.StringIO()
        self.shown = []
        self.ears = []
        self.loaded = threading.Event()
        self.parts = {
            "store": store,
            "bank": {question.id: question},
            "sources": iter(()),
            "speak": None,
            "speaker": None,
            "listen": self.listen,
            "judge": judged,
            "render": lambda take, profile: self.shown.append(take),
            "page": lambda take, profile, sound: f"<html>{len(sound)}",
            "load": self.loaded.set,
            "keys": NoKeys(),
            "clock": FastClock(),
            "talk": Console(file=self.talk, width=100),
            "now": Ticking(),
        }
        self.wishes = {"profile": profile}

    def listen(self, rate):
        self.ears.append(ScriptedEar(rate))
        return self.ears[-1]

    def run(self, **changes):
        wishes = {k: changes.pop(k) for k in list(changes) if k in Wishes.__slots__}
        Session(Room(**{**self.parts, **changes}), Wishes(**{**self.wishes, **wishes})).run()


@pytest.fixture
def world(store, question, profile):
    return World(store, question, profile)


def file_of(tmp_path, script, name="answer.wav"):
    soundfile.write(tmp_path / name, sound(script), RATE, subtype="PCM_16")
    return tmp_path / name


def test_a_file_goes_the_whole_way(world, tmp_path):
    path = file_of(tmp_path, "..aaaa....aaa.")
    world.run(sources=iter([FileMicrophone(path, FastClock())]))
    (take,) = world.shown
    about = world.store.find("last")
    stored, rate = soundfile.read(world.store.audio(about), dtype="int16")
    assert rate == RATE and np.array_equal(stored, sound("..aaaa....aaa."))
    assert np.array_equal(np.concatenate(world.ears[0].heard), stored)
    assert take.source.question_end_s == 0.0 and take.source.recorded_at is None
    assert (world.store.folder(about.id) / "report.html").read_text().startswith("<html>")
    assert world.store.scorecards(about.id)[0].take == take
    assert world.loaded.is_set()


def test_each_answer_takes_the_next_file(world, tmp_path):
    paths = [file_of(tmp_path, "a" * n, f"{n}.wav") for n in (10, 20)]
    world.run(sources=iter([FileMicrophone(p, FastClock()) for p in paths]))
    assert sorted(t.about.duration_s for t in world.store.takes()) == [1.0, 2.0]


def test_a_person_speaks_stops_and_quits(world):
    microphone = ListMicrophone(blocks("...." + "a" * 40))
    presses = [None] * 30 + ["enter"]
    world.run(sources=iter([microphone, ListMicrophone([])]), keys=ScriptedKeys([*presses, "q"]))
    about = world.store.find("last")
    assert about.stopped_by == "key" and about.duration_s < 4 and about.recorded_at
    assert microphone.closed and len(world.shown) == 1


def test_the_next_question_is_another(world, question, profile):
    import msgspec

    other = msgspec.structs.replace(question, id="mistake", text="Tell me about a mistake.")
    world.run(
        bank={question.id: question, other.id: other},
        sources=iter([ListMicrophone(blocks("a" * 5)), ListMicrophone(blocks("a" * 5))]),
        keys=ScriptedKeys([None] * 6 + ["n"]),
    )
    assert {t.about.question.id for t in world.store.takes()} == {"failure", "mistake"}


def test_a_microphone_unplugged_keeps_what_was_said(world):
    world.run(sources=iter([ListMicrophone(blocks("..aaaaaaaa"))]))
    about = world.store.find("last")
    assert about.stopped_by == "microphone gone" and about.duration_s == 1.0
    assert len(world.shown) == 1 and "the microphone is gone" in world.talk.getvalue()


def interrupt_at(count):
    return lambda reads: signal.raise_signal(signal.SIGINT) if reads == count else None


def test_ctrl_c_stops_keeps_and_offers_to_score(world):
    microphone = ListMicrophone(blocks("..aaaaaaaaaaaa"), on_read=interrupt_at(8))
    world.run(sources=iter([microphone]), keys=ScriptedKeys([None] * 7 + ["n"]))
    assert world.store.find("last").stopped_by == "interrupt"
    assert world.shown == [] and "rescore" in world.talk.getvalue()


def test_ctrl_c_without_a_terminal_goes_on_to_score(world):
    world.run(sources=iter([ListMicrophone(blocks("..aaaaaaaaaaaa"), on_read=interrupt_at(8))]))
    assert len(world.shown) == 1


def test_ctrl_c_before_the_answer_leaves_nothing(world):
    with pytest.raises(KeyboardInterrupt):
        world.run(sources=iter([ListMicrophone(blocks("." * 20), on_read=interrupt_at(4))]))
    assert world.store.takes() == () and list((world.store.home / "takes").iterdir()) == []


def test_ctrl_c_during_the_transcript_keeps_the_take(world, monkeypatch):
    monkeypatch.setattr(ScriptedEar, "finish", lambda self, progress=None: signal.raise_signal(signal.SIGINT))
    # A shell starts background jobs with the signal ignored; Python then leaves it so.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            world.run(sources=iter([ListMicrophone(blocks("..aaaa"))]))
    finally:
        signal.signal(signal.SIGINT, before)
    assert world.store.find("last").duration_s == pytest.approx(0.6)
    assert "Kept as" in world.talk.getvalue()


class InstantSpeaker:
    """Says when the question ends, without a sound."""

    def __init__(self, ends_at):
        self.ended_at = ends_at
        self.played = None
        self.position_s = 0.0

    def play(self, samples, rate):
        self.played = samples
        return self

    def stop(self):
        pass


def test_the_spoken_question_is_cut_off(world):
    speaker = InstantSpeaker(ends_at=0.5)
    clip = Clip(sound("aaaaa"), RATE, None)
    world.run(
        sources=iter([ListMicrophone(blocks("aaaaa." + ".aaa"))]),
        speak=lambda text: clip,
        speaker=speaker,
        clock=WallClock(),
    )
    about = world.store.find("last")
    stored, _ = soundfile.read(world.store.audio(about), dtype="int16")
    assert np.array_equal(stored, sound(".aaa")) and speaker.played is clip.samples
    assert about.question_end_s == pytest.approx(-0.1)


def test_a_voice_that_fails_does_not_stop_the_session(world):
    def speak(text):
        raise MachineError("no voice")

    world.run(sources=iter([ListMicrophone(blocks("aaa"))]), speak=speak)
    assert "shown only: no voice" in world.talk.getvalue() and len(world.shown) == 1


def test_a_missing_model_is_said_before_the_question_is_answered(world):
    def load():
        raise MachineError("no weights")

    with pytest.raises(MachineError, match="no weights"):
        world.run(sources=iter([ListMicrophone(blocks("aaa"))]), load=load)
    assert list((world.store.home / "takes").iterdir()) == []


def test_an_index_that_fails_costs_neither_report_nor_sound(world, monkeypatch):
    def refuse(*args):
        raise MachineError("the disk is full")

    for name in ("keep", "set_hearing", "add_scorecard"):
        monkeypatch.setattr(world.store, name, refuse)
    with pytest.raises(MachineError, match="the disk is full"):
        world.run(sources=iter([ListMicrophone(blocks("..aaaa"))]))
    assert len(world.shown) == 1
    (folder,) = (world.store.home / "takes").iterdir()
    assert (folder / "answer.flac").stat().st_size > 0 and str(folder) in world.talk.getvalue().replace("\n", "")


def test_lost_sound_is_among_the_warnings(world):
    given = blocks("aaaa")
    given[2] = type(given[2])(given[2].samples, given[2].at_s, lost_s=0.25)
    world.run(sources=iter([ListMicrophone(given)]))
    assert world.shown[0].sound.warnings == ("0.25 s of sound were lost at 0:00: the computer was too busy.",)


def test_the_plain_question_comes_first_then_the_longest_not_practised(question):
    import msgspec

    bank = {i: msgspec.structs.replace(question, id=i) for i in ("alpha", "failure", "zeta")}
    assert choose(bank, {}).id == "failure"
    assert choose(bank, {"failure": "2026-01-01"}).id == "alpha"
    assert choose(bank, {"failure": "2026-01-01", "alpha": "2026-01-03", "zeta": "2026-01-02"}).id == "failure"
    assert choose(bank, {}, but=["failure"]).id == "alpha"
    with pytest.raises(BadInput, match="no question 'nope'"):
        choose(bank, {}, "nope")


def test_the_session_imports_no_device():
    assert "sounddevice" not in vars(session_module)
