"""Word borders of a clean synthesised run, by forced alignment (pocketsphinx) checked against the synthesiser's own."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

AGREE_S = 0.12
"""Above this distance the aligner is not believed and the synthesiser's own border stands."""

LEAST_S = 0.03
"""No word is shorter: where the aligner leaves less, the synthesiser's border stands."""

_PAIRS = """
A=EY I=AY O=OW Q=OW W=AW Y=OY ᵊ=AH æ=AE ɑ=AA ɒ=AA ɔ=AO ə=AH ɐ=AH ɛ=EH e=EH ɜ=ER ɚ=ER ɪ=IH
ᵻ=IH i=IY ʊ=UH u=UW ʌ=AH a=AE T=D ɾ=D ʤ=JH ʧ=CH ʃ=SH ʒ=ZH θ=TH ð=DH ŋ=NG ɡ=G ɹ=R j=Y
h=HH ʔ=T b=B d=D f=F k=K l=L m=M n=N p=P s=S t=T v=V w=W z=Z
"""
"""Kokoro's phonemes in the aligner's alphabet."""
_ARPABET = dict(pair.split("=") for pair in _PAIRS.split())


@lru_cache(maxsize=1)
def _decoder() -> Any:
    from pocketsphinx import Decoder

    return Decoder(lm=None, loglevel="FATAL")


def _name(decoder: Any, phonemes: str) -> str:
    """The aligner's name for a word that sounds like this, added to its dictionary where new."""
    phones = " ".join(_ARPABET[c] for c in phonemes if c in _ARPABET)
    name = "w_" + phones.replace(" ", "_").lower()
    if decoder.lookup_word(name) is None:
        decoder.add_word(name, phones, True)
    return name


def _aligned(audio: NDArray[np.float32], rate_hz: int, phonemes: list[str]) -> list[tuple[float, float]] | None:
    """Start and end of each word [s], or None where the aligner finds no way through."""
    decoder = _decoder()
    samples = resample_poly(audio, 16_000 // 1000, rate_hz // 1000)
    pcm = (samples / max(1e-6, float(np.abs(samples).max())) * 0.5 * 32767).astype(np.int16)
    try:
        decoder.set_align_text(" ".join(_name(decoder, p) for p in phonemes))
        decoder.start_utt()
        decoder.process_raw(pcm.tobytes(), full_utt=True)
        decoder.end_utt()
        found = [
            (s.start_frame * 0.01, (s.end_frame + 1) * 0.01) for s in decoder.seg() or () if s.word.startswith("w_")
        ]
    except RuntimeError:
        return None
    return found if len(found) == len(phonemes) else None


def refine(
    audio: NDArray[np.float32],
    rate_hz: int,
    phonemes: list[str],
    predicted: list[tuple[float, float]],
    fillers: list[bool],
) -> list[tuple[float, float]]:
    """Word borders from the aligner where it agrees with the synthesiser, else the synthesiser's.

    Parameters
    ----------
    audio : ndarray, float32, shape (n_samples,)
        One clean piece of speech.
    rate_hz : int
        Sampling rate, a whole number of kHz.
    phonemes : list of str
        What each word sounds like.
    predicted : list of (float, float)
        The synthesiser's start and end of each word [s].
    fillers : list of bool
        True for hesitations: there the borders are the mean of both; where the two disagree on one, the aligner is
        not believed about its neighbours either.

    Returns
    -------
    list of (float, float)
        Start and end of each word [s].
    """
    aligned = _aligned(audio, rate_hz, phonemes)
    if aligned is None:
        return predicted
    lost = {n for n, filler in enumerate(fillers) if filler and not _agree(predicted[n], aligned[n])}
    lost |= {n + step for n in lost for step in (-1, 1)}
    out: list[tuple[float, float]] = []
    for n, (own, other, filler) in enumerate(zip(predicted, aligned, fillers, strict=True)):
        if n in lost:
            out.append(own)
        elif filler:
            out.append(((own[0] + other[0]) / 2, (own[1] + other[1]) / 2))
        else:
            start = other[0] if abs(other[0] - own[0]) <= AGREE_S else own[0]
            squeezed = out and other[1] - max(start, out[-1][1]) < LEAST_S
            out.append(own if squeezed else (start, other[1]))
    return out


def _agree(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= AGREE_S for a, b in zip(one, other, strict=True))
