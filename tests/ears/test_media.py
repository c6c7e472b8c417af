"""Sound from files: every container, no trace of the block size, and a plain word where there is no sound."""

from __future__ import annotations

import wave

import numpy as np
import pytest

from mockint.core.errors import BadInput
from mockint.devices.media import Resampler, open_sound


def tone(rate_hz: int, seconds: float, hz: float = 440.0) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(round(rate_hz * seconds)) / rate_hz).astype(np.float32) * 0.5


def write(path, samples, rate_hz, channels=1):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


@pytest.mark.parametrize("rate_hz", [8000, 11025, 22050, 32000, 44100, 48000, 96000])
def test_resampling_keeps_the_tone_and_forgets_the_blocks(rate_hz):
    sound, rng = tone(rate_hz, 1.3), np.random.default_rng(rate_hz)
    whole = Resampler(rate_hz)
    once = np.concatenate([whole.feed(sound), whole.flush()])
    pieces, parts, at = Resampler(rate_hz), [], 0
    while at < sound.size:
        step = int(rng.integers(1, 3000))
        parts.append(pieces.feed(sound[at : at + step]))
        at += step
    assert np.array_equal(once, np.concatenate([*parts, pieces.flush()]))
    assert abs(once.size - 1.3 * 16000) <= 1
    inner = slice(400, -400)
    assert np.abs(once - tone(16000, once.size / 16000)[: once.size])[inner].max() < 1e-3


def test_resampling_leaves_nothing_above_the_new_limit():
    assert np.abs(Resampler(48000).feed(tone(48000, 1.0, hz=11000.0))[400:]).max() < 0.01


def test_stereo_is_mixed_and_blocks_are_as_long_as_asked(tmp_path):
    both = np.stack([tone(16000, 1.0), np.zeros(16000, np.float32)], axis=1)
    sound = open_sound(write(tmp_path / "a.wav", both.reshape(-1), 16000, channels=2))
    blocks = list(sound.blocks(0.3))
    assert [b.size for b in blocks] == [4800, 4800, 4800, 1600]
    assert abs(int(np.abs(np.concatenate(blocks)).max()) - 8192) < 20
    assert sound.duration_s == pytest.approx(1.0)


def test_a_video_container_gives_its_sound(tmp_path):
    import av

    path = tmp_path / "clip.mov"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=48000)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(
            (tone(48000, 0.5) * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        frame.sample_rate = 48000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    sound = open_sound(path)
    assert sound.sample_rate_hz == 48000
    assert sum(b.size for b in sound.blocks()) == pytest.approx(24000, abs=100)


def test_a_cut_flac_gives_what_is_left_and_says_so(tmp_path):
    import soundfile

    path = tmp_path / "cut.flac"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.3, 0.3, 48000).astype(np.float32), 16000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    sound = open_sound(path)
    assert 8000 < sum(b.size for b in sound.blocks()) < 40000
    assert "cut off" in sound.warnings[0]


@pytest.mark.parametrize("content", [b"", b"this is no sound at all, only words", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_no_sound_is_one_message(tmp_path, content):
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        list(open_sound(path).blocks())


def test_no_file_and_a_folder(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        open_sound(tmp_path / "none.wav")
    with pytest.raises(BadInput, match="folder"):
        open_sound(tmp_path)
