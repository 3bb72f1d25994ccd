"""The fictional data folder, fresh for each test, and short ways to ask what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.towns import lakeside


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without a fault."""
    return lakeside.lay(tmp_path / "data")


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A folder with the source texts."""
    return lakeside.lay_texts(tmp_path / "texts")
