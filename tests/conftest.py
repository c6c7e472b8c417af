"""What all tests share."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Goldens change only when this is asked for."""
    parser.addoption("--update-goldens", action="store_true", help="write the golden files anew instead of comparing")
