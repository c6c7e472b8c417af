"""The question bank: what can be asked, what each wants to learn."""

from __future__ import annotations

import argparse

from mockint.core.errors import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the bank."""
    from mockint.cli.output import Output
    from mockint.studio.config import bank

    questions = sorted(bank().values(), key=lambda q: (q.id != "failure", q.id))
    with Output() as out:
        if args.format == "json":
            import msgspec

            out.text(msgspec.json.format(msgspec.json.encode(questions), indent=2).decode() + "\n")
        else:
            from mockint.show.rulebook import render_questions

            render_questions(questions, out.console())
    return Exit.OK
