"""Learns what makes a word probable (mockint/ears/trust.py), on what hesitations.py made.

usage: trust.py SPEECH MODEL [MODEL ...]

The same sound in other rooms and at other pitches is cut and transcribed as mockint does, and each word compared with
what was said. Prints the coefficients, learnt from all models together, and how well they tell right from wrong in
recordings left out.
"""

from __future__ import annotations

import argparse
import difflib
import json
import pathlib
import sys

import numpy as np
import soundfile
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "audio_fixtures"), str(HERE)]

from filler_probe import cut, varied  # noqa: E402

from mockint.ears import pieces, speech, trust  # noqa: E402
from mockint.ears.heard import Heard  # noqa: E402
from mockint.ears.sounds_of import spoken  # noqa: E402
from mockint.ears.whisper import Whisper  # noqa: E402
from training.phones import ROUNDS  # noqa: E402


def right(written: list[str], said: list[str]) -> list[bool]:
    """Which of the words that were written were said, by how they are spoken."""
    parts = [(part, i) for i, text in enumerate(written) for part in spoken(text)]
    truth = [part for text in said for part in spoken(text)]
    found = difflib.SequenceMatcher(None, [part for part, _ in parts], truth, autojunk=False)
    missed = {parts[k][1] for tag, a, b, _, _ in found.get_opcodes() if tag != "equal" for k in range(a, b)}
    return [i not in missed for i in range(len(written))]


def transcribed(whisper: Whisper, samples: np.ndarray) -> list[tuple[Heard, trust.Evidence]]:
    """The words of a piece without its fillers, and what their probability is computed from."""
    found: list[trust.Evidence] = []

    def number(evidence: trust.Evidence) -> float:
        found.append(evidence)
        return float(len(found))

    trust.probability, kept = number, trust.probability
    try:
        words = pieces.transcribe(whisper, pieces.Piece(0.0, samples, voiced(samples))).words
    finally:
        trust.probability = kept
    # Words that lie where Whisper looked for them have its own probability, below 1.
    return [(w, found[round(w.probability) - 1]) for w in words if not w.filler and w.probability >= 1]


def voiced(samples: np.ndarray) -> np.ndarray:
    """Probability of a voice in every 32 ms."""
    voice, padded = speech.Voice(), np.pad(samples, (0, -samples.size % speech.HOP))
    chunks = [voice.feed(padded[at : at + speech.HOP]) for at in range(0, padded.size, speech.HOP)]
    return np.concatenate(chunks)[: -(-samples.size // speech.CHUNK)]


def words(whisper: Whisper, folder: pathlib.Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The evidence for every word, shape (n_words, 3), whether it was said, and the number of the recording."""
    xs: list[trust.Evidence] = []
    ys: list[bool] = []
    groups: list[int] = []
    for number, path in enumerate(sorted(folder.glob("*.flac"))):
        clean, _ = soundfile.read(path, dtype="float32")
        truth = json.loads(path.with_suffix(".json").read_text())
        for turn, (noise_db, pitch) in enumerate(ROUNDS):
            samples = varied(clean, noise_db, pitch, 10 * number + turn)
            for start, end in cut(samples):
                inside = [w for w in truth if start <= (w["start_s"] + w["end_s"]) / 2 / pitch * speech.RATE_HZ < end]
                said = [w["text"] for w in inside if w["kind"] != "filler"]
                found = transcribed(whisper, samples[start:end])
                # Figures are spoken in more than one way.
                rows = zip(found, right([w.text for w, _ in found], said), strict=True)
                spelled = [(x, y) for (w, x), y in rows if not any(c.isdigit() for c in w.text)]
                xs += [x for x, _ in spelled]
                ys += [y for _, y in spelled]
                groups += [number] * len(spelled)
        sys.stderr.write(f"{path.name}\r")
    return np.array(xs), np.array(ys), np.array(groups)


def main() -> None:
    """Learn from all, and tell how good it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("speech", type=pathlib.Path)
    parser.add_argument("models", nargs="+")
    options = parser.parse_args()
    each = [words(Whisper(m, compute="cpu", warn=lambda message: None), options.speech) for m in options.models]
    x, y, groups = (np.concatenate(part) for part in zip(*each, strict=True))
    held = groups % 6 == 5
    p = LogisticRegression(C=1e6, max_iter=1000).fit(x[~held], y[~held]).predict_proba(x[held])[:, 1]
    sys.stderr.write(
        f"{held.sum()} words left out, {y[held].mean():.3f} of them said: area under the curve "
        f"{roc_auc_score(y[held], p):.3f}, Brier score {brier_score_loss(y[held], p):.4f}\n"
    )
    learnt = LogisticRegression(C=1e6, max_iter=1000).fit(x, y)
    sys.stdout.write(f"{learnt.intercept_[0]:.2f} {' '.join(f'{c:.2f}' for c in learnt.coef_[0])}\n")


if __name__ == "__main__":
    main()
