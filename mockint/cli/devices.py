"""The microphones and loudspeakers of this machine; the default ones are marked with a star."""

from __future__ import annotations

import argparse
import sys

from mockint.core.errors import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``mockint devices``."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """List what can be recorded from and played on."""
    import msgspec

    from mockint.devices.portaudio import list_devices

    devices = list_devices()
    if args.format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(devices), indent=2).decode() + "\n")
        return Exit.OK
    if not devices:
        sys.stderr.write(
            "No sound device was found. Plug one in; in a container or a virtual machine, pass it through.\n"
        )
    for title, channels, default in (
        ("Microphones (--input)", "inputs", "default_input"),
        ("Loudspeakers (--output)", "outputs", "default_output"),
    ):
        rows = [d for d in devices if getattr(d, channels)]
        if rows:
            sys.stdout.write(f"{title}\n")
        for device in rows:
            mark = "*" if getattr(device, default) else " "
            sys.stdout.write(
                f" {mark}{device.number:>3}  {device.name}  ({device.driver}, {device.sample_rate_hz} Hz)\n"
            )
    return Exit.OK
