"""How probable it is that a word was said, from what decoding and laying it on phones leave behind anyway."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence

from mockint.core.hearing import bare

Evidence = tuple[float, float, float]
"""Lead over the next best text if that has another word, mean log-probability of a token, fit of the phones."""
CERTAIN = 3.0
"""How much more probable a text is than the next best where that says nothing against it, natural logarithm."""
MISFIT = -1.0
"""Fit below which a word fits no worse."""
_CONSTANT, _WEIGHTS = 2.72, (0.41, 2.74, 4.49)
"""Of a logistic regression: training/trust.py."""


def evidence(
    texts: Sequence[str], other: Sequence[str], *, ahead: float, mean_logprob: float, fits: Sequence[float]
) -> list[Evidence]:
    """What speaks for each word.

    Parameters
    ----------
    texts, other : sequence of str
        The words that were written, and those of the next best text.
    ahead : float
        How much more probable they are than those, natural logarithm.
    mean_logprob : float
        Mean log-probability of a token.
    fits : sequence of float
        How well each word fits the phones, as :class:`mockint.ears.phones.Laid` has it.
    """
    doubted = min(max(ahead, 0.0), CERTAIN)
    leads = [CERTAIN] * len(texts)
    first, second = ([bare(text) for text in one] for one in (texts, other))
    for tag, a, b, _, _ in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":  # where the other has a word more, the word after it is in doubt
            past = max(b, a + 1)
            leads[a:past] = [doubted] * len(leads[a:past])
    return [(lead, mean_logprob, max(MISFIT, fit)) for lead, fit in zip(leads, fits, strict=True)]


def probability(evidence: Evidence) -> float:
    """The probability of a word, 0 to 1."""
    score = _CONSTANT + sum(weight * value for weight, value in zip(_WEIGHTS, evidence, strict=True))
    return 1 / (1 + math.exp(-score))
