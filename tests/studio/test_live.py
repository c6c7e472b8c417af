import io

import pytest
from rich.console import Console

from mockint.core.profile import Profile
from mockint.show.live import LiveDisplay, Moment, light

PROFILE = Profile(name="live")


@pytest.mark.parametrize(
    ("seconds", "colour", "word"),
    [(119.9, "white", "2:00"), (120, "green", "GREEN"), (150, "yellow", "AMBER"), (180, "red", "RED")],
)
def test_the_light_follows_the_profile_in_words_too(seconds, colour, word):
    shown, words = light(seconds, PROFILE)
    assert shown == colour and word in words


def drawn(now, **options):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=70, **options)
    display = LiveDisplay(console, PROFILE)
    display.show(now)
    display.close()
    return screen.getvalue()


RECORDING = Moment(phase="recording", elapsed_s=42.3, level_dbfs=-20, countdown_s=2.4, problem="Too loud")


def test_while_recording_it_shows_rec_time_level_light_countdown_and_problem():
    text = drawn(RECORDING)
    for part in ("REC", "0:42", "█", "go on", "stops in 3 s", "Too loud"):
        assert part in text


def test_without_colour_it_says_the_same(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    text = drawn(RECORDING)
    assert "\x1b[41m" not in text and "REC" in text and "stops in 3 s" in text


def test_off_a_terminal_it_says_each_thing_once():
    screen = io.StringIO()
    display = LiveDisplay(Console(file=screen), PROFILE)
    for _ in range(3):
        display.show(RECORDING)
    display.close()
    assert screen.getvalue() == "Recording.\nToo loud\n"
