"""Pages that differ, paired and drawn side by side."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pikepdf
import pytest

from mjq_report.web.sheets import Pair, differing, side_by_side


def pdf(heights: Sequence[int]) -> bytes:
    """A page for each number, with a bar at that height."""
    made = pikepdf.new()
    for height in heights:
        page = made.add_blank_page(page_size=(100, 140))
        page.Contents = made.make_stream(f"0 0 0 rg 10 {height} 60 6 re f".encode())
    buffer = io.BytesIO()
    made.save(buffer, static_id=True)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([10, 20, 30], [10, 20, 30], []),
        ([10, 20, 30], [10, 50, 30], [Pair(2, 2)]),
        ([10, 20, 30], [10, 70, 20, 30], [Pair(0, 2)]),
        ([10, 20, 30], [10, 30], [Pair(2, 0)]),
        ([10, 20], [50, 60, 70], [Pair(1, 1), Pair(2, 2), Pair(0, 3)]),
        ([90], [90, 10], [Pair(0, 2)]),
    ],
)  # fmt: skip
def test_pages_are_paired_as_a_diff_pairs_lines(old: list[int], new: list[int], pairs: list[Pair]) -> None:
    assert differing(pdf(old), pdf(new), 50) == pairs


def pixels(png: bytes, width: int) -> list[list[tuple[int, int, int]]]:
    """An indexed PNG as rows of colours."""
    palette = png[png.index(b"PLTE") + 4 :]
    data = zlib.decompress(png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8])
    rows = [data[at + 1 : at + 1 + width] for at in range(0, len(data), width + 1)]
    return [[tuple(palette[3 * i : 3 * i + 3]) for i in row] for row in rows]  # type: ignore[misc]


def test_a_bar_stands_beside_what_differs_and_nowhere_else() -> None:
    made = side_by_side(pdf([20]), pdf([100]), Pair(1, 1), 100)
    rows = pixels(made.png, made.width)
    assert (len(rows), len(rows[0])) == (made.height, made.width) == (144, 228)
    marked = {y for y, row in enumerate(rows) if any(abs(r - 200) < 12 and g < 90 for r, g, _ in row)}
    bars = set(range(36, 42)) | set(range(116, 122))
    assert bars <= marked
    assert all(min(abs(y - bar) for bar in bars) <= 5 for y in marked)


def test_a_new_page_stands_alone_on_the_right() -> None:
    made = side_by_side(pdf([20]), pdf([20, 60]), Pair(0, 2), 100)
    row = pixels(made.png, made.width)[2 + 140 - 63]
    left, right = row[2:102], row[126:226]
    assert len(set(left)) == 1
    assert (0, 0, 0) in right
    assert (0, 0, 0) not in left
