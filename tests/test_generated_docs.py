"""Generated pages say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from docs.generate import pages


def test_the_generated_pages_are_current(project: Path) -> None:
    for name, text in pages().items():
        assert (project / "docs" / name).read_text(encoding="utf-8") == text, f"docs/{name}: run `make docs`"


def test_every_guarantee_is_held_by_a_test() -> None:
    rows = re.findall(r"^\| ([A-Z]\d+[a-z]?) \|.*\|([^|]*)\|$", pages()["guarantees.md"], re.MULTILINE)
    assert len(rows) > 70
    assert [code for code, tests in rows if not tests.strip()] == []


def test_exit_codes_are_each_ones_own() -> None:
    from mjq_report import errors

    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.ReportError)]
    codes = [k.exit_code for k in kinds]
    assert len(codes) == len(set(codes))
