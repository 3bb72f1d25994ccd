"""The fictional data folder, fresh for each test, and short ways to ask what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dataset import tables


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without a fault."""
    return tables.lay(tmp_path / "data")


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A folder with the source texts."""
    return tables.lay_texts(tmp_path / "texts")
