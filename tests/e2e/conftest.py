"""A private PulseAudio with a microphone and a loudspeaker of its own, and the real command in a terminal."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np
import pytest
import soundfile

ROOT = pathlib.Path(__file__).parent.parent.parent
FIXTURES = ROOT / "audio_fixtures"
TOOLS = ("pulseaudio", "pactl", "paplay", "parec")
MONITOR_HZ = 48_000


def _missing():
    if sys.platform != "linux":
        return "the virtual device is PulseAudio on Linux"
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return f"{', '.join(absent)} not installed (pulseaudio libasound2-plugins libportaudio2)"
    try:
        import sounddevice  # noqa: F401
    except (ImportError, OSError) as error:
        return f"no PortAudio: {error}"
    return None


def pytest_collection_modifyitems(items):
    """What needs the device is skipped where there is none, and fails where it is required."""
    here = [item for item in items if item.get_closest_marker("audio_device")]
    for item in here:  # a sound card runs in real time, which a shared machine cannot promise every time
        item.add_marker(pytest.mark.flaky(reruns=2))
    if here and (missing := _missing()) and os.environ.get("MOCKINT_REQUIRE_AUDIO") != "1":
        for item in here:
            item.add_marker(pytest.mark.skip(reason=missing))


def until(condition, seconds=10.0, what="it"):
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)
    return found


class Desk:
    """A virtual sound card: what is played into sink ``mouth`` is what the microphone ``mic`` hears."""

    def __init__(self, folder, home):
        self.folder = folder
        self.home = home
        (folder / "asound.conf").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{folder}/native",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        self.log = (folder / "pulse.log").open("w")
        null = "module-null-sink rate=48000 channels=1 sink_name="
        self.server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no"),
                *("--disable-shm=yes", "--realtime=no", "--high-priority=no", "--log-target=stderr"),
                *("-L", f"module-native-protocol-unix socket={folder}/native auth-anonymous=1"),
                *("-L", f"{null}mouth", "-L", f"{null}speaker"),
                *("-L", "module-remap-source master=mouth.monitor source_name=mic"),
            ],
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        until((folder / "native").exists, what="the start of PulseAudio")
        until(lambda: "mic" in self.pactl("list", "short", "sources"), what="the microphone")
        self.pactl("set-default-sink", "speaker")
        self.pactl("set-default-source", "mic")

    def pactl(self, *arguments):
        done = subprocess.run(["pactl", *arguments], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout

    def say(self, path, *, wait=True):
        """Play a recording into the microphone."""
        playing = subprocess.Popen(["paplay", "--device=mouth", str(path)], env=self.environment)
        if wait:
            assert playing.wait(300) == 0
        return playing

    @contextlib.contextmanager
    def listening(self, name="heard"):
        """Record what the loudspeaker plays; yields a function that gives its samples so far."""
        raw = self.folder / f"{name}.raw"
        with raw.open("wb") as file:
            recorder = subprocess.Popen(
                ["parec", "--device=speaker.monitor", "--format=s16le", f"--rate={MONITOR_HZ}", "--channels=1"],
                env=self.environment,
                stdout=file,
            )
            try:
                until(lambda: raw.stat().st_size > 0, what="the recording of the loudspeaker")
                yield lambda: np.fromfile(raw, np.int16)
            finally:
                _end(recorder)

    def unplug(self):
        """Take everything away that could be a microphone: PulseAudio would move the recording to another one."""
        for line in self.pactl("list", "short", "modules").splitlines():
            if "module-null-sink" in line:
                self.pactl("unload-module", line.split()[0])

    def close(self):
        _end(self.server)
        self.log.close()

    def mockint(self, *arguments, check=True, timeout=300):
        """The real command, without a terminal."""
        done = subprocess.run(
            [sys.executable, "-m", "mockint", *map(str, arguments)],
            env=self.command_environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def exported(self, wanted="last"):
        """A stored take as JSON."""
        return json.loads(self.mockint("export", wanted, "--format", "json").stdout)

    def terminal(self, *arguments):
        """The real command in a pseudo-terminal."""
        import pexpect

        return pexpect.spawn(
            sys.executable,
            ["-m", "mockint", *map(str, arguments)],
            env=self.command_environment,
            cwd=str(ROOT),
            encoding="utf-8",
            dimensions=(40, 90),
            timeout=60,
            logfile=(self.home.parent / "terminal.log").open("a"),
        )

    @property
    def command_environment(self):
        # The person's own folders stay what they were: joined model weights are not made again for each test.
        kept = {
            "HOME": os.environ.get("HOME", str(self.folder)),
            "MOCKINT_HOME": str(self.home),
            "TERM": "xterm-256color",
        }
        return {**self.environment, **kept}

    def audio(self, wanted="last"):
        """The stored sound of a take: samples and rate."""
        path = self.home / self.exported(wanted)["source"]["path"]
        return soundfile.read(path, dtype="int16")


def _end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def desk(tmp_path):
    """One desk for one test."""
    missing = _missing()
    assert missing is None, missing
    # A socket's path has about a hundred characters at most, which pytest's own folders exceed.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mockint-"))
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text("[profile.short]\nmin_s = 4\nmax_s = 10\ngrace_s = 2\n")
    found = Desk(folder, home)
    yield found
    found.close()
    shutil.rmtree(folder, ignore_errors=True)


def likeness(heard, wanted):
    """How well a sound is found in a recording: 1 for exactly, 0 for not at all."""
    heard, wanted = heard.astype(np.float64), wanted.astype(np.float64)
    size = 1 << int(np.ceil(np.log2(heard.size + wanted.size)))
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size)), size)[: heard.size]
    energy = np.concatenate([[0.0], np.cumsum(heard**2)])
    inside = energy[np.minimum(np.arange(heard.size) + wanted.size, heard.size)] - energy[:-1]
    return float(np.max(match / np.sqrt(np.maximum(inside, 1.0) * np.sum(wanted**2))))


def likeness_in_parts(heard, wanted, part_s=0.25):
    """The same on average over short parts of the sound: a machine that stood still put a pause between them."""
    size = round(part_s * MONITOR_HZ)
    parts = [wanted[at : at + size] for at in range(0, wanted.size - size + 1, size)]
    return float(np.mean([likeness(heard, part) for part in parts]))


def at_rate(samples, rate, wanted):
    """The same sound at another rate, well enough to compare."""
    size = round(samples.size * wanted / rate)
    return np.interp(np.arange(size) * rate / wanted, np.arange(samples.size), samples)
