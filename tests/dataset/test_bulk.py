"""Large tables are split by pyarrow: what is found must be what the plain reader finds, whatever the file holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mjq_report.dataset import arrow_csv, columns, csv_reader, schema
from mjq_report.dataset.problems import Problems
from mjq_report.errors import Problem

TABLE = schema.BREAKDOWNS
HEADER = b"breakdown,name_zh,name_en,group,note\n"

CELLS = st.sampled_from(
    [b"", b"cars", b"village:a", "汽车".encode(), b"industry", b"a b", b" a", b"NA", b"null", b"001", b"1e5", b'"a,b"', b'"',
     b'say "a"', b'"two\nlines"', b"\xff", b"\xe6\xb1", b"\xed\xa0\x80", b"\x00", b"\t", b"\xef\xbb\xbf", "\u200b".encode(),
     "\u2028".encode(), b"\\", b"\\n", b"#", b"'", b"\x0b", b"\x1c", b"\x85", b"-", b"breakdown"]
)  # fmt: skip
ROWS = st.lists(CELLS, min_size=5, max_size=5) | st.lists(CELLS, min_size=0, max_size=7)
FILES = st.builds(
    lambda rows, ends, last: b"".join(b",".join(row) + end for row, end in zip(rows, ends * 40, strict=False)) + last,
    st.lists(ROWS, max_size=30),
    st.sampled_from([[b"\n"], [b"\r\n"], [b"\n", b"\r\n"], [b"\n", b"\n", b"\r"]]),
    st.sampled_from([b"", b"last,,,,", b"x", b'"']),
)


def read(data: bytes, by_arrow: bool, block: int, large: int = 0) -> tuple[csv_reader.Rows, list[Problem]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reader, "_BLOCK", block)
        patch.setattr(arrow_csv, "BLOCK", large or block)
        patch.setattr(arrow_csv, "LEAST", 0 if by_arrow else sys.maxsize)
        patch.setattr(arrow_csv, "WORTH", 0)
        problems = Problems()
        rows = csv_reader.parse_table(TABLE, "data/breakdowns.csv", data, problems)
    return rows, problems.sorted()


@given(FILES, st.sampled_from([16, 64, 1 << 20]))
@example(b"a,b,c,d,e\n" * 9 + b'"q",b,c,d,e\n' + b"a,b,c,d\n" + b"f,b,c,d,e\n" * 9, 16)
@example(b"\xef\xbb\xbfa,b,c,d,e\na,b,c,d,e\n", 16)
@example(b"\xef\xbb\xbfa,b,c,d,e\n", 1 << 20)
def test_both_readers_find_the_same(body: bytes, block: int) -> None:
    ours, ours_problems = read(HEADER + body, False, block)
    theirs, theirs_problems = read(HEADER + body, True, block)
    assert theirs_problems == ours_problems
    assert theirs.lines == ours.lines
    assert list(theirs) == list(ours)
    assert {n: (c.texts, c.faulty) for n, c in theirs.columns.items()} == {
        n: (c.texts, c.faulty) for n, c in ours.columns.items()
    }
    assert {n: c.codes.tolist() for n, c in theirs.columns.items()} == {
        n: c.codes.tolist() for n, c in ours.columns.items()
    }


def test_what_breaks_off_in_a_large_block_goes_on_in_the_next_small_one() -> None:
    """A cell beyond all limits ends its block, as what follows may be the rest of it; not all of a large block."""
    row = b"b-%d,\xe6\xb1\xbd,Cars,industry,\n"
    lines = [row % n for n in range(3000)]
    lines[5] = b"long," + b"x" * 140_000 + b",Cars,industry,\n"
    lines[2000] = b"short\n"
    body = HEADER + b"".join(lines)
    ours, ours_problems = read(body, False, 1 << 12)
    theirs, theirs_problems = read(body, True, 1 << 12, 1 << 20)
    assert [(p.rule.code, p.line) for p in ours_problems] == [("cell-too-long", 7), ("field-count", 2002)]
    assert [(p.rule.code, p.line) for p in theirs_problems] == [("cell-too-long", 7), ("field-count", 2002)]
    assert len(ours) > 2700
    assert len(theirs) > 2700


@pytest.mark.parametrize(
    "make", [lambda width: arrow_csv.Columns(pa, width), lambda width: columns.Columns(width, "utf-8")]
)
@pytest.mark.parametrize(
    ("block", "width", "lines"),
    [
        (b"a,b\n", 2, 1),
        (b"a,b", 2, 1),
        (b"a,b\nc,d\n", 2, 2),
        (b",\n,\n,", 2, 3),
        (b"NA,null,\n#,1e5,-\n", 3, 2),
        (b"a,b\nc,d,e\n", 2, None),
        (b"a,b,c\nd\n", 2, None),
        (b"a,b\n\nc,d\n", 2, None),
        (b"\na,b\n", 2, None),
        (b"a,b\rc,d\n", 2, None),
        (b'a,"b"\n', 2, None),
        (b"a\nb\n", 1, None),
        (b"", 2, None),
    ],
)
def test_a_block_of_plain_lines_is_taken_at_once_and_any_other_is_left(
    make: Callable[[int], columns.Growing], block: bytes, width: int, lines: int | None
) -> None:
    columns = make(width)
    assert columns.plain(block) == lines
    if lines:
        columns.add([["last"]] * width)
        rows = [
            line.split(",") for line in [*block.decode().removesuffix("\n").split("\n"), ",".join(["last"] * width)]
        ]
        found = [[texts[code] for code in codes] for texts, codes in columns.numbered()]
        assert [list(row) for row in zip(*found, strict=True)] == rows


def test_pyarrow_is_used_for_what_is_large() -> None:
    with pytest.MonkeyPatch.context() as patch:
        demand = arrow_csv.Demand()
        assert demand.arrow(arrow_csv.LEAST - 1) is None
        assert demand.arrow(arrow_csv.LEAST) is None
        assert demand.arrow(arrow_csv.WORTH).__name__ == "pyarrow"
        assert demand.arrow(arrow_csv.LEAST).__name__ == "pyarrow"
        assert demand.arrow(arrow_csv.LEAST - 1) is None
        patch.setitem(sys.modules, "pyarrow", None)
        assert demand.arrow(arrow_csv.WORTH) is None


def test_a_worker_that_builds_one_town_after_the_other_stays_small(project: Path) -> None:
    """Only one who reads all tables in one go takes many towns for a large table."""
    from mjq_report.dataset.loading import Store

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow_csv, "LEAST", 1)
        patch.setattr(arrow_csv, "WORTH", max(path.stat().st_size for path in (project / "data").rglob("*.csv")) + 1)
        met: list[object] = []
        arrow = arrow_csv.Demand.arrow
        patch.setattr(arrow_csv.Demand, "arrow", lambda self, size: met.append(arrow(self, size)))
        Store(project / "data").of_town("majuqiao")
        assert set(met) == {None}
        met.clear()
        store = Store(project / "data", demand=arrow_csv.Demand())
        store.shared(), store.of_town("majuqiao")
        assert any(met)


def test_without_pyarrow_a_large_table_is_read_as_well(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(HEADER + b"".join(b"b-%d,\xe6\xb1\xbd,Cars,industry,\n" % n for n in range(120_000)))
    code = (
        "import sys, pathlib; sys.modules['pyarrow'] = None\n"
        "from mjq_report.dataset import csv_reader, schema\nfrom mjq_report.dataset.problems import Problems\n"
        "problems = Problems()\n"
        "rows = csv_reader.parse_table(schema.BREAKDOWNS, 'x', pathlib.Path(sys.argv[1]).read_bytes(), problems)\n"
        "print(len(rows), rows.row(119999)['breakdown'], problems.sorted())"
    )
    done = subprocess.run([sys.executable, "-c", code, large], capture_output=True, text=True, check=True)
    assert done.stdout == "120000 b-119999 []\n"
