"""Stage F1 on unseen writers against how many writers and answers were learned from.

``python -m training.learning_curve`` uses word groups with a linear chain, which takes minutes; ``--network`` trains
the network at each point instead (hours).
"""

from __future__ import annotations

import argparse
import random
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

from mockint.judge.reader import STAGES, plain_words
from training.baselines import score, steps
from training.calibrate import calibration
from training.corpus import Labelled, read_corpus
from training.fit import Settings
from training.fit_cues import matrices
from training.predict import Model
from training.report import readings, report
from training.train import CACHE, HELD_OUT, learn

SHARES = (0.5, 1.0)


def linear(train: list[Labelled], test: list[Labelled]) -> float:
    """Stage F1 of word groups with a linear chain."""
    x, _ = matrices([[plain_words(s.text) for s in a.sentences] for a in train + test])
    y = [STAGES.index(s.stage) for a in train for s in a.sentences]
    model = LogisticRegression(C=10, max_iter=60, tol=1e-3).fit(x[: len(y)], y)
    return score(test, model.predict_log_proba(x[len(y) :]), steps(train))["macro"]


def network(train: list[Labelled], test: list[Labelled]) -> float:
    """Stage F1 of the network, calibrated on what it learned from (which does not move the best stage much)."""
    model = Model(learn(train, Settings(), CACHE))
    meta = calibration(model.score(train[::4]), train)
    scored = model.score(test)
    return float(report(scored, readings(scored, meta)).stages["macro"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", action="store_true")
    parser.add_argument("--seeds", type=int, default=2)
    a = parser.parse_args()
    answers = read_corpus()
    test = [x for x in answers if x.writer in HELD_OUT]
    writers = sorted({x.writer for x in answers} - {*HELD_OUT})
    print("| writers | share of each | answers | stage F1 |\n|---|---|---|---|")
    for count in (1, 2, 4, 8, len(writers)):
        for share in SHARES:
            found, sizes = [], []
            for seed in range(1 if a.network else a.seeds):
                rng = random.Random(seed)
                chosen = rng.sample(writers, count)
                pool = [x for x in answers if x.writer in chosen]
                train = rng.sample(pool, max(12, int(len(pool) * share)))
                found.append(network(train, test) if a.network else linear(train, test))
                sizes.append(len(train))
            print(f"| {count} | {share:.0%} | {np.mean(sizes):.0f} | {np.mean(found):.3f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
