"""Every known hole has a test, and every promise of the pages names tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.defences import rows


@pytest.mark.parametrize("code", rows.ROWS)
def test_a_row_is_held_by_a_test_of_its_name(code: str) -> None:
    assert rows.holding(code), f"no test is named test_{code.lower()}_…"


def test_the_page_of_the_rows_is_current() -> None:
    assert rows.PAGE.read_text(encoding="utf-8") == rows.page(), "python -m tests.defences.rows"


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/reliability.md"])
def test_promises_name_tests_that_exist(name: str) -> None:
    text = (rows.PROJECT / name).read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)`", text)
    assert len(named) > 10
    assert [test for test in named if test not in rows.tests()] == []
