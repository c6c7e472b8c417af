"""Finds the rules: every module of this folder that defines ``RULE``. Adding a rule is adding a file."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re

from mockint.judge import rules
from mockint.judge.rules.base import SOURCES, Rule

SECTIONS = ("What it checks", "Why it matters", "How to fix", "Known problems")


class RuleError(Exception):
    """A rule file that breaks the rules for rules; a bug, not a user's error."""


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    found = []
    for info in pkgutil.iter_modules(rules.__path__):
        if info.name in ("base", "registry", "shapes"):
            continue
        module = importlib.import_module(f"{rules.__name__}.{info.name}")
        rule = getattr(module, "RULE", None)
        if not isinstance(rule, Rule):
            raise RuleError(f"{info.name}.py defines no RULE")
        if rule.id != info.name.replace("_", "-"):
            raise RuleError(f"{info.name}.py: the id must be {info.name.replace('_', '-')!r}, not {rule.id!r}")
        if unknown := set(rule.sources) - set(SOURCES):
            raise RuleError(f"{info.name}.py: unknown sources {sorted(unknown)}")
        if rule.kind == "flag" and not (rule.severity and rule.advice):
            raise RuleError(f"{info.name}.py: a flag needs severity and advice")
        missing = set(SECTIONS) - set(documentation(rule))
        if missing:
            raise RuleError(f"{info.name}.py: its docstring lacks {sorted(missing)}")
        found.append(rule)
    return tuple(sorted(found, key=lambda r: r.id))


def get_rule(rule_id: str) -> Rule | None:
    """The rule of that id."""
    return next((r for r in all_rules() if r.id == rule_id), None)


def documentation(rule: Rule) -> dict[str, str]:
    """The parts of a rule's docstring by heading, the first line under ``""``."""
    text = importlib.import_module(rule.check.__module__).__doc__ or ""
    parts = re.split(rf"^({'|'.join(SECTIONS)})\n", text.strip(), flags=re.MULTILINE)
    clean = [re.sub(r"\s+", " ", part).strip() for part in parts]
    return {"": clean[0], **dict(zip(clean[1::2], clean[2::2], strict=True))}
