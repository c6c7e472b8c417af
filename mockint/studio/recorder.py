"""The recorder: a state machine over blocks of sound.

::

    question     |~~~~~~~~~~~~~~~|
    blocks    |--|--|--|--|--|--|--|--|--|--|--|--|
    state     ARMED               WAITING  ANSWERING   DONE
    taken                          |-------------------|
                                   ^ the cut, GUARD_S after the question's last sample

It is armed before the question ends, so that no first word is lost, and takes only what follows the question, so that
the loudspeaker is never taken for the person. What it takes goes to the disk and to the ears in the same samples.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
from typing import TYPE_CHECKING, Protocol

from mockint.core.spans import Span
from mockint.devices.blocks import Block
from mockint.studio.meter import Meter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GUARD_S = 0.1
"""Left out after the question's last sample: its echo in the room. Nobody answers faster."""
HELD_S = 5.0
"""How far back the end of the question may be told."""
FIRST_ENTER_S = 1.5
"""An Enter this soon after speech began the answer was meant to begin it, too."""
PATIENCE_S = 60.0
"""Under ``--auto-stop``, how long to wait for a first word."""
COUNTDOWN_FROM_S = 5.0
QUIET_S = 0.7
"""Silence that is not yet worth a countdown."""


class State(enum.Enum):
    """Where a recording is."""

    ARMED = "armed"
    """Listening, keeping nothing: the question is being asked."""
    WAITING = "waiting"
    """Recording, and nothing was said yet."""
    ANSWERING = "answering"
    DONE = "done"


class Stop(enum.Enum):
    """What ended a recording."""

    KEY = "key"
    SILENCE = "silence"
    INTERRUPT = "interrupt"
    END = "end of the file"
    GONE = "microphone gone"


class Sink(Protocol):
    """Where the sound is kept."""

    def write(self, block: NDArray[np.int16]) -> None:
        """Keep a mono int16 block."""


class Ear(Protocol):
    """What the recorder asks of a listener while somebody speaks."""

    @property
    def speaking(self) -> bool:
        """Whether a voice sounds now."""

    @property
    def silence_s(self) -> float:
        """Seconds since a voice last sounded."""

    def feed(self, block: NDArray[np.int16]) -> None:
        """Hear a mono int16 block."""


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    """What came of it."""

    sample_rate_hz: int
    duration_s: float
    question_end_s: float
    """When the question ended; negative: before the recording began."""
    stopped_by: Stop
    why: str
    """In words, where it was not the person who stopped."""
    began: bool
    """Whether the person began to answer, by speaking or by Enter."""
    lost: tuple[Span, ...]
    """Where sound was lost because the computer was too busy."""


