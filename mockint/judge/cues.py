"""What single words and short phrases tell: a linear model over hashed word groups, beside the network.

The network knows meanings, but it has seen few answers; which phrases go with which stage or rule is learned from as
little. Together they are right more often than either. The table is one int8 array in ``model/cues.npz``.
"""

from __future__ import annotations

import pathlib
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
"""Rows of the table that word groups share by their hash."""
PLACES = 16
"""Rows after those: where in the answer a unit stands, and how long it is."""


def groups(words: Sequence[str]) -> Iterator[str]:
    """Words, pairs and triples with their edges, and pieces of four and five letters."""
    edged = ["<", *words, ">"]
    for size in (1, 2, 3):
        for k in range(len(edged) - size + 1):
            yield " ".join(edged[k : k + size])
    line = f" {' '.join(words)} "
    for size in (4, 5):
        for k in range(len(line) - size + 1):
            yield "#" + line[k : k + size]


def rows_of(words: Sequence[str]) -> NDArray[np.int64]:
    """The table rows of one unit's word groups, each once."""
    found = {zlib.crc32(g.encode()) % BUCKETS for g in groups(words)}
    return np.array(sorted(found), np.int64)


def places_of(lengths: Sequence[int]) -> list[list[int]]:
    """The table rows for place and length of each unit."""
    total, before = max(1, sum(lengths)), 0
    found = []
    for k, length in enumerate(lengths):
        middle = (before + length / 2) / total
        before += length
        rows = [min(7, int(8 * middle)), 8 + min(3, length // 7)]
        rows += [12] * (k == 0) + [13] * (k == 1) + [14] * (k == len(lengths) - 1) + [15] * (k == len(lengths) - 2)
        found.append([BUCKETS + r for r in rows])
    return found


class Cues:
    """The table and what it says of an answer.

    Parameters
    ----------
    file : Path
        An ``.npz`` with ``unit`` (rows, stages and rules) and ``whole`` (rows, rules) in int8, their ``_scale`` by
        column, and ``_shift`` added to each column.
    """

    def __init__(self, file: pathlib.Path) -> None:
        with np.load(file) as found:
            self._unit, self._whole = found["unit"], found["whole"]
            self._scales = found["unit_scale"], found["whole_scale"]
            self._shifts = found["unit_shift"], found["whole_shift"]

    def scores(self, units: Sequence[Sequence[str]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Raw scores of each unit (stages, then rules) and of the answer (rules).

        Parameters
        ----------
        units : sequence of sequence of str
            Words of each unit, as `mockint.judge.reader.plain_words` gives them.
        """
        rows = [rows_of(words) for words in units]
        by_unit = []
        for own, place in zip(rows, places_of([len(u) for u in units]), strict=True):
            words = self._unit[own].sum(axis=0, dtype=np.int32) / np.sqrt(len(own))
            by_unit.append(words + self._unit[place].sum(axis=0, dtype=np.int32))
        every = np.unique(np.concatenate(rows))
        whole = self._whole[every].sum(axis=0, dtype=np.int32) / np.sqrt(len(every))
        unit = np.stack(by_unit) * self._scales[0] + self._shifts[0]
        return unit.astype(np.float32), (whole * self._scales[1] + self._shifts[1]).astype(np.float32)
