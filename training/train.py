"""Makes the shipped model from the corpus: ``python -m training.train`` (see training/README.md).

1. The writers (but the held-out ones) are dealt into folds; a network that learns from the others scores each fold.
2. Those scores, of writers each network has not seen, give the calibration.
3. One network learns from all the writers but the held-out ones, and is exported with that calibration.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import dataclasses
import hashlib
import json
import multiprocessing
import pathlib
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mockint.judge.network import FILES
from training import folds
from training.calibrate import calibration
from training.corpus import CORPUS, Labelled, read_file
from training.export import export
from training.fit import Settings, fit
from training.fit_cues import fit_cues
from training.predict import Model, Scored
from training.report import Report, readings, report

MODEL = pathlib.Path(__file__).parent.parent / "mockint" / "judge" / "model"
HELD_OUT = ("w9", "w18")
CACHE = pathlib.Path("build") / "training"


def load(folder: pathlib.Path = CORPUS) -> list[Labelled]:
    """All well-formed answers; what is wrong with others is said on stderr."""
    answers: list[Labelled] = []
    for path in sorted(folder.glob("w*.txt")):
        good, bad = read_file(path)
        print("\n".join(bad), end="\n" if bad else "", file=sys.stderr)
        answers += good
    return answers


def deal(answers: Sequence[Labelled], folds: int) -> list[tuple[str, ...]]:
    """Writers in `folds` groups of about equally many answers."""
    groups: list[list[str]] = [[] for _ in range(folds)]
    sizes = [0] * folds
    counts = Counter(a.writer for a in answers)
    for writer, count in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        k = sizes.index(min(sizes))
        groups[k].append(writer)
        sizes[k] += count
    return [tuple(sorted(g)) for g in groups if g]


def digest(answers: Sequence[Labelled], settings: Settings) -> str:
    """Names a training run by what goes in."""
    content = repr(settings)
    for a in answers:
        lists = (a.flags, a.maybe_flags, a.strengths, a.maybe_strengths)
        content += repr((a.id, [sorted(x) for x in lists], [(s.text, s.fair, sorted(s.evidence)) for s in a.sentences]))
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def learn(answers: list[Labelled], settings: Settings, cache: pathlib.Path) -> pathlib.Path:
    """The folder of a model trained on these answers, made now or found."""
    folder = cache / digest(answers, settings)
    if not all((folder / name).exists() for name in FILES):
        export(fit(answers, settings), settings.layers, folder)
    if not (folder / "cues.npz").exists():
        fit_cues(answers, folder / "cues.npz")
    return folder


def fold(answers: list[Labelled], held: tuple[str, ...], settings: Settings, cache: pathlib.Path) -> list[Scored]:
    """Raw scores of the writers `held` by a network that has not seen them."""
    inside = [a for a in answers if a.writer not in held]
    model = Model(learn(inside, settings, cache))
    print(f"scored {held} after {len(inside)} answers", file=sys.stderr, flush=True)
    return model.score([a for a in answers if a.writer in held])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", nargs="+", default=HELD_OUT, help="writers never trained on (default: w9 w18)")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2, help="networks trained at a time")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE)
    parser.add_argument("--out", type=pathlib.Path, default=MODEL)
    parser.add_argument("--scores", type=pathlib.Path, help="calibrate by these scores of earlier folds instead")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--fold-epochs", type=int, help="epochs of the networks that only score their fold")
    a = parser.parse_args()
    everything = load()
    answers = [x for x in everything if x.writer not in a.held_out]
    settings = Settings(epochs=a.epochs)
    fold_settings = dataclasses.replace(settings, epochs=a.fold_epochs or a.epochs)
    with concurrent.futures.ProcessPoolExecutor(a.jobs, multiprocessing.get_context("spawn")) as pool:
        final = pool.submit(learn, answers, settings, a.cache)
        scored: list[Scored] = []
        by_fold: list[list[Scored]] = []
        if a.scores:
            scored = folds.load(a.scores, answers)
        else:
            runs = [pool.submit(fold, answers, held, fold_settings, a.cache) for held in deal(answers, a.folds)]
            by_fold = [run.result() for run in runs]
            scored = [s for part in by_fold for s in part]
            folds.save(scored, a.cache / "out_of_fold.npz")
        folder = final.result()
    meta = calibration(scored, answers)
    figures: dict[str, Report] = {}
    if by_fold:
        figures["folds"] = nested(by_fold, answers)
    for writer in a.held_out:
        unseen = Model(folder).score([x for x in everything if x.writer == writer])
        figures[f"held out: {writer}"] = report(unseen, readings(unseen, meta))
    for name, r in figures.items():
        print(name, r.headline(), r.table(), sep="\n")
    ship(folder, meta, answers, a.out)
    return 0


def nested(by_fold: Sequence[Sequence[Scored]], answers: Sequence[Labelled]) -> Report:
    """Figures of the folds, each calibrated by the others alone."""
    scored, read = [], []
    for k, part in enumerate(by_fold):
        meta = calibration([s for j, other in enumerate(by_fold) if j != k for s in other], answers)
        scored += list(part)
        read += readings(part, meta)
    return report(scored, read)


def ship(folder: pathlib.Path, meta: dict[str, Any], answers: Sequence[Labelled], out: pathlib.Path) -> None:
    """Put the model's files in place."""
    out.mkdir(parents=True, exist_ok=True)
    for name in (*FILES, "tokenizer.json", "cues.npz"):
        (out / name).write_bytes((folder / name).read_bytes())
    counts = Counter(a.writer for a in answers)
    meta = {**meta, "trained_on": dict(sorted(counts.items()))}
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
