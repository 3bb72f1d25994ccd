"""Glyphs made of glyphs, added to a font that is cut already: copies with another advance, signs put together of digits.

Programs that read text out of a page reckon the gaps between characters from the fonts' widths, and take a gap made by
position for a blank: `1200 亿元`. A copy whose own advance holds the gap leaves none. It is a composite glyph of one
component (OpenType 1.9, `glyf`), 16 bytes. Also for what a font lacks but Unicode says how to make of its digits (₂, ⅓).
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TABLE = struct.Struct(">4sLLL")
_HEADER, _DIRECTORY = 12, 16
_WORDS, _OFFSETS, _SCALED, _MORE = 0x0001, 0x0002, 0x0008, 0x0020
_F2DOT14 = 1 << 14
_MAGIC = 0xB1B0AFBA  # what a font's check sum makes with its adjustment (`head`)


@dataclass(frozen=True, slots=True)
class Part:
    """A glyph in another: its number, how much smaller, and how far to the right and up in font units."""

    glyph: int
    scale: float = 1.0
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Composite:
    """A glyph to be added: its parts and its advance in font units."""

    parts: tuple[Part, ...]
    advance: int


def with_composites(data: bytes, added: Sequence[Composite]) -> bytes:
    """A TrueType font with these glyphs behind its own, in that order."""
    if not added:
        return data
    tables = font_tables(data)
    glyf, loca = bytearray(tables[b"glyf"]), _offsets(tables)
    metrics = _metrics(tables, len(loca) - 1)
    for glyph in added:
        body, left = _composite(glyph, glyf, loca)
        glyf += body
        loca.append(len(glyf))
        metrics.append((glyph.advance, left))
    count = len(loca) - 1
    tables[b"glyf"] = bytes(glyf)
    tables[b"loca"] = struct.pack(f">{count + 1}L", *loca)
    tables[b"hmtx"] = b"".join([struct.pack(">Hh", *metric) for metric in metrics])
    hhea, maxp, head = (bytearray(tables[tag]) for tag in (b"hhea", b"maxp", b"head"))
    struct.pack_into(">H", hhea, 10, max(advance for advance, _ in metrics))  # advanceWidthMax
    struct.pack_into(">H", hhea, 34, count)  # numberOfHMetrics
    struct.pack_into(">H", maxp, 4, count)
    _raise_limits(maxp, added)
    struct.pack_into(">H", head, 50, 1)  # indexToLocFormat: long
    return _assembled(tables | {b"hhea": bytes(hhea), b"maxp": bytes(maxp), b"head": bytes(head)})


def font_tables(data: bytes) -> dict[bytes, bytes]:
    """The tables of a font file by their tags."""
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (_TABLE.unpack_from(data, _HEADER + _DIRECTORY * i) for i in range(count))
    return {tag: data[offset : offset + length] for tag, _, offset, length in entries}


def glyph_count(data: bytes) -> int:
    """How many glyphs a font file has."""
    return int(struct.unpack_from(">H", font_tables(data)[b"maxp"], 4)[0])


def _offsets(tables: Mapping[bytes, bytes]) -> list[int]:
    loca = tables[b"loca"]
    if struct.unpack_from(">H", tables[b"head"], 50)[0]:
        return list(struct.unpack(f">{len(loca) // 4}L", loca))
    return [2 * half for half in struct.unpack(f">{len(loca) // 2}H", loca)]


def _metrics(tables: Mapping[bytes, bytes], count: int) -> list[tuple[int, int]]:
    """Advance and left side bearing of each glyph; the last ones may share an advance in the file."""
    own = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
    table = tables[b"hmtx"]
    found = list(struct.iter_unpack(">Hh", table[: 4 * own]))
    rest = struct.unpack(f">{count - own}h", table[4 * own : 4 * own + 2 * (count - own)])
    return [*found, *((found[-1][0], left) for left in rest)]


def _composite(glyph: Composite, glyf: bytearray, loca: list[int]) -> tuple[bytes, int]:
    """The glyph's entry, whole in four bytes, and its left side bearing."""
    boxes, body = [], b""
    for index, part in enumerate(glyph.parts):
        start = loca[part.glyph]
        inked = loca[part.glyph + 1] - start >= 10
        box = struct.unpack_from(">4h", glyf, start + 2) if inked else (0, 0, 0, 0)
        boxes.append([round(edge * part.scale) + move for edge, move in zip(box, (part.x, part.y) * 2, strict=True)])
        body += _component(part, index + 1 < len(glyph.parts))
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    head = struct.pack(">5h", -1, min(lefts), min(bottoms), max(rights), max(tops))
    whole = head + body
    return whole + bytes(-len(whole) % 4), min(lefts)


def _component(part: Part, more: bool) -> bytes:
    words = not (-128 <= part.x < 128 and -128 <= part.y < 128)
    flags = _OFFSETS | _WORDS * words | _SCALED * (part.scale != 1) | _MORE * more
    place = struct.pack(">hh" if words else ">bb", part.x, part.y)
    scale = struct.pack(">h", round(part.scale * _F2DOT14)) if part.scale != 1 else b""
    return struct.pack(">HH", flags, part.glyph) + place + scale


def _raise_limits(maxp: bytearray, added: Sequence[Composite]) -> None:
    """Declare what the new glyphs ask of a renderer, at most (`maxp`)."""
    points, contours, inner_points, inner_contours = struct.unpack_from(">4H", maxp, 6)
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    most = max(len(glyph.parts) for glyph in added)
    struct.pack_into(
        ">2H", maxp, 10, *(min(most * n, 0xFFFF) for n in (max(points, inner_points), max(contours, inner_contours)))
    )
    struct.pack_into(">2H", maxp, 28, max(elements, most), depth + 1 + (most > 1))


def _assembled(tables: Mapping[bytes, bytes]) -> bytes:
    """A font file of these tables, with its check sums."""
    parts = dict(sorted(tables.items()))
    parts[b"head"] = parts[b"head"][:8] + bytes(4) + parts[b"head"][12:]
    power = len(parts).bit_length() - 1
    span = 16 << power
    directory = struct.pack(">LHHHH", 0x00010000, len(parts), span, power, 16 * len(parts) - span)
    offset, body, sums = _HEADER + _DIRECTORY * len(parts), b"", 0
    for tag, table in parts.items():
        own = _sum(table)
        sums += own
        directory += _TABLE.pack(tag, own, offset + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    adjustment = (_MAGIC - sums - _sum(directory)) & 0xFFFFFFFF
    place = directory.index(b"head") + 8
    at = struct.unpack_from(">L", directory, place)[0] + 8 - offset
    return directory + body[:at] + struct.pack(">L", adjustment) + body[at + 4 :]


def _sum(data: bytes) -> int:
    words = array("I", data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
