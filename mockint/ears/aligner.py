"""A second opinion on where words lie: forced alignment by pocketsphinx, one piece at a time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mockint.core.hearing import bare
from mockint.ears.sounds_of import by_letters, filler_phones, spoken

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mockint.ears.heard import Heard

FRAME_S = 0.01
WIDE_BEAM = 1e-100
"""A hoarse or noisy voice fits no model well: nothing may be given up early."""
_OWN = threading.local()


def align(samples: NDArray[np.float32], words: Sequence[Heard]) -> list[tuple[float, float]] | None:
    """Start and end of every word, in seconds from the first sample, or None where no way through was found.

    Parameters
    ----------
    samples : ndarray, float32, shape (n_samples,), [-1, 1]
        Sound at 16 kHz.
    words : sequence of Heard
        What was said in it.
    """
    decoder = _decoder()
    if decoder is None:
        return None
    names, owners = [], []
    for i, word in enumerate(words):
        said = _filler_name(decoder, word) if word.filler else [_name(decoder, w) for w in spoken(word.text)]
        if not said:
            return None
        names += said
        owners += [i] * len(said)
    if not names:
        return None
    pcm = (np.clip(samples * _gain(samples), -1, 1) * 32767).astype(np.int16)
    try:
        decoder.set_align_text(" ".join(names))
        decoder.start_utt()
        decoder.process_raw(pcm.tobytes(), full_utt=True)
        decoder.end_utt()
        found = [(s.start_frame, s.end_frame + 1) for s in decoder.seg() or () if not s.word.startswith(("<", "["))]
    except RuntimeError:
        return None
    if len(found) != len(names):
        return None
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for owner, (start, end) in zip(owners, found, strict=True):
        first.setdefault(owner, start * FRAME_S)
        last[owner] = end * FRAME_S
    return [(first[i], last[i]) for i in range(len(words))]


def _decoder() -> Any:
    """This thread's decoder, since one cannot serve two; None where pocketsphinx is not installed."""
    if not hasattr(_OWN, "decoder"):
        try:
            from pocketsphinx import Decoder
        except ImportError:
            _OWN.decoder = None
        else:
            _OWN.decoder = Decoder(lm=None, loglevel="FATAL", beam=WIDE_BEAM, pbeam=WIDE_BEAM, wbeam=WIDE_BEAM)
    return _OWN.decoder


def _name(decoder: Any, word: str) -> str:
    """The aligner's name for a word, added to its dictionary where new."""
    if decoder.lookup_word(word) is None:
        stem = word.removesuffix("'s")
        phones = decoder.lookup_word(stem) if stem != word else None
        decoder.add_word(word, f"{phones} Z" if phones else by_letters(word), True)
    return word


def _filler_name(decoder: Any, word: Heard) -> list[str]:
    phones = filler_phones(bare(word.text).replace("-", ""))
    name = "filler_" + phones.replace(" ", "_").lower()
    if decoder.lookup_word(name) is None:
        decoder.add_word(name, phones, True)
    return [name]


def _gain(samples: NDArray[np.float32]) -> float:
    return 0.5 / max(1e-4, float(np.abs(samples).max(initial=0.0)))
