"""Practise: a question is asked aloud, your answer recorded, transcribed while you speak, and judged; then again.

Enter stops the recording; Ctrl-C stops it too, and keeps it.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import pathlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mockint.core.errors import BadInput, Exit, MachineError

if TYPE_CHECKING:
    from rich.console import Console

    from mockint.devices.blocks import BlockSource, Speaker
    from mockint.studio.clock import Clock
    from mockint.studio.keys import Keys
    from mockint.studio.session import Room
    from mockint.studio.store import Store


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 3600:
        raise argparse.ArgumentTypeError(f"{text} seconds; more than 0 is expected")
    return value


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint practice``."""
    parser.add_argument("--question", metavar="ID", help="ask this one (mockint questions lists them)")
    parser.add_argument("--role", metavar="TEXT", help="the job applied for")
    parser.add_argument("--profile", default="live", metavar="NAME", help="live, one-way, or one of your own")
    parser.add_argument(
        "--answer-audio",
        action="append",
        default=[],
        type=pathlib.Path,
        metavar="FILE",
        help="a recording in place of the microphone; again for each further answer",
    )
    parser.add_argument("--fast", action="store_true", help="with --answer-audio: as fast as the machine allows")
    parser.add_argument("--auto-stop", type=_seconds, metavar="S", help="stop after this many seconds of silence")
    parser.add_argument("--input", metavar="DEV", help="microphone, by number or part of its name")
    parser.add_argument("--output", metavar="DEV", help="loudspeaker, by number or part of its name")
    parser.add_argument("--compute", choices=("auto", "cpu", "cuda"), default="auto", help="where the models run")
    parser.add_argument("--no-tts", action="store_true", help="show the question, do not speak it")


def run(args: argparse.Namespace) -> int:
    """Practise until the person, or the recordings, have had enough."""
    interactive = sys.stdin.isatty() and sys.stderr.isatty()
    if args.fast and not args.answer_audio:
        raise BadInput("--fast without --answer-audio", hint="a person cannot speak faster than time: leave --fast out")
    if not interactive and not args.answer_audio and not args.auto_stop:
        raise BadInput(
            "practice without a terminal has no key that stops the recording",
            hint="give --answer-audio FILE or --auto-stop SECONDS",
        )
    return practise(args, interactive=interactive)


def practise(args: argparse.Namespace, *, interactive: bool) -> int:
    """One session with these options; without somebody at the keyboard it asks one question."""
    from rich.console import Console

    from mockint.cli import common
    from mockint.studio import config
    from mockint.studio.clock import FastClock, WallClock
    from mockint.studio.keys import NoKeys, TerminalKeys
    from mockint.studio.session import Session, Wishes

    wishes = Wishes(
        profile=config.profile(args.profile), question=args.question, role=args.role, auto_stop_s=args.auto_stop
    )
    talk, screen = Console(stderr=True), Console()
    clock = FastClock() if args.fast else WallClock()
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(common.store_to_change())
        if warning := store.low_space:
            talk.print(f"[yellow]{warning}[/yellow]", highlight=False, soft_wrap=True)
        sources = _sources(args, clock, once=not interactive)
        speaker = _speaker(args, talk)
        keys = stack.enter_context(TerminalKeys()) if interactive else NoKeys()
        room = _room(args, store, sources, speaker, keys, clock, talk, screen)
        Session(room, wishes).run()
    return Exit.OK


def _room(
    args: argparse.Namespace,
    store: Store,
    sources: Iterator[BlockSource],
    speaker: Speaker | None,
    keys: Keys,
    clock: Clock,
    talk: Console,
    screen: Console,
) -> Room:
    from mockint.cli import common
    from mockint.devices import voice
    from mockint.ears.listener import Ears
    from mockint.resources import cache_home
    from mockint.show.page import render_page
    from mockint.show.terminal import render
    from mockint.studio import config
    from mockint.studio.session import Room

    ears = Ears(
        compute=args.compute, warn=lambda message: talk.print(message, style="yellow", highlight=False, soft_wrap=True)
    )

    def load() -> None:
        ears.load()
        common.load_judge()

    return Room(
        store=store,
        bank=config.bank(),
        sources=sources,
        speak=None if args.no_tts else lambda text: voice.speak(text, cache_home() / "voice"),
        speaker=speaker,
        listen=functools.partial(ears.listen, meanwhile=common.read_ahead),
        judge=common.judge,
        render=lambda take, profile: render(take, screen, profile=profile),
        page=lambda take, profile, sound: render_page(take, sound, profile=profile),
        load=load,
        keys=keys,
        clock=clock,
        talk=talk,
        now=common.now,
    )


def _sources(args: argparse.Namespace, clock: Clock, *, once: bool) -> Iterator[BlockSource]:
    """One source for each answer; every file and device is looked at before the first question."""
    from mockint.studio.file_source import FileMicrophone

    if args.answer_audio:
        return iter([FileMicrophone(path, clock) for path in args.answer_audio])
    from mockint.devices.portaudio import Microphone

    first: BlockSource = Microphone(args.input)
    return iter([first]) if once else _again(first, lambda: Microphone(args.input))


def _again(first: BlockSource, another: Callable[[], BlockSource]) -> Iterator[BlockSource]:
    yield first
    while True:
        yield another()


def _speaker(args: argparse.Namespace, talk: Console) -> Speaker | None:
    """Where the question is heard; None where it cannot be, which is no reason not to practise."""
    if args.no_tts or args.fast:
        return None
    from mockint.devices.portaudio import Loudspeaker

    try:
        return Loudspeaker(args.output)
    except MachineError as error:
        if args.output is not None:
            raise
        if not args.answer_audio:
            talk.print(f"The question is shown only: {error}", style="yellow", highlight=False, soft_wrap=True)
        return None
