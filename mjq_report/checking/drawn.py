"""Pictures of pages: both files drawn by one library, compared pixel by pixel.

What differs by no more than the smoothing of an edge is taken for the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mjq_report.checking.differences import Difference

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI = 100
_STEP = 64  # of 255: an edge that lies a quarter of a pixel elsewhere differs by no more
_MM = 25.4 / DPI
MOST_PAGES = 40  # drawn; beyond that the digests of the pages must do


def pictures(ours: bytes, theirs: bytes, pages: Sequence[int]) -> Iterator[Difference]:
    """Pages (from 0) that look otherwise, each with the place where they do; at most 40 are drawn."""
    import pypdfium2

    with pypdfium2.PdfDocument(ours) as one, pypdfium2.PdfDocument(theirs) as other:
        both = min(len(one), len(other))
        for page in [page for page in pages if page < both][:MOST_PAGES]:
            place = _differs(_drawn(one, page), _drawn(other, page))
            if place:
                yield Difference("picture", f"page {page + 1} looks otherwise {place}", page + 1)
    if len(pages) > MOST_PAGES:
        yield Difference("picture", f"{len(pages) - MOST_PAGES} more pages differ and were not drawn")


def _drawn(document: Any, page: int) -> NDArray[np.int16]:
    import numpy as np

    bitmap = document[page].render(scale=DPI / 72, rev_byteorder=True, draw_annots=True)
    return np.asarray(bitmap.to_numpy()[:, :, :3], dtype=np.int16)


def _differs(one: NDArray[np.int16], other: NDArray[np.int16]) -> str:
    """Where two pictures differ, in millimetres from the upper left; empty where they do not."""
    import numpy as np

    if one.shape != other.shape:
        return "in size"
    if np.array_equal(one, other):
        return ""
    beyond = np.abs(one - other) > _STEP
    rows, columns = np.nonzero(beyond.any(axis=2))
    if not len(rows):
        return ""
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    across = f"{left * _MM:.0f}–{(right + 1) * _MM:.0f} mm from the left"
    return f"{across}, {top * _MM:.0f}–{(bottom + 1) * _MM:.0f} mm from above"
