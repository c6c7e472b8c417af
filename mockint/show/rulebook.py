"""The rules and the questions as a person reads them: on screen, as data, and as a page of the documentation."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from mockint.core.questions import Question
from mockint.judge.rules.base import SOURCES, Example, Rule
from mockint.judge.rules.registry import SECTIONS, all_rules, documentation
from mockint.judge.scoring import WEIGHTS_FILE, weights
from mockint.show.printing import indented, line_width, put
from mockint.show.text import clean, signed

if TYPE_CHECKING:
    from rich.console import Console
_WIDEST = 100
_KINDS = {"flag": "What costs points", "strength": "What earns points"}


def as_data(rule: Rule) -> dict[str, Any]:
    """All that there is to know of a rule, ready for JSON."""
    parts = documentation(rule)
    return {
        "id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity,
        "category": rule.category,
        "points": weights().points[rule.id],
        "points_why": _reasons()[rule.id],
        "message": rule.message,
        "advice": rule.advice or None,
        "summary": parts[""],
        "checks": parts["What it checks"],
        "why": parts["Why it matters"],
        "fix": parts["How to fix"],
        "known_problems": parts["Known problems"],
        "family": rule.family,
        "needs": list(rule.needs),
        "examples": [{"text": e.text, "applies": e.applies, "given": list(_given(e))} for e in rule.examples],
        "sources": [SOURCES[s] for s in rule.sources],
        "version": rule.version,
    }


def render_rules(rules: Sequence[Rule], console: Console) -> None:
    """Print the list of rules: points, id and what each says, flags before strengths, dearest first."""
    hang = max((len(r.id) for r in rules), default=0) + 8
    for kind, title in _KINDS.items():
        put([Text(title, "bold")], console)
        for rule in _by_points(r for r in rules if r.kind == kind):
            start = f"{signed(weights().points[rule.id]):>4}  {rule.id}".ljust(hang)
            lines = indented(Text(rule.message), line_width(console), console, indent=hang, first=start)
            lines[0].stylize(_style(rule), 0, 4)
            put(lines, console)
        put([Text()], console)
    put([Text("mockint rules explain ID tells one in full.", "dim")], console)


def render_rule(rule: Rule, console: Console) -> None:
    """Print one rule: what it checks, why, how to fix it, what it gets wrong, points, examples and sources."""
    parts = documentation(rule)
    points = f"{signed(weights().points[rule.id])} points"
    put([Text.assemble((rule.id, "bold"), "  ", (points, _style(rule)), (f"  {rule.category}", "dim"))], console)
    put(indented(Text(_plain(parts[""])), line_width(console), console, indent=0), console)
    for section in SECTIONS:
        _section(console, section, [Text(_plain(parts[section]))])
    _section(console, "Points", [Text(f"{points}: {_reasons()[rule.id]}")])
    for applies, title in ((True, _applied(rule)), (False, "Left alone")):
        _section(console, title, [_example(e) for e in rule.examples if e.applies == applies])
    _section(console, "Sources", [Text(SOURCES[s]) for s in rule.sources])
    put([Text(), Text(f"Version {rule.version}", "dim")], console)


def render_questions(questions: Iterable[Question], console: Console) -> None:
    """Print the question bank: id, question, and what the interviewer wants to learn."""
    for question in questions:
        put([Text(clean(question.id), "bold cyan")], console)
        put(indented(Text(clean(question.text), "bold"), line_width(console), console), console)
        put(indented(Text(clean(question.wants), "dim"), line_width(console), console), console)
        put([Text()], console)
    put([Text("mockint practice --question ID asks one of them.", "dim")], console)


def rules_page() -> str:
    """All rules as a page in Markdown."""
    rules = all_rules()
    lines = [
        "# The rules",
        "",
        "Made from the rules themselves by `pytest --update-goldens`; do not edit it by hand.",
        "",
        f"A score starts from {weights().base:g} and adds the points of what was found, held within 0 to 100. A "
        "finding may cost or earn only a share of the points given here.",
    ]
    for kind, title in _KINDS.items():
        chosen = _by_points(r for r in rules if r.kind == kind)
        lines += ["", f"## {title}", "", "| rule | points | what the report says |", "|---|---:|---|"]
        lines += [f"| [`{r.id}`](#{r.id}) | {signed(weights().points[r.id])} | {r.message} |" for r in chosen]
    for rule in rules:
        lines += ["", *_in_markdown(rule)]
    return "\n".join(lines) + "\n"


def _in_markdown(rule: Rule) -> list[str]:
    parts = documentation(rule)
    points = signed(weights().points[rule.id])
    lines = [f"### {rule.id}", "", parts[""], ""]
    for section in SECTIONS:
        lines += [f"**{section}.** {parts[section]}", ""]
    lines += [f"**Points.** {points} ({rule.category}). {_reasons()[rule.id]}", ""]
    for applies, title in ((True, _applied(rule)), (False, "Left alone")):
        examples = [e for e in rule.examples if e.applies == applies]
        if examples:
            lines += [f"{title}:", "", *(f"- `{e.text}`{_aside(e)}" for e in examples), ""]
    return [*lines, f"Sources: {'; '.join(SOURCES[s] for s in rule.sources)}. Version {rule.version}."]


def _plain(text: str) -> str:
    """A docstring's words without its marks of code."""
    return text.replace("``", "")


def _applied(rule: Rule) -> str:
    return "Flagged" if rule.kind == "flag" else "Praised"


def _style(rule: Rule) -> str:
    return "bold green" if rule.kind == "strength" else "bold red"


def _by_points(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda r: (-abs(weights().points[r.id]), r.id))


@functools.cache
def _reasons() -> Mapping[str, str]:
    """Why each rule is worth its points."""
    data = tomllib.loads(WEIGHTS_FILE.read_text("utf-8"))
    return {rule: str(row["why"]) for rule, row in data.items() if isinstance(row, dict)}


def _given(example: Example) -> Iterable[str]:
    """What an example supposes beyond its words."""
    if example.question != "failure":
        yield f"asked {example.question}"
    if example.role:
        yield f"applying as {example.role}"
    if example.as_of:
        yield f"said on {example.as_of}"
    for target, value in example.profile.items():
        yield f"{target.replace('_', ' ')} {value}"
    for name, amount in example.measures.items():
        yield f"{name.replace('_', ' ')} {amount:g}"


def _aside(example: Example) -> str:
    asides = [*_given(example), *([example.why] if example.why else [])]
    return f" ({'; '.join(asides)})" if asides else ""


def _example(example: Example) -> Text:
    return Text.assemble((f"“{clean(example.text)}”", "italic"), (_aside(example), "dim"))


def _section(console: Console, title: str, paragraphs: Sequence[Text]) -> None:
    if not paragraphs:
        return
    put([Text(), Text(title, "bold")], console)
    for paragraph in paragraphs:
        put(indented(paragraph, line_width(console), console), console)
