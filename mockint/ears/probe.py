"""A small network on Whisper's own encoder that hears hesitations: um, uh, er, ah and hmm, at 20 ms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mockint.ears.heard import Hesitation
from mockint.ears.speech import join, network, runs, smooth

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOKEN_S = 0.02
"""Seconds of sound behind one state of the encoder."""
SURE = 0.6
"""Probability that a hesitation reaches somewhere."""
EDGE = 0.3
"""Probability at its edges."""
LEAST_S = 0.1
"""Shorter ones are vowels of words."""


def probability(states: NDArray[np.float32], probe: Mapping[str, NDArray[np.floating[Any]]]) -> NDArray[np.float32]:
    """Probability that a hesitation sounds, shape (n,), for encoder states, shape (n, width)."""
    odds = smooth(network(states, probe), 3)
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def hesitations(probabilities: NDArray[np.float32]) -> list[Hesitation]:
    """Every hesitation, in seconds from the first state."""
    found = []
    for a, b in join(runs(probabilities >= EDGE), 2):
        peak = float(np.sort(probabilities[a:b])[-3:].mean())
        if peak >= SURE and (b - a) * TOKEN_S >= LEAST_S:
            found.append(Hesitation(a * TOKEN_S, b * TOKEN_S, peak))
    return found
