"""The trained network: one part reads a window of an answer at a time, the other all of its units together."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mockint.judge.reader import Floats, Inputs

FILES = ("encoder.onnx", "head.onnx")


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

    def run(self, inputs: Inputs) -> tuple[Floats, Floats, Floats]:
        """Scores of one answer: (units, stages), (units, rules), (rules,).

        The windows are read one after another, so that an hour of speech takes no more memory than a minute, and
        nothing in one depends on what else there is to read.
        """
        parts = []
        for ids, mask, owner in zip(inputs.ids, inputs.mask, inputs.owner, strict=True):
            length = int(mask.sum())
            own = owner[:length]
            first, last = int(own[own >= 0].min()), int(own.max()) + 1
            fed = {
                "ids": ids[None, :length],
                "mask": mask[None, :length],
                "owner": np.where(own >= 0, own - first, -1)[None],
                "features": inputs.features[first:last],
            }
            parts.append(self._encoder.run(["mean", "focus"], fed))
        mean, focus = (np.concatenate(part) for part in zip(*parts, strict=True))
        stage, meaning, whole = self._head.run(
            ["stage", "meaning", "whole"], {"mean": mean, "focus": focus, "features": inputs.features}
        )
        return stage, meaning, whole
