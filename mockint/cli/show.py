"""The report of a stored take, as it was last scored."""

from __future__ import annotations

import argparse

from mockint.cli import common
from mockint.core.errors import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which take, and how much of it."""
    common.add_id(parser)
    parser.add_argument("--details", action="store_true", help="every finding, measure and sentence")


def run(args: argparse.Namespace) -> int:
    """The report of a stored take."""
    from rich.console import Console

    from mockint.show.terminal import render

    with common.store_to_read() as store:
        about, take = common.scored(store, args.id)
    render(take, Console(), profile=about.profile, details=args.details)
    return Exit.OK
