"""Simpler ways to read stages, to see what the network is worth; each writer is left out in turn.

``python -m training.baselines [FILE...]`` prints one line a method and writer.
"""

from __future__ import annotations

import itertools
import pathlib
import sys
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mockint.judge.reader import STAGES, plain_words
from training.corpus import Labelled, read_corpus, read_file
from training.fit_cues import matrices
from training.metrics import LEAST_WORDS, Line, stage_scores

Features = Callable[[Sequence[Labelled]], np.ndarray]


def _place(answers: Sequence[Labelled]) -> np.ndarray:
    rows = []
    for a in answers:
        n = len(a.sentences)
        rows += [
            [k / n, (k + 1) / n, float(k == 0), float(k == n - 1), len(s.text) / 100] for k, s in enumerate(a.sentences)
        ]
    return np.array(rows)


def _texts(answers: Sequence[Labelled]) -> list[str]:
    return [" ".join(plain_words(s.text)) for a in answers for s in a.sentences]


def minilm(answers: Sequence[Labelled]) -> np.ndarray:
    """Frozen sentence embeddings, the neighbours' too, and the place in the answer."""
    from sentence_transformers import SentenceTransformer

    from training.network import base_folder

    model = SentenceTransformer(str(base_folder()), device="cpu")
    own = model.encode(_texts(answers), batch_size=64, normalize_embeddings=True)
    before, after = np.zeros_like(own), np.zeros_like(own)
    at = 0
    for a in answers:
        n = len(a.sentences)
        before[at + 1 : at + n] = own[at : at + n - 1]
        after[at : at + n - 1] = own[at + 1 : at + n]
        at += n
    return np.hstack([own, before, after, _place(answers)])


def steps(answers: Sequence[Labelled]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log of how often a stage follows another, starts and ends an answer."""
    step, start, end = np.ones((6, 6)), np.ones(6), np.ones(6)
    for a in answers:
        path = [STAGES.index(s.stage) for s in a.sentences]
        start[path[0]] += 1
        end[path[-1]] += 1
        for p, q in itertools.pairwise(path):
            step[p, q] += 1
    return np.log(step / step.sum(1, keepdims=True)), np.log(start / start.sum()), np.log(end / end.sum())


def viterbi(scores: np.ndarray, step: np.ndarray, start: np.ndarray, end: np.ndarray) -> list[int]:
    """The best path."""
    best, back = scores[0] + start, []
    for row in scores[1:]:
        ways = best[:, None] + step
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int((best + end).argmax())]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    return path[::-1]


def score(
    answers: Sequence[Labelled], log_probabilities: np.ndarray, order: tuple[np.ndarray, ...] | None
) -> dict[str, float]:
    """Stage scores of predictions, with or without the order of stages."""
    lines, at = [], 0
    for a in answers:
        rows = log_probabilities[at : at + len(a.sentences)]
        at += len(a.sentences)
        path = viterbi(rows, 0.5 * order[0], 0.5 * order[1], 0.5 * order[2]) if order else rows.argmax(1).tolist()
        if len(a.text.split()) >= LEAST_WORDS:
            lines += [Line(s.stage, s.fair, STAGES[p], 0, s.evidence) for s, p in zip(a.sentences, path, strict=True)]
    return stage_scores(lines)


def main() -> int:
    files = [pathlib.Path(f) for f in sys.argv[1:]]
    answers = [a for f in files for a in read_file(f)[0]] if files else read_corpus()
    writers = sorted({a.writer for a in answers})
    labels = np.array([STAGES.index(s.stage) for a in answers for s in a.sentences])
    owner = np.array([a.writer for a in answers for _ in a.sentences])
    embedded = minilm(answers)
    cue_rows, _ = matrices([[plain_words(s.text) for s in a.sentences] for a in answers])
    found: dict[str, list[float]] = {}
    for writer in writers:
        train, test = owner != writer, owner == writer
        inside = [a for a in answers if a.writer != writer]
        outside = [a for a in answers if a.writer == writer]
        order = steps(inside)
        cues = LogisticRegression(C=10, max_iter=60, tol=1e-3).fit(cue_rows[train], labels[train])
        cues = cues.predict_log_proba(cue_rows[test])
        scaled = make_pipeline(StandardScaler(), LogisticRegression(C=0.003, max_iter=60, tol=1e-3))
        linear = scaled.fit(embedded[train], labels[train]).predict_log_proba(embedded[test])
        row = {
            "word groups + linear": score(outside, cues, None),
            "word groups + linear chain": score(outside, cues, order),
            "frozen MiniLM + linear": score(outside, linear, None),
            "frozen MiniLM + linear chain": score(outside, linear, order),
        }
        for name, values in row.items():
            found.setdefault(name, []).append(values["macro"])
        print(writer, {k: round(v["macro"], 3) for k, v in row.items()}, flush=True)
    print("mean", {k: round(float(np.mean(v)), 3) for k, v in found.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
