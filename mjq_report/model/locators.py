"""Where in a source something stands: a paragraph, counted from 1, or a cell of a table, as `表1!C6`. The one grammar of it.

A sheet's name stands in a locator with `_` for spaces and for the marks that references part with; a CSV file has one sheet
without a name, so its cells are plain addresses.
"""

from __future__ import annotations

import re

PARAGRAPH = r"0*[1-9][0-9]{0,5}"
ADDRESS = r"[A-Z]{1,3}[1-9][0-9]{0,6}"
CELL = rf"(?:[^\s!/@#^:|,]{{1,31}}!)?{ADDRESS}"
Locator = int | str  # a paragraph's number, or a cell
_CELL = re.compile(r"(?:(?P<sheet>[^!]*)!)?(?P<letters>[A-Z]+)(?P<row>[0-9]+)")
_FORM = re.compile(rf"(?:{PARAGRAPH})|(?P<cell>{CELL})")


def parse(text: str) -> Locator:
    """A locator as the tables write it. ValueError says what it is not."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is neither a paragraph counted from 1 nor a cell such as 表1!C6")
    return text if match["cell"] else int(text)


def is_cell(locator: Locator) -> bool:
    """Whether a locator names a cell."""
    return isinstance(locator, str)


def order(locator: Locator) -> tuple[str, int, int, str]:
    """Sort key: paragraphs by number, behind them cells sheet by sheet, row by row."""
    if isinstance(locator, int):
        return "", locator, 0, ""
    match = _CELL.fullmatch(locator)
    assert match is not None, f"{locator!r} was parsed as a cell"
    return match["sheet"] or "", int(match["row"]), len(match["letters"]), match["letters"]


def told(locator: Locator) -> str:
    """A locator behind its source in a message: ¶4, or 表1!C6."""
    return locator if isinstance(locator, str) else f"¶{locator}"


def sheet_word(name: str) -> str:
    """A sheet's name as locators write it."""
    return re.sub(r"[\s!/@#^:|,]", "_", name)[:31]


def cell(sheet: str, address: str) -> str:
    """The locator of a cell."""
    return f"{sheet_word(sheet)}!{address}" if sheet else address
