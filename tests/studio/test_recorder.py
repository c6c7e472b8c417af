import numpy as np
import pytest

from mockint.studio.meter import CLIPPED, NO_SOUND
from mockint.studio.recorder import GUARD_S, PATIENCE_S, Recorder, State, Stop

from .conftest import RATE, ListSink, ScriptedEar, blocks, sound


def make(**options):
    sink, ear = ListSink(), ScriptedEar()
    return Recorder(RATE, sink, ear, **options), sink, ear


def feed(recorder, script, at_s=0.0):
    for block in blocks(script, at_s):
        recorder.hear(block)


def test_the_question_is_not_taken_and_the_first_word_is():
    recorder, sink, ear = make()
    feed(recorder, "aaaaa")  # the loudspeaker, 0.0 to 0.5 s
    recorder.question_ended(0.5)
    feed(recorder, ".aa..", at_s=0.5)
    recorder.stop(Stop.KEY)
    taken = recorder.recording()
    assert np.array_equal(sink.samples, sound("aa.."))
    assert np.array_equal(np.concatenate(ear.heard), sink.samples)
    assert taken.question_end_s == pytest.approx(-GUARD_S)
    assert taken.duration_s == pytest.approx(0.4)


def test_the_cut_falls_inside_a_block_to_the_sample():
    recorder, sink, _ = make()
    feed(recorder, "a")
    recorder.question_ended(0.15, guard_s=0.0)
    feed(recorder, ".a", at_s=0.1)
    assert sink.samples.size == 150


def test_the_end_of_the_question_may_be_told_late():
    recorder, sink, _ = make()
    feed(recorder, "aaaaa.aa")
    recorder.question_ended(0.5)
    assert np.array_equal(sink.samples, sound("aa"))


def test_the_end_of_the_question_may_be_told_early():
    recorder, sink, _ = make()
    feed(recorder, "aa")
    recorder.question_ended(0.4)
    feed(recorder, "aa.aa", at_s=0.2)
    assert np.array_equal(sink.samples, sound("aa"))


def test_speech_begins_the_answer():
    recorder, _, _ = make()
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, ".....")
    assert recorder.state is State.WAITING and recorder.elapsed_s == 0
    feed(recorder, "aaa", at_s=0.5)
    assert recorder.state is State.ANSWERING and recorder.elapsed_s == pytest.approx(0.2)


def test_enter_begins_and_enter_ends():
    recorder, sink, _ = make()
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, "..")
    recorder.press_enter(0.2)
    assert recorder.state is State.ANSWERING
    feed(recorder, "..", at_s=0.2)
    recorder.press_enter(0.4)
    assert recorder.state is State.DONE and recorder.recording().stopped_by is Stop.KEY
    assert sink.samples.size == 400  # the wait is kept, too: no first word can be lost


def test_an_enter_right_after_the_first_sound_was_meant_to_begin():
    recorder, _, _ = make()
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, "aa")
    recorder.press_enter(0.2)
    assert recorder.state is State.ANSWERING
    feed(recorder, "a" * 20, at_s=0.2)
    recorder.press_enter(2.2)
    assert recorder.state is State.DONE


def test_a_key_ends_it_where_it_was_pressed_though_blocks_come_late():
    recorder, sink, _ = make()
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, "a" * 20)
    recorder.press_enter(2.25)  # the blocks from 2.0 s on are still on their way
    assert recorder.state is State.ANSWERING and recorder.ending
    feed(recorder, "aaa", at_s=2.0)
    assert recorder.state is State.DONE and sink.samples.size == 2250


def test_silence_stops_only_when_asked():
    recorder, _, _ = make()
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, "aa" + "." * 600)
    assert recorder.state is State.ANSWERING and recorder.countdown_s is None


def test_auto_stop_counts_down_and_speech_cancels_it():
    recorder, _, _ = make(auto_stop_s=3.0)
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, "aa.....")
    assert recorder.countdown_s is None  # half a second is no silence yet
    feed(recorder, "." * 10, at_s=0.7)
    assert recorder.countdown_s == pytest.approx(1.5)
    feed(recorder, "a", at_s=1.7)
    assert recorder.countdown_s is None
    feed(recorder, "." * 29, at_s=1.8)
    assert recorder.state is State.ANSWERING
    feed(recorder, "..", at_s=4.7)
    assert recorder.state is State.DONE and recorder.recording().stopped_by is Stop.SILENCE


def test_auto_stop_waits_for_the_first_word():
    recorder, _, _ = make(auto_stop_s=2.0)
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, "." * 300)
    assert recorder.state is State.WAITING
    feed(recorder, "." * round(PATIENCE_S * 10), at_s=30.0)
    assert recorder.state is State.DONE and "nothing was said" in recorder.recording().why


def test_nothing_is_taken_after_the_end():
    recorder, sink, _ = make()
    recorder.question_ended(0.0, guard_s=0.0)
    feed(recorder, "aa")
    recorder.stop(Stop.INTERRUPT)
    feed(recorder, "aa", at_s=0.2)
    assert sink.samples.size == 200 and recorder.recording().began


def test_lost_sound_is_told_where_it_was():
    recorder, _, _ = make()
    recorder.question_ended(0.0, guard_s=0.0)
    first, second = blocks("aa")
    recorder.hear(first)
    recorder.hear(type(second)(second.samples, 0.4, lost_s=0.3))
    (gap,) = recorder.recording().lost
    assert (gap.start_s, gap.duration_s) == (pytest.approx(0.1), pytest.approx(0.3))


@pytest.mark.parametrize(("script", "problem"), [("0" * 21, NO_SOUND), ("." * 40, None), ("a" * 10 + "XX", CLIPPED)])
def test_the_microphone_is_watched_from_the_first_block(script, problem):
    recorder, _, _ = make()
    feed(recorder, script)
    assert recorder.state is State.ARMED
    assert recorder.meter.problem == problem


def test_a_dead_microphone_is_said_within_three_seconds_and_forgotten_when_it_wakes():
    recorder, _, _ = make()
    feed(recorder, "0" * 29)
    assert recorder.meter.problem == NO_SOUND
    feed(recorder, "a", at_s=2.9)
    assert recorder.meter.problem is None
