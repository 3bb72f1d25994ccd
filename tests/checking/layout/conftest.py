"""The font that drawn pages are set in, and empty documents to draw in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import justmytype_intl_cjk
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.checking.layout.books import FACE, Book


@pytest.fixture(scope="session", autouse=True)
def _font() -> None:
    folder = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl" / "notosanssc"
    pdfmetrics.registerFont(TTFont(FACE, str(next(folder.glob("*.ttf")))))


@pytest.fixture
def book() -> Book:
    """An empty tagged document on the page of the theme `briefing`."""
    return Book()


@pytest.fixture
def new_book() -> Callable[..., Book]:
    """Makes documents of other kinds."""
    return Book
