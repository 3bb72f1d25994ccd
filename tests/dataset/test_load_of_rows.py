"""`check` over very many rows: no step costs the square of them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.check_rows import measure, write_rows


def test_twice_the_rows_take_no_more_than_some_twice_the_time(tmp_path: Path) -> None:
    """The processor's time, so that a busy machine is no failure; start-up is part of both."""
    found = []
    for rows in (20_000, 40_000):
        write_rows(tmp_path / str(rows), rows)
        found.append(measure(tmp_path / str(rows), rows))
        assert found[-1].code == 0, found[-1].stderr
    assert found[1].processor < 2.6 * found[0].processor
    assert found[1].memory < 1.5 * 2**30
