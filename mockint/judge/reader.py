"""What the units of an answer mean: a small encoder that reads them together, and a table of telling phrases.

The network (`mockint.judge.network`, made by ``training/train.py``) sees the whole answer, each unit's words
with their neighbours, and gives per unit a score for each stage and for each rule it knows, and per answer a score
for each rule. The table (`mockint.judge.cues`) gives the same from word groups alone. Calibration
(``model/meta.json``) turns both into probabilities whose 0.5 is the best point to decide.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import pathlib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mockint.core.hearing import bare, is_filler
from mockint.judge import network
from mockint.judge.cues import Cues
from mockint.judge.network import Floats, Inputs

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL = pathlib.Path(__file__).parent / "model"
FILES = (*network.FILES, "tokenizer.json", "cues.npz", "meta.json")
STAGES = ("situation", "task", "action", "result", "learned", "other")
WINDOW = 512
"""Tokens that the encoder reads at once; a longer answer is read in windows."""
CONTEXT = 64
"""Tokens that a window reads to either side of its own."""
LONGEST_UNIT = 120
"""Further tokens of one unit are not read."""
FAINT = -6.0
"""The score of a second unit where there is only one."""

_INSIDE = re.compile(r"[-–—/]+")
_KEPT = re.compile(r"[^a-z0-9'%£$€?.]")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader makes of one answer."""

    stage: Floats
    """Probability of each of `STAGES`, one row a unit, calibrated unit by unit; the order is for the decoder."""
    meaning: Mapping[str, Floats]
    """By rule id: for each unit the probability that it is the evidence."""
    whole: Mapping[str, float]
    """By rule id: the probability that the rule applies to the answer."""
    order: Order


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Log weights of one stage following another, of starting and of ending in one; learned from the corpus."""

    step: Floats
    start: Floats
    end: Floats
    unsure_below: float


@dataclasses.dataclass(frozen=True, slots=True)
class Scores:
    """Raw scores of one answer, from network and cue table."""

    stage: Floats
    """(units, stages)"""
    meaning: Floats
    """(units, rules)"""
    whole: Floats
    """(rules,)"""
    cue_unit: Floats
    """(units, stages and rules)"""
    cue_whole: Floats
    """(rules,)"""


def plain_words(unit: str) -> list[str]:
    """The words of a unit as the network sees them.

    Case, commas, fillers, repeats and cut-off words are left out: recognisers differ in them, meaning does not.
    """
    words: list[str] = []
    for raw in unit.replace("’", "'").split():
        if is_filler(raw) or raw.rstrip(".,…").endswith(("-", "–", "—")):
            continue
        asks = "?" in raw
        for part in _INSIDE.split(raw):
            if word := _KEPT.sub("", bare(part)).strip("."):
                words.append(word)
        if asks:
            words.append("?")
    words = _without_repeats(words)
    return words or ["um"]


def _without_repeats(words: list[str]) -> list[str]:
    for size in (3, 2, 1):
        kept: list[str] = []
        for word in words:
            kept.append(word)
            if size <= len(kept) // 2 and kept[-size:] == kept[-2 * size : -size]:
                del kept[-size:]
        words = kept
    return words


def encode(units: Sequence[str], tokenizer: Tokenizer) -> Inputs:
    """Tokens, windows and features of an answer.

    Parameters
    ----------
    units : sequence of str
        The answer in order, at least one unit.
    tokenizer : tokenizers.Tokenizer
        The one that belongs to the model.
    """
    words = [plain_words(u) for u in units]
    tokens = [
        e.ids[:LONGEST_UNIT] for e in tokenizer.encode_batch([" ".join(w) for w in words], add_special_tokens=False)
    ]
    begin, sep = (int(tokenizer.token_to_id(mark) or 0) for mark in ("[CLS]", "[SEP]"))
    rows = []
    for first, last, low, high in windows([len(t) + 1 for t in tokens]):
        ids, owner = [begin], [-1]
        for u in range(low, high):
            ids += [*tokens[u], sep]
            owner += [u if first <= u < last else -1] * len(tokens[u]) + [-1]
        rows.append((ids, owner))
    width = max(len(ids) for ids, _ in rows)
    shape = (len(rows), width)
    inputs = Inputs(
        ids=np.zeros(shape, np.int64),
        mask=np.zeros(shape, np.int64),
        owner=np.full(shape, -1, np.int64),
        features=features([len(w) for w in words]),
    )
    for k, (ids, owner) in enumerate(rows):
        inputs.ids[k, : len(ids)] = ids
        inputs.mask[k, : len(ids)] = 1
        inputs.owner[k, : len(ids)] = owner
    return inputs


def windows(lengths: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Cut an answer into windows of at most `WINDOW` tokens.

    All but the last depend on nothing that comes after what they read: they can be read while the answer goes on.

    ::

        1           [=======own=======]after
        2               before[=======own=======]after
        3                                  before[==own==]

    Returns
    -------
    list of (first, last, low, high)
        Units [first, last) belong to the window, [low, high) are what it reads.
    """
    room, count = WINDOW - 1, len(lengths)
    found = []
    first = 0
    while first < count:
        low = _before(lengths, first, CONTEXT)
        last = high = count
        if sum(lengths[low:]) > room:
            last = _after(lengths, first, room - 2 * CONTEXT)
            high = _after(lengths, last, CONTEXT)
        found.append((first, last, low, high))
        first = last
    return found


