"""``mockint score`` as a command: formats, exit codes, one clear message for bad input."""

import json
import subprocess
import sys

import pytest

from mockint.resources import shipped

ANSWER = (
    "Two years ago I was the planner at a fair in Basel. My job was the walls. I put the wrong date on the order, because I "
    "didn't look. Three firms went home and it cost us fourteen thousand francs. Now a second person reads me the dates aloud."
)


@pytest.fixture
def mockint(tmp_path):
    def run(*args, **options):
        import os

        environment = {**os.environ, "MOCKINT_HOME": str(tmp_path / "home"), "COLUMNS": "100", **options.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "mockint", *map(str, args)],
            capture_output=True,
            text=True,
            env=environment,
            timeout=300,
            **options,
        )

    return run


@pytest.fixture
def transcript(tmp_path):
    path = tmp_path / "answer.txt"
    path.write_text(ANSWER)
    return path


def test_text_json_jsonl_and_html(mockint, transcript):
    assert "14" not in mockint("score", transcript).stderr
    take = json.loads(mockint("score", transcript, "--format", "json").stdout)
    assert take["schema"] == "mockint.take/1"
    lines = mockint("score", transcript, transcript, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(x) for x in lines] == [take, take]
    assert "<html" in mockint("score", transcript, "--format", "html").stdout


def test_details_leave_nothing_out(mockint, transcript):
    short = mockint("score", transcript).stdout
    whole = mockint("score", transcript, "--details").stdout
    assert "(--details)" not in whole
    assert len(whole.splitlines()) > len(short.splitlines())


def test_out_and_fail_under(mockint, transcript, tmp_path):
    done = mockint("score", transcript, "--format", "json", "--out", tmp_path / "take.json", "--fail-under", "0")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "take.json").read_text())["scores"]["total"] is not None
    assert mockint("score", transcript, "--fail-under", "101").returncode == 1


def test_too_short_fails_a_demand_for_a_score(mockint, tmp_path):
    path = tmp_path / "short.txt"
    path.write_text("I have never failed.")
    assert mockint("score", path).returncode == 0
    done = mockint("score", path, "--fail-under", "1")
    assert done.returncode == 1
    assert "not scored" in done.stderr


@pytest.fixture
def bad_files(tmp_path):
    fixture = shipped("audio_fixtures/good.flac").read_bytes()
    files = {
        "missing.flac": None,
        "empty.flac": b"",
        "renamed.wav": b"this is a text and no sound at all " * 40,
        "noise.mp3": bytes(range(256)) * 40,
        "header.flac": fixture[:50],
        "binary.txt": b"\xff\xfe\x00\x01" * 10,
    }
    for name, content in files.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.wav").mkdir()
    return [tmp_path / name for name in (*files, "folder.wav")]


def test_bad_input_is_one_clear_message_and_exit_2(mockint, bad_files):
    for path in bad_files:
        done = mockint("score", path)
        assert done.returncode == 2, (path.name, done.stderr)
        assert "Traceback" not in done.stderr
        assert path.name in done.stderr
        assert len(done.stderr.strip().splitlines()) <= 3, done.stderr


def test_one_bad_file_does_not_stop_the_others(mockint, transcript, bad_files):
    done = mockint("score", bad_files[0], transcript, bad_files[1], "--format", "jsonl")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--question", "nope"], "no question 'nope'"),
        (["--profile", "nope"], "no profile 'nope'"),
        (["--as-of", "tomorrow"], "tomorrow"),
        (["--jobs", "0"], "0"),
        (["--format", "yaml"], "yaml"),
    ],
)
def test_wrong_usage(mockint, transcript, args, says):
    done = mockint("score", transcript, *args)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_transcript_says_no_words(mockint, tmp_path):
    path = tmp_path / "none.txt"
    path.write_text("  \n")
    done = mockint("score", path)
    assert done.returncode == 0
    assert "no " in done.stdout.lower()


def test_unknown_command_and_help(mockint):
    assert mockint("dance").returncode == 2
    done = mockint("--help")
    assert done.returncode == 0
    assert "practice" in done.stdout
    assert mockint("score", "--help").returncode == 0


def test_rules_and_questions(mockint):
    rules = json.loads(mockint("rules", "--format", "json").stdout)
    assert len(rules) >= 46
    assert "slow-start" in mockint("rules").stdout
    assert "latency" in mockint("rules", "explain", "slow-start").stdout
    done = mockint("rules", "explain", "slow-strat")
    assert done.returncode == 2
    assert "slow-start" in done.stderr
    assert len(json.loads(mockint("questions", "--format", "json").stdout)) >= 20
