"""Score recordings (any sound file) or .txt transcripts. Stores nothing.

One bad file among many does not stop the others; the exit code tells of it.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import os
import pathlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mockint.core.errors import BadInput, Exit, MockintError

if TYPE_CHECKING:
    from mockint.core.profile import Profile
    from mockint.core.questions import Question
    from mockint.core.take import Take

TEXT = (".txt",)
MOST_TEXT_BYTES = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a recording, or a transcript ending in .txt")
    parser.add_argument("--format", choices=("text", "json", "jsonl", "html"), default="text")
    parser.add_argument("--out", metavar="FILE", help="write the result there instead of to the screen")
    parser.add_argument(
        "--question", default="failure", metavar="ID", help="default: %(default)s; see mockint questions"
    )
    parser.add_argument("--role", metavar="TEXT", help="the job applied for")
    parser.add_argument("--profile", default="live", metavar="NAME", help="live, one-way, or your own")
    parser.add_argument(
        "--as-of", metavar="DATE", type=_date, help="the day against which years are judged (YYYY-MM-DD)"
    )
    parser.add_argument("--fail-under", metavar="N", type=float, help="exit 1 if a total is lower, or there is none")
    parser.add_argument("--model", default="base", metavar="NAME|DIR", help="default: %(default)s; see mockint models")
    parser.add_argument("--compute", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--details", action="store_true", help="as text: every finding, measure and sentence")
    parser.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="how many files at a time")


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-05-31") from None


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


class Scorer:
    """Scores one file after another with one load of the models.

    Parameters
    ----------
    args : Namespace
        The options of the command.
    threads : int
        Processor threads that transcription may use.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        from mockint.studio.config import bank, profile

        self.args = args
        self.profile: Profile = profile(args.profile)
        questions = bank()
        if args.question not in questions:
            raise BadInput(
                f"no question {args.question!r}; there are: {', '.join(sorted(questions))}", hint="mockint questions"
            )
        self.question: Question = questions[args.question]

    @functools.cached_property
    def _ears(self):  # type: ignore[no-untyped-def]
        from mockint.ears.listener import Ears

        return Ears(
            self.args.model, compute=self.args.compute, warn=lambda text: print(f"mockint: {text}", file=sys.stderr)
        )

    def score(self, name: str) -> Take:
        """The scored take of one file."""
        from mockint.core.hearing import hear_text
        from mockint.core.take import Source
        from mockint.devices.media import sha256_of
        from mockint.judge import judge

        path = pathlib.Path(name)
        if path.suffix.lower() in TEXT:
            hearing = hear_text(read_text(path))
            source = Source(path=name, kind="text", sha256=sha256_of(path))
        else:
            hearing = self._ears.hear(path)
            source = Source(path=name, kind="audio", sha256=sha256_of(path), duration_s=hearing.duration_s)
        return judge(
            hearing,
            source=source,
            question=self.question,
            profile=self.profile,
            role=self.args.role,
            as_of=self.args.as_of,
        )


def read_text(path: pathlib.Path) -> str:
    """The text of a transcript.

    Raises
    ------
    BadInput
        Missing, a directory, not text, too large, or without a word.
    """
    if not path.exists():
        raise BadInput(f"no such file: {path}", hint="give a recording or a .txt transcript")
    if path.is_dir():
        raise BadInput(f"{path} is a directory, a file was expected", hint=f"score the files in it: {path}/*.txt")
    if path.stat().st_size > MOST_TEXT_BYTES:
        raise BadInput(f"{path} is larger than {MOST_TEXT_BYTES} bytes", hint="a transcript of one answer was expected")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            f"{path} is not UTF-8 text", hint="save the transcript as UTF-8, or give the recording"
        ) from None
    if "\x00" in text:
        raise BadInput(f"{path} is not text (it holds zero bytes)", hint="save the transcript as UTF-8")
    return text


_scorer: Scorer | None = None


def _start_worker(args: argparse.Namespace, threads: int) -> None:
    global _scorer
    os.environ["OMP_NUM_THREADS"] = str(threads)
    _scorer = Scorer(args)


def _work(name: str) -> Take | MockintError:
    assert _scorer is not None
    try:
        return _scorer.score(name)
    except MockintError as error:
        return error


def _results(args: argparse.Namespace) -> Iterator[tuple[str, Take | MockintError]]:
    """Every file with its take or its error, in the order given."""
    jobs = min(args.jobs, len(args.files))
    if jobs == 1:
        scorer = Scorer(args)
        for name in args.files:
            try:
                yield name, scorer.score(name)
            except MockintError as error:
                yield name, error
        return
    Scorer(args)  # wrong options are said once, here
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    threads = max(1, (os.cpu_count() or 1) // jobs)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(args, threads)) as pool:
        yield from zip(args.files, pool.map(_work, args.files), strict=True)


def run(args: argparse.Namespace) -> int:
    """Score the files; see the contract for formats and exit codes."""
    if args.format in ("json", "html") and len(args.files) > 1:
        raise BadInput(
            f"--format {args.format} is for one file, {len(args.files)} were given", hint="use --format jsonl"
        )
    from mockint.cli.output import Output
    from mockint.cli.progress import each

    code = Exit.OK
    with Output(args.out) as out:
        for name, result in each(_results(args), len(args.files)):
            if isinstance(result, MockintError):
                print(f"mockint: {result}", file=sys.stderr)
                if result.hint:
                    print(f"  {result.hint}", file=sys.stderr)
                code = max(code, result.exit_code)
                continue
            _write(result, args, out)
            total = result.scores.total
            if args.fail_under is not None and (total is None or total < args.fail_under):
                said = "not scored" if total is None else f"{total:g}"
                print(f"mockint: {name}: {said}, at least {args.fail_under:g} was asked", file=sys.stderr)
                code = max(code, Exit.BELOW)
    return code


def _write(take: Take, args: argparse.Namespace, out) -> None:  # type: ignore[no-untyped-def]
    from mockint.core.take import to_json

    if args.format == "jsonl":
        out.text(to_json(take).decode() + "\n")
    elif args.format == "json":
        out.text(to_json(take, indent=2).decode() + "\n")
    elif args.format == "html":
        from mockint.show.page import render_page
        from mockint.studio.config import profile

        sound = pathlib.Path(take.source.path).read_bytes() if take.source.kind == "audio" else None
        out.text(render_page(take, profile=profile(args.profile), sound=sound))
    else:
        from mockint.show.terminal import render
        from mockint.studio.config import profile

        render(take, out.console(), profile=profile(args.profile), details=args.details)
