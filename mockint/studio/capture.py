"""One answer from its first block to its last: drives the recorder, the keys and the display."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol

from mockint.core.errors import MachineError
from mockint.devices.blocks import Block, BlockSource, Playback
from mockint.show.live import Moment
from mockint.studio.clock import Clock
from mockint.studio.keys import Interrupts, Keys
from mockint.studio.recorder import Recorder, State, Stop

if TYPE_CHECKING:
    from collections.abc import Callable

ARM_WITHIN_S = 10.0
"""A device that gives nothing for this long will not."""
READ_S = 0.1
LAST_READS = 8
"""How often to look for the blocks that a stop still waits for."""
REDRAW_S = 0.1
_PHASES = {State.ARMED: "asking", State.WAITING: "waiting", State.ANSWERING: "recording", State.DONE: "recording"}


class Display(Protocol):
    """Shows what happens."""

    def show(self, now: Moment) -> None:
        """Draw this moment."""


@dataclasses.dataclass(frozen=True, slots=True)
class Capture:
    """What takes part in one answer."""

    source: BlockSource
    recorder: Recorder
    keys: Keys
    interrupts: Interrupts
    display: Display
    clock: Clock
    ask: Callable[[], Playback | None]
    """Begins to speak the question; None where it is only shown."""

    def run(self) -> None:
        """Arm, ask, and record until something ends it.

        Raises
        ------
        MachineError
            The microphone gave no sound at all.
        """
        playback: Playback | None = None
        try:
            if self.source.live:
                first = self._arm()
                playback = self.ask()
            else:
                # A file begins to speak when it is opened, and nobody answers before the question has ended.
                playback = self.ask()
                self._hear_out(playback)
                first = self._arm()
                playback = None
            if first is None:
                return
            if playback is None:
                self.recorder.question_ended(first.at_s, guard_s=0.0)
            self.recorder.hear(first)
            self._record(playback)
        finally:
            if playback:
                playback.stop()

    def _arm(self) -> Block | None:
        """The source's first block, so that nothing is asked before somebody listens; None after Ctrl-C."""
        if self.recorder.state is State.DONE:
            return None
        self.source.open()
        waited_s = 0.0
        while waited_s < ARM_WITHIN_S:
            block = self.source.read(READ_S)
            if block is not None:
                return block
            if self.interrupts.pressed:
                self.recorder.stop(Stop.INTERRUPT)
                return None
            if self.source.ended is not None:
                break
            waited_s += READ_S
        if self.source.live:
            raise MachineError(
                f"the microphone {self.source.name!r} gives no sound at all",
                hint="close other programs that use it, or choose another: mockint devices",
            )
        self.recorder.stop(Stop.END, "the file is over")
        return None

    def _hear_out(self, playback: Playback | None) -> None:
        """Wait for the end of the question."""
        if playback is None:
            return
        while self.recorder.state is State.ARMED:
            if _ended_at(playback, self.clock) is not None:
                break
            self._obey(playback)
            self.display.show(self._moment())
            self.clock.sleep(READ_S)
        playback.stop()

    def _record(self, playback: Playback | None) -> None:
        drawn_s = heard_s = 0.0
        late = 0
        while self.recorder.state is not State.DONE:
            block = self.source.read(READ_S)
            ended_at = _ended_at(playback, self.clock)
            if ended_at is not None:
                self.recorder.question_ended(ended_at)
            if block is not None:
                self.recorder.hear(block)
                heard_s += block.samples.size / self.source.sample_rate_hz
            elif self.recorder.ending:
                late += 1
                if late >= LAST_READS:
                    break
            elif self.source.ended is not None:
                self.recorder.stop(Stop.GONE if self.source.live else Stop.END, self.source.ended)
            self._obey(playback)
            if block is None or heard_s - drawn_s >= REDRAW_S:
                drawn_s = heard_s
                self.display.show(self._moment())

    def _obey(self, playback: Playback | None) -> None:
        now_s = self.clock.now()
        if self.interrupts.pressed:
            self.recorder.stop_at(now_s, Stop.INTERRUPT)
        key = self.keys.poll()
        if key == "enter":
            if self.recorder.state is State.ARMED and playback:
                playback.stop()
            else:
                self.recorder.press_enter(now_s)
        elif key == "closed":
            self.recorder.stop_at(now_s, Stop.INTERRUPT, "the terminal was closed")

    def _moment(self) -> Moment:
        recorder = self.recorder
        return Moment(
            phase=_PHASES[recorder.state],
            elapsed_s=recorder.elapsed_s,
            level_dbfs=recorder.meter.level_dbfs,
            countdown_s=recorder.countdown_s,
            problem=recorder.meter.problem,
        )


def _ended_at(playback: Playback | None, clock: Clock) -> float | None:
    """When the last sample sounded; None before it has, though the moment is known ahead."""
    ended_at = playback.ended_at if playback else None
    return ended_at if ended_at is not None and ended_at <= clock.now() else None
