import io
import json

import pytest
from rich.console import Console

from mockint.core.questions import Question
from mockint.judge.rules.base import SOURCES
from mockint.judge.rules.registry import SECTIONS, all_rules
from mockint.judge.scoring import weights
from mockint.show import rulebook
from mockint.show.text import signed


def shown(render, what, *, width=80, encoding="utf-8"):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    render(what, Console(file=stream, width=width))
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda r: r.id)
def test_a_rule_is_told_in_full(rule):
    text = shown(rulebook.render_rule, rule, width=90)
    for section in (*SECTIONS, "Points", "Sources", "Left alone"):
        assert f"\n{section}\n" in text
    assert signed(weights().points[rule.id]) in text
    assert all(SOURCES[s] in flat(text) for s in rule.sources)
    assert all(e.text in text or flat(e.text)[:30] in flat(text) for e in rule.examples)
    assert max(map(len, text.splitlines())) <= 90


@pytest.mark.parametrize("rule", all_rules(), ids=lambda r: r.id)
def test_a_rule_is_data(rule):
    data = json.loads(json.dumps(rulebook.as_data(rule)))
    assert data["id"] == rule.id
    assert data["points"]
    assert all(data[k] for k in ("summary", "checks", "why", "fix", "known_problems", "points_why", "examples"))


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_list_holds_every_rule_dearest_first(encoding):
    text = shown(rulebook.render_rules, all_rules(), encoding=encoding)
    assert all(f" {r.id} " in text for r in all_rules())
    assert max(map(len, text.splitlines())) <= 80
    flags = sorted((r for r in all_rules() if r.kind == "flag"), key=lambda r: weights().points[r.id])
    assert text.splitlines()[1].split()[1] in {r.id for r in flags[:1]}


def test_the_page_holds_every_rule():
    page = rulebook.rules_page()
    for rule in all_rules():
        assert f"\n### {rule.id}\n" in page
        assert f"](#{rule.id})" in page


def test_questions_are_shown_as_they_are():
    question = Question(id="own", text="Tell me [red]all[/red].", wants="Candour.\x1b[1m", hints=(), follow_ups=())
    text = shown(rulebook.render_questions, [question])
    assert "Tell me [red]all[/red]." in text
    assert "\x1b" not in text
    assert "own" in text
