"""Nothing is dropped, doubled or stretched between the microphone and the disk."""

import json
import subprocess
import sys
import time

import numpy as np
import pytest
import soundfile

pytestmark = pytest.mark.audio_device

RATE = 44_100
EVERY = RATE // 4
CLICKS = 40

RECORD = """
import json, sys, numpy as np
from mockint.devices.portaudio import Microphone
microphone = Microphone()
microphone.open()
blocks, lost, seconds = [], 0.0, float(sys.argv[2])
while sum(b.size for b in blocks) < seconds * microphone.sample_rate_hz:
    block = microphone.read(5.0)
    if not blocks:
        print("armed", flush=True)
    blocks.append(block.samples)
    lost += block.lost_s
microphone.close()
np.save(sys.argv[1], np.concatenate(blocks))
print(json.dumps({"rate": microphone.sample_rate_hz, "lost_s": lost}), flush=True)
"""


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_a_train_of_clicks_keeps_its_beat(desk, tmp_path, busy):
    clicks = np.zeros(EVERY * CLICKS, np.int16)
    clicks[EVERY // 2 :: EVERY] = 25_000
    soundfile.write(tmp_path / "clicks.wav", clicks, RATE)
    seconds = clicks.size / RATE + 4
    load = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 if busy else 0)]
    try:
        recording = subprocess.Popen(
            [sys.executable, "-c", RECORD, str(tmp_path / "heard.npy"), str(seconds)],
            env=desk.command_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert recording.stdout.readline() == "armed\n"
        time.sleep(0.5)
        desk.say(tmp_path / "clicks.wav")
        said = json.loads(recording.communicate(timeout=60)[0])
    finally:
        for process in load:
            process.kill()
            process.wait()
    heard = np.abs(np.load(tmp_path / "heard.npy").astype(int))
    assert said == {"rate": RATE, "lost_s": 0.0}
    loud = np.flatnonzero(heard > 4_000)
    starts = loud[np.concatenate([[True], np.diff(loud) > RATE // 50])]
    assert starts.size == CLICKS
    assert np.abs(np.diff(starts) - EVERY).max() <= 2
