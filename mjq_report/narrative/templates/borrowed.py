"""Rows of the tables beside the templates, as far as the lint can read them: `check` reports broken tables itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from mjq_report.settings.paths import read_plain

_MOST_BYTES = 16 * 1024 * 1024


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table up to where it cannot be read, cells stripped; none of a table that is not there."""
    try:
        text = read_plain(path, _MOST_BYTES).decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
            if None in row or None in row.values():  # more fields than the header, or fewer
                return
            yield {column: cell.strip() for column, cell in row.items() if column and isinstance(cell, str)}
    except (OSError, UnicodeDecodeError, csv.Error):
        return
