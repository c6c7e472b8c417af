"""What a trained model says about labelled answers, and what is known of the same units."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Sequence

import numpy as np

from mockint.judge.cues import Cues
from mockint.judge.network import Network
from mockint.judge.reader import Scores, encode, plain_words
from training import augment
from training.corpus import Labelled
from training.examples import evidence_targets, stage_targets, words_of


@dataclasses.dataclass(frozen=True, slots=True)
class Scored:
    """One labelled answer as the judge cuts it, with its raw scores."""

    answer: Labelled
    units: list[str]
    lines: list[list[int]]
    """For each unit the line number of each of its words."""
    scores: Scores

    @property
    def held_stage(self) -> np.ndarray:
        """Target distribution over stages of each unit, by its words."""
        by_line = stage_targets(self.answer)
        return np.stack([by_line[numbers].mean(0) for numbers in self.lines])

    @property
    def held_evidence(self) -> np.ndarray:
        """For each unit and rule: 1 evidence, 0.5 arguable, 0 not."""
        by_line = evidence_targets(self.answer)
        return np.stack([by_line[sorted(set(numbers))].max(0) for numbers in self.lines])


class Model:
    """The exported network and cue table without their calibration."""

    def __init__(self, folder: pathlib.Path, *, threads: int = 1) -> None:
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cues = Cues(folder / "cues.npz")
        self._network = Network(folder, threads=threads)

    def score(self, answers: Sequence[Labelled]) -> list[Scored]:
        """Raw scores of labelled answers."""
        return [self._one(a) for a in answers]

    def _one(self, answer: Labelled) -> Scored:
        cut = augment.cut(words_of(answer))
        units = [" ".join(w for w, _ in unit) for unit in cut]
        scores = Scores(
            *self._network.run(encode(units, self.tokenizer)), *self._cues.scores([plain_words(unit) for unit in units])
        )
        return Scored(answer, units, [[n for _, n in unit] for unit in cut], scores)
