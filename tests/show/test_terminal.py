import io
import re

import msgspec
import pytest
from rich.console import Console

from mockint.core.profile import get_profile
from mockint.core.take import Finding, Measure, Scores, Sound, StageShare
from mockint.show.terminal import render
from tests.show.samples import SAMPLES, audio_take, empty_take, text_take

LIVE = get_profile("live")


def shown(take, *, width=80, encoding="utf-8", details=False, **options):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    console = Console(file=stream, width=width, **options)
    render(take, console, profile=get_profile(take.profile), details=details)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name, golden):
    golden(f"{name}/report.txt", shown(SAMPLES[name]()))


def test_golden_in_ascii(golden):
    golden("audio/report-ascii.txt", shown(audio_take(), encoding="ascii"))


def test_golden_with_details(golden):
    golden("audio/report-details.txt", shown(audio_take(), details=True))


@pytest.mark.parametrize("width", [40, 60, 79, 80, 120, 200])
@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_is_wider_than_the_screen(name, width, details):
    for line in shown(SAMPLES[name](), width=width, details=details).splitlines():
        assert len(line) <= width, line


def test_one_screen():
    assert len(shown(audio_take()).splitlines()) <= 42


def test_without_a_terminal_there_is_no_colour():
    assert "\x1b" not in shown(audio_take())


def test_no_color_is_respected(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown(audio_take(), force_terminal=True)
    assert "\x1b[1m" in text
    assert not re.search(r"\x1b\[(?:\d+;)*(?:[349]|10)[0-7](?:;\d+)*m", text)


def test_markup_and_escapes_in_the_words_are_shown_not_obeyed():
    text = shown(text_take(), force_terminal=True, color_system=None, details=True)
    assert "[red]stop[/red]" in text
    assert "[bold]you[/bold]" in text
    assert "\x1b" not in text


def test_it_adds_up():
    assert "58 of 100 = base 60  structure −4  content +4  delivery −2" in shown(audio_take())


def test_held_within_bounds_is_said_and_the_gain_is_what_would_come_back():
    scores = Scores(base=60, total=0, categories={"structure": -30, "content": -33, "delivery": 0})
    text = shown(msgspec.structs.replace(audio_take(), scores=scores))
    assert "0 of 100" in text
    assert "held at 0" in text
    assert "gives back 5 points" in text


def test_a_lower_bound_says_at_least():
    assert "at least 2" in shown(audio_take())


def test_silence_says_what_to_check():
    text = shown(empty_take())
    assert "No speech heard" in text
    assert "−71 dB" in text
    assert "of 100" not in text


def test_silence_of_unknown_level():
    take = msgspec.structs.replace(empty_take(), sound=Sound(), measures={}, stages={}, not_assessed=())
    assert "not known" in shown(take)


def test_findings_come_by_cost_and_the_dearest_is_first():
    text = shown(audio_take())
    messages = ["Puts the failure", "The lesson names", "The situation takes", "Stops for long", "Ends without"]
    places = [text.index(m) for m in messages]
    assert places == sorted(places)
    assert text.index("Fix this first") < places[0] < text.index("Then") < places[1]


def test_warnings_come_before_the_score():
    text = shown(audio_take())
    assert text.index("The background is loud") < text.index("of 100")


def test_nothing_but_praise_leaves_nothing_to_fix():
    take = audio_take()
    praise = tuple(f for f in take.findings if f.kind == "strength")
    text = shown(msgspec.structs.replace(take, findings=praise))
    assert "Fix this first" not in text
    assert "Then" not in text


def test_bare_findings_and_measures_do_not_break_it():
    finding = Finding(
        rule="x", kind="flag", severity="error", message="", advice=None, points=-1, evidence=(), category="delivery"
    )
    take = msgspec.structs.replace(
        audio_take(),
        findings=(finding,),
        segments=(),
        insights=(),
        measures={"answer_duration": Measure(value=None, unit="s", status="unavailable")},
        stages={"action": StageShare(duration_s=None, words=0, share=0.0, target_share=0.25)},
    )
    for details in (False, True):
        assert "Fix this first" in shown(take, details=details)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(20, "1:40 short"), (120, "good, within"), (180.4, "good, within"), (200, "0:20 over"), (900, "12:00 over")],
)
def test_length_against_its_band(value, verdict):
    take = audio_take()
    measures = {**take.measures, "answer_duration": Measure(value=value, unit="s", status="measured")}
    assert verdict in shown(msgspec.structs.replace(take, measures=measures))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(80, "too slow"), (110, "a little slow"), (140, "good"), (180, "a little fast"), (250, "too fast")],
)
def test_pace_against_its_band(value, verdict):
    take = audio_take()
    measures = {**take.measures, "words_per_minute": Measure(value=value, unit="1/min", status="measured")}
    assert verdict in shown(msgspec.structs.replace(take, measures=measures))
