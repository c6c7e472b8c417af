"""What the documents say is there, is there."""

import pathlib
import re

import pytest

from mockint.cli.main import COMMANDS
from mockint.judge.rules.registry import all_rules

ROOT = pathlib.Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert re.search(rf"`(?:mockint )?{command}\b", README), command


def test_links_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_rule_and_question_that_the_advice_names_exists():
    from mockint.core.profile import Profile
    from mockint.studio.config import bank

    known = {r.id for r in all_rules()} | set(bank()) | set(Profile.__struct_fields__)
    text = (ROOT / "docs" / "advice.md").read_text("utf-8").split("## Where")[0]
    for name in re.findall(r"`([a-z][a-z_-]+)`", text):
        assert name in known or name in ("live", "one-way"), name


def test_every_content_rule_is_in_the_advice():
    text = (ROOT / "docs" / "advice.md").read_text("utf-8")
    for rule in all_rules():
        assert f"`{rule.id}`" in text, rule.id


def test_the_rules_page_is_fresh(pytestconfig):
    from mockint.show.rulebook import rules_page

    page = ROOT / "docs" / "rules.md"
    if pytestconfig.getoption("--update-goldens"):
        page.write_text(rules_page(), "utf-8")
    assert page.read_text("utf-8") == rules_page(), "run: pytest tests/test_docs.py --update-goldens"


def test_nothing_names_a_place_of_one_machine():
    for path in ROOT.rglob("*.py"):
        if ".venv" not in path.parts and path != pathlib.Path(__file__):
            assert not re.search(r"/(?:home|root|work)/\w", path.read_text("utf-8")), path
