"""The trained network: one part reads a window of an answer at a time, the other all of its units together."""

from __future__ import annotations

import dataclasses
import functools
import pathlib

import numpy as np
from numpy.typing import NDArray

FILES = ("encoder.onnx", "head.onnx")
N_FEATURES = 6
_KEPT = 64
"""Windows that are remembered: more than an hour of speech has, and a few megabytes."""

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Inputs:
    """One answer as the network takes it."""

    ids: Integers
    """Token ids, one row a window."""
    mask: Integers
    owner: Integers
    """For each token the unit that it stands for, -1 for marks and for context that another window owns."""
    features: Floats
    """For each unit: where it stands and how long it is."""


class Network:
    """The files that ``training/export.py`` writes.

    Parameters
    ----------
    folder : Path
        Where they are.
    threads : int
        Processor cores to use.
    """

    def __init__(self, folder: pathlib.Path, *, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder, self._head = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in FILES
        )
        self._window = functools.lru_cache(maxsize=_KEPT)(self._read)

    def read_ahead(self, inputs: Inputs) -> None:
        """Read all windows but the last, which :meth:`run` will then find read."""
        for row in _rows(inputs)[:-1]:
            self._window(*row)

    def run(self, inputs: Inputs) -> tuple[Floats, Floats, Floats]:
        """Scores of one answer: (units, stages), (units, rules), (rules,).

        The windows are read one after another, so that an hour of speech takes no more memory than a minute, and
        nothing in one depends on what else there is to read, or on what was read ahead.
        """
        parts = [self._window(*row) for row in _rows(inputs)]
        mean, focus = (np.concatenate(part) for part in zip(*parts, strict=True))
        stage, meaning, whole = self._head.run(
            ["stage", "meaning", "whole"], {"mean": mean, "focus": focus, "features": inputs.features}
        )
        return stage, meaning, whole

    def _read(self, ids: bytes, owner: bytes) -> tuple[Floats, Floats]:
        """What the encoder makes of each unit of one window."""
        tokens, own = np.frombuffer(ids, np.int64)[None], np.frombuffer(owner, np.int64)[None]
        # Of the features it takes the number of units.
        features = np.zeros((int(own.max()) + 1, N_FEATURES), np.float32)
        mean, focus = self._encoder.run(
            ["mean", "focus"], {"ids": tokens, "mask": np.ones_like(tokens), "owner": own, "features": features}
        )
        return mean, focus


def _rows(inputs: Inputs) -> list[tuple[bytes, bytes]]:
    """Tokens and owners of every window, its own units numbered from 0."""
    rows = []
    for ids, mask, owner in zip(inputs.ids, inputs.mask, inputs.owner, strict=True):
        length = int(mask.sum())
        own = owner[:length]
        rows.append((ids[:length].tobytes(), np.where(own >= 0, own - own[own >= 0].min(), -1).tobytes()))
    return rows
