"""What every rule owes: documentation, examples that hold, evidence that is there, no surprises."""

import datetime
import re

import msgspec
import pytest

from mockint.core.hearing import hear_text
from mockint.core.notation import hear_notation
from mockint.core.profile import BUILT_IN
from mockint.core.take import Measure
from mockint.judge.rules.base import SOURCES, Hit, NotSure
from mockint.judge.rules.registry import SECTIONS, all_rules, documentation
from mockint.judge.scoring import weights
from mockint.studio.config import bank
from tests.answers import understand

RULES = all_rules()
EXAMPLES = [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.examples)]
AWKWARD = {
    "empty": "",
    "one word": "No.",
    "fillers only": "um uh er um",
    "punctuation": "... !! ?",
    "numbers": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26",
    "timed word": "(3.0) no (2.0)",
    "long": "We lost the file and then I found it again. " * 180,
    "one long sentence": "and so I went to the shop and then I came back " * 30,
    "markup": "I [red]lost[/red] <b>the</b> file & more {x} %s \\n",
}


def results(rule, example):
    hearing = hear_notation(example.text)
    hearing = msgspec.structs.replace(
        hearing,
        prosody={k: Measure(value=v, unit="st", status="measured") for k, v in example.measures.items()},
    )
    profile = msgspec.structs.replace(BUILT_IN["live"], **example.profile)
    answer = understand(
        hearing,
        question=bank()[example.question],
        profile=profile,
        role=example.role,
        as_of=datetime.date.fromisoformat(example.as_of) if example.as_of else None,
    )
    if any(
        answer.measures.get(n, Measure(value=None, unit="", status="unavailable")).value is None for n in rule.needs
    ):
        return answer, []
    return answer, list(rule.check(answer))


def words(text):
    return re.findall(r"[a-z0-9']+", text.lower())


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_holds(rule, example):
    answer, found = results(rule, example)
    hits = [r for r in found if isinstance(r, Hit)]
    told = [(u.stage, round(u.means(rule.id), 2), u.text) for u in answer.units]
    assert bool(hits) == example.applies, (found, told, answer.whole.get(rule.id))
    if example.quote:
        assert example.quote.lower() in " | ".join((e.quote or "").lower() for h in hits for e in h.evidence)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_rule_is_documented_and_has_both_kinds_of_example(rule):
    parts = documentation(rule)
    assert all(len(parts[s]) > 20 for s in SECTIONS)
    assert {e.applies for e in rule.examples} == {True, False}
    assert rule.id in weights().points
    sign = weights().points[rule.id]
    assert sign < 0 if rule.kind == "flag" else sign > 0


def test_sources_are_known_and_used():
    assert {s for r in RULES for s in r.sources} == set(SOURCES)


def test_weights_name_rules_only():
    assert set(weights().points) == {r.id for r in RULES}


def test_a_clean_example_holds_the_trigger_words_of_a_flagged_one():
    """Not by accident silent: clean examples share content words with flagged ones."""
    for rule in RULES:
        flagged = {w for e in rule.examples if e.applies for w in words(e.text)}
        clean = {w for e in rule.examples if not e.applies for w in words(e.text)}
        assert len({w for w in flagged & clean if len(w) > 3}) >= 1, rule.id


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_no_rule_stumbles(text):
    answer = understand(hear_notation(text))
    said = [w for x in answer.words for w in words(x.text)]
    for rule in RULES:
        if any(n not in answer.measures or answer.measures[n].value is None for n in rule.needs):
            continue
        first = list(rule.check(answer))
        assert first == list(rule.check(answer)), f"{rule.id} is not the same twice"
        for result in first:
            if isinstance(result, NotSure):
                assert result.reason
                continue
            assert result.evidence, rule.id
            assert 0 <= result.weight <= 1
            for evidence in result.evidence:
                assert evidence.quote or evidence.note
                quoted = words(evidence.quote or "")
                assert not quoted or any(said[i : i + len(quoted)] == quoted for i in range(len(said)))


def test_order_of_sentences_is_kept_in_evidence():
    answer = understand(hear_text("I forgot the list. I never checked it. I just assumed it was fine."))
    for rule in RULES:
        for result in rule.check(answer) if not rule.needs else ():
            if isinstance(result, Hit):
                at = [answer.text.find(e.quote) for e in result.evidence if e.quote]
                assert at == sorted(at)
