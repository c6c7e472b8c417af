"""How well a second, blind labelling agrees with the first: Cohen's kappa, and F1 of one against the other.

``python -m training.agreement`` compares ``training/second/*.txt`` with the corpus, answer by answer.
"""

from __future__ import annotations

import collections
import pathlib
from collections.abc import Sequence

from training.corpus import FLAGS, STRENGTHS, read_corpus, read_file

SECOND = pathlib.Path(__file__).parent / "second"


def kappa(pairs: Sequence[tuple[object, object]]) -> float:
    """Cohen's kappa of two labellings, given as pairs."""
    same = sum(a == b for a, b in pairs) / len(pairs)
    first, second = (collections.Counter(p[k] for p in pairs) for k in (0, 1))
    chance = sum(first[x] * second[x] for x in first) / len(pairs) ** 2
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def main() -> None:
    first = {a.id: a for a in read_corpus()}
    second = [a for path in sorted(SECOND.glob("*.txt")) for a in read_file(path)[0]]
    both = [(first[b.id], b) for b in second]
    stages = [(s.stage, t.stage) for a, b in both for s, t in zip(a.sentences, b.sentences, strict=True)]
    fair = [
        t.stage in s.fair or s.stage in t.fair for a, b in both for s, t in zip(a.sentences, b.sentences, strict=True)
    ]
    print(f"{len(both)} answers, {len(stages)} sentences, labelled twice")
    print(f"stage: kappa {kappa(stages):.3f}, the same or a listed alternative {sum(fair) / len(fair):.3f}")
    print(f"quality: kappa {kappa([(a.quality, b.quality) for a, b in both]):.3f}")
    for ids, sure, maybe in ((FLAGS, "flags", "maybe_flags"), (STRENGTHS, "strengths", "maybe_strengths")):
        scores = []
        for rule in ids:
            rows = [(rule in getattr(a, sure), rule in getattr(b, sure), rule in getattr(a, maybe)) for a, b in both]
            tp, fn = (sum(x and y == want for x, y, _ in rows) for want in (True, False))
            fp = sum(y and not x and not m for x, y, m in rows)
            cases = tp + fn
            f1 = 2 * tp / max(1, 2 * tp + fp + fn)
            if cases >= 3:
                scores.append(f1)
            print(f"  {rule:22s} cases {cases:3d}  kappa {kappa([r[:2] for r in rows]):5.2f}  F1 {f1:.2f}")
        print(f"{sure}: macro F1 of the second labelling against the first {sum(scores) / len(scores):.3f}")


if __name__ == "__main__":
    main()
