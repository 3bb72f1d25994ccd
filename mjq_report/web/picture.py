"""A page of a PDF as a PNG: the first for links that are shown with a picture and the list of briefings, others to compare.

The PNG is written here (W3C PNG, 3rd edition): at most 256 colours, which a page of type and line needs no more of,
so that the file is small, the same page always gives the same bytes, and no imaging library is needed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_COLOURS = 256
_INDEXED = 3  # colour type
_STEPS = (5, 15, 17, 51)  # divisors of 255, so that black and white stay what they are


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its size in pixels."""

    width: int
    height: int
    png: bytes


def first_page(pdf: bytes, width: int = 600) -> Picture:
    """Page 1, `width` pixels wide."""
    rows = rows_of_page(pdf, 1, width)
    return Picture(len(rows[0]) // 3, len(rows), png(rows))


def rows_of_page(pdf: bytes, number: int, width: int) -> list[bytes]:
    """A page, counted from 1, as rows of RGB, `width` pixels wide."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number - 1]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
        size = bitmap.width * bitmap.n_channels
        starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
        return [_rgb(bytes(bitmap.buffer[at : at + size]), bitmap.n_channels) for at in starts]


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def png(rows: Sequence[bytes]) -> bytes:
    """Rows of RGB as a PNG, with channels in steps so coarse that there are at most 256 colours."""
    pixels = next(
        found for found in (_coarse(rows, step) for step in _STEPS) if len(set().union(*found)) <= _MOST_COLOURS
    )
    colours = sorted(set().union(*pixels))
    number = {colour: index for index, colour in enumerate(colours)}
    lines = b"".join(b"\0" + bytes(number[pixel] for pixel in row) for row in pixels)
    header = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, _INDEXED, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", b"".join(colours)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _coarse(rows: Sequence[bytes], step: int) -> list[list[bytes]]:
    """Rows as lists of pixels, every channel at the nearest multiple of `step`."""
    near = bytes(round(value / step) * step for value in range(256))
    return [[row[at : at + 3] for at in range(0, len(row), 3)] for row in (row.translate(near) for row in rows)]


def _rgb(row: bytes, channels: int) -> bytes:
    """A row of RGB or RGBX as RGB."""
    kept = bytearray(len(row) // channels * 3)
    for channel in range(3):
        kept[channel::3] = row[channel::channels]
    return bytes(kept)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
