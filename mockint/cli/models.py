"""The transcription models that are here: size, licence, checksum, and which one this machine should use."""

from __future__ import annotations

import argparse

from mockint.core.errors import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the models."""
    from mockint.cli.output import Output
    from mockint.ears.models import available

    rows = available()
    with Output() as out:
        if args.format == "json":
            import msgspec

            out.text(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n")
            return Exit.OK
        from rich.table import Table

        table = Table("model", "here", "MB", "licence", "checksum", "where, or how to get it", box=None, pad_edge=False)
        for row in rows:
            name = f"{row.name} (recommended)" if row.recommended else row.name
            size = "" if row.size_mb is None else str(row.size_mb)
            table.add_row(name, "yes" if row.here else "no", size, row.licence, row.checksum, row.where or row.hint)
        out.console().print(table)
    return Exit.OK
