"""The real command in a terminal, a virtual microphone before it and a virtual loudspeaker behind it."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pexpect
import pytest
import soundfile

from mockint.devices import voice

from .conftest import FIXTURES, MONITOR_HZ, at_rate, likeness, likeness_in_parts, until

pytestmark = [pytest.mark.audio_device, pytest.mark.models]

ANSWER = FIXTURES / "perfectionist.flac"
QUESTION = "Tell me about a time you failed."


@pytest.fixture
def phrase(tmp_path):
    """Some seconds of speech."""
    samples, rate = soundfile.read(ANSWER, dtype="int16")
    path = tmp_path / "phrase.wav"
    soundfile.write(path, samples[: 6 * rate], rate)
    return path


def content(take):
    return sorted(f["rule"] for f in take["findings"] if f["category"] == "content")


def words(take):
    """The words, bare."""
    return [re.sub(r"\W", "", w["text"].lower()) for w in take["transcript"]["words"]]


def test_a_whole_session(desk, tmp_path):
    import jiwer

    clip = voice.speak(QUESTION, tmp_path / "voice")
    question = at_rate(clip.samples, clip.sample_rate_hz, MONITOR_HZ)
    with desk.listening() as heard:
        screen = desk.terminal("practice", "--question", "failure", "--profile", "short")
        screen.expect_exact(QUESTION)
        screen.expect_exact("YOUR TURN", timeout=90)
        until(lambda: likeness_in_parts(heard(), question) > 0.9, what="the question")  # the monitor lags
        speaking = desk.say(ANSWER, wait=False)
        for seen in ("REC", "go on: green at 0:04", "GREEN", "AMBER", "RED"):
            screen.expect_exact(seen, timeout=30)
        assert speaking.wait(120) == 0
        time.sleep(0.5)
        screen.send("\r")
        screen.expect(r"Recorded [01]:\d\d\.")
        screen.expect_exact("quit", timeout=120)
        screen.send("q")
        screen.expect(pexpect.EOF)
        screen.close()
    assert screen.exitstatus == 0

    take = desk.exported()
    assert take["source"]["recorded_at"] and take["profile"] == "short"
    assert take["source"]["question_end_s"] == pytest.approx(-0.1, abs=0.001)
    report = desk.home / take["source"]["path"].replace("answer.flac", "report.html")
    assert report.read_text("utf-8").lower().startswith("<!doctype html")

    given = desk.mockint("score", ANSWER, "--profile", "short", "--format", "json")
    true = json.loads(given.stdout)
    errors = jiwer.wer(" ".join(words(true)), " ".join(words(take)))
    assert errors <= 0.01, f"{errors:.3f} of the words differ through the microphone"
    assert content(take) == content(true)

    stored = json.loads(desk.mockint("score", desk.home / take["source"]["path"], "--format", "json").stdout)
    assert stored["transcript"]["words"] == take["transcript"]["words"]

    assert desk.mockint("rescore", "last").stdout.rstrip().endswith("unchanged")


def test_a_take_is_replayed_with_its_words(desk, phrase):
    desk.mockint("practice", "--question", "failure", "--answer-audio", phrase, "--fast")
    samples, rate = desk.audio()
    said = [re.sub(r"\W", "", w["text"].lower()) for w in desk.exported()["transcript"]["words"]]
    with desk.listening() as heard:
        screen = desk.terminal("replay", "last")
        screen.expect(pexpect.EOF, timeout=60)
        screen.close()
        played = heard()
    assert screen.exitstatus == 0
    assert likeness_in_parts(played, at_rate(samples, rate, MONITOR_HZ)) > 0.9
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.before or "")
    shown = [re.sub(r"\W", "", w.lower()) for w in plain.split()]
    assert said and set(said) <= set(shown)


def test_the_loudspeaker_is_never_taken_for_the_answer(desk):
    desk.pactl("set-default-source", "speaker.monitor")  # the microphone hears the loudspeaker at full level
    screen = desk.terminal("practice", "--question", "failure")
    screen.expect_exact("YOUR TURN", timeout=90)
    screen.send("\r")
    screen.expect_exact("REC")
    time.sleep(2.5)
    screen.send("\r")
    screen.expect_exact("quit", timeout=60)
    screen.send("q")
    screen.expect(pexpect.EOF)
    screen.close()
    samples, _ = desk.audio()
    assert samples.size and np.abs(samples.astype(int)).max() < 10
    assert desk.exported()["transcript"]["words"] == []


def test_an_answer_given_at_once_is_whole(desk, phrase):
    screen = desk.terminal("practice", "--question", "failure", "--no-tts")
    screen.expect_exact("YOUR TURN", timeout=90)
    desk.say(phrase)
    screen.send("\r")
    screen.expect_exact("quit", timeout=60)
    screen.send("q")
    screen.expect(pexpect.EOF)
    screen.close()
    samples, rate = desk.audio()
    given, given_rate = soundfile.read(phrase, dtype="int16")
    assert likeness(samples, at_rate(given, given_rate, rate)) > 0.95


def test_silence_counts_down_speech_cancels_it_and_it_stops(desk, phrase):
    screen = desk.terminal("practice", "--question", "failure", "--no-tts", "--auto-stop", "4")
    screen.expect_exact("YOUR TURN", timeout=90)
    desk.say(phrase)
    screen.expect_exact("silence: stops in")
    speaking = desk.say(phrase, wait=False)
    time.sleep(2.0)
    assert screen.isalive()
    assert speaking.wait(30) == 0
    screen.expect_exact("stops in 1 s", timeout=20)
    screen.expect_exact("4 s of silence", timeout=20)
    screen.expect_exact("quit", timeout=60)
    screen.send("q")
    screen.expect(pexpect.EOF)
    screen.close()
    assert desk.exported()["source"]["duration_s"] > 15


def test_a_dead_microphone_is_said_within_three_seconds(desk):
    screen = desk.terminal("practice", "--question", "failure", "--no-tts")
    screen.expect_exact("YOUR TURN", timeout=90)
    screen.expect_exact("No sound from the microphone", timeout=3)
    screen.sendintr()
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 130
    assert list((desk.home / "takes").iterdir()) == []


def test_ctrl_c_keeps_what_was_said_and_offers_to_score(desk, phrase):
    screen = desk.terminal("practice", "--question", "failure", "--no-tts")
    screen.expect_exact("YOUR TURN", timeout=90)
    speaking = desk.say(phrase, wait=False)
    screen.expect_exact("REC", timeout=20)
    time.sleep(2)
    screen.sendintr()
    screen.expect_exact("Score it?", timeout=20)
    screen.send("n")
    screen.expect_exact("Kept as")
    screen.expect_exact("quit")
    screen.send("q")
    screen.expect(pexpect.EOF)
    screen.close()
    speaking.wait(30)
    assert screen.exitstatus == 0
    assert "not scored" in desk.mockint("sessions").stdout
    assert desk.mockint("show", "last", check=False).returncode == 2
    desk.mockint("rescore", "last")
    assert desk.exported()["source"]["duration_s"] > 1.5


def test_a_microphone_unplugged_in_mid_answer_keeps_what_was_said(desk, phrase):
    screen = desk.terminal("practice", "--question", "failure", "--no-tts")
    screen.expect_exact("YOUR TURN", timeout=90)
    speaking = desk.say(phrase, wait=False)
    screen.expect_exact("REC", timeout=20)
    time.sleep(3)
    desk.unplug()
    speaking.wait(30)
    screen.expect_exact("is gone", timeout=20)
    screen.expect_exact("quit", timeout=60)
    screen.send("q")
    screen.expect(pexpect.EOF)
    screen.close()
    assert desk.exported()["source"]["duration_s"] > 2


def test_a_killed_session_loses_at_most_a_second(desk, phrase):
    screen = desk.terminal("practice", "--question", "failure", "--no-tts")
    screen.expect_exact("YOUR TURN", timeout=90)
    speaking = desk.say(phrase, wait=False)
    screen.expect_exact("REC", timeout=20)
    screen.expect_exact("0:03", timeout=20)
    os.kill(screen.pid, signal.SIGKILL)
    screen.close()
    speaking.wait(30)
    (folder,) = (desk.home / "takes").iterdir()
    long_ago = time.time() - 3600
    os.utime(folder / "answer.flac", (long_ago, long_ago))
    listed = desk.mockint("sessions")
    assert "Recovered" in listed.stderr and "0:0" in listed.stdout
    assert soundfile.info(folder / "answer.flac").duration > 3


def test_a_device_that_is_not_there_is_named_with_those_that_are(desk):
    done = desk.mockint("practice", "--auto-stop", "2", "--input", "Nonsense", check=False)
    assert done.returncode == 3
    assert "no input device matches 'Nonsense'. Found: 0 default" in done.stderr
    assert "default" in desk.mockint("devices").stdout


def test_without_a_terminal_silence_ends_the_one_answer(desk, phrase):
    running = subprocess.Popen(
        [sys.executable, "-m", "mockint", "practice", "--question", "failure", "--no-tts", "--auto-stop", "2"],
        env=desk.command_environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in running.stderr:
        if line.startswith("Recording."):
            break
    desk.say(phrase)
    report, _ = running.communicate(timeout=90)
    assert running.returncode == 0 and "\x1b" not in report and report.strip()
