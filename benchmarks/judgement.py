"""How well stages and rules hold on labelled answers; by default on the writers that no model was trained on.

usage: python benchmarks/judgement.py [FILE...] [--folds] [--table] [--pairs] [--evidence]

A FILE is a corpus file (training/corpus/GUIDE.md) or JSON lines with id, text, quality, segments[{label, text, alt?}],
flags, strengths, allowed_flags?, allowed_strengths?. ``--folds`` judges the writers that the model did learn from,
each by the recorded scores of a network that had not seen that writer (training/folds.py). ``--table`` writes
docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import re
import sys
from collections.abc import Sequence

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from mockint.core.hearing import hear_text  # noqa: E402
from mockint.core.profile import BUILT_IN  # noqa: E402
from mockint.core.take import STAGES, Source, Take  # noqa: E402
from mockint.judge import judge, judging  # noqa: E402
from mockint.judge.reader import Reader, Reading, Scores, calibrate  # noqa: E402
from mockint.studio.config import bank  # noqa: E402
from training import folds  # noqa: E402
from training.corpus import FLAGS, STRENGTHS, Labelled, Sentence, read_corpus, read_file  # noqa: E402
from training.corpus import STAGES as LETTERS  # noqa: E402

HELD_OUT = [ROOT / "training" / "corpus" / f"{writer}.txt" for writer in ("w9", "w18")]
QUESTION = bank()["failure"]
NEAR = {"no-lesson": {"vague-lesson"}, "vague-lesson": {"no-lesson"}}
"""One for the other is neither missed nor false."""
ENOUGH = 3


def read(path: pathlib.Path) -> list[Labelled]:
    """The labelled answers of a file in either format."""
    if path.suffix != ".jsonl":
        good, bad = read_file(path)
        if bad:
            raise SystemExit("\n".join(bad))
        return good
    return [_from_row(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _from_row(row: dict) -> Labelled:
    def ids(key: str) -> frozenset[str]:
        return frozenset(x.replace("_", "-") for x in row.get(key, []))

    sentences = []
    for s in row["segments"]:
        alt = s.get("alt") or []
        fair = [s["label"], *([alt] if isinstance(alt, str) else alt)]
        names = tuple(LETTERS.get(f, f) for f in fair)
        sentences.append(Sentence(text=s["text"], stage=names[0], fair=names, evidence=frozenset()))
    return Labelled(
        id=row["id"],
        writer="jsonl",
        quality=row["quality"],
        style="",
        question="failure",
        profession=row.get("profession", ""),
        sentences=tuple(sentences),
        flags=ids("flags"),
        maybe_flags=ids("allowed_flags"),
        strengths=ids("strengths"),
        maybe_strengths=ids("allowed_strengths"),
    )


def score(text: str) -> Take:
    """The take of a text, plain question, live profile."""
    source = Source(path="text", kind="text", sha256="")
    return judge(hear_text(text), source=source, question=QUESTION, profile=BUILT_IN["live"])


def tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def f1(tp: int, fp: int, fn: int) -> tuple[float, float, float]:
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def stage_figures(answers: list[Labelled], takes: list[Take]) -> tuple[float, float, dict[str, float]]:
    """Macro F1 over the five stages, mean absolute error of the shares [points], F1 by stage."""
    confusion: collections.Counter[tuple[str, str]] = collections.Counter()
    errors = []
    for answer, take in zip(answers, takes, strict=True):
        if len(tokens(answer.text)) < 40:
            continue
        said = [s.stage for s in take.segments for _ in tokens(s.text)]
        gold: collections.Counter[str] = collections.Counter()
        at = 0
        for sentence in answer.sentences:
            size = len(tokens(sentence.text))
            gold[sentence.stage] += size
            votes = collections.Counter(said[at : at + size])
            at += size
            if votes:
                got = votes.most_common(1)[0][0]
                confusion[(sentence.stage, sentence.stage if got in sentence.fair else got)] += 1
        mine = collections.Counter(said)
        all_gold, all_mine = (max(1, sum(c[s] for s in STAGES)) for c in (gold, mine))
        errors += [abs(gold[s] / all_gold - mine[s] / all_mine) for s in STAGES]
    by_stage = {}
    for stage in STAGES:
        tp = confusion[(stage, stage)]
        fn = sum(n for (g, p), n in confusion.items() if g == stage != p)
        fp = sum(n for (g, p), n in confusion.items() if p == stage != g)
        by_stage[stage] = f1(tp, fp, fn)[2]
    return sum(by_stage.values()) / len(STAGES), 100 * sum(errors) / len(errors), by_stage


def rule_figures(answers: list[Labelled], takes: list[Take], ids: list[str], kind: str) -> dict[str, tuple]:
    """By rule id: true, false and missed findings, precision, recall, F1."""
    table = {}
    for rule in ids:
        tp = fp = fn = 0
        for answer, take in zip(answers, takes, strict=True):
            gold = answer.flags if kind == "flag" else answer.strengths
            fair = gold | (answer.maybe_flags if kind == "flag" else answer.maybe_strengths)
            found = {f.rule for f in take.findings if f.kind == kind}
            near = NEAR.get(rule, set())
            hit = rule in found or bool(near & found)
            if rule in gold:
                tp, fn = tp + hit, fn + (not hit)
            elif rule in found and rule not in fair and not near & fair:
                fp += 1
        table[rule] = (tp, fp, fn, *f1(tp, fp, fn))
    return table


def macro(table: dict[str, tuple]) -> float:
    rows = [row[5] for row in table.values() if row[0] + row[2] >= ENOUGH]
    return sum(rows) / max(1, len(rows))


def separation(answers: list[Labelled], takes: list[Take]) -> float:
    """Chance that a good answer's total exceeds a bad one's."""
    totals = [-1.0 if t.scores.total is None else t.scores.total for t in takes]
    good = [t for a, t in zip(answers, totals, strict=True) if a.quality == "good"]
    bad = [t for a, t in zip(answers, totals, strict=True) if a.quality == "bad"]
    pairs = [(g > b) + 0.5 * (g == b) for g in good for b in bad]
    return sum(pairs) / max(1, len(pairs))


def causal_share(answers: list[Labelled], takes: list[Take]) -> tuple[int, int]:
    """Findings that go when their quoted words are made neutral, and all of them."""
    gone = count = 0
    neutral = "and there was that"
    for take in takes:
        for finding in take.findings:
            quotes = [e.quote for e in finding.evidence if e.quote]
            if finding.rule not in FLAGS + STRENGTHS or not quotes:
                continue
            text = take.transcript.text
            for quote in quotes:
                end = "." if quote.rstrip().endswith((".", "?", "!")) else ""
                text = text.replace(quote, neutral + end, 1)
            count += 1
            gone += finding.rule not in {f.rule for f in score(text).findings}
    return gone, count


def mended(path: pathlib.Path) -> tuple[int, int, list[str]]:
    """Pairs in which the mended answer scores no lower, all pairs, and those that fail."""
    worse = []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        before, after = (score(row[k]).scores.total or 0 for k in ("before", "after"))
        if after < before:
            worse.append(f"{row['id']} {row['rule']}: {before:g} -> {after:g}")
    return len(rows) - len(worse), len(rows), worse


class Recorded(Reader):
    """Reads by the scores that networks gave to writers whom they had not seen."""

    def __init__(self) -> None:
        super().__init__()
        self.scored = folds.load(folds.SHIPPED, read_corpus())
        self._known: dict[tuple[str, ...], Scores] = {tuple(s.units): s.scores for s in self.scored}

    def read(self, units: Sequence[str]) -> Reading:
        """As the shipped reader, by other scores."""
        return calibrate(self._known[tuple(units)], self._meta, self._order)


class Figures:
    """What was measured on some answers."""

    def __init__(self, answers: list[Labelled], takes: list[Take] | None = None) -> None:
        self.answers = answers
        self.takes = [score(a.text) for a in answers] if takes is None else takes
        self.stages, self.share, self.by_stage = stage_figures(answers, self.takes)
        self.flags = rule_figures(answers, self.takes, FLAGS, "flag")
        self.strengths = rule_figures(answers, self.takes, STRENGTHS, "strength")
        false = [
            sum(f.rule in FLAGS and f.rule not in a.flags | a.maybe_flags for f in t.findings if f.kind == "flag")
            for a, t in zip(answers, self.takes, strict=True)
            if a.quality == "good"
        ]
        self.false = sum(false) / max(1, len(false))
        self.separation = separation(answers, self.takes)

    def show(self, name: str, *, rules: bool = True) -> None:
        """Print them."""
        print(f"{name}: {len(self.answers)} answers")
        print(f"  stages macro F1 {self.stages:.3f}  " + "  ".join(f"{k} {v:.2f}" for k, v in self.by_stage.items()))
        print(f"  share error {self.share:.1f} points")
        print(f"  flags macro F1 {macro(self.flags):.3f}, strengths macro F1 {macro(self.strengths):.3f}")
        print(f"  false flags on good answers {self.false:.2f}, AUC {self.separation:.3f}")
        for rule, (tp, fp, fn, p, r, f) in {**self.flags, **self.strengths}.items() if rules else ():
            print(f"    {rule:22s} tp {tp:3d} fp {fp:3d} fn {fn:3d}  P {p:.2f} R {r:.2f} F1 {f:.2f}")

    @property
    def row(self) -> str:
        """They as a row of a Markdown table."""
        return (
            f"{len(self.answers)} | {self.stages:.3f} | {self.share:.1f} | {macro(self.flags):.3f} | "
            f"{macro(self.strengths):.3f} | {self.false:.2f} | {self.separation:.3f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--folds", action="store_true", help="the other writers too, as if unseen")
    parser.add_argument("--table", action="store_true", help="write docs/accuracy.md")
    parser.add_argument("--pairs", action="store_true", help="mending pairs too")
    parser.add_argument("--evidence", action="store_true", help="whether the quoted words are the cause")
    args = parser.parse_args()
    rows: dict[str, Figures] = {}
    for path in args.files or HELD_OUT:
        rows[path.stem] = figures = Figures(read(path))
        figures.show(path.name)
        if args.evidence:
            gone, count = causal_share(figures.answers, figures.takes)
            print(f"  evidence is the cause: {gone}/{count} = {gone / max(1, count):.3f}")
    if args.pairs:
        fine, count, worse = mended(ROOT / "training" / "pairs.jsonl")
        print(f"mending never lowers the score: {fine}/{count}")
        print("\n".join("  " + w for w in worse))
    unseen = {}
    if args.folds or args.table:
        recorded = Recorded()
        judging.reader = lambda: recorded  # type: ignore[assignment]
        by_writer: dict[str, list[Labelled]] = {}
        for s in recorded.scored:
            by_writer.setdefault(s.answer.writer, []).append(s.answer)
        unseen = {
            writer: Figures(answers) for writer, answers in sorted(by_writer.items(), key=lambda x: int(x[0][1:]))
        }
        for writer, figures in unseen.items():
            figures.show(f"{writer}, unseen", rules=False)
        together(unseen).show("all of these")
    if args.table:
        _write_table(rows, unseen)


def together(parts: dict[str, Figures]) -> Figures:
    """The figures of all the answers of several writers."""
    return Figures(
        [a for part in parts.values() for a in part.answers], [t for part in parts.values() for t in part.takes]
    )


def _write_table(held_out: dict[str, Figures], unseen: dict[str, Figures]) -> None:
    known, others = together(held_out), together(unseen)
    lines = [
        "# How right the judgement is",
        "",
        "Made by `python benchmarks/judgement.py --table`. A listed second stage counts as right, arguable flags",
        "count neither way. Flags and strengths: macro F1 over ids with three cases or more. False flags: those for",
        "each good answer. AUC: how often a good answer's total exceeds a bad one's.",
        "",
        "## Writer by writer",
        "",
        f"{' and '.join(held_out)} are never learnt from. Each of the others below was judged by a network that had",
        "learnt from two thirds of the writers and not from that one (`training/folds.py`); the shipped network learnt",
        "from all of them. Their scores also set the thresholds, so they flatter a little.",
        "",
        "| writer | answers | stages F1 | share error [points] | flags F1 | strengths F1 | false flags | AUC |",
        "|---|---|---|---|---|---|---|---|",
        *(f"| {name}, held out | {figures.row}" for name, figures in held_out.items()),
        *(f"| {name} | {figures.row}" for name, figures in unseen.items()),
        f"| all held out | {known.row}",
        f"| all the others | {others.row}",
        "",
        "## Rule by rule",
        "",
        "| rule | held out: cases | false | missed | precision | recall | F1 | others: cases | precision | recall |"
        " F1 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for rule in FLAGS + STRENGTHS:
        (tp, fp, fn, p, r, f), (tp2, _, fn2, p2, r2, f2) = ({**x.flags, **x.strengths}[rule] for x in (known, others))
        row = (f"`{rule}`", tp + fn, fp, fn, f"{p:.2f}", f"{r:.2f}", f"{f:.2f}")
        lines.append(f"| {' | '.join(map(str, (*row, tp2 + fn2, f'{p2:.2f}', f'{r2:.2f}', f'{f2:.2f}')))} |")
    (ROOT / "docs" / "accuracy.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
