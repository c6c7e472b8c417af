"""The report on one screen: what a person reads in ten seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from mockint.core.profile import Profile
from mockint.core.spans import clock
from mockint.core.take import OTHER, Evidence, Finding, Take
from mockint.show.digest import LETTERS, LEVELS, Digest, Gauge, Piece, digest, quote
from mockint.show.digits import BLOCKS, big
from mockint.show.printing import indented, line_width, put
from mockint.show.text import clean, counted, encodable, listed, moment, number, shorten, signed

if TYPE_CHECKING:
    from rich.console import Console

_LABEL = 11
_TONES = {"good": "green", "fair": "yellow", "poor": "red", "plain": ""}
_STAGE_STYLES = {
    "situation": "bright_blue",
    "task": "magenta",
    "action": "yellow",
    "result": "green",
    "learned": "cyan",
    OTHER: "bright_black",
}
_LEVEL_STYLES = {"shown": "green", "mixed": "yellow", "missing": "red", "unclear": "dim"}
_LEVEL_MARKS = {"shown": "✓", "mixed": "≈", "missing": "✗", "unclear": "?"}
_MOST_STRENGTHS = 4
_MOST_FINDINGS = 5
_ENOUGH = 30
"""Characters of a strength's quote that are enough to recognise it by."""


def render(take: Take, console: Console, *, profile: Profile, details: bool = False) -> None:
    """Print the report of a take.

    Parameters
    ----------
    take : Take
        Any take, one without words too.
    console : Console
        Decides on colour, width and encoding; characters that its encoding lacks are replaced.
    profile : Profile
        The targets to hold time, pace and stages against.
    details : bool
        Every finding with all its evidence and advice, every measure and segment, instead of one screen.
    """
    width = line_width(console)
    told = digest(take, profile)
    sections: list[list[Text]] = [_head(told, width, console)]
    if told.silent:
        sections.append(_nothing(told, width, console))
    else:
        sections += [
            _score(told, width, console),
            _stage_bars(told, width, console),
            _strengths(told, width, console, details=details),
            _first(told, width, console, details=details),
            _rest(told, width, console, details=details),
            [*_insights(told, width), *([] if details else _not_assessed_line(told, width))],
        ]
        if details:
            sections += [
                _not_assessed(told, width, console),
                _segments(take, width, console),
                _measures(take, width, console),
            ]
    for k, section in enumerate(s for s in sections if s):
        put([Text(), *section] if k else section, console)


def _heading(title: str) -> Text:
    return Text.assemble(" ", (title, "bold"))


def _head(told: Digest, width: int, console: Console) -> list[Text]:
    lines = indented(Text(told.question, "bold"), width, console, indent=1)
    lines += indented(Text(" · ".join(told.about), "dim"), width, console, indent=1)
    for warning in told.warnings:
        lines += indented(Text(warning, "yellow"), width, console, indent=3, first=" ! ")
    return lines


def _nothing(told: Digest, width: int, console: Console) -> list[Text]:
    title, *hints = told.silent
    return [_heading(title), *(line for hint in hints for line in indented(Text(hint), width, console, indent=3))]


def _score(told: Digest, width: int, console: Console) -> list[Text]:
    """The score in tall digits, where they can be drawn, with the sum, the gauges and the facts beside them."""
    tall: tuple[str, ...] = ()
    if told.total is not None and width >= 60 and encodable(BLOCKS, console.encoding):
        tall = big(f"{told.total:.0f}")
    indent = len(tall[0]) + 4 if tall else 1
    facts = [Text.assemble((f"{f.name} ", "dim"), (f.text, _TONES[f.tone])) for f in told.facts]
    rows = [_sum(told), *(_gauge(g, width) for g in told.gauges), *_joined(facts, width - indent)]
    lines = [line for row in rows for line in indented(row, width, console, indent=indent)]
    style = _score_style(told.total)
    drawn = [Text.assemble("  ", (left, style), "  ", row[indent:]) for left, row in zip(tall, lines, strict=False)]
    return [*drawn, *lines[len(drawn) :]]


def _joined(parts: Sequence[Text], width: int) -> list[Text]:
    """Parts side by side, two blanks between them, as long as they fit."""
    lines: list[Text] = []
    for part in parts:
        if lines and lines[-1].cell_len + 2 + part.cell_len <= width:
            lines[-1].append("  ").append_text(part)
        else:
            lines.append(part.copy())
    return lines


def _score_style(total: float | None) -> str:
    if total is None:
        return "dim"
    return "bold " + ("green" if total >= 70 else "yellow" if total >= 45 else "red")


def _sum(told: Digest) -> Text:
    if told.total is None:
        return Text.assemble(("Not scored", "bold"), f": {told.unscored}")
    line = Text.assemble((f"{number(told.total)} of 100", _score_style(told.total)), f" = base {number(told.base)}")
    for name, points in told.categories.items():
        line.append(f"  {name} ").append(signed(points), _points_style(points))
    if told.held:
        line.append(f"  (held at {number(told.total)})", "dim")
    return line


