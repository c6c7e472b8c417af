"""A scored take as JSON."""

from __future__ import annotations

import argparse
import sys

from mockint.cli import common
from mockint.core.errors import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint export``."""
    common.add_id(parser)
    parser.add_argument("--format", choices=("json",), default="json")


def run(args: argparse.Namespace) -> int:
    """A scored take as JSON."""
    from mockint.core.take import to_json

    with common.store_to_read() as store:
        _, take = common.scored(store, args.id)
    sys.stdout.write(to_json(take, indent=2).decode() + "\n")
    return Exit.OK
