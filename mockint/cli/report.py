"""The report of a take as one self-contained HTML file, with its sound."""

from __future__ import annotations

import argparse
import pathlib
import sys

from mockint.cli import common
from mockint.core.errors import BadInput, Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint report``."""
    common.add_id(parser)
    parser.add_argument("--html", required=True, type=pathlib.Path, metavar="FILE", help="where to write it")


def run(args: argparse.Namespace) -> int:
    """The report as one HTML file with its sound."""
    from mockint.show.page import render_page

    with common.store_to_read() as store:
        about, take = common.scored(store, args.id)
        path = store.audio(about)
    sound = path.read_bytes() if path.is_file() else None
    page = render_page(take, sound, profile=about.profile)
    try:
        args.html.write_text(page, "utf-8")
    except OSError as error:
        raise BadInput(f"{args.html} cannot be written: {error.strerror}", hint="name a file in a folder") from None
    sys.stdout.write(f"{args.html}\n")
    return Exit.OK
