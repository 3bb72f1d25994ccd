"""Ink on its ground: each page is drawn twice, with its texts and without, and both pictures are compared under each glyph.

Contrast is that of the fill that the file states with the ground found there, be it paper, a bar, hatching or a picture.
A glyph that leaves no trace, or only part of one, is cut off or covered.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from mjq_report.checking.layout.area import Page
from mjq_report.checking.layout.report import Finding
from mjq_report.checking.reader import Glyph, textless
from mjq_report.settings.theme import luminance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCALE = 1.5  # pixels a point: a character of 8 points has 12
_MOST_PIXELS = 4_000_000  # of a page
_UNDER = 12.5  # per cent of a glyph's box: less of another ground is a rule that touches it
_TRACE = 24  # of 255: a smaller change of a pixel is none
_KEPT = 0.7  # of a glyph's width and height that shows at least
_SMALL = 6  # pixels either way from which that can be told
_FAINT = 2.0  # contrast under which ink may well leave no trace
_BLUR = 1.5  # pixels
_SHOWN = 30  # characters of a text


def check_ink(data: bytes, pages: Sequence[Page]) -> Iterator[Finding]:
    """The lowest contrast of each page, and each text that is cut off or covered."""
    import pypdfium2

    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        for page in pages:
            if page.sheet.glyphs:
                yield from _page(document[page.sheet.index], page)


def _page(drawn: Any, page: Page) -> Iterator[Finding]:
    sheet = page.sheet
    scale = min(_SCALE, sqrt(_MOST_PIXELS / max(sheet.width * sheet.height, 1.0)))
    drawn.set_rotation(0)
    whole = _picture(drawn, scale)
    with textless(drawn):
        bare = _picture(drawn, scale)
    bright, trace = _luminance(bare), _changed(whole, bare)
    lowest: dict[int, tuple[float, Glyph]] = {}
    cut: dict[int, Glyph] = {}
    said: dict[int, str] = defaultdict(str)
    for glyph in sheet.glyphs:
        run = sheet.runs[glyph.run]
        if glyph.char.isspace() or run.hidden or run.decorates:
            continue
        said[glyph.run] += glyph.char if len(said[glyph.run]) < _SHOWN else ""
        box = _box(glyph, sheet.height, scale)
        ground = bright[box]
        if not ground.size:
            continue  # off the paper: named by where it stands
        ratio = _contrast(run.colour, run.alpha, ground)
        if glyph.run not in lowest or ratio < lowest[glyph.run][0]:
            lowest[glyph.run] = ratio, glyph
        if (
            ratio >= _FAINT
            and glyph.run not in cut
            and not _shows(trace[_box(glyph, sheet.height, scale, 1)], glyph, scale)
        ):
            cut[glyph.run] = glyph
    for number, (ratio, glyph) in lowest.items():
        yield page.finding("contrast", said[number], glyph.left, glyph.ink.top, round(ratio, 2))
    for number, glyph in cut.items():
        yield page.finding("cut-text", f"{glyph.char}: {said[number]}", glyph.left, glyph.ink.top)


def _picture(drawn: Any, scale: float) -> NDArray[np.uint8]:
    import numpy as np

    bitmap = drawn.render(scale=scale, rev_byteorder=True, draw_annots=False)
    return np.asarray(bitmap.to_numpy()[:, :, :3])


def _luminance(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance of every pixel, by a table of each channel's share (WCAG 2.2)."""
    import numpy as np

    shares = [
        np.array(
            [luminance((v / 255 * (c == 0), v / 255 * (c == 1), v / 255 * (c == 2))) for v in range(256)], np.float32
        )
        for c in range(3)
    ]
    red, green, blue = (shares[c][picture[:, :, c]] for c in range(3))
    return red + green + blue


def _changed(whole: NDArray[np.uint8], bare: NDArray[np.uint8]) -> NDArray[np.bool_]:
    import numpy as np

    changed: NDArray[np.bool_] = np.any(np.abs(whole.astype(np.int16) - bare) > _TRACE, axis=2)
    return changed


def _box(glyph: Glyph, height: float, scale: float, room: int = 0) -> tuple[slice, slice]:
    """The pixels of a glyph's ink, at least one either way, with some more around them."""
    ink = glyph.ink
    left, top = max(int(ink.left * scale) - room, 0), max(int((height - ink.top) * scale) - room, 0)
    right, bottom = int(ink.right * scale) + 1 + room, int((height - ink.bottom) * scale) + 1 + room
    return slice(top, max(bottom, 0)), slice(left, max(right, 0))


def _contrast(colour: tuple[int, int, int], alpha: float, ground: NDArray[np.float32]) -> float:
    """Of ink with its ground where that is worst, but for the least part of it."""
    import numpy as np

    r, g, b = (part / 255 for part in colour)
    ink = luminance((r, g, b))
    low, high = float(ground.min()), float(ground.max())
    if high - low < 0.01:
        return _ratio(ink * alpha + high * (1 - alpha), high)
    light = ink * alpha + ground * (1 - alpha)
    ratios = (np.maximum(light, ground) + 0.05) / (np.minimum(light, ground) + 0.05)
    return float(np.percentile(ratios, _UNDER))


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _shows(trace: NDArray[np.bool_], glyph: Glyph, scale: float) -> bool:
    """Whether a glyph has left its trace, as wide and as high as its ink is."""
    import numpy as np

    rows, columns = np.flatnonzero(trace.any(axis=1)), np.flatnonzero(trace.any(axis=0))
    if not len(rows):
        return False
    across = int(columns[-1]) - int(columns[0]) + 1, glyph.ink.width * scale
    down = int(rows[-1]) - int(rows[0]) + 1, glyph.ink.height * scale
    return all(wanted < _SMALL or found + _BLUR >= _KEPT * wanted for found, wanted in (across, down))
