"""Turns raw scores of writers the network has not seen into the coefficients of ``meta.json``.

Probabilities are shifted so that 0.5 is the point where F1 is best: rules may then ask "more likely than not" of all.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from mockint.judge.reader import STAGES, Order, unit_evidence, whole_evidence
from mockint.judge.stages import marginals
from training.corpus import Labelled
from training.examples import RULES
from training.predict import Scored

UNSURE_BELOW = 0.5
"""A stage less likely than not is not held against anyone."""
FEWEST = 8
"""Rules with fewer evidence lines get no meaning."""
STEP_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.45)
CUE_WEIGHTS = (0.0, 0.2, 0.35, 0.5)


def calibration(scored: Sequence[Scored], answers: Sequence[Labelled]) -> dict[str, Any]:
    """Everything that `mockint.judge.reader.calibrate` needs.

    Parameters
    ----------
    scored : sequence of Scored
        Answers of writers unseen by the networks that scored them.
    answers : sequence of Labelled
        From which the order of stages is counted.
    """
    temperature, cue_weight, order = fit_stages(scored, answers)
    evidence = {}
    for k, rule in enumerate(RULES):
        if (found := fit_evidence(scored, k)) is not None:
            evidence[rule] = found
    return {
        "rules": RULES,
        "temperature": temperature,
        "cue_weight": cue_weight,
        "order": {
            "step": np.round(order.step, 4).tolist(),
            "start": np.round(order.start, 4).tolist(),
            "end": np.round(order.end, 4).tolist(),
            "unsure_below": UNSURE_BELOW,
        },
        "meaning": evidence,
        "whole": {rule: fit_whole(scored, k, rule) for k, rule in enumerate(RULES)},
    }


def order_of(answers: Sequence[Labelled], weight: float) -> Order:
    """How much more often than by chance a stage follows another, starts and ends; logarithms times `weight`."""
    n = len(STAGES)
    step, start, end = np.full((n, n), 2.0), np.full(n, 2.0), np.full(n, 2.0)
    for a in answers:
        path = [STAGES.index(s.stage) for s in a.sentences]
        start[path[0]] += 1
        end[path[-1]] += 1
        for p, q in itertools.pairwise(path):
            step[p, q] += 1
    share = step.sum(0) / step.sum()

    def lift(counts: np.ndarray) -> np.ndarray:
        rows: np.ndarray = weight * np.log(counts / counts.sum(-1, keepdims=True) / share)
        return rows.astype(np.float32)

    return Order(step=lift(step), start=lift(start), end=lift(end), unsure_below=UNSURE_BELOW)


def fit_stages(scored: Sequence[Scored], answers: Sequence[Labelled]) -> tuple[float, float, Order]:
    """Temperature, weight of the cues and weight of the order under which the stage labels are likeliest."""
    best: tuple[float, float, float, Order] | None = None
    held = [s.held_stage for s in scored]
    for weight, cue in itertools.product(STEP_WEIGHTS, CUE_WEIGHTS):
        order = order_of(answers, weight)
        raw = [s.scores.stage + cue * s.scores.cue_unit[:, : len(STAGES)] for s in scored]

        def cost(t: float, order: Order = order, raw: list[np.ndarray] = raw) -> float:
            total = count = 0.0
            for x, wanted in zip(raw, held, strict=True):
                p = marginals(softmax(x / t), order)
                total -= float((wanted * np.log(np.maximum(p, 1e-6))).sum())
                count += len(wanted)
            return total / count

        found = minimize_scalar(cost, bounds=(0.6, 3.0), method="bounded", options={"xatol": 0.03})
        if best is None or found.fun < best[0]:
            best = (float(found.fun), float(found.x), cue, order)
    assert best is not None
    return round(best[1], 3), best[2], best[3]


def fit_evidence(scored: Sequence[Scored], k: int) -> list[float] | None:
    """Weights of `unit_evidence` for one rule, or None where there is too little of it."""
    held = np.concatenate([s.held_evidence[:, k] for s in scored])
    rows = np.concatenate([unit_evidence(s.scores, k) for s in scored]).astype(float)
    sure = held != 0.5
    if (held == 1).sum() < FEWEST:
        return None
    prior, strength = np.array([0.0, 0.8, 0.2]), np.array([0.01, 4.0, 8.0])
    return _shifted(rows[sure], held[sure], prior=prior, strength=strength)


def fit_whole(scored: Sequence[Scored], k: int, rule: str) -> list[float]:
    """Weights of `whole_evidence` for one rule."""
    rows, held = [], []
    for s in scored:
        a = s.answer
        sure = rule in a.flags | a.strengths
        if sure or rule not in a.maybe_flags | a.maybe_strengths:
            rows.append(whole_evidence(s.scores, k))
            held.append(float(sure))
    prior, strength = np.array([0.0, 0.6, 0.3, 0.0, 0.15, 0.2]), np.array([0.01, 4.0, 4.0, 8.0, 4.0, 4.0])
    return _shifted(np.stack(rows).astype(float), np.array(held), prior=prior, strength=strength)


def _shifted(x: np.ndarray, y: np.ndarray, *, prior: np.ndarray, strength: np.ndarray) -> list[float]:
    """Logistic weights whose 0.5 is the best point to decide; the first column of `x` is 1."""
    weights = logistic(x, y, prior=prior, strength=strength)
    weights[0] -= threshold(x @ weights, y)
    return [round(float(w), 4) for w in weights]


def logistic(x: np.ndarray, y: np.ndarray, *, prior: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Logistic regression whose weights stay near a prior."""

    def cost(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - y @ z + 0.5 * (strength * (w - prior) ** 2).sum()
        slope = x.T @ (1 / (1 + np.exp(-z)) - y) + strength * (w - prior)
        return float(value), slope

    found: np.ndarray = minimize(cost, prior.astype(float), jac=True, method="L-BFGS-B").x
    return found


def threshold(z: np.ndarray, y: np.ndarray) -> float:
    """The log odds above which saying yes gives the best F1.

    The mean of what happened and of what calibrated probabilities expect: few cases alone make a jumpy choice.
    """
    p = 1 / (1 + np.exp(-z))
    order = np.argsort(-z)
    count = np.arange(1, len(z) + 1)
    seen = 2 * np.cumsum(y[order]) / (count + y.sum())
    expected = 2 * np.cumsum(p[order]) / (count + p.sum())
    both = np.convolve(np.pad(seen + expected, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    k = int(both.argmax())
    following = z[order][min(k + 1, len(z) - 1)]
    return float(np.clip((z[order][k] + following) / 2, -2.5, 1.0))


def softmax(x: np.ndarray) -> np.ndarray:
    """Row-wise probabilities."""
    e = np.exp(x - x.max(1, keepdims=True))
    rows: np.ndarray = e / e.sum(1, keepdims=True)
    return rows.astype(np.float32)
