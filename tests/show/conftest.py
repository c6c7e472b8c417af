"""Goldens: what is rendered must be, byte for byte, what is stored under ``tests/golden``."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

GOLDEN = pathlib.Path(__file__).parent.parent / "golden"


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Compare a text with the golden file of that name, or store it with ``--update-goldens``."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if pytestconfig.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"no golden {name}: run pytest --update-goldens, and read what it wrote"
        assert text == path.read_bytes().decode(), f"{name} has changed: see the difference, then --update-goldens"

    return check
