import os
import pathlib
import signal
import subprocess
import sys

import numpy as np
import pytest

from mockint.core.errors import BadInput, MachineError
from mockint.studio import flac
from mockint.studio.flac import FlacWriter, finish, read_blocks

RATE = 16_000


def noise(seconds, seed=0):
    return (np.random.default_rng(seed).normal(size=round(RATE * seconds)) * 3000).astype(np.int16)


def cut(samples, size=800):
    return [samples[i : i + size] for i in range(0, samples.size, size)]


def test_what_is_written_comes_back_to_the_sample(tmp_path):
    samples = noise(3)
    writer = FlacWriter(tmp_path / "a.flac", RATE)
    for block in cut(samples):
        writer.write(block)
    writer.close()
    assert np.array_equal(np.concatenate(list(read_blocks(tmp_path / "a.flac"))), samples)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_recording_loses_less_than_a_second(tmp_path):
    path = tmp_path / "a.flac"
    script = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from tests.studio.test_flac import *\n"
        "writer = FlacWriter(pathlib.Path(sys.argv[1]), RATE)\n"
        "for block in cut(noise(5)): writer.write(block)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path), pathlib.Path.cwd()], check=False)
    assert done.returncode == -signal.SIGKILL
    seconds = finish(path)
    assert seconds > 4.5
    back = np.concatenate(list(read_blocks(path)))
    assert np.array_equal(back, noise(5)[: back.size]) and back.size == round(seconds * RATE)


def test_a_recording_without_sound_cannot_be_finished(tmp_path):
    path = tmp_path / "a.flac"
    path.write_bytes(b"fLaC")
    with pytest.raises(BadInput):
        finish(path)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        FlacWriter(tmp_path / "missing" / "a.flac", RATE)


@pytest.mark.parametrize("when", [0, 3, 40, 99])
def test_when_the_disk_fails_the_recording_goes_on_elsewhere(tmp_path, monkeypatch, when):
    safe = tmp_path / "safe"
    safe.mkdir()
    monkeypatch.setattr(flac.tempfile, "gettempdir", lambda: str(safe))
    samples = noise(5)
    writer = FlacWriter(tmp_path / "a.flac", RATE)
    for k, block in enumerate(cut(samples)):
        if k == when:
            monkeypatch.setattr(writer._file, "write", full, raising=False)
        writer.write(block)
    writer.close()
    assert "No space left" in writer.rescued
    assert safe in writer.path.parents
    assert np.array_equal(np.concatenate(list(read_blocks(writer.path))), samples)


def full(block):
    raise OSError(28, "No space left on device")


def test_when_no_folder_takes_it_that_is_said(tmp_path, monkeypatch):
    writer = FlacWriter(tmp_path / "a.flac", RATE)
    monkeypatch.setattr(writer._file, "write", full, raising=False)
    monkeypatch.setattr(flac.tempfile, "mkdtemp", lambda **where: full(None))
    with pytest.raises(MachineError, match="nor can any other folder"):
        writer.write(noise(1))
