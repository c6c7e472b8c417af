"""Hearing while it is spoken: sound goes in at any pace, words come out as soon as a piece is complete."""

from __future__ import annotations

import pathlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mockint.core.hearing import Hearing, mark_repeats
from mockint.core.spans import Span
from mockint.core.take import Measure, Word
from mockint.devices.media import Resampler, open_sound
from mockint.ears import models, prosody, speech
from mockint.ears.crew import Crew
from mockint.ears.cutter import LEAD_S, Cut, Cutter, lead
from mockint.ears.heard import Heard
from mockint.ears.pieces import Piece, transcribe
from mockint.ears.soundcheck import Meter, spoils_pitch, spoils_quiet_sounds
from mockint.ears.speech import RATE_HZ
from mockint.ears.times import place
from mockint.ears.whisper import Whisper

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_S = 1.0
TELL_S = 30.0
"""Of new words, before it is told again what was heard so far."""
_AHEAD_S = 60.0
"""A file is read no further ahead of the transcription than this: memory stays flat."""


class _Found(msgspec.Struct, frozen=True):
    """What was found in one piece."""

    start_s: float
    from_s: float
    words: list[Heard]
    voiced: NDArray[np.float32] | None
    contour: prosody.Contour | None


class Ears:
    """One loaded model that any number of answers can be heard with.

    Parameters
    ----------
    model : str
        ``base``, ``tiny.en``, another faster-whisper name, or a folder.
    compute : {"auto", "cpu", "cuda"}
        What to compute on; falls back to the processor with a warning.
    warn : callable
        Told, in a sentence, what did not go as asked or takes long.
    """

    def __init__(
        self,
        model: str = models.DEFAULT,
        *,
        compute: models.Compute = "auto",
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self.model = model
        self._compute = compute
        self._warn = warn or (lambda message: None)
        self._lock = threading.Lock()
        self._whisper: Whisper | None = None

    def load(self) -> Whisper:
        """The model, loaded by the first who asks.

        Raises
        ------
        MachineError
            Where the weights or a library are missing.
        """
        with self._lock:
            if self._whisper is None:
                self._whisper = Whisper(self.model, compute=self._compute, warn=self._warn)
            return self._whisper

    def listen(
        self,
        sample_rate_hz: int,
        *,
        question_end_s: float | None = None,
        meanwhile: Callable[[Hearing], object] | None = None,
    ) -> Listener:
        """A listener for one answer.

        Parameters
        ----------
        sample_rate_hz : int
        question_end_s : float, optional
            Where the answer can begin at the earliest, in seconds from the start of the recording: no word before it
            counts.
        meanwhile : callable, optional
            Told in the background, every half minute, the words and the speech so far; the end of them may change.
        """
        return Listener(self, sample_rate_hz, question_end_s, meanwhile=meanwhile)

    def hear(self, path: str | pathlib.Path, *, progress: Callable[[float], None] | None = None) -> Hearing:
        """A recording from a file, heard exactly as if it were spoken now.

        Parameters
        ----------
        path : str or pathlib.Path
        progress : callable
            Told the share that is done, 0 to 1.

        Raises
        ------
        BadInput
            Where the file holds no sound that can be read.
        """
        sound = open_sound(path)
        listener = Listener(self, sound.sample_rate_hz, None, early=False)
        read_s = 0.0
        try:
            for block in sound.blocks(BLOCK_S):
                listener.feed(block)
                read_s += block.size / sound.sample_rate_hz
                listener.wait(_AHEAD_S)
                if progress and sound.duration_s:
                    progress(min(0.99, max(0.0, read_s - listener.behind_s) / sound.duration_s))
            hearing = listener.finish(progress)
        finally:
            listener.close()
        if sound.warnings:
            check = hearing.sound
            warned = (*sound.warnings, *check.warnings)
            hearing = msgspec.structs.replace(hearing, sound=msgspec.structs.replace(check, warnings=warned))
        return hearing


class Listener:
    """One answer being heard; made by :meth:`Ears.listen`."""

    def __init__(
        self,
        ears: Ears,
        sample_rate_hz: int,
        question_end_s: float | None,
        *,
        early: bool = True,
        meanwhile: Callable[[Hearing], object] | None = None,
    ) -> None:
        self._ears = ears
        self._rate = sample_rate_hz
        self._from_s = max(0.0, question_end_s or 0.0)
        self._meter = Meter(sample_rate_hz)
        self._resampler = Resampler(sample_rate_hz)
        self._voice, self._bands, self._cutter = speech.Voice(), speech.Bands(), Cutter()
        self._hop = np.empty(0, np.float32)
        self._kept: list[NDArray[np.float32]] = []
        self._kept_from = self._taken = 0
        self._fed = 0
        self._voices: list[NDArray[np.float32]] = []
        self._frames: list[NDArray[np.float32]] = []
        self._crew: Crew[_Found] = Crew(self._transcribed, self._tell)
        self._meanwhile, self._told = meanwhile, 0
        self._telling = threading.Lock()
        self._early = early
        self._end = 0
        self._ended = self._closed = False

    def feed(self, samples: NDArray[np.int16]) -> None:
        """The next samples, int16 mono, shape (n_samples,), any number; never waits for the transcription."""
        if self._ended:
            raise RuntimeError("this listener has finished")
        block = np.ascontiguousarray(samples, np.int16).reshape(-1)
        self._fed += block.size
        self._meter.feed(block)
        self._hear(self._resampler.feed(block.astype(np.float32) / 32768.0))

    def end(self) -> None:
        """No more sound comes: work on the last piece begins."""
        if self._ended:
            return
        self._ended = True
        self._hear(self._resampler.flush())
        self._end = self._taken + self._hop.size
        if self._hop.size:
            self._take(np.pad(self._hop, (0, speech.HOP - self._hop.size)))
        for cut in self._cutter.flush(self._end):
            self._crew.add(cut, self._piece(cut))

    def finish(self, progress: Callable[[float], None] | None = None) -> Hearing:
        """Everything that was heard, once the last piece is transcribed.

        Raises
        ------
        MachineError
            Where the model could not be loaded.
        """
        if self._closed:
            raise RuntimeError("this listener has finished")
        self.end()
        total_s = self._fed / self._rate
        try:
            frames = self._looked_at(self._end)  # while the last piece is worked on
            if progress and total_s:
                self._crew.wait(0.0, lambda: progress(min(0.99, 1 - self._crew.waiting_s / total_s)))
            pieces = self._crew.results()
        finally:
            self.close()
        hearing = self._hearing(pieces, frames, total_s)
        if progress:
            progress(1.0)
        return hearing

    def close(self) -> None:
        """Ends the background work; what was heard and not asked for is lost."""
        self._ended = self._closed = True
        self._crew.close()

    @property
    def behind_s(self) -> float:
        """Seconds of sound that wait to be transcribed."""
        return self._crew.waiting_s

    @property
    def level_dbfs(self) -> float:
        """Level of the newest tenth of a second."""
        return self._meter.level_dbfs

    @property
    def speaking(self) -> bool:
        """Whether a voice sounds now."""
        return self._cutter.speaking

    @property
    def silence_s(self) -> float:
        """Seconds since the last voice, or since the start where there was none."""
        return self._cutter.silence_s

    def wait(self, behind_s: float) -> None:
        """Returns once no more than `behind_s` seconds of sound wait to be transcribed."""
        self._crew.wait(behind_s)

    def _hear(self, sound: NDArray[np.float32]) -> None:
        self._hop = np.concatenate([self._hop, sound])
        while self._hop.size >= speech.HOP:
            self._take(self._hop[: speech.HOP])
            self._hop = self._hop[speech.HOP :]

    def _take(self, hop: NDArray[np.float32]) -> None:
        self._kept.append(hop.copy())
        self._taken += hop.size
        voice = self._voice.feed(hop)
        # Before the question has ended, what sounds is the question.
        first = self._taken - hop.size
        at_s = (first + (np.arange(voice.size) + 1) * speech.CHUNK) / RATE_HZ
        voice = np.where(at_s <= self._from_s, 0.0, voice).astype(np.float32)
        self._voices.append(voice)
        self._frames.append(self._bands.feed(hop))
        for cut in self._cutter.feed(voice):
            self._crew.add(cut, self._piece(cut))
        if self._early and (probable := self._cutter.probable):
            self._crew.begin_early(probable, lambda: self._piece(probable))
        while self._kept and self._kept_from + self._kept[0].size <= self._cutter.keep_from:
            self._kept_from += self._kept.pop(0).size

    def _piece(self, cut: Cut) -> Piece:
        piece = self._between(cut.start, cut.end)
        if not cut.within:
            return piece
        reach = max(cut.start - round(LEAD_S[1] * RATE_HZ), round(self._from_s * RATE_HZ))
        before = self._between(reach, cut.start)
        return msgspec.structs.replace(piece, led=self._between(reach + lead(before.voice) * speech.CHUNK, cut.end))

    def _between(self, start: int, end: int) -> Piece:
        """The sound from one sample to another."""
        samples = np.concatenate(self._kept)[start - self._kept_from : end - self._kept_from]
        voice = np.concatenate(self._voices[start // speech.HOP : -(-end // speech.HOP)])
        first = (start % speech.HOP) // speech.CHUNK
        return Piece(start / RATE_HZ, samples, voice[first : first + -(-samples.size // speech.CHUNK)])

    def _tell(self) -> None:
        """What was heard so far, for whoever can begin with it."""
        if self._meanwhile is None or not self._telling.acquire(blocking=False):
            return
        try:
            pieces, end = self._crew.so_far()
            if not self._ended and end >= self._told + round(TELL_S * RATE_HZ):
                self._told = end
                tier = _tier(self._looked_at(self._taken), pieces, self._taken / RATE_HZ)
                self._meanwhile(self._heard(end / RATE_HZ, _words(pieces, tier), tier))
        finally:
            self._telling.release()

    def _transcribed(self, piece: Piece) -> _Found:
        found = transcribe(self._ears.load(), piece, hurried=self._early and self._ended)
        contour = prosody.contour(piece.samples, piece.start_s)
        return _Found(piece.start_s, found.from_s, found.words, found.voiced, contour)

    def _looked_at(self, end: int) -> speech.Frames:
        """What the sound itself tells up to a sample."""
        # Copies of the lists: more sound may come in meanwhile.
        voice = np.concatenate([np.empty(0, np.float32), *self._voices])
        bands = np.concatenate([np.empty((0, len(speech.BAND_EDGES_HZ) - 1), np.float32), *self._frames])
        return speech.look_at(voice, bands[: end // speech.FRAME])

    def _hearing(self, pieces: list[_Found], frames: speech.Frames, total_s: float) -> Hearing:
        tier = _tier(frames, pieces, total_s)
        spoken = np.zeros(len(frames.bands), bool)
        for span in tier:
            spoken[round(span.start_s / speech.FRAME_S) : round(span.end_s / speech.FRAME_S)] = True
        check = self._meter.finish(spoken)
        words = _words(pieces, tier)
        contours = [piece.contour for piece in pieces if piece.contour]
        return msgspec.structs.replace(
            self._heard(total_s, words, tier),
            sound=check,
            fillers=_filler_count(words, noisy=spoils_quiet_sounds(check)),
            prosody=prosody.measures(contours, words, tier, spoils_pitch(check)),
        )

    def _heard(self, total_s: float, words: tuple[Word, ...], tier: tuple[Span, ...]) -> Hearing:
        return Hearing(
            duration_s=round(total_s, 3),
            words=words,
            model=self._ears.model,
            language="en",
            verbatim=True,
            speech=tier,
            thresholds={
                "pause_min_s": speech.PAUSE_MIN_S,
                "edge_odds": speech.EDGE_ODDS,
                "heard_odds": speech.HEARD_ODDS,
                "voice_sure": speech.VOICE_SURE,
            },
        )


def _tier(frames: speech.Frames, pieces: list[_Found], total_s: float) -> tuple[Span, ...]:
    """Where somebody speaks."""
    spans = speech.speech_tier(frames, _voiced(pieces, len(frames.bands)))
    return tuple(Span(s.start_s, min(s.end_s, total_s)) for s in spans if s.start_s < total_s)


def _voiced(pieces: list[_Found], count: int) -> NDArray[np.float32] | None:
    """Log-odds of a voice in each of so many frames, None where the model does not tell."""
    out = np.full(count, speech.UNHEARD, np.float32)
    for piece in pieces:
        if piece.voiced is None:
            return None
        first = round(piece.start_s / speech.FRAME_S)
        out[first : first + piece.voiced.size] = piece.voiced[: max(0, count - first)]
    return out if pieces else None


def _words(pieces: list[_Found], tier: tuple[Span, ...]) -> tuple[Word, ...]:
    heard: list[Heard] = []
    for piece in pieces:
        while heard and heard[-1].middle_s >= piece.from_s:  # what was cut is heard whole by the piece after the cut
            heard.pop()
        heard.extend(piece.words)
    placed = place(heard, tier)
    return mark_repeats(
        tuple(
            Word(
                text=w.text,
                start_s=round(w.start_s, 3),
                end_s=round(w.end_s, 3),
                probability=w.probability,
                kind="filler" if w.filler else "word",
            )
            for w in placed
        )
    )


def _filler_count(words: tuple[Word, ...], *, noisy: bool) -> Measure:
    count = float(sum(word.kind == "filler" for word in words))
    if noisy:
        return Measure(value=count, unit="1", status="lower_bound", reason="the background may hide some")
    return Measure(value=count, unit="1", status="measured")
