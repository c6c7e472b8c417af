"""Where words lie, by pocketsphinx: for models in whose encoder no network was trained to hear phones."""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mockint.core.hearing import bare
from mockint.ears.sounds_of import filler_phones, spoken, ways_to_say

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mockint.ears.heard import Heard

FRAME_S = 0.01
WIDE_BEAM = 1e-100
"""A hoarse or noisy voice fits no model well: nothing may be given up early."""
_ONE_AT_A_TIME = threading.Lock()
"""One decoder for all threads: it is a small part of the work and thirty megabytes."""


def align(samples: NDArray[np.float32], words: Sequence[Heard]) -> list[tuple[float, float]] | None:
    """Start and end of every word, in seconds from the first sample, or None where no way through was found.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,), [-1, 1]
        Sound at 16 kHz.
    words : sequence of Heard
        What was said in it.
    """
    with _ONE_AT_A_TIME:
        return _found(samples, words)


def _found(samples: NDArray[np.float32], words: Sequence[Heard]) -> list[tuple[float, float]] | None:
    decoder = _decoder()
    if decoder is None:
        return None
    names = [_names(decoder, word) for word in words]
    if not names or not all(names):
        return None
    spans = _through(decoder, [name for said in names for name in said], _pcm(samples))
    if spans is None:
        return None
    parts = iter(spans)
    own = [[next(parts) for _ in said] for said in names]
    return [(spans[0][0] * FRAME_S, spans[-1][1] * FRAME_S) for spans in own]


def _through(decoder: Any, names: list[str], pcm: bytes) -> list[tuple[int, int]] | None:
    """First and one-past-last frame of every word, or None where the search gave up."""
    try:
        # What it learnt of the noise in one piece must not change the next: pieces come in any order.
        decoder.reinit_feat()
        decoder.set_align_text(" ".join(names))
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        spans = [(s.start_frame, s.end_frame + 1) for s in decoder.seg() or () if not s.word.startswith(("<", "["))]
    except RuntimeError:
        return None
    return spans if len(spans) == len(names) else None


@functools.cache
def _decoder() -> Any:
    """The decoder; None where pocketsphinx is not installed."""
    try:
        from pocketsphinx import Decoder
    except ImportError:
        return None
    # The second search, over the lattice of the first, loses ways through that the first had found. The dictionary is
    # left out, words are added as they come: all of it would take more memory than the rest.
    return Decoder(
        lm=None, dict=None, loglevel="FATAL", bestpath=False, beam=WIDE_BEAM, pbeam=WIDE_BEAM, wbeam=WIDE_BEAM
    )


def _names(decoder: Any, word: Heard) -> list[str]:
    """The aligner's names for the spoken parts of a word, added to its dictionary where new."""
    if word.filler:
        phones = filler_phones(bare(word.text).replace("-", ""))
        said = ["filler_" + phones.replace(" ", "_").lower()]
        ways_of = {said[0]: [phones]}
    else:
        said = spoken(word.text)
        ways_of = {part: ways_to_say(part) for part in said}
    for part, ways in ways_of.items():
        if decoder.lookup_word(part) is None:
            for n, phones in enumerate(ways, 1):
                decoder.add_word(part if n == 1 else f"{part}({n})", phones, True)
    return said


def _pcm(samples: NDArray[np.float32]) -> bytes:
    """The sound as the decoder takes it, half of full scale at its loudest."""
    even = samples * (0.5 / max(1e-4, float(np.abs(samples).max(initial=0.0))))
    return (np.clip(even, -1, 1) * 32767).astype(np.int16).tobytes()
