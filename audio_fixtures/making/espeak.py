"""espeak-ng through its library, with the time at which each word begins."""

from __future__ import annotations

import ctypes
import random
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .notation import Word

_SYNCHRONOUS, _UTF8, _PHONEMES, _BY_CHARACTER, _RATE, _RANGE = 2, 1, 0x100, 1, 1, 4
_WORD_EVENT = 1
_OWN_PACE_WPM = 165
_FILLERS = {
    "um": "V:m", "uhm": "V:mm", "uh": "V:", "uuh": "V:V:", "uhh": "V:V:",
    "er": "3:", "ah": "A:", "ahh": "A:A:", "hmm": "hm:m",
}  # fmt: skip


_IN_FLOW = {"um": "V:V:m", "uh": "V:V:", "er": "3:3:", "ah": "A:A:"}
"""Longer forms: in the flow the library shortens what it speaks."""


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@lru_cache(maxsize=1)
def _library() -> tuple[Any, int]:
    """The loaded library and its sampling rate [Hz]."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    if rate_hz <= 0:
        raise SystemExit("espeak-ng did not start: reinstall espeakng-loader")
    return library, rate_hz


def _starts(spelt: list[str], events: dict[int, float], length_s: float) -> list[float]:
    """The start of each word [s].

    The library takes some pairs of words as one ("have not"): the second is placed in proportion to its letters.
    """
    places = [sum(len(word) + 1 for word in spelt[:n]) for n in range(len(spelt))]
    heard = [place + 2 * word.startswith("[[") for place, word in zip(places, spelt, strict=True)]
    known = {place: events[at] for place, at in zip(places, heard, strict=True) if at in events}
    known.setdefault(0, 0.0)
    xs = [*sorted(known), places[-1] + len(spelt[-1])]
    return [float(at) for at in np.interp(places, xs, [*(known[x] for x in sorted(known)), length_s])]


class Espeak:
    """One espeak-ng voice.

    Parameters
    ----------
    voice : str
        A voice name, with its variant if any, such as ``en-us+f2``.
    """

    licence = "output of espeak-ng (program GPL-3.0-or-later; no claim on what it speaks)"

    def __init__(self, voice: str) -> None:
        self._library, self.rate_hz = _library()
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise SystemExit(f"espeak-ng has no voice {voice!r}")

    def say(self, words: list[Word], speed: float, rng: random.Random) -> tuple[NDArray[np.float32], list[Word]]:
        """Sound of one piece at the library's rate, and its words with times from the start of that sound.

        Parameters
        ----------
        words : list of Word
            What to say.
        speed : float
            1 is 165 words a minute.
        rng : random.Random
            Source of the small differences between one hesitation and the next.

        Returns
        -------
        tuple of (ndarray of float32, list of Word)
            Samples within [-1, 1]; the same words, timed.
        """
        alone = len(words) == 1 and words[0].kind == "filler"
        pace = speed * (rng.uniform(0.75, 1.2) if alone else 1.0)
        self._library.espeak_SetParameter(_RATE, max(80, round(_OWN_PACE_WPM * pace)), 0)
        self._library.espeak_SetParameter(_RANGE, 20 if alone else 55, 0)
        spelt = [self._spelt(word, alone) for word in words]
        audio, events = self._synthesise(" ".join(spelt))
        starts = _starts(spelt, events, len(audio) / self.rate_hz)
        ends = [*starts[1:], len(audio) / self.rate_hz]
        for word, start, end in zip(words, starts, ends, strict=True):
            word.start_s, word.end_s = start, end
        return audio, words

    def _spelt(self, word: Word, alone: bool) -> str:
        if word.kind != "filler":
            return word.text.rstrip("-") + word.punctuation
        name = word.text.lower()
        sound = _FILLERS[name] if alone else _IN_FLOW.get(name, _FILLERS[name])
        return f"[[{sound}]]{word.punctuation}"

    def _synthesise(self, line: str) -> tuple[NDArray[np.float32], dict[int, float]]:
        """Samples, and the time [s] of each reported word by its place in the line (from 0)."""
        chunks: list[NDArray[np.int16]] = []
        starts: dict[int, float] = {}

        def collect(wav: Any, count: int, events: Any) -> int:
            if wav and count:
                chunks.append(np.ctypeslib.as_array(wav, (count,)).copy())
            n = 0
            while events[n].type:
                if events[n].type == _WORD_EVENT:
                    starts.setdefault(events[n].text_position - 1, events[n].audio_position / 1000)
                n += 1
            return 0

        callback = _Callback(collect)
        self._library.espeak_SetSynthCallback(callback)
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        data = line.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, _BY_CHARACTER, 0, _UTF8 | _PHONEMES, None, None)
        self._library.espeak_Synchronize()
        audio = np.concatenate(chunks).astype(np.float32) / np.float32(32768)
        return audio, starts
