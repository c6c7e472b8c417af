"""What answers are judged by: 'mockint rules' lists them, 'mockint rules explain ID' tells one in full."""

from __future__ import annotations

import argparse
import difflib

from mockint.core.errors import BadInput, Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("what", nargs="?", choices=("list", "explain"), default="list")
    parser.add_argument("id", nargs="?", help="a rule's id, for explain")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the list, or one rule."""
    from mockint.cli.output import Output
    from mockint.judge.rules.registry import all_rules, get_rule
    from mockint.show import rulebook

    rules = all_rules()
    if args.what == "explain":
        rule = get_rule(args.id or "")
        if rule is None:
            near = difflib.get_close_matches(args.id or "", [r.id for r in rules], n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "mockint rules lists them"
            raise BadInput(f"no rule {args.id!r}" if args.id else "explain which rule?", hint=hint)
        rules = (rule,)
    with Output() as out:
        if args.format == "json":
            import msgspec

            rows = [rulebook.as_data(r) for r in rules]
            out.text(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n")
        elif args.what == "explain":
            rulebook.render_rule(rules[0], out.console())
        else:
            rulebook.render_rules(rules, out.console())
    return Exit.OK
