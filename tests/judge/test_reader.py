"""The reader and the decoder: same meaning in, same reading out; probabilities; order; speed of loading."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from mockint.judge import sentences
from mockint.judge.reader import CONTEXT, STAGES, WINDOW, Order, Reader, Reading, features, plain_words, windows
from mockint.judge.stages import decode, marginals

STORY = [
    "Yeah, so let me think about that one.",
    "About two years ago I was the stock controller in a small warehouse near Leeds.",
    "I was responsible for booking the Christmas deliveries.",
    "I assumed the supplier had confirmed and I never picked up the phone to check.",
    "As a result we lost about four thousand pounds and the shop had empty shelves for a week.",
    "Since then I ring every supplier on a Monday and tick them off a list, and we have not missed a delivery.",
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def story(reader: Reader) -> Reading:
    return reader.read(STORY)


def test_probabilities_of_stages_add_up(story: Reading) -> None:
    assert story.stage.shape == (len(STORY), len(STAGES))
    assert story.stage.dtype == np.float32
    np.testing.assert_allclose(story.stage.sum(axis=1), 1, atol=1e-5)


def test_meaning_and_whole_are_probabilities(story: Reading) -> None:
    assert all(p.shape == (len(STORY),) and (p >= 0).all() and (p <= 1).all() for p in story.meaning.values())
    assert all(0 <= p <= 1 for p in story.whole.values())
    assert set(story.meaning) <= set(story.whole)


def test_plain_story_is_read_in_its_stages(story: Reading) -> None:
    assert [d.stage for d in decode(story)] == ["other", "situation", "task", "action", "result", "learned"]


def test_evidence_is_found_where_it_is(story: Reading) -> None:
    assert story.meaning["time-anchor"].argmax() == 1
    assert story.meaning["owns-mistake"].argmax() == 3
    assert story.meaning["quantified-result"].argmax() == 4
    assert story.meaning["specific-change"].argmax() == 5


def test_case_punctuation_and_fillers_do_not_matter(reader: Reader, story: Reading) -> None:
    other = [f"Um, {u.lower().replace(',', '')}" for u in STORY]
    again = reader.read(other)
    np.testing.assert_array_equal(again.stage, story.stage)


def test_reading_is_the_same_again(reader: Reader, story: Reading) -> None:
    np.testing.assert_array_equal(reader.read(STORY).stage, story.stage)


def test_nothing_said_reads_as_nothing(reader: Reader) -> None:
    reading = reader.read([])
    assert decode(reading) == []
    assert set(reading.whole.values()) == {0.0}


@pytest.mark.parametrize("unit", ["", "...", "um", "—", "%", "x" * 2000, "a " * 900])
def test_odd_units_are_read(reader: Reader, unit: str) -> None:
    assert np.isfinite(reader.read([unit, "I lost the client."]).stage).all()


def test_long_answer_is_read_in_windows(reader: Reader) -> None:
    reading = reader.read(STORY * 15)
    assert np.isfinite(reading.stage).all() and len(reading.stage) == 15 * len(STORY)


def test_what_was_read_ahead_changes_nothing_and_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [f"Number {k}. {unit}" for k in range(20) for unit in STORY]
    fresh, reader, read = Reader(), Reader(), []
    run = reader._network._encoder.run
    monkeypatch.setattr(reader._network._encoder, "run", lambda *fed: read.append(fed) or run(*fed))
    reader.read_ahead(answer[:-5])
    ahead = len(read)
    first, again = fresh.read(answer), reader.read(answer)
    np.testing.assert_array_equal(again.stage, first.stage)
    assert again.whole == first.whole
    assert ahead >= 2
    assert len(read) == len(windows(_lengths(reader, answer)))


def _lengths(reader: Reader, answer: list[str]) -> list[int]:
    return [len(reader._tokenizer.encode(" ".join(plain_words(u)), add_special_tokens=False).ids) + 1 for u in answer]


def test_fingerprint_is_stable(reader: Reader) -> None:
    assert reader.fingerprint == Reader().fingerprint


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("So, um, I— I lost it.", ["so", "i", "lost", "it"]),
        ("I was, I was, I was late!", ["i", "was", "late"]),
        ("It cost £4,000 (or 12%).", ["it", "cost", "£4000", "or", "12%"]),
        ("What could I do?", ["what", "could", "i", "do", "?"]),
        ("Er…", ["um"]),
        ("a well-known follow-up", ["a", "well", "known", "follow", "up"]),
    ],
)
def test_plain_words(unit: str, words: list[str]) -> None:
    assert plain_words(unit) == words


@pytest.mark.parametrize("lengths", [[10], [100] * 3, [30] * 40, [121] * 20, [3] * 700])
def test_windows_own_every_unit_once_and_fit(lengths: list[int]) -> None:
    found = windows(lengths)
    assert [u for first, last, _, _ in found for u in range(first, last)] == list(range(len(lengths)))
    for first, last, low, high in found:
        assert low <= first < last <= high
        assert sum(lengths[low:high]) < WINDOW
        assert sum(lengths[low:first]) <= CONTEXT and sum(lengths[last:high]) <= CONTEXT


@pytest.mark.parametrize("lengths", [[30] * 40, [121] * 20, [3] * 700, [7, 90, 31] * 30])
def test_windows_but_the_last_stay_whatever_follows(lengths: list[int]) -> None:
    whole = windows(lengths)
    for count in range(1, len(lengths)):
        settled = [window for window in windows(lengths[:count])[:-1] if window[3] < count]
        assert settled == whole[: len(settled)]
    assert settled


def test_features_run_from_start_to_end() -> None:
    table = features([5, 10, 5])
    np.testing.assert_allclose(table[:, 0], [0, 0.25, 0.75])
    np.testing.assert_allclose(table[:, 1], [0.25, 0.75, 1])


def _order(step: float = 0.0) -> Order:
    zero = np.zeros(6, np.float32)
    return Order(step=np.eye(6, dtype=np.float32) * step, start=zero, end=zero, unsure_below=0.5)


def test_without_order_marginals_are_the_units_own() -> None:
    stage = np.random.default_rng(1).dirichlet(np.ones(6), 9).astype(np.float32)
    np.testing.assert_allclose(marginals(stage, _order()), stage, atol=1e-4)


def test_marginals_are_those_of_all_paths() -> None:
    import itertools

    rng = np.random.default_rng(2)
    stage = rng.dirichlet(np.ones(6), 4).astype(np.float32)
    order = Order(
        step=rng.normal(size=(6, 6)).astype(np.float32),
        start=rng.normal(size=6).astype(np.float32),
        end=rng.normal(size=6).astype(np.float32),
        unsure_below=0.5,
    )
    expected = np.zeros((4, 6))
    for path in itertools.product(range(6), repeat=4):
        weight = order.start[path[0]] + order.end[path[-1]] + sum(np.log(stage[k, s]) for k, s in enumerate(path))
        weight += sum(order.step[p, q] for p, q in itertools.pairwise(path))
        for k, s in enumerate(path):
            expected[k, s] += np.exp(weight)
    expected /= expected.sum(1, keepdims=True)
    np.testing.assert_allclose(marginals(stage, order), expected, atol=1e-4)


def test_neighbours_settle_an_open_unit_and_the_reason_says_so() -> None:
    sure = np.array([0.01, 0.01, 0.95, 0.01, 0.01, 0.01], np.float32)
    torn = np.array([0.01, 0.01, 0.45, 0.51, 0.01, 0.01], np.float32)
    reading = Reading(stage=np.stack([sure, torn, sure]), meaning={}, whole={}, order=_order(1.0))
    decided = decode(reading)
    assert [d.stage for d in decided] == ["action"] * 3
    assert "follows action" in decided[1].why


def test_low_confidence_is_unsure() -> None:
    flat = np.full((1, 6), 1 / 6, np.float32)
    assert decode(Reading(stage=flat, meaning={}, whole={}, order=_order()))[0].unsure


def test_units_of_a_split_answer_are_read(reader: Reader) -> None:
    words = " ".join(STORY).split()
    units = [" ".join(words[i:j]) for i, j in sentences.split(words)]
    assert len(decode(reader.read(units))) == len(units)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_an_hour_of_speech_takes_little_more_memory_than_a_minute():
    # Not getrusage: its peak begins with that of the process that started this one.
    code = (
        "import pathlib, re; from mockint.judge.reader import Reader; "
        "reader, unit = Reader(), 'We moved the orders at night and I had not tried the way back.'; "
        "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1]); "
        "reader.read([unit] * 12); minute = peak(); reader.read([unit] * 700); print((peak() - minute) // 1024)"
    )
    more_mb = int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    assert more_mb < 250
