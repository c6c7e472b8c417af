"""Where the files that ship with mockint are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

import os
import pathlib

import platformdirs

PACKAGE = pathlib.Path(__file__).parent


def shipped(name: str) -> pathlib.Path:
    """A shipped folder or file: ``questions``, ``audio_fixtures/good.flac``."""
    inside = PACKAGE / "_shipped" / name
    return inside if inside.exists() else PACKAGE.parent / name


def data_home() -> pathlib.Path:
    """The person's data folder (``MOCKINT_HOME`` overrides it); it need not exist yet."""
    own = os.environ.get("MOCKINT_HOME")
    return pathlib.Path(own).expanduser() if own else pathlib.Path(platformdirs.user_data_dir("mockint", False))


def cache_home() -> pathlib.Path:
    """The folder for what can be made or fetched again: joined model weights (``MOCKINT_CACHE`` overrides it)."""
    own = os.environ.get("MOCKINT_CACHE")
    return pathlib.Path(own).expanduser() if own else pathlib.Path(platformdirs.user_cache_dir("mockint", False))
