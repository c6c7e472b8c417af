"""Score stored takes again with today's rules; says what changed, and keeps the old scorecards."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from mockint.cli import common
from mockint.core.errors import BadInput, Exit

if TYPE_CHECKING:
    from mockint.core.hearing import Hearing
    from mockint.studio.rescore import Change
    from mockint.studio.store import About


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint rescore``."""
    parser.add_argument("id", metavar="ID", nargs="*", help="takes, shortened as far as they are unique, or 'last'")
    parser.add_argument("--all", action="store_true", help="every stored take")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Score takes again, say what changed, keep the old scorecards."""
    if bool(args.id) == args.all:
        raise BadInput("which takes?", hint="name their ids, or --all")
    import msgspec
    from rich.console import Console

    from mockint.studio import config
    from mockint.studio.rescore import rescore, todays

    talk = Console(stderr=True)
    changes: list[Change] = []
    with common.store_to_change() as store:
        chosen = [t.about for t in store.takes()] if args.all else [store.find(wanted) for wanted in args.id]
        bank = config.bank()

        def hear(about: About) -> Hearing:
            from mockint.ears.listener import Ears

            talk.print(f"Transcribing {about.id} ...", highlight=False, soft_wrap=True)
            return Ears(warn=lambda message: talk.print(message, highlight=False, soft_wrap=True)).hear(
                store.audio(about)
            )

        for about in chosen:
            today = todays(about, bank, common.profile_or_none)
            changes.append(rescore(store, today, hear=hear, judge=common.judge, now=common.now()))
            if args.format == "text":
                sys.stdout.write(_line(changes[-1]))
    if args.format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(changes), indent=2).decode() + "\n")
    return Exit.OK


def _line(change: Change) -> str:
    before, after = _total(change.total_before), _total(change.total_after)
    if not change.changed:
        return f"{change.id}  {after}  unchanged\n"
    parts = [after if change.ruleset_before is None else f"{before} -> {after}"]
    parts += [f"+{rule}" for rule in change.gained] + [f"-{rule}" for rule in change.lost]
    return f"{change.id}  {'  '.join(parts)}\n"


def _total(total: float | None) -> str:
    return "no score" if total is None else f"{total:g}"
