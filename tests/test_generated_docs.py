"""Generated pages say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import pages


@pytest.mark.parametrize("name", ["cli.md", "errors.md", "data-rules.md", "tables.md", "guarantees.md"])
def test_a_generated_page_is_current(project: Path, name: str) -> None:
    assert (project / "docs" / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"


def test_every_guarantee_is_held_by_a_test() -> None:
    rows = re.findall(r"^\| ([A-Z]\d+[a-z]?) \|.*\|([^|]*)\|$", pages()["guarantees.md"], re.MULTILINE)
    assert len(rows) > 70
    assert [code for code, tests in rows if not tests.strip()] == []


def test_exit_codes_are_each_ones_own() -> None:
    from mjq_report import errors

    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.ReportError)]
    codes = [k.exit_code for k in kinds]
    assert len(codes) == len(set(codes))