def _before(lengths: Sequence[int], unit: int, room: int) -> int:
    """The first unit from which no more than `room` tokens lead to `unit`."""
    while unit > 0 and lengths[unit - 1] <= room:
        unit -= 1
        room -= lengths[unit]
    return unit


def _after(lengths: Sequence[int], unit: int, room: int) -> int:
    """One past the last unit that `room` tokens from `unit` on hold."""
    while unit < len(lengths) and lengths[unit] <= room:
        room -= lengths[unit]
        unit += 1
    return unit


def features(lengths: Sequence[int]) -> Floats:
    """Place and length of each unit, from their numbers of words."""
    counts = np.asarray(lengths, np.float32)
    ends = np.cumsum(counts)
    total = ends[-1]
    n = len(counts)
    place = np.arange(n)
    return np.stack(
        [
            (ends - counts) / total,
            ends / total,
            np.log1p(counts) / 4,
            (place == 0).astype(np.float32),
            (place == n - 1).astype(np.float32),
            np.full(n, np.log1p(total) / 7, np.float32),
        ],
        axis=1,
    ).astype(np.float32)


class Reader:
    """Reads answers; holds the network, so keep one.

    Parameters
    ----------
    folder : Path
        Where the files of the model are.
    threads : int
        Processor cores to use.
    """

    def __init__(self, folder: pathlib.Path = MODEL, *, threads: int = 2) -> None:
        from tokenizers import Tokenizer

        self._folder = folder
        self._meta: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cues = Cues(folder / "cues.npz")
        self._network = network.Network(folder, threads=threads)
        self._rules: list[str] = self._meta["rules"]
        order = self._meta["order"]
        self._order = Order(
            step=np.array(order["step"], np.float32),
            start=np.array(order["start"], np.float32),
            end=np.array(order["end"], np.float32),
            unsure_below=float(order["unsure_below"]),
        )

    @functools.cached_property
    def fingerprint(self) -> str:
        """A digest of the model's files: equal means that it reads alike."""
        digest = hashlib.sha256()
        for name in FILES:
            digest.update((self._folder / name).read_bytes())
        return digest.hexdigest()[:16]

    def read_ahead(self, units: Sequence[str]) -> None:
        """Read what stays as it is whatever is said next: :meth:`read` of the whole answer then has less to do.

        Parameters
        ----------
        units : sequence of str
            The answer so far.
        """
        # The last unit may go on.
        if units[:-1]:
            self._network.read_ahead(encode(units[:-1], self._tokenizer))

    def scores(self, units: Sequence[str]) -> Scores:
        """Raw scores of at least one unit."""
        scores = self._network.run(encode(units, self._tokenizer))
        return Scores(*scores, *self._cues.scores([plain_words(u) for u in units]))

    def read(self, units: Sequence[str]) -> Reading:
        """What these units of one answer mean, in their order."""
        if not units:
            none = np.zeros(0, np.float32)
            return Reading(
                stage=np.zeros((0, len(STAGES)), np.float32),
                meaning=dict.fromkeys(self._rules, none),
                whole=dict.fromkeys(self._rules, 0.0),
                order=self._order,
            )
        return calibrate(self.scores(units), self._meta, self._order)


def calibrate(scores: Scores, meta: Mapping[str, Any], order: Order) -> Reading:
    """Probabilities from raw scores, by the coefficients in ``meta.json``."""
    scaled = (scores.stage + meta["cue_weight"] * scores.cue_unit[:, : len(STAGES)]) / meta["temperature"]
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    probabilities = np.exp(scaled)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    unit: dict[str, Floats] = {}
    answer: dict[str, float] = {}
    for k, rule in enumerate(meta["rules"]):
        if weights := meta["meaning"].get(rule):
            unit[rule] = _sigmoid(unit_evidence(scores, k) @ np.asarray(weights, np.float32))
        answer[rule] = float(_sigmoid(np.dot(meta["whole"][rule], whole_evidence(scores, k))))
    return Reading(stage=probabilities.astype(np.float32), meaning=unit, whole=answer, order=order)


def unit_evidence(scores: Scores, k: int) -> Floats:
    """What the probability of rule `k` for each unit is computed from: 1, the network's score, the cues' score."""
    own, cue = scores.meaning[:, k], scores.cue_unit[:, len(STAGES) + k]
    return np.stack([np.ones_like(own), own, cue], axis=1)


def whole_evidence(scores: Scores, k: int) -> Floats:
    """What the probability of rule `k` for the answer is computed from.

    1, the network's score for the whole, its two best units, the best unit by cues, the cues' score for the whole: a
    rule that rests on one sentence is best known by that sentence, one that rests on an absence only from the whole.
    """
    best = np.sort(scores.meaning[:, k])[::-1]
    second = best[1] if len(best) > 1 else FAINT
    cue = scores.cue_unit[:, len(STAGES) + k].max()
    return np.array([1.0, scores.whole[k], best[0], second, cue, scores.cue_whole[k]], np.float32)


def _sigmoid(x: Any) -> Any:
    return (1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)
