"""The interviewer's voice: pyttsx3 to a file, in a process of its own.

pyttsx3's ``say`` can hang and prints, so it is never used: text goes to a child process, a sound file comes back, and
mockint plays it itself. On Linux the child loads the espeak that comes as a Python package, so none need be installed;
elsewhere pyttsx3 uses the system's own voices.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from mockint.core.errors import MachineError
from mockint.devices.blocks import Health
from mockint.resources import PACKAGE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS_PER_MINUTE = 165
"""A calm interviewer."""
TIMEOUT_S = 30.0
QUIET_BELOW = 1e-3
"""Share of the loudest sample below which the voice is over."""
LEAD_S = 0.05
"""Kept before the voice begins, so that its first sound is not swallowed by an output that wakes up."""
HINT = "pip install --upgrade pyttsx3 espeakng-loader; or practise with --no-tts: the question is shown anyway"


@dataclasses.dataclass(frozen=True, slots=True)
class Clip:
    """Spoken text. The sound ends where the voice ends."""

    samples: NDArray[np.int16]
    """Mono, shape (n_samples,)."""
    sample_rate_hz: int
    path: pathlib.Path | None
    """The WAV that holds it; None when the folder could not be written."""

    @property
    def duration_s(self) -> float:
        """Length [s]."""
        return float(self.samples.size / self.sample_rate_hz)


def speak(
    text: str,
    folder: pathlib.Path,
    *,
    voice: str | None = None,
    words_per_minute: int = WORDS_PER_MINUTE,
    timeout_s: float = TIMEOUT_S,
) -> Clip:
    """The text as sound, from `folder` when it was spoken before.

    Parameters
    ----------
    text : str
        What to say.
    folder : pathlib.Path
        Where spoken texts are kept; made when missing.
    voice : str or None
        Part of a voice's id or name; None for an English one.
    words_per_minute : int
        Pace [1/min].
    timeout_s : float
        How long the synthesis may take [s].

    Raises
    ------
    MachineError
        There is no working voice on this machine.
    """
    key = json.dumps([text, voice, words_per_minute, sys.platform])
    kept = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:20]}.wav"
    if kept.is_file():
        with contextlib.suppress(MachineError):
            return Clip(*_read(kept), kept)
    with tempfile.TemporaryDirectory(prefix="mockint-voice-") as scratch:
        raw = pathlib.Path(scratch) / "spoken.wav"
        _synthesise(
            {"text": text, "voice": voice, "wpm": words_per_minute, "out": str(raw), "timeout": timeout_s}, timeout_s
        )
        samples, rate = _read(raw)
    samples = _trimmed(samples, rate)
    return Clip(samples, rate, _keep(kept, samples, rate))


def check() -> Health:
    """What ``mockint doctor`` says of the voice."""
    with tempfile.TemporaryDirectory(prefix="mockint-voice-") as scratch:
        try:
            clip = speak("Hello.", pathlib.Path(scratch), timeout_s=15)
        except MachineError as error:
            return Health("voice", False, str(error), error.hint)
    return Health("voice", True, f"pyttsx3 speaks ({clip.sample_rate_hz} Hz)")


def _synthesise(request: dict[str, object], timeout_s: float) -> None:
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    try:
        child = subprocess.run(
            [sys.executable, "-m", "mockint.devices.voice"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise MachineError(f"the voice did not finish speaking within {timeout_s:.0f} s", hint=HINT) from None
    except OSError as error:
        raise MachineError(f"the voice could not be started: {error}", hint=HINT) from None
    if child.returncode or not pathlib.Path(str(request["out"])).is_file():
        said = (child.stderr or child.stdout).strip().splitlines()
        raise MachineError(f"the voice does not work: {said[-1] if said else 'it wrote no sound'}", hint=HINT)


def _read(path: pathlib.Path) -> tuple[NDArray[np.int16], int]:
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise MachineError(f"the voice wrote a file that cannot be read: {error}", hint=HINT) from None
    if not len(samples):
        raise MachineError("the voice wrote a file without sound", hint=HINT)
    return samples[:, 0], rate


def _trimmed(samples: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    """Without the silence around the voice: its end is the end of the question."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > QUIET_BELOW * 32768)
    if not loud.size:
        return samples
    return samples[max(0, int(loud[0]) - round(LEAD_S * rate)) : int(loud[-1]) + 1]


def _keep(path: pathlib.Path, samples: NDArray[np.int16], rate: int) -> pathlib.Path | None:
    """Write the clip for the next time; a cache that cannot be written costs only time."""
    import soundfile

    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(part, samples, rate, subtype="PCM_16", format="WAV")
        part.replace(path)
    except (OSError, soundfile.LibsndfileError):
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return None
    return path


def _load_packaged_espeak() -> None:
    """Make pyttsx3's espeak driver find the library and voices that come as a package (Linux)."""
    import ctypes

    import espeakng_loader

    # Loaded under its own name and for everyone, it is what the driver's own search then finds.
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = str(pathlib.Path(espeakng_loader.get_data_path()).parent)


def _pick_voice(engine: object, wanted: str | None) -> str | None:
    voices = engine.getProperty("voices") or []  # type: ignore[attr-defined]
    names = [(v.id, f"{v.id} {v.name}".casefold()) for v in voices]
    for sought in [wanted] if wanted else ["gmw/en-us", "en-us", "en_us", "english (america", "en-gb", "english"]:
        for voice_id, name in names:
            if sought.casefold() in name:
                return str(voice_id)
    return None


def _child() -> None:
    request = json.loads(sys.stdin.read())
    if sys.platform.startswith("linux"):
        _load_packaged_espeak()
    import threading

    import pyttsx3

    engine = pyttsx3.init()
    written = threading.Event()
    engine.connect("finished-utterance", lambda name, completed: written.set())
    if (voice := _pick_voice(engine, request["voice"])) is not None:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", request["wpm"])
    engine.save_to_file(request["text"], request["out"])
    engine.runAndWait()
    if sys.platform.startswith("linux"):
        # espeak speaks on a thread of its own, and runAndWait returns before it has written the file.
        written.wait(request["timeout"])


if __name__ == "__main__":
    _child()
