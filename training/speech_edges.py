"""Trains the detector of where speech begins and ends in noise, on what hesitations.py made.

usage: speech_edges.py SPEECH [--epochs 5]

Speech fades into a room's noise before it ends: a soft ending is known by how it got there. A small network learns
from the truth of clean speech, noise put under it, whether a voice sounds in each 10 ms. Writes
mockint/ears/probes/edges.npz. Needs torch and scipy.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

import numpy as np
import soundfile
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "audio_fixtures"), str(HERE)]

from filler_probe import varied  # noqa: E402
from making.sounds import GENERATORS  # noqa: E402

from mockint.ears import speech  # noqa: E402

HIDDEN = 40
ROUNDS = (
    (None, 1.0), (None, 0.93), (25.0, 1.06), (20.0, 0.95), (20.0, 1.08), (16.0, 1.02), (14.0, 0.9), (12.0, 1.06),
    (10.0, 1.0), (10.0, 1.1), (8.0, 0.96),
)  # fmt: skip
"""Signal to noise [dB] and pitch that every recording is heard in."""
GAP_S = 0.1
"""Shorter gaps between words are no pauses to be heard."""


def analysed(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Voice probabilities and band energies, as mockint computes them."""
    voice, bands = speech.Voice(), speech.Bands()
    padded = np.pad(samples, (0, -samples.size % speech.HOP)).astype(np.float32)
    hops = [padded[at : at + speech.HOP] for at in range(0, padded.size, speech.HOP)]
    heard = np.concatenate([voice.feed(hop) for hop in hops])
    return heard, np.concatenate([bands.feed(hop) for hop in hops])[: samples.size // speech.FRAME]


def with_breath(samples: np.ndarray, spoken: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same with breathing or typing in it, mostly where nobody speaks."""
    kind = ("breath", "keyboard")[int(rng.integers(2))]
    extra = GENERATORS[kind](samples.size, rng)
    loud = np.abs(samples).max() * 10 ** (-rng.uniform(14, 30) / 20)
    mask = np.repeat(~spoken, speech.FRAME).astype(float)
    mask = np.pad(mask, (0, max(0, samples.size - mask.size) + 16))
    mask = np.convolve(mask[::16], np.ones(30) / 30, mode="same").repeat(16)[: samples.size]
    return (samples + extra * loud * mask).astype(np.float32)


def main() -> None:
    """Train on all but every sixth recording, say how well it does there, then on all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("speech", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    xs, ys, groups = [], [], []
    for number, path in enumerate(sorted(options.speech.glob("*.flac"))):
        clean, _ = soundfile.read(path, dtype="float32")
        words = json.loads(path.with_suffix(".json").read_text())
        for turn, (noise_db, pitch) in enumerate(ROUNDS):
            seed = 100 * number + turn
            rng = np.random.default_rng(seed)
            noisy = varied(clean, noise_db, pitch, seed)
            at = (np.arange(noisy.size // speech.FRAME) + 0.5) * speech.FRAME_S * pitch
            spoken = np.zeros(at.size, bool)
            for i, word in enumerate(words):
                end = word["end_s"]
                if i + 1 < len(words) and words[i + 1]["start_s"] - end < GAP_S:
                    end = words[i + 1]["start_s"]
                spoken[(at >= word["start_s"]) & (at < end)] = True
            if rng.random() < 0.5:
                noisy = with_breath(noisy, spoken, rng)
            xs.append(speech.edge_features(*analysed(noisy)).astype(np.float16))
            ys.append(spoken[: len(xs[-1])])
            groups.append(np.full(len(xs[-1]), number))
        sys.stderr.write(f"{path.name}\r")
    x, y, group = np.concatenate(xs), np.concatenate(ys).astype(np.float32), np.concatenate(groups)
    for rows in (group % 6 != 5, np.ones(len(x), bool)):
        weights = fit(x[rows], y[rows], options.epochs)
        if not rows.all():
            said = speech.network(x[~rows].astype(np.float32), weights) > 0
            sys.stderr.write(f"frames left out: {np.mean(said == y[~rows].astype(bool)):.4f} right\n")
    folder = HERE.parent / "mockint" / "ears" / "probes"
    folder.mkdir(exist_ok=True)
    np.savez_compressed(folder / "edges.npz", **{k: v.astype(np.float16) for k, v in weights.items()})


def fit(x: np.ndarray, y: np.ndarray, epochs: int) -> dict[str, np.ndarray]:
    """A network of one hidden layer."""
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1))
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
    rng = np.random.default_rng(0)
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * (1 - epoch / epochs)
        for rows in np.array_split(rng.permutation(len(x)), max(1, len(x) // 512)):
            logit = net(torch.from_numpy(x[rows].astype(np.float32)))[:, 0]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logit, torch.from_numpy(y[rows]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    first, last = net[0], net[2]
    return {
        "w1": first.weight.detach().numpy().T.copy(),
        "b1": first.bias.detach().numpy().copy(),
        "w2": last.weight.detach().numpy()[0].copy(),
        "b2": last.bias.detach().numpy().copy(),
    }


if __name__ == "__main__":
    main()
