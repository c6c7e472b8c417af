"""A second opinion on where words lie: forced alignment by pocketsphinx, one piece at a time."""

from __future__ import annotations

import bisect
import functools
import pathlib
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
    names, owners = [], []
    for i, word in enumerate(words):
        said = _filler_name(decoder, word) if word.filler else [_name(decoder, w) for w in spoken(word.text)]
        if not said:
            return None
        names += said
        owners += [i] * len(said)
    if not names:
        return None
    pcm = (np.clip(samples * _gain(samples), -1, 1) * 32767).astype(np.int16).tobytes()
    spans = _through(decoder, names, pcm)
    if spans is None:
        return None
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for owner, (start, end) in zip(owners, spans, strict=True):
        first.setdefault(owner, start * FRAME_S)
        last[owner] = end * FRAME_S
    return [(first[i], last[i]) for i in range(len(words))]


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


@functools.cache
def _dictionary() -> bytes:
    """Pocketsphinx's own: a line for each way to say a word, the word first, in the order of the alphabet."""
    from pocketsphinx import get_model_path

    return pathlib.Path(get_model_path("en-us/cmudict-en-us.dict")).read_bytes()


def _line(at: int) -> tuple[bytes, bytes]:
    """The word and its phones on the line of the dictionary that holds byte `at`."""
    start = _dictionary().rfind(b"\n", 0, at) + 1
    name, _, phones = _dictionary()[start : _dictionary().find(b"\n", at)].partition(b" ")
    return name.partition(b"(")[0], phones


def _phones(word: str) -> list[str]:
    """Every way to say a word that the dictionary knows: they stand one below the other."""
    name, count = word.encode(), len(_dictionary())
    at = bisect.bisect_left(range(count), name, key=lambda at: _line(at)[0])
    ways: list[str] = []
    while at < count and _line(at)[0] == name:
        ways.append(_line(at)[1].decode())
        at = _dictionary().index(b"\n", at) + 1
    return ways


def _name(decoder: Any, word: str) -> str:
    """The aligner's name for a word, added to its dictionary where new."""
    if decoder.lookup_word(word) is None:
        owner = _phones(word.removesuffix("'s"))
        ways = _phones(word) or [f"{phones} Z" for phones in owner] or [by_letters(word)]
        for n, phones in enumerate(ways, 1):
            decoder.add_word(word if n == 1 else f"{word}({n})", phones, True)
    return word


def _filler_name(decoder: Any, word: Heard) -> list[str]:
    phones = filler_phones(bare(word.text).replace("-", ""))
    name = "filler_" + phones.replace(" ", "_").lower()
    if decoder.lookup_word(name) is None:
        decoder.add_word(name, phones, True)
    return [name]


def _gain(samples: NDArray[np.float32]) -> float:
    return 0.5 / max(1e-4, float(np.abs(samples).max(initial=0.0)))
