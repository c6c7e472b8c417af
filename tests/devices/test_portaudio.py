"""The adapter against a stand-in for the sounddevice module; the real one is met in tests/e2e."""

import types

import numpy as np
import pytest

from mockint.core.errors import MachineError
from mockint.devices import portaudio
from mockint.devices.portaudio import Loudspeaker, Microphone, NoDeviceError, find_device


class FakeError(Exception):
    pass


class FakeStream:
    def __init__(self, **options):
        self.options = options
        self.latency = 0.1

    def start(self):
        pass

    def abort(self):
        pass

    def close(self):
        self.options["finished_callback"] = None


def device(number, name, inputs, outputs):
    return {
        "index": number,
        "name": name,
        "hostapi": 0,
        "max_input_channels": inputs,
        "max_output_channels": outputs,
        "default_samplerate": 48000.0,
    }


class FakeSoundDevice:
    PortAudioError = FakeError
    InputStream = FakeStream
    OutputStream = FakeStream

    def __init__(self, rows, default=(0, 0), mono=True, rates=(48000, 16000)):
        self.rows, self.default, self.mono, self.rates = rows, types.SimpleNamespace(device=default), mono, rates

    def query_devices(self):
        return self.rows

    def query_hostapis(self):
        return [{"name": "ALSA"}]

    def check_input_settings(self, device, channels, dtype, extra, rate):
        if channels == 1 and not self.mono:
            raise FakeError("Invalid number of channels")

    def check_output_settings(self, device, channels, dtype, extra, rate):
        if rate not in self.rates:
            raise FakeError("Invalid sample rate")


ROWS = [device(0, "HDA Intel", 2, 2), device(1, "USB Headset", 1, 0), device(2, "USB Camera", 1, 0)]


@pytest.fixture
def plug(monkeypatch):
    def plug(*args, **options):
        fake = FakeSoundDevice(*args, **options)
        monkeypatch.setattr(portaudio, "_portaudio", lambda: fake)
        return fake

    return plug


def test_a_device_by_number_by_name_or_the_default(plug):
    plug(ROWS)
    assert find_device(None, "input").name == "HDA Intel"
    assert find_device("2", "input").name == "USB Camera"
    assert find_device("headset", "input").number == 1


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("Bluetooth", "no input device matches 'Bluetooth'. Found: 0 HDA Intel, 1 USB Headset, 2 USB Camera"),
        ("usb", "2 input devices match 'usb': 1 USB Headset, 2 USB Camera"),
    ],
)
def test_a_device_that_is_not_clear_is_said(plug, wanted, message):
    plug(ROWS)
    with pytest.raises(NoDeviceError) as caught:
        find_device(wanted, "input")
    assert str(caught.value) == message


def test_a_machine_without_devices(plug):
    plug([], default=(-1, -1))
    with pytest.raises(NoDeviceError, match="no input device found"):
        Microphone()
    assert [h.ok for h in portaudio.check()] == [True, False, False]


def test_a_machine_without_portaudio(monkeypatch):
    def missing():
        raise MachineError("PortAudio library not found", hint=portaudio.INSTALL)

    monkeypatch.setattr(portaudio, "_portaudio", missing)
    (row,) = portaudio.check()
    assert not row.ok and "libportaudio2" in row.hint


def times(at_s, now_s):
    return types.SimpleNamespace(inputBufferAdcTime=at_s, currentTime=now_s, outputBufferDacTime=now_s + 0.05)


def status(overflow=False):
    return types.SimpleNamespace(input_overflow=overflow)


def test_a_stereo_only_device_is_mixed(plug):
    plug(ROWS, mono=False)
    microphone = Microphone()
    microphone.open()
    callback = microphone._stream.options["callback"]
    callback(np.array([[100, 300], [-3, -4]], np.int16), 2, times(1.0, 1.1), status())
    assert microphone.read(0).samples.tolist() == [200, -4]


def test_an_overflow_is_counted_not_hidden(plug):
    plug(ROWS)
    microphone = Microphone()
    microphone.open()
    callback = microphone._stream.options["callback"]
    quiet = np.zeros((480, 1), np.int16)
    callback(quiet, 480, times(1.0, 1.1), status())
    callback(quiet, 480, times(1.01, 1.11), status(overflow=True))
    assert [microphone.read(0).lost_s > 0 for _ in range(2)] == [False, True]


def test_blocks_that_waited_come_in_one_piece(plug):
    plug(ROWS)
    microphone = Microphone()
    microphone.open()
    callback = microphone._stream.options["callback"]
    for k in range(3):
        callback(np.full((2, 1), k, np.int16), 2, times(1.0, 1.1), status(overflow=k == 2))
    assert [microphone.read(0).samples.tolist() for _ in range(2)] == [[0, 0, 1, 1], [2, 2]]


def test_a_microphone_whose_stream_ended_is_gone_once_its_blocks_are_read(plug):
    plug(ROWS)
    microphone = Microphone()
    microphone.open()
    options = microphone._stream.options
    options["callback"](np.zeros((480, 1), np.int16), 480, times(1.0, 1.1), status())
    options["finished_callback"]()
    assert microphone.ended is None
    microphone.read(0)
    assert "is gone" in microphone.ended


def test_a_clip_is_played_to_its_end_at_the_devices_rate(plug):
    plug(ROWS)
    playback = Loudspeaker().play(np.full(22050, 1000, np.int16), 22050)
    stream = playback._stream.options
    assert stream["samplerate"] == 48000
    heard = []
    for _ in range(11):
        data = np.empty((4800, 1), np.int16)
        stream["callback"](data, 4800, times(0.0, 1.0), None)
        heard.append(data.copy())
    assert playback.ended_at is not None
    assert np.count_nonzero(np.abs(np.concatenate(heard)) > 500) == pytest.approx(48000, rel=0.01)


def test_a_pause_loses_no_sample(plug):
    plug(ROWS)
    playback = Loudspeaker().play(np.arange(1, 16001, dtype=np.int16), 16000)
    fill = playback._stream.options["callback"]
    data = np.empty((160, 1), np.int16)
    fill(data, 160, times(0.0, 1.0), None)
    playback.pause()
    fill(data, 160, times(0.0, 1.0), None)
    assert not data.any()
    playback.resume()
    fill(data, 160, times(0.0, 1.0), None)
    assert 1 <= data[0, 0] <= 161