class Recorder:
    """Takes the answer out of the blocks that come in.

    Parameters
    ----------
    sample_rate_hz : int
        Of the blocks.
    sink : Sink
        Where the answer is kept.
    ear : Ear
        Who hears it.
    auto_stop_s : float or None
        Stop after this much silence [s]; None for never.
    """

    def __init__(self, sample_rate_hz: int, sink: Sink, ear: Ear, *, auto_stop_s: float | None = None) -> None:
        self.state = State.ARMED
        self.meter = Meter(sample_rate_hz)
        self._rate = sample_rate_hz
        self._sink = sink
        self._ear = ear
        self._auto_stop_s = auto_stop_s
        self._held: collections.deque[Block] = collections.deque()
        self._ended_at: float | None = None
        self._cut_at = 0.0
        self._first_at: float | None = None
        self._last_at: float | None = None
        self._next_at = 0.0
        self._samples = 0
        self._began_s: float | None = None
        self._began_by_key = False
        self._spoke = False
        self._lost: list[Span] = []
        self._stop: tuple[Stop, str] | None = None

    def question_ended(self, at_s: float, *, guard_s: float = GUARD_S) -> None:
        """Take what sounds from now on; `at_s` is when the question's last sample sounds [s]."""
        if self.state is not State.ARMED:
            return
        self._ended_at, self._cut_at = at_s, at_s + guard_s
        self.state = State.WAITING
        held, self._held = self._held, collections.deque()
        for block in held:
            self._take(block)

    def hear(self, block: Block) -> None:
        """Take in the next block."""
        if self.state is State.DONE:
            return
        self.meter.feed(block.samples)
        if self.state is State.ARMED:
            self._held.append(block)
            while self._held[0].at_s < block.at_s - HELD_S:
                self._held.popleft()
            return
        self._take(block)

    def press_enter(self, at_s: float) -> None:
        """The person's one key, pressed at `at_s`: begins the answer, then ends it."""
        if self.state is State.WAITING:
            self._begin(by_key=True)
        elif self.state is State.ANSWERING and (self._began_by_key or self.elapsed_s > FIRST_ENTER_S):
            self.stop_at(at_s, Stop.KEY)

    def stop_at(self, at_s: float, by: Stop, why: str = "") -> None:
        """End the recording with what sounded at `at_s`: blocks from before it may still be on their way."""
        if self._stop is not None:
            return
        if self.state is State.ARMED or self._next_at >= at_s:
            self.stop(by, why)
        else:
            self._stop, self._last_at = (by, why), at_s

    def stop(self, by: Stop, why: str = "") -> None:
        """End the recording; what was said is kept."""
        if self.state is not State.DONE:
            self._stop = self._stop or (by, why)
            self.state = State.DONE

    @property
    def ending(self) -> bool:
        """Whether it waits for its last blocks only."""
        return self._last_at is not None

    @property
    def recorded_s(self) -> float:
        """Sound taken so far [s]."""
        return self._samples / self._rate

    @property
    def elapsed_s(self) -> float:
        """How long the answer is so far [s]."""
        return 0.0 if self._began_s is None else self.recorded_s - self._began_s

    @property
    def countdown_s(self) -> float | None:
        """Seconds until silence stops the recording; None while there is no countdown."""
        if self._auto_stop_s is None or self.state is not State.ANSWERING or not self._spoke:
            return None
        silence_s = 0.0 if self._ear.speaking else self._ear.silence_s
        left_s = max(0.0, self._auto_stop_s - silence_s)
        quiet_s = min(QUIET_S, self._auto_stop_s / 2)
        return left_s if silence_s >= quiet_s and left_s <= COUNTDOWN_FROM_S else None

    def recording(self) -> Recording:
        """What came of it, once it is done."""
        by, why = self._stop or (Stop.KEY, "")
        question_end_s = 0.0
        if self._ended_at is not None and self._first_at is not None:
            question_end_s = self._ended_at - self._first_at
        return Recording(
            sample_rate_hz=self._rate,
            duration_s=self.recorded_s,
            question_end_s=round(question_end_s, 3),
            stopped_by=by,
            why=why,
            began=self._began_s is not None,
            lost=tuple(self._lost),
        )

    def _take(self, block: Block) -> None:
        samples = block.samples
        before = 0
        if self._first_at is None:
            before = min(samples.size, max(0, round((self._cut_at - block.at_s) * self._rate)))
            samples = samples[before:]
            if not samples.size:
                return
            self._first_at = block.at_s + before / self._rate
        if block.lost_s and not before:
            self._lost.append(Span(self.recorded_s, self.recorded_s + block.lost_s))
        begins_at = block.at_s + before / self._rate
        if self._last_at is not None:
            samples = samples[: max(0, round((self._last_at - begins_at) * self._rate))]
        self._sink.write(samples)
        self._ear.feed(samples)
        self._samples += samples.size
        self._next_at = begins_at + samples.size / self._rate
        self._follow()
        if self._last_at is not None and block.at_s + block.samples.size / self._rate >= self._last_at:
            self.state = State.DONE

    def _follow(self) -> None:
        """What the sound itself changes: speech begins the answer, silence may end it."""
        if self._ear.speaking:
            self._spoke = True
            if self.state is State.WAITING:
                self._begin(by_key=False)
        if self._auto_stop_s is None:
            return
        if not self._spoke:
            if self.recorded_s >= max(PATIENCE_S, self._auto_stop_s):
                self.stop(Stop.SILENCE, f"nothing was said for {self.recorded_s:.0f} s")
        elif not self._ear.speaking and self._ear.silence_s >= self._auto_stop_s:
            self.stop(Stop.SILENCE, f"{self._auto_stop_s:g} s of silence")

    def _begin(self, *, by_key: bool) -> None:
        self.state = State.ANSWERING
        self._began_s = self.recorded_s
        self._began_by_key = by_key
