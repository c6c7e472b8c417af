"""Whisper itself, one window at a time: text tokens out of sound, and where each token lies."""

from __future__ import annotations

import itertools
import json
import os
import pathlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from mockint.core.errors import MachineError
from mockint.devices.memory import hold_little, let_go
from mockint.ears import models
from mockint.ears.mel import log_mel
from mockint.ears.probe import TOKEN_S
from mockint.ears.speech import trained
from mockint.ears.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """What Whisper wrote for one window."""

    tokens: tuple[int, ...]
    mean_logprob: float
    no_speech: float
    """Probability that nobody speaks."""
    other: tuple[int, ...]
    """The next best text."""
    ahead: float
    """How much more probable the text is than the next best, natural logarithm."""


class Aligned(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens of one window on its time line."""

    starts_s: tuple[float, ...]
    """One more than there are tokens: the last is where the last token ends."""
    logprobs: tuple[float, ...]


class Window:
    """A stretch of sound, encoded once and asked many times."""

    def __init__(self, encoded: Any, frames: int) -> None:
        self.encoded = encoded
        self.frames = frames

    def states(self) -> NDArray[np.float32]:
        """What the encoder made of the sound, float32, shape (n_frames / 2, width)."""
        import ctranslate2

        view = self.encoded
        if view.device != "cpu":
            view = view.to_device(ctranslate2.Device.cpu)
        if view.dtype != ctranslate2.DataType.float32:
            view = view.to(ctranslate2.DataType.float32)
        return np.asarray(np.array(view)[0], np.float32)


class Whisper:
    """A loaded model.

    Parameters
    ----------
    name : str
        As for :func:`mockint.ears.models.find`.
    compute : {"auto", "cpu", "cuda"}
    warn : callable
        Told what did not go as asked.
    """

    def __init__(self, name: str, *, compute: models.Compute, warn: Callable[[str], None]) -> None:
        hold_little()
        folder = models.find(name, progress=warn)
        import ctranslate2

        device, kind = models.device_for(compute, warn)
        self.workers = min(4, os.cpu_count() or 1) if device == "cpu" else 1
        """How many pieces are worked on at a time."""
        try:
            self._model = _load(folder, device, kind, self.workers, warn)
        except RuntimeError as error:
            raise MachineError(f"{folder} cannot be loaded: {error}", hint="mockint models") from error
        let_go()
        self._view = ctranslate2.StorageView.from_array
        self._vocabulary = Vocabulary(folder)
        self._texts: dict[str, list[int]] = {}
        self._bands = _bands(folder)
        token = self._vocabulary.number
        self._previous = token("<|startofprev|>")
        self._end = token("<|endoftext|>")
        self._start = [token("<|startoftranscript|>")]
        if self._model.is_multilingual:
            self._start += [token("<|en|>"), token("<|transcribe|>")]
        self._plain = token("<|notimestamps|>")
        known = models.known_as(folder)
        self.probe, self.phones = trained(known), trained(f"{known}.phones")
        """What hears hesitations and phones in the encoder; None for a model that none was trained for."""

    def encode_text(self, text: str) -> list[int]:
        """The tokens of a text; the few texts that are asked for are remembered."""
        if text not in self._texts:
            self._texts[text] = self._vocabulary.numbers(text)
        return self._texts[text]

    def window(self, samples: NDArray[np.float32], *, pad_s: float) -> Window:
        """Sound at 16 kHz, float32, shape (n_samples,), at most 30 s, ready to be asked."""
        features = log_mel(samples, bands=self._bands, pad_s=pad_s)
        return Window(self._model.encode(self._view(features)), features.shape[2])

    def decode(self, window: Window, prompt: Sequence[int], *, beam: int, limit: int) -> Decoded:
        """The most probable text after a prompt, at most `limit` tokens long; `beam` is two at least."""
        before = [self._previous, *prompt] if prompt else []
        asked = [*before, *self._start, self._plain]
        result = self._model.generate(
            window.encoded,
            [asked],
            beam_size=beam,
            num_hypotheses=2,
            max_length=max(len(asked) - 1 + limit, 2 * limit),  # at most half of it is written
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens, other = (tuple(t for t in text if t < self._end) for text in result.sequences_ids)
        # A score is the mean over the tokens, with the one that ends the text.
        logprob, other_logprob = (
            score * (len(text) + 1) for score, text in zip(result.scores, (tokens, other), strict=True)
        )
        return Decoded(
            tokens=tokens,
            mean_logprob=float(result.scores[0]),
            no_speech=float(result.no_speech_prob),
            other=other,
            ahead=float(logprob - other_logprob),
        )

    def align(self, window: Window, text: Sequence[int]) -> Aligned:
        """Time and log-probability of every token of a text, whatever it was written after."""
        return _aligned(self._model.align(window.encoded, self._start, [list(text)], window.frames)[0], len(text))

    def split(self, tokens: Sequence[int]) -> list[tuple[str, int, int]]:
        """Words as (text, first token, one past the last token); punctuation stays with its word."""
        starts = [i for i, token in enumerate(tokens) if i == 0 or self._vocabulary.begins_word(token)]
        words: list[tuple[str, int, int]] = []
        for a, b in itertools.pairwise([*starts, len(tokens)]):
            text = self._vocabulary.text(tokens[a:b]).strip()
            if not any(c.isalnum() for c in text) and words:
                words[-1] = (words[-1][0] + text, words[-1][1], b)
            else:
                words.append((text, a, b))
        return [word for word in words if any(c.isalnum() for c in word[0])]


def _load(folder: pathlib.Path, device: str, kind: str, workers: int, warn: Callable[[str], None]) -> Any:
    import ctranslate2

    try:
        # One thread a piece and a piece a core: the decoder's products are too small to share out, and a result that
        # does not depend on the number of threads is the same everywhere.
        return ctranslate2.models.Whisper(
            str(folder), device=device, compute_type=kind, inter_threads=workers, intra_threads=1
        )
    except RuntimeError as error:
        if device == "cpu":
            raise
        warn(f"The GPU cannot be used ({error}), the processor does the work.")
        return ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="int8", intra_threads=1)


def _bands(folder: pathlib.Path) -> int:
    try:
        return int(json.loads((folder / "preprocessor_config.json").read_text())["feature_size"])
    except (OSError, KeyError, ValueError):
        return 80


def _aligned(result: Any, count: int) -> Aligned:
    starts = np.full(count + 1, np.nan)
    for token, frame in result.alignments:
        if token <= count and np.isnan(starts[token]):
            starts[token] = frame * TOKEN_S
    for i in range(count + 1):  # a token that the path skipped starts where the one before it does
        if np.isnan(starts[i]):
            starts[i] = starts[i - 1] if i else 0.0
    probabilities = np.maximum(np.asarray(result.text_token_probs[:count], np.float64), 1e-10)
    return Aligned(starts_s=tuple(starts.tolist()), logprobs=tuple(np.log(probabilities).tolist()))
