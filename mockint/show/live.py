"""The screen while somebody answers: that it records, how loud, how long, and nothing else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from mockint.core.profile import Profile
from mockint.core.spans import clock
from mockint.show.text import moment

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.live import Live
    from rich.text import Text

METER_FROM_DBFS = -60.0
METER_WIDTH = 32


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to show now."""

    phase: str
    """``asking``, ``waiting`` or ``recording``."""
    elapsed_s: float = 0.0
    """Length of the answer so far."""
    level_dbfs: float = -96.0
    countdown_s: float | None = None
    """Until silence stops the recording."""
    problem: str | None = None


def light(elapsed_s: float, profile: Profile) -> tuple[str, str]:
    """Colour and words of the timing light.

    Green from the profile's minimum, amber from its middle, red from its maximum, as at a speakers' club.
    """
    if elapsed_s < profile.min_s:
        return "white", f"go on: green at {clock(profile.min_s)}"
    if elapsed_s < profile.middle_s:
        return "green", "GREEN: long enough"
    if elapsed_s < profile.max_s:
        return "yellow", f"AMBER: come to the end by {clock(profile.max_s)}"
    return "red", f"RED: over {clock(profile.max_s)}, stop"


class LiveDisplay:
    """Redraws a few lines of a terminal; elsewhere says one line at the start and one at the end.

    Parameters
    ----------
    console : rich.console.Console
        Where the talk goes (standard error).
    profile : Profile
        Whose times the light follows.
    """

    def __init__(self, console: Console, profile: Profile) -> None:
        self._console = console
        self._profile = profile
        self._live: Live | None = None
        self._said: set[str] = set()

    def show(self, now: Moment) -> None:
        """Draw this moment; cheap enough for ten times a second."""
        if not self._console.is_terminal:
            self._say(now)
            return
        if self._live is None:
            from rich.live import Live

            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()
        self._live.update(self._drawn(now), refresh=True)

    def close(self) -> None:
        """Take the display off the screen."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _say(self, now: Moment) -> None:
        """Without a terminal: that it records, and each problem, once."""
        lines = {"Recording."} if now.phase != "asking" else set()
        if now.problem:
            lines.add(now.problem)
        for line in sorted(lines - self._said):
            self._console.print(line, highlight=False, soft_wrap=True)
        self._said |= lines

    def _drawn(self, now: Moment) -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        lines: list[Text] = []
        if now.phase == "asking":
            lines.append(Text(" Listen to the question. Enter skips it.", style="dim"))
        elif now.phase == "waiting":
            lines.append(Text.assemble((" YOUR TURN ", "bold reverse"), "  Speak when you are ready, or press Enter."))
        else:
            lines.append(self._headline(now.elapsed_s))
            lines.append(Text())
            lines.append(self._light(now.elapsed_s))
        lines.append(self._meter(now.level_dbfs))
        if now.countdown_s is not None:
            left_s = math.ceil(now.countdown_s)
            words = f" silence: stops in {left_s} s, speak to go on "
            lines.append(Text(words, style=self._loud("bold black on yellow")))
        if now.problem:
            lines.append(Text(f" {self._glyph('▲', '!')} {now.problem}", style="bold yellow"))
        if now.phase == "recording":
            lines.append(Text(" Enter stops", style="dim"))
        return Group(*lines)

    def _headline(self, elapsed_s: float) -> Text:
        from rich.text import Text

        dot = self._glyph("●", "*") if elapsed_s % 1 < 0.6 else " "
        width = min(self._console.width - 1, 60)
        rows = ["", f"   {dot} REC   {moment(elapsed_s)}", ""]
        return Text("\n".join(row.ljust(width) for row in rows), style=self._loud("bold white on red"))

    def _loud(self, style: str) -> str:
        """A block of colour; where there is none, reversed."""
        return "bold reverse" if self._console.no_color else style

    def _light(self, elapsed_s: float) -> Text:
        from rich.text import Text

        colour, words = light(elapsed_s, self._profile)
        style = "bold" if colour == "white" else f"bold {colour}"
        return Text.assemble((f" {self._glyph('⬤', 'O')} ", style), (words, style))

    def _meter(self, level_dbfs: float) -> Text:
        from rich.text import Text

        share = (level_dbfs - METER_FROM_DBFS) / -METER_FROM_DBFS
        full = round(METER_WIDTH * min(1.0, max(0.0, share)))
        style = "red" if level_dbfs > -6 else "green"
        return Text.assemble(
            " level ",
            (self._glyph("█", "#") * full, style),
            (self._glyph("░", ".") * (METER_WIDTH - full), "dim"),
            f" {max(-99, round(level_dbfs)):4d} dB",
        )

    def _glyph(self, nice: str, plain: str) -> str:
        return nice if self._console.encoding.startswith("utf") else plain
