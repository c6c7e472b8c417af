"""Hearing a take again, with its words appearing as they sound."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from mockint.core.take import Take
from mockint.devices.blocks import Playback
from mockint.show.text import clean, moment
from mockint.studio.clock import Clock
from mockint.studio.keys import Keys

if TYPE_CHECKING:
    from rich.console import Console

TICK_S = 0.05
LONG_PAUSE_S = 1.0
"""Shown as (1.2)."""


class SilentPlayback:
    """Plays nothing, in time: the words follow the clock where there is no loudspeaker."""

    def __init__(self, duration_s: float, clock: Clock) -> None:
        self._duration_s = duration_s
        self._clock = clock
        self._from_s = clock.now()
        self._paused_at: float | None = None

    @property
    def position_s(self) -> float:
        """How much has passed [s]."""
        now_s = self._clock.now() if self._paused_at is None else self._paused_at
        return min(self._duration_s, now_s - self._from_s)

    @property
    def ended_at(self) -> float | None:
        """When it is over, on its clock [s]; None while it is paused."""
        return None if self._paused_at is not None else self._from_s + self._duration_s

    def pause(self) -> None:
        """Stay where it is."""
        self._paused_at = self._clock.now()

    def resume(self) -> None:
        """Go on from there."""
        if self._paused_at is not None:
            self._from_s += self._clock.now() - self._paused_at
            self._paused_at = None

    def stop(self) -> None:
        """Nothing to give back."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cue:
    """Something to show at a moment of the recording."""

    at_s: float
    text: str
    style: str = ""
    new_line: bool = False


def cues(take: Take) -> tuple[Cue, ...]:
    """What appears while a take is played: its words by time, fillers and long pauses marked, a line for each stage."""
    found: list[Cue] = []
    starts = {s.start_s: s.stage for s in take.segments if s.start_s is not None}
    for word in take.transcript.words:
        if word.start_s is None:
            continue
        if (stage := starts.pop(word.start_s, None)) is not None:
            found.append(Cue(word.start_s, f"{moment(word.start_s)} {stage}", "bold", new_line=True))
        if word.kind == "filler":
            found.append(Cue(word.start_s, f"[{clean(word.text)}]", "yellow"))
        else:
            found.append(Cue(word.start_s, clean(word.text), "dim" if word.repeat else ""))
    for pause in take.pauses:
        if pause.kind == "silent" and pause.end_s - pause.start_s >= LONG_PAUSE_S:
            found.append(Cue(pause.start_s, f"({pause.end_s - pause.start_s:.1f})", "cyan"))
    return tuple(sorted(found, key=lambda cue: cue.at_s))


def replay(take: Take, playback: Playback, keys: Keys, clock: Clock, out: Console) -> None:
    """Follow a playback with the take's words; space pauses and goes on, q ends it."""
    column = _Column(out)
    waiting = list(reversed(cues(take)))
    paused = False
    try:
        while True:
            # Asked first: once it has ended, every word is due.
            ended_at = playback.ended_at
            over = not paused and ended_at is not None and clock.now() >= ended_at
            while waiting and (over or waiting[-1].at_s <= playback.position_s):
                column.put(waiting.pop())
            if over:
                break
            key = keys.poll()
            if key == "space":
                paused = not paused
                (playback.pause if paused else playback.resume)()
            elif key in ("q", "closed"):
                break
            clock.sleep(TICK_S)
    finally:
        playback.stop()
        column.close()


class _Column:
    """Words one after another, wrapped at the width of the screen."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._width = min(out.width, 100)
        self._at = 0

    def put(self, cue: Cue) -> None:
        if cue.new_line:
            self._out.print("\n" if self._at else "", end="")
            self._write(cue)
            self._out.print()
            self._at = 0
            return
        if self._at + len(cue.text) + 1 > self._width:
            self._out.print()
            self._at = 0
        self._write(cue)
        self._out.print(" ", end="")
        self._at += len(cue.text) + 1

    def close(self) -> None:
        if self._at:
            self._out.print()

    def _write(self, cue: Cue) -> None:
        self._out.print(cue.text, style=cue.style or None, end="", markup=False, highlight=False, soft_wrap=True)
        self._out.file.flush()
