"""The stored takes, newest first."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from typing import TYPE_CHECKING

from mockint.cli import common
from mockint.core.errors import Exit

if TYPE_CHECKING:
    from mockint.studio.store import Stored


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint sessions``."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """List the stored takes, newest first."""
    with common.store_to_read() as store:
        takes = store.takes()
    if args.format == "json":
        sys.stdout.write(json.dumps([_row(t) for t in takes], indent=2) + "\n")
        return Exit.OK
    if not takes:
        sys.stderr.write("No takes are stored yet: mockint practice\n")
    session = None
    for stored in takes:
        about = stored.about
        if about.session != session:
            session = about.session
            at = datetime.datetime.fromisoformat(about.started_at)
            sys.stdout.write(f"{at:%A %d %B %Y, %H:%M}\n")
        sys.stdout.write(
            f"  {about.id}  {_total(stored):>10}  {common.length(about.duration_s):>6}  {about.question.text}\n"
        )
    return Exit.OK


def _row(stored: Stored) -> dict[str, object]:
    about = stored.about
    return {
        "id": about.id,
        "session": about.session,
        "started_at": about.started_at,
        "question": {"id": about.question.id, "text": about.question.text},
        "role": about.role,
        "profile": about.profile.name,
        "duration_s": about.duration_s,
        "total": stored.total,
        "scorecards": stored.scorecards,
        "stopped_by": about.stopped_by,
    }


def _total(stored: Stored) -> str:
    if not stored.scorecards:
        return "not scored"
    return "too short" if stored.total is None else f"{stored.total:.0f} of 100"
