"""Reads and checks the labelled answers in ``training/corpus/*.txt`` (format: ``training/corpus/GUIDE.md``).

``python training/corpus.py FILE...`` prints what is wrong and how often each label occurs.
"""

from __future__ import annotations

import collections
import dataclasses
import pathlib
import sys

CORPUS = pathlib.Path(__file__).parent / "corpus"
STAGES = {"S": "situation", "T": "task", "A": "action", "R": "result", "L": "learned", "O": "other"}
FLAGS = (
    "no-real-failure disguised-strength trivial-failure catastrophic ethics-or-character not-work blames-others "
    "no-ownership team-failure defensive badmouthing excessive-apology no-result no-lesson vague-lesson "
    "no-root-cause dwells-on-failure negative-ending no-specifics"
).split()
STRENGTHS = (
    "owns-mistake root-cause quantified-result specific-change lasting-impact positive-ending time-anchor "
    "role-stated recovery"
).split()
QUALITIES = ("good", "mixed", "bad")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One labelled sentence of an answer."""

    text: str
    stage: str
    fair: tuple[str, ...]
    """Every stage that is right for it, the first choice included."""
    evidence: frozenset[str]
    """Rule ids that this sentence is the evidence of."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One labelled answer."""

    id: str
    writer: str
    quality: str
    style: str
    question: str
    profession: str
    sentences: tuple[Sentence, ...]
    flags: frozenset[str]
    maybe_flags: frozenset[str]
    strengths: frozenset[str]
    maybe_strengths: frozenset[str]

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)


class CorpusError(ValueError):
    """A block that breaks the format; the message says where and how."""


def _ids(value: str, known: list[str], where: str) -> frozenset[str]:
    ids = frozenset(x.strip().replace("_", "-") for x in value.split(",")) - {"", "none"}
    if unknown := ids - set(known):
        raise CorpusError(f"{where}: unknown ids {sorted(unknown)}")
    return ids


def parse_block(block: str, writer: str, where: str) -> Labelled:
    """The answer that one block of text describes."""
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    if not lines[0].startswith("#"):
        raise CorpusError(f"{where}: the first line must start with '# id='")
    head = dict(part.strip().split("=", 1) for part in lines[0].lstrip("# ").split("|") if "=" in part)
    lists: dict[str, frozenset[str]] = {}
    sentences = []
    for line in lines[1:]:
        key = line.split(":", 1)[0]
        if key in ("flags", "maybe_flags", "strengths", "maybe_strengths"):
            lists[key] = _ids(line.split(":", 1)[1], FLAGS if "flags" in key else STRENGTHS, f"{where} {key}")
            continue
        if "|" not in line:
            raise CorpusError(f"{where}: no '|' in {line[:50]!r}")
        label, text = (part.strip() for part in line.split("|", 1))
        stages, *evidence = label.split()
        fair = tuple(stages.split("/"))
        if not text or any(s not in STAGES for s in fair):
            raise CorpusError(f"{where}: bad stage or empty text in {line[:50]!r}")
        ids = _ids(",".join(evidence), FLAGS + STRENGTHS, f"{where} {text[:30]!r}")
        sentences.append(Sentence(text=text, stage=STAGES[fair[0]], fair=tuple(STAGES[s] for s in fair), evidence=ids))
    try:
        found = Labelled(
            id=head["id"],
            writer=writer,
            quality=head["quality"],
            style=head["style"],
            question=head["question"],
            profession=head["profession"],
            sentences=tuple(sentences),
            flags=lists["flags"],
            maybe_flags=lists.get("maybe_flags", frozenset()),
            strengths=lists["strengths"],
            maybe_strengths=lists.get("maybe_strengths", frozenset()),
        )
    except KeyError as missing:
        raise CorpusError(f"{where}: no {missing}") from None
    if found.quality not in QUALITIES or not sentences:
        raise CorpusError(f"{where}: quality {found.quality!r}, {len(sentences)} sentences")
    listed = found.flags | found.maybe_flags | found.strengths | found.maybe_strengths
    for s in found.sentences:
        if stray := s.evidence - listed:
            raise CorpusError(f"{where}: {sorted(stray)} on a sentence but not listed for the answer: {s.text[:40]!r}")
    if {"no-lesson", "vague-lesson"} <= found.flags:
        raise CorpusError(f"{where}: no-lesson and vague-lesson together")
    return found


def read_file(path: pathlib.Path) -> tuple[list[Labelled], list[str]]:
    """The answers of one writer's file, and what is wrong with the rest of it."""
    good, bad = [], []
    for n, block in enumerate(b for b in path.read_text("utf-8").replace("\r", "").split("\n\n") if b.strip()):
        try:
            good.append(parse_block(block, path.stem, f"{path.name} block {n + 1} {block.strip()[:16]!r}"))
        except CorpusError as error:
            bad.append(str(error))
    return good, bad


def read_corpus(folder: pathlib.Path = CORPUS) -> list[Labelled]:
    """All the answers, by writer; raises CorpusError at the first fault."""
    answers = []
    for path in sorted(folder.glob("*.txt")):
        good, bad = read_file(path)
        if bad:
            raise CorpusError("\n".join(bad))
        answers += good
    return answers


def main() -> int:
    faults = 0
    for name in sys.argv[1:]:
        good, bad = read_file(pathlib.Path(name))
        faults += len(bad)
        print("\n".join(bad))
        words = sorted(len(a.text.split()) for a in good)
        print(f"{name}: {len(good)} answers, words {words[0]}..{words[len(words) // 2]}..{words[-1]}" if good else name)
        for title, get in (
            ("quality", lambda a: [a.quality]),
            ("style", lambda a: [a.style]),
            ("stages", lambda a: [s.stage for s in a.sentences]),
            ("flags", lambda a: a.flags),
            ("strengths", lambda a: a.strengths),
        ):
            counts = collections.Counter(x for a in good for x in get(a))
            print(" ", title, ", ".join(f"{k} {v}" for k, v in counts.most_common()))
        ids = collections.Counter(a.id for a in good)
        if twice := [i for i, n in ids.items() if n > 1]:
            faults += 1
            print("ids used twice:", twice)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
