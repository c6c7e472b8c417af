"""Play a take, its words following as they sound."""

from __future__ import annotations

import argparse
import contextlib
import pathlib
import sys
from typing import TYPE_CHECKING

from mockint.cli import common
from mockint.core.errors import Exit, MachineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mockint.devices.blocks import Playback
    from mockint.studio.clock import Clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint replay``."""
    common.add_id(parser)
    parser.add_argument("--output", metavar="DEV", help="loudspeaker, by number or part of its name")
    parser.add_argument("--fast", action="store_true", help="no sound, and the words at once")


def run(args: argparse.Namespace) -> int:
    """Play a take with its words following."""
    from rich.console import Console

    from mockint.studio.clock import FastClock, WallClock
    from mockint.studio.flac import read_blocks
    from mockint.studio.keys import NoKeys, TerminalKeys
    from mockint.studio.replay import replay

    with common.store_to_read() as store:
        about, take = common.scored(store, args.id)
        path = store.audio(about)
    if not path.is_file():
        raise MachineError(f"the sound of {about.id} is gone: {path}", hint=f"mockint show {about.id} still works")
    clock: Clock = FastClock() if args.fast else WallClock()
    with contextlib.ExitStack() as stack:
        interactive = sys.stdin.isatty() and not args.fast
        keys = stack.enter_context(TerminalKeys()) if interactive else NoKeys()
        if interactive:
            sys.stderr.write("[space] pause   [q] quit\n")
        import numpy as np

        samples = np.concatenate(list(read_blocks(path)))
        playback = _playback(samples, path, args, clock)
        replay(take, playback, keys, clock, Console())
    return Exit.OK


def _playback(samples: NDArray[np.int16], path: pathlib.Path, args: argparse.Namespace, clock: Clock) -> Playback:
    from mockint.devices.media import open_sound
    from mockint.devices.portaudio import Loudspeaker
    from mockint.studio.replay import SilentPlayback

    rate = open_sound(path).sample_rate_hz
    if not args.fast:
        try:
            return Loudspeaker(args.output).play(samples, rate)
        except MachineError as error:
            if args.output is not None:
                raise
            sys.stderr.write(f"Without sound, in time only: {error}\n")
    return SilentPlayback(samples.size / rate, clock)
