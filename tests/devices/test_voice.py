import subprocess
import sys
import time

import numpy as np
import pytest

from mockint.core.errors import MachineError
from mockint.devices import voice

pytestmark = pytest.mark.skipif(
    sys.platform.startswith("linux") and not pytest.importorskip("espeakng_loader"), reason="no voice"
)


def test_a_question_is_spoken_and_ends_where_the_voice_ends(tmp_path):
    clip = voice.speak("Tell me about a time you failed.", tmp_path)
    assert 1.0 < clip.duration_s < 4.0
    assert np.abs(clip.samples).max() > 3000
    assert np.abs(clip.samples[-1].astype(int)) > voice.QUIET_BELOW * 32768


def test_what_was_spoken_once_is_not_spoken_again(tmp_path, monkeypatch):
    first = voice.speak("Once.", tmp_path)
    monkeypatch.setattr(voice, "_synthesise", lambda *args: pytest.fail("spoken again"))
    assert np.array_equal(voice.speak("Once.", tmp_path).samples, first.samples)


def test_a_spoiled_cache_is_spoken_anew(tmp_path):
    path = voice.speak("Once.", tmp_path).path
    path.write_bytes(b"")
    assert voice.speak("Once.", tmp_path).duration_s > 0.1


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("")
    clip = voice.speak("Once.", tmp_path / "file" / "voice")
    assert clip.path is None and clip.samples.size


def test_on_a_busy_machine_the_whole_text_is_spoken(tmp_path):
    """The driver's event loop ends before its voice has; an early end would leave no file, or half of one."""
    load = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        lengths = {voice.speak("One two three.", tmp_path / str(k)).samples.size for k in range(4)}
    finally:
        for process in load:
            process.kill()
            process.wait()
    assert len(lengths) == 1


def test_a_voice_that_hangs_is_ended(tmp_path):
    began = time.monotonic()
    with pytest.raises(MachineError, match="did not finish"):
        voice.speak("Never.", tmp_path, timeout_s=0.01)
    assert time.monotonic() - began < 5


def test_doctor_knows():
    assert voice.check().ok
