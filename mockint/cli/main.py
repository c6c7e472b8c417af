"""The ``mockint`` command: finds the subcommand, runs it, turns errors into one message and an exit code.

Only argparse is imported before the subcommand is known, so that ``--help`` is quick.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from mockint import __version__
from mockint.core.errors import Exit, MockintError

COMMANDS = {
    "practice": ("mockint.cli.practice", "ask a question aloud, record the answer, judge it, again"),
    "demo": ("mockint.cli.demo", "a whole practice session on the shipped recorded answer"),
    "score": ("mockint.cli.score", "score recordings or transcripts; stores nothing"),
    "sessions": ("mockint.cli.sessions", "the stored takes"),
    "show": ("mockint.cli.show", "the report of a stored take"),
    "replay": ("mockint.cli.replay", "play a take with the words following"),
    "rescore": ("mockint.cli.rescore", "score stored takes again with today's rules"),
    "delete": ("mockint.cli.delete", "remove a take and its recording"),
    "report": ("mockint.cli.report", "the report of a take as one HTML file"),
    "export": ("mockint.cli.export", "a take as JSON"),
    "questions": ("mockint.cli.questions", "the question bank"),
    "rules": ("mockint.cli.rules", "what answers are judged by; 'rules explain ID' for one"),
    "devices": ("mockint.cli.devices", "microphones and loudspeakers"),
    "doctor": ("mockint.cli.doctor", "what works on this machine, and what to install"),
    "models": ("mockint.cli.models", "the transcription models that are here"),
}
"""Command: its module, with ``add_arguments(parser)`` and ``run(args) -> int``, and its one line of help."""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, without the arguments of the subcommands."""
    top = argparse.ArgumentParser(
        prog="mockint",
        description="Practise 'Tell me about a time you failed' aloud and hear what to mend. It all stays here.",
        epilog="'mockint COMMAND --help' for the options of one. Start with: mockint demo",
    )
    top.add_argument("--version", action="version", version=f"mockint {__version__}")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (_, text) in COMMANDS.items():
        commands.add_parser(name, help=text, add_help=False)
    return top


def run_command(argv: Sequence[str]) -> int:
    """Parse and run one command line; errors come out as exceptions."""
    top = parser()
    options = [a for a in argv if a == "--debug"]
    rest = [a for a in argv if a != "--debug"]
    name = next((a for a in rest if not a.startswith("-")), None)
    if name not in COMMANDS:
        top.parse_args(argv)
        top.print_help(sys.stderr)
        return Exit.USAGE
    place = rest.index(name)
    top.parse_args([*options, *rest[:place], name])
    module = importlib.import_module(COMMANDS[name][0])
    sub = argparse.ArgumentParser(prog=f"mockint {name}", description=module.__doc__)
    sub.formatter_class = argparse.RawDescriptionHelpFormatter
    module.add_arguments(sub)
    return int(module.run(sub.parse_args(rest[place + 1 :])))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    debug = "--debug" in argv
    try:
        code = run_command(argv)
        sys.stdout.flush()
        return code
    except MockintError as error:
        if debug:
            raise
        print(f"mockint: {error}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        if debug:
            raise
        print("\nmockint: stopped", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (head, less): nothing to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return Exit.OK
    except OSError as error:
        if debug:
            raise
        print(f"mockint: {error.strerror or error}: {error.filename or 'this machine'}", file=sys.stderr)
        print("  free space or mend the permissions there, then try again", file=sys.stderr)
        return Exit.MACHINE
    except Exception as error:
        if debug:
            raise
        print(f"mockint: a bug: {type(error).__name__}: {error}", file=sys.stderr)
        print("  run it again with --debug and report what it prints", file=sys.stderr)
        return Exit.BUG


def run() -> None:
    """Entry point of the installed command."""
    sys.exit(main())
