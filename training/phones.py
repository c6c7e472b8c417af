"""Trains the ears for phones that read Whisper's own encoder, on what hesitations.py made.

usage: phones.py SPEECH MODEL [MODEL ...] [--epochs 8]

In the clean sound, pocketsphinx finds the phones of the words that are known to be there. The same sound in other rooms
and at other pitches is cut and encoded as mockint does, and a small network learns which phone sounds in each 10 ms.
Writes mockint/ears/probes/MODEL.phones.npz. Needs torch and scipy.
"""

from __future__ import annotations

import argparse
import functools
import json
import pathlib
import sys
from typing import Any

import numpy as np
import soundfile
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "audio_fixtures"), str(HERE)]

from filler_probe import cut, varied  # noqa: E402

from mockint.ears import aligner, phones, speech  # noqa: E402
from mockint.ears.heard import Heard  # noqa: E402
from mockint.ears.pieces import PAD_S  # noqa: E402
from mockint.ears.probe import TOKEN_S  # noqa: E402
from mockint.ears.whisper import Whisper  # noqa: E402
from training.small_network import fit  # noqa: E402

HIDDEN = 160
ROUNDS = ((None, 1.0), (20.0, 1.12), (10.0, 0.9), (6.0, 1.0))
"""Noise below the voice in dB, and pitch."""
COMMON = 0.3
"""How much of a phone's frequency is taken from its odds: text, not frequency, says which phones come."""


def true_phones(samples: np.ndarray, words: list[dict[str, Any]]) -> np.ndarray:
    """The phone of every 10 ms of a clean recording, shape (n_frames,), -1 where it is not known."""
    truth = np.full(samples.size // speech.FRAME + 1, -1, np.int64)
    for start, end in cut(samples):
        inside = [w for w in words if start <= (w["start_s"] + w["end_s"]) / 2 * speech.RATE_HZ < end]
        heard = [as_heard(word) for word in inside]
        first = start // speech.FRAME
        for begin, past, phone in said_phones(samples[start:end], heard):
            truth[first + begin : first + past] = phones.PHONES.index(phone) if phone in phones.PHONES else 0
    return truth


def as_heard(word: dict[str, Any]) -> Heard:
    """A word of the truth as the ears would give it."""
    return Heard(
        text=word["text"],
        start_s=word["start_s"],
        end_s=word["end_s"],
        probability=1.0,
        filler=word["kind"] == "filler",
    )


def said_phones(samples: np.ndarray, words: list[Heard]) -> list[tuple[int, int, str]]:
    """First and one-past-last frame of every phone and silence of a piece."""
    decoder, pcm = aligner._decoder(), aligner._pcm(samples)
    names = [name for word in words for name in aligner._names(decoder, word)]
    if not names or aligner._through(decoder, names, pcm) is None:
        return []
    decoder.set_alignment()
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    return [(p.start, p.start + p.duration, p.name) for word in decoder.get_alignment() for p in word]


@functools.cache
def labelled(path: pathlib.Path) -> tuple[np.ndarray, np.ndarray]:
    """A recording and its phones."""
    clean, _ = soundfile.read(path, dtype="float32")
    return clean, true_phones(clean, json.loads(path.with_suffix(".json").read_text()))


def states(whisper: Whisper, folder: pathlib.Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Encoder states, the phones of their halves, and the number of the recording."""
    xs, ys, groups = [], [], []
    for number, path in enumerate(sorted(folder.glob("*.flac"))):
        clean, truth = labelled(path)
        for turn, (noise_db, pitch) in enumerate(ROUNDS):
            samples = varied(clean, noise_db, pitch, 10 * number + turn)
            for start, end in cut(samples):
                window = whisper.window(samples[start:end], pad_s=PAD_S)
                x = window.states()[: round((end - start) / speech.RATE_HZ / TOKEN_S)]
                at_s = (start / speech.RATE_HZ + (np.arange(phones.STEPS * len(x)) + 0.5) * phones.STEP_S) * pitch
                at = np.minimum((at_s / speech.FRAME_S).astype(int), truth.size - 1)
                y = truth[at].reshape(-1, phones.STEPS)
                known = (y >= 0).all(axis=1)
                xs.append(x[known].astype(np.float16))
                ys.append(y[known])
                groups.append(np.full(known.sum(), number))
        sys.stderr.write(f"{path.name}\r")
    return np.concatenate(xs), np.concatenate(ys), np.concatenate(groups)


def loss_of(said: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    """Cross entropy of the phones."""
    return torch.nn.functional.cross_entropy(said.reshape(-1, len(phones.PHONES)), true.reshape(-1))


def main() -> None:
    """Train one network a model, judged first on every sixth recording left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("speech", type=pathlib.Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--epochs", type=int, default=8)
    options = parser.parse_args()
    torch.set_num_threads(1)
    count = len(phones.PHONES)
    for name in options.models:
        x, y, groups = states(Whisper(name, compute="cpu", warn=lambda message: None), options.speech)
        learn = functools.partial(
            fit, hidden=HIDDEN, outputs=phones.STEPS * count, loss_of=loss_of, epochs=options.epochs
        )
        held = groups % 6 == 5
        said = speech.network(x[held].astype(np.float32), learn(x[~held], y[~held])).reshape(-1, phones.STEPS, count)
        sys.stderr.write(
            f"{name}: phones of recordings left out, {(said.argmax(axis=2) == y[held]).mean():.3f} right\n"
        )
        weights = learn(x, y)
        often = np.bincount(y.ravel(), minlength=count) / y.size
        weights["b2"] -= COMMON * np.tile(np.log(often + 1e-4), phones.STEPS).astype(np.float32)
        file = HERE.parent / "mockint" / "ears" / "probes" / f"{name}.phones.npz"
        np.savez_compressed(file, **{k: v.astype(np.float16) for k, v in weights.items()})


if __name__ == "__main__":
    main()
