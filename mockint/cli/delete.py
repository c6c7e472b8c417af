"""Remove takes: their sound, their words and their scorecards."""

from __future__ import annotations

import argparse
import sys

from mockint.cli import common
from mockint.core.errors import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint delete``."""
    parser.add_argument("id", metavar="ID", nargs="+", help=common.ID_HELP)


def run(args: argparse.Namespace) -> int:
    """Remove takes with their sound and scorecards."""
    with common.store_to_change() as store:
        # All are looked up first: 'last' means the newest at the start, and a wrong id deletes nothing.
        for about in {about.id: about for about in map(store.find, args.id)}.values():
            store.delete(about.id)
            sys.stdout.write(f"deleted {about.id} ({common.length(about.duration_s)}, {about.question.id})\n")
    return Exit.OK