def _points_style(points: float) -> str:
    return "bold green" if points > 0 else "bold red" if points < 0 else "dim"


def _gauge(gauge: Gauge, width: int) -> Text:
    line = Text.assemble((f"{gauge.name:<6} ", "dim"), (f"{gauge.value:>4} " if gauge.value else "", "bold"))
    if gauge.place is not None and width >= 70:
        line.append_text(_track(gauge.place, _TONES[gauge.tone])).append(" ")
    return line.append(gauge.verdict, _TONES[gauge.tone])


def _track(place: float, style: str) -> Text:
    """``──├━━●━━┤──``: the band between the brackets, the value at the dot."""
    track = Text("──├━━━━━┤──", "dim")
    at = min(len(track) - 1, int(place * len(track)))
    return track[:at] + Text("●", f"bold {style}".strip()) + track[at + 1 :]


def _stage_bars(told: Digest, width: int, console: Console) -> list[Text]:
    if not told.stages:
        return []
    targets = [Piece(stage=row.stage, size=row.target) for row in told.stages]
    longest = max(sum(p.size for p in told.pieces), sum(p.size for p in targets))
    room = width - _LABEL
    lines = [
        Text.assemble((" You".ljust(_LABEL), "bold"), _bar(told.pieces, longest, room, fill="▇")),
        Text.assemble((" Target".ljust(_LABEL), "dim"), _bar(targets, longest, room, fill="━")),
    ]
    cell = min(14, room // len(told.stages))
    table = _stage_table(told, cell) if cell >= 13 else _stage_list(told)
    for note in _bar_notes(told):
        table += indented(note, width, console, indent=_LABEL)
    return [*lines, *table]


def _stage_table(told: Digest, cell: int) -> list[Text]:
    names = Text(" " * _LABEL)
    sizes = Text.assemble(((" time" if told.timed else " words").ljust(_LABEL), "dim"))
    targets = Text(" target".ljust(_LABEL), "dim")
    for row in told.stages:
        style = _STAGE_STYLES[row.stage]
        size, target = (_amount(x, timed=told.timed) for x in (row.size, row.target))
        names.append(f"{row.letter} ", f"bold {style}").append(row.stage.title().ljust(cell - 2), style)
        sizes.append(f"{size:<4}", "bold").append(f" {row.note}".ljust(cell - 4), "yellow")
        targets.append(target.ljust(cell), "dim")
    return [names, sizes, targets]


def _stage_list(told: Digest) -> list[Text]:
    """The same on a narrow screen, a line for each stage."""
    unit = "" if told.timed else " words"
    lines = []
    for row in told.stages:
        style = _STAGE_STYLES[row.stage]
        size, target = (_amount(x, timed=told.timed) for x in (row.size, row.target))
        line = Text.assemble(
            (f" {row.letter} ", f"bold {style}"), (f"{row.stage.title():<10}", style), (f"{size:>4}", "bold")
        )
        lines.append(line.append(f"{unit} of {target}", "dim").append(f" {row.note}", "yellow"))
    return lines


def _bar_notes(told: Digest) -> list[Text]:
    notes = []
    if any(p.unsure for p in told.pieces):
        notes.append("░ not sure which stage")
    if any(p.stage == OTHER for p in told.pieces):
        notes.append("o greeting and the like")
    return [Text("   ".join(notes), "dim")] if notes else []


def _amount(size: float, *, timed: bool) -> str:
    return clock(size) if timed else number(round(size))


def _bar(pieces: Sequence[Piece], longest: float, room: int, *, fill: str) -> Text:
    """Pieces drawn to scale: each edge is rounded on its own, so that errors do not add up."""
    bar = Text()
    now = 0.0
    for piece in pieces:
        now += piece.size
        cells = round(now / longest * room) - len(bar) if longest else 0
        if cells > 0:
            line = "░" if piece.unsure else fill
            style = _STAGE_STYLES[piece.stage]
            bar.append(LETTERS[piece.stage], f"bold {style}").append(line * (cells - 1), style)
    return bar


def _evidence(item: Evidence, room: int, *, whole: bool = False) -> Text:
    """The words and when they are said, the words cut to fit into `room` unless they are wanted whole."""
    when = "" if item.start_s is None else f" [{moment(item.start_s)}]"
    text = quote(item)
    if not whole and len(text) + len(when) > room:
        text = shorten(text.rstrip("”"), room - len(when) - 1) + ("”" if item.quote else "")
    return Text.assemble((text, "italic"), (when, "cyan"))


def _finding(finding: Finding, width: int, console: Console, *, details: bool, most: int = 1) -> list[Text]:
    """The points, the message, and up to `most` quotes; a single quote shares the line when there is room for it."""
    title = Text.assemble((clean(finding.message), "bold" if finding.points else ""))
    if details:
        title.append(f"  {finding.rule}", "dim")
    told = [e for e in finding.evidence if quote(e)]
    shown = told if details else told[:most]
    more = f" and {len(told) - len(shown)} more" if len(told) > len(shown) else ""
    room = width - 6 - len(more)
    quotes = [_evidence(e, room, whole=details) for e in shown]
    if len(quotes) == 1 and not details:
        least = _ENOUGH if finding.kind == "strength" else quotes[0].cell_len
        if title.cell_len + 2 + min(least, quotes[0].cell_len) <= room:
            title.append("  ").append_text(_evidence(shown[0], room - title.cell_len - 2))
            quotes = []
    lines = indented(title, width, console, indent=6, first=f"{signed(finding.points):>4}  ")
    lines[0].stylize(_points_style(finding.points), 0, 6)
    lines += [line for text in quotes for line in indented(text, width, console, indent=6)]
    lines[-1].append(more, "dim")
    return lines


def _strengths(told: Digest, width: int, console: Console, *, details: bool) -> list[Text]:
    if not told.strengths:
        return []
    most = len(told.strengths) if details else _MOST_STRENGTHS
    lines = [_heading("What worked")]
    for finding in told.strengths[:most]:
        lines += _finding(finding, width, console, details=details)
    return lines + _more(len(told.strengths) - most, "strength")


def _first(told: Digest, width: int, console: Console, *, details: bool) -> list[Text]:
    if told.first is None:
        return []
    notes = [f"gives back {counted(told.gain, 'point')}"] if told.gain else []
    notes.append(f"mockint rules explain {told.first.rule}")
    title = Text.assemble(("Fix this first", "bold"), ("  " + " · ".join(notes), "dim"))
    lines = indented(title, width, console, indent=1)
    lines += _finding(told.first, width, console, details=details, most=2)
    if told.first.advice:
        lines += _advice(told.first.advice, width, console)
    return lines


def _advice(advice: str, width: int, console: Console) -> list[Text]:
    return indented(Text(clean(advice)), width, console, indent=6, first="→ ")


def _rest(told: Digest, width: int, console: Console, *, details: bool) -> list[Text]:
    if not told.rest:
        return []
    most = len(told.rest) if details else _MOST_FINDINGS
    lines = [_heading("Then")]
    for finding in told.rest[:most]:
        lines += _finding(finding, width, console, details=details)
        if details and finding.advice:
            lines += _advice(finding.advice, width, console)
    return lines + _more(len(told.rest) - most, "finding")


def _more(left: int, noun: str) -> list[Text]:
    return [Text(f"      and {counted(left, f'more {noun}', f'more {noun}s')} (--details)", "dim")] if left > 0 else []


def _insights(told: Digest, width: int) -> list[Text]:
    if not told.insights:
        return []
    parts = [
        Text.assemble(
            (f"{_LEVEL_MARKS[i.level]} {i.name.title()}", _LEVEL_STYLES[i.level]), (f" {LEVELS[i.level]}", "dim")
        )
        for i in told.insights
    ]
    rows = _joined(parts, width - 3)
    return [_heading("What the interviewer learns"), *(Text("   ") + row for row in rows)]


def _not_assessed_line(told: Digest, width: int) -> list[Text]:
    """As many groups as fit on one line, the rules of the others counted."""
    if not told.not_assessed:
        return []
    groups = [f"{listed(rules, most=3)} ({reason})" for reason, rules in told.not_assessed]
    sizes = [len(rules) for _, rules in told.not_assessed]
    texts = []
    for k in range(1, len(groups) + 1):
        left = sum(sizes[k:])
        texts.append("Not assessed: " + "; ".join(groups[:k]) + (f"; {left} more" if left else ""))
    fitting = [text for text in texts if len(text) < width]
    return [Text(" " + shorten(fitting[-1] if fitting else texts[0], width - 1), "dim")]


def _not_assessed(told: Digest, width: int, console: Console) -> list[Text]:
    lines = [_heading("Not assessed")] if told.not_assessed else []
    for reason, rules in told.not_assessed:
        lines += indented(Text(f"{', '.join(rules)}: {reason}", "dim"), width, console, indent=3)
    return lines


def _segments(take: Take, width: int, console: Console) -> list[Text]:
    lines = [_heading("Stage by stage")]
    for segment in take.segments:
        when = "" if segment.start_s is None else moment(segment.start_s)
        sure = f"{segment.confidence:.0%} sure"
        style = _STAGE_STYLES[segment.stage]
        lines.append(Text.assemble(f"   {when:<5}", (f"{segment.stage.title():<10}", style), (sure, "dim")))
        lines += indented(Text(clean(segment.text)), width, console, indent=8)
    return lines if take.segments else []


def _measures(take: Take, width: int, console: Console) -> list[Text]:
    lines = [_heading("Measures")]
    for name, measure in take.measures.items():
        unit = "" if measure.unit == "1" else f" {measure.unit}"
        least = "at least " if measure.status == "lower_bound" else ""
        value = "not measured" if measure.value is None else f"{least}{measure.value:g}{unit}"
        reason = f"  {clean(measure.reason)}" if measure.reason else ""
        line = Text.assemble(f"{name.replace('_', ' '):<23}", value, (reason, "dim"))
        lines += indented(line, width, console, indent=3)
    return lines if take.measures else []
