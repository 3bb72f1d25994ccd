"""Rows grouped by several columns of codes: sorted, and hashed as large tables are, they are the same groups."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset.rules import grouping

CODES = st.integers(-3, 2**40)


@pytest.mark.parametrize("large", [10**6, 0], ids=["sorted", "hashed"])
@given(rows=st.lists(st.tuples(st.integers(0, 3), CODES, st.integers(0, 1)), max_size=40))
def test_rows_are_alike_where_all_their_columns_are(large: int, rows: list[tuple[int, int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_LARGE", large)
        groups = grouping.grouped([np.array([row[place] for row in rows], np.int64) for place in range(3)])
    members = defaultdict[tuple[int, int, int], list[int]](list)
    for number, row in enumerate(rows):
        members[row].append(number)
    expected = [*members.values()]  # in the order of their first rows
    assert groups.first.tolist() == [numbers[0] for numbers in expected]
    assert [np.flatnonzero(groups.of == group).tolist() for group in range(len(groups))] == expected
