"""From probabilities per unit to stages: what usually follows what settles the units that could be either.

A linear chain over the units: the reader's probabilities, and learned weights for one stage following another, for
starting and for ending in one. Forward and backward sums give each unit's probability with all the others taken into
account; the best stage by that is the stage, and its probability the confidence.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from mockint.judge.network import Floats
from mockint.judge.reader import STAGES, Order, Reading

_READS_AS = {
    "situation": "the setting",
    "task": "a duty or goal",
    "action": "what was done",
    "result": "what came of it",
    "learned": "a lesson or change",
    "other": "talk around the story",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Decided:
    """The stage of one unit."""

    stage: str
    confidence: float
    """Calibrated probability of the stage, 0 to 1."""
    unsure: bool
    why: str


def decode(reading: Reading) -> list[Decided]:
    """The stage of each unit, in order, and what decided it."""
    if not len(reading.stage):
        return []
    posterior = marginals(reading.stage, reading.order)
    chosen = posterior.argmax(axis=1)
    found = []
    for k, best in enumerate(chosen):
        confidence = float(posterior[k, best])
        found.append(
            Decided(
                stage=STAGES[best],
                confidence=round(confidence, 3),
                unsure=confidence < reading.order.unsure_below,
                why=_why(reading.stage[k], posterior[k], k, [STAGES[c] for c in chosen]),
            )
        )
    return found


def marginals(stage: Floats, order: Order) -> Floats:
    """Probability of each stage for each unit, given all units (forward-backward in logarithms).

    Parameters
    ----------
    stage : (n, 6)
        Probabilities unit by unit.
    order : Order
        Log weights of steps, start and end.
    """
    scores = np.log(np.maximum(stage, 1e-8))
    n = len(scores)
    forward, backward = np.zeros_like(scores), np.zeros_like(scores)
    forward[0] = scores[0] + order.start
    for k in range(1, n):
        forward[k] = scores[k] + _log_sum(forward[k - 1][:, None] + order.step, axis=0)
    backward[-1] = order.end
    for k in range(n - 2, -1, -1):
        backward[k] = _log_sum(order.step + (scores[k + 1] + backward[k + 1])[None], axis=1)
    both = forward + backward
    result = np.exp(both - _log_sum(both, axis=1)[:, None])
    return result.astype(np.float32)


def _log_sum(x: Floats, axis: int) -> Floats:
    top = x.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(x - top).sum(axis=axis)) + top.squeeze(axis)
    return total


def _why(alone: Floats, posterior: Floats, k: int, stages: list[str]) -> str:
    """What decided: the words, or the neighbours where the words could be either."""
    best = int(posterior.argmax())
    own = int(alone.argmax())
    words = f"reads as {_READS_AS[STAGES[own]]} ({alone[own]:.2f})"
    if own == best:
        second = int(np.argsort(posterior)[-2])
        if posterior[best] < 0.7:
            words += f", or {_READS_AS[STAGES[second]]} ({posterior[second]:.2f})"
        return words
    before = f"follows {stages[k - 1]}" if k else "begins the answer"
    after = f"comes before {stages[k + 1]}" if k + 1 < len(stages) else "ends the answer"
    return f"{words}, but {before} and {after}: rather {_READS_AS[STAGES[best]]} ({posterior[best]:.2f})"
