"""Trains the detector of hesitations that reads Whisper's own encoder, on what hesitations.py made.

usage: filler_probe.py SPEECH MODEL [MODEL ...] [--epochs 12]

For every recording: other rooms, other pitches, cut into pieces as mockint cuts, encoded by the model. A small network
then learns, for every 20 ms, whether a hesitation sounds there. Writes mockint/ears/probes/MODEL.npz. Needs torch and
scipy.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

import numpy as np
import soundfile
import torch
from scipy.signal import resample_poly

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "audio_fixtures")]

from making.sounds import GENERATORS, small_room  # noqa: E402

from mockint.ears import speech  # noqa: E402
from mockint.ears.cutter import Cutter  # noqa: E402
from mockint.ears.pieces import PAD_S  # noqa: E402
from mockint.ears.probe import TOKEN_S  # noqa: E402
from mockint.ears.whisper import Whisper  # noqa: E402
from training.small_network import fit  # noqa: E402

HIDDEN = 48
EDGE_S = 0.03
"""Nearer than this to the edge of a hesitation, a frame may be either."""
ROUNDS = ((None, 1.0), (18.0, 1.12), (10.0, 0.9))
"""Noise below the voice in dB, and pitch."""
NOISES = ("room", "fan", "street", "pink", "white")


def cut(samples: np.ndarray) -> list[tuple[int, int]]:
    """The pieces that mockint would make."""
    voice, cutter = speech.Voice(), Cutter()
    padded = np.pad(samples, (0, -samples.size % speech.HOP))
    cuts = []
    for at in range(0, padded.size, speech.HOP):
        cuts += cutter.feed(voice.feed(padded[at : at + speech.HOP]))
    return [(c.start, c.end) for c in cuts + cutter.flush(samples.size)]


def varied(samples: np.ndarray, noise_db: float | None, pitch: float, seed: int) -> np.ndarray:
    """The same speech in another room, higher or lower (and faster or slower)."""
    rng = np.random.default_rng(seed)
    out = resample_poly(samples, 100, round(100 * pitch)) if pitch != 1.0 else samples
    if noise_db is not None:
        if rng.random() < 0.5:
            out = small_room(out, rng)
        loud = np.sqrt(np.mean(out[np.abs(out) > 0.1 * np.abs(out).max()] ** 2))
        noise = GENERATORS[NOISES[int(rng.integers(len(NOISES)))]](out.size, rng)
        out = out + noise * loud * 10 ** (-(noise_db + rng.uniform(-2, 4)) / 20)
    return (out * 10 ** (rng.uniform(-6, 4) / 20)).astype(np.float32)


def frames(whisper: Whisper, folder: pathlib.Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Encoder frames, whether a hesitation sounds (-1: at its edge), and the number of the recording."""
    xs, ys, groups = [], [], []
    for number, path in enumerate(sorted(folder.glob("*.flac"))):
        clean, _ = soundfile.read(path, dtype="float32")
        words = json.loads(path.with_suffix(".json").read_text())
        for turn, (noise_db, pitch) in enumerate(ROUNDS):
            # A formant synthesiser says um the same way every time: once is enough of that.
            if path.name.startswith("espeak") and turn != number % len(ROUNDS):
                continue
            samples = varied(clean, noise_db, pitch, 10 * number + turn)
            for start, end in cut(samples):
                window = whisper.window(samples[start:end], pad_s=PAD_S)
                x = window.states()[: round((end - start) / speech.RATE_HZ / TOKEN_S)]
                at = (start / speech.RATE_HZ + (np.arange(len(x)) + 0.5) * TOKEN_S) * pitch
                y = np.zeros(len(x), np.int8)
                for word in words:
                    if word["kind"] == "filler":
                        a, b = word["start_s"], word["end_s"]
                        y[(at > a - EDGE_S) & (at < b + EDGE_S)] = -1
                        y[(at > a + EDGE_S) & (at < b - EDGE_S)] = 1
                xs.append(x.astype(np.float16))
                ys.append(y)
                groups.append(np.full(len(x), number, np.int16))
        sys.stderr.write(f"{path.name}\r")
    return np.concatenate(xs), np.concatenate(ys), np.concatenate(groups)


def train(x: np.ndarray, y: np.ndarray, epochs: int) -> dict[str, np.ndarray]:
    """The weights of a network, frames in, log-odds of a hesitation out."""
    known = y >= 0

    def loss_of(said: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(said[:, 0], true)

    truth = y[known].astype(np.float32)
    return fit(x[known], truth, hidden=HIDDEN, outputs=1, loss_of=loss_of, epochs=epochs)


def main() -> None:
    """Train one probe a model, judged first on every sixth recording left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("speech", type=pathlib.Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--epochs", type=int, default=12)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.models:
        whisper = Whisper(name, compute="cpu", warn=lambda message: None)
        x, y, groups = frames(whisper, options.speech)
        held = groups % 6 == 5
        weights = train(x[~held], y[~held], options.epochs)
        judged = y[held] >= 0
        hidden = np.maximum(x[held].astype(np.float32) @ weights["w1"] + weights["b1"], 0)
        said = (hidden @ weights["w2"] + weights["b2"])[judged] > 0
        real = y[held][judged] == 1
        hit = (said & real).sum()
        sys.stderr.write(f"{name}: frames left out, recall {hit / real.sum():.3f}, precision {hit / said.sum():.3f}\n")
        weights = train(x, y, options.epochs)
        folder = HERE.parent / "mockint" / "ears" / "probes"
        folder.mkdir(exist_ok=True)
        np.savez_compressed(folder / f"{name}.npz", **{k: v.astype(np.float16) for k, v in weights.items()})


if __name__ == "__main__":
    main()
