"""Workbooks broken in ways that tests/dataset/test_spreadsheets.py does not have: at the zip, its parts, its cells."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Spoil = Callable[[bytes, Random], bytes]
SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    """A workbook's parts by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _with(content: bytes, change: Callable[[dict[str, bytes]], object], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    members = parts(content)
    change(members)
    return packed(members, method)


def _sub(name: str, pattern: str, text: str, count: int = 1) -> Spoil:
    def spoil(content: bytes, draw: Random) -> bytes:
        def change(members: dict[str, bytes]) -> None:
            said, made = re.subn(pattern, lambda match: match.expand(text), members[name].decode("utf-8"), count=count)
            assert made, f"{pattern} is not in {name}"
            members[name] = said.encode("utf-8")

        return _with(content, change)

    return spoil


def _add(name: str, data: bytes | Callable[[Random], bytes]) -> Spoil:
    return lambda content, draw: _with(
        content, lambda members: members.update({name: data(draw) if callable(data) else data})
    )


def _cells(body: str) -> Spoil:
    """More rows behind those of the first sheet."""
    return _sub(SHEET, "</sheetData>", re.sub(r"\\", r"\\\\", body) + "</sheetData>")


def _behind(xml: str) -> Spoil:
    return _sub(SHEET, "</sheetData>", "</sheetData>" + xml)


def _entry(content: bytes, offset: int, form: str, value: int) -> bytes:
    """A field of the first entry in the zip's directory set to something else."""
    data = bytearray(content)
    struct.pack_into(form, data, data.index(b"PK\x01\x02") + offset, value)
    return bytes(data)


def _no(name: str) -> Spoil:
    return lambda content, draw: _with(content, lambda members: members.pop(name))


def _lying(content: bytes, draw: Random) -> bytes:
    """A part of 200 MB whose directory says 1 kB."""
    data = bytearray(_with(content, lambda members: members.update({"xl/zzz.xml": b" " * 200_000_000})))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 1000)
    return bytes(data)


def _overlapping(content: bytes, draw: Random) -> bytes:
    """Every entry of the directory leads to the same bytes (a bomb after Fifield 2019)."""
    data = bytearray(content)
    place = data.index(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", data, place + 42, 0)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def _crc(content: bytes, draw: Random) -> bytes:
    data = bytearray(content)
    place = data.index(b"PK\x01\x02") + 16
    struct.pack_into("<I", data, place, zlib.crc32(b"other"))
    return bytes(data)


def _flipped(content: bytes, draw: Random) -> bytes:
    """Bits changed in the packed bytes of the first parts."""
    data = bytearray(content)
    for _ in range(draw.randrange(20, 60)):
        data[draw.randrange(30, len(data) // 2)] ^= 1 << draw.randrange(8)
    return bytes(data)


SPOILS: dict[str, Spoil] = {
    "empty": lambda content, draw: b"",
    "noise": lambda content, draw: draw.randbytes(draw.randrange(1, 50_000)),
    "truncated": lambda content, draw: content[: draw.randrange(1, len(content) - 30)],
    "bits": _flipped,
    "encrypted part": lambda content, draw: _entry(content, 8, "<H", 1),
    "strange compression": lambda content, draw: _entry(content, 10, "<H", draw.choice((1, 9, 12, 14, 93, 99))),
    "a size of gigabytes": lambda content, draw: _entry(content, 24, "<I", 0xFFFF_FFF0),
    "a wrong offset": lambda content, draw: _entry(content, 42, "<I", draw.randrange(1 << 31)),
    "a wrong checksum": _crc,
    "a lying size": _lying,
    "overlapping": _overlapping,
    "a bomb of XML": _add("xl/styles2.xml", b"<a>" + b" " * 70_000_000 + b"</a>"),
    "laughs": _sub(SHEET, r"<worksheet", BOMB + "<worksheet"),
    "utf-7": _add(SHEET, b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a+AD4-'),
    "deep XML": _add(SHEET, b"<a>" * 100_000),
    "no sheet": _no(SHEET),
    "no workbook": _no(BOOK),
    "no relations": _no(_RELATIONS),
    "XML that ends early": _sub(SHEET, r"</worksheet>", ""),
    "a sheet of another root": _add(SHEET, b"<a/>"),
    "rows that do not say where": _cells("<row><c><v>1</v></c></row>" * 50_000),
    "cells that do not say where": _cells('<row r="900">' + "<c><v>1</v></c>" * 50_000 + "</row>"),
    "an error": _cells('<row r="900"><c r="A900" t="e"><v>#DIV/0!</v></c></row>'),
    "no number": _cells('<row r="900"><c r="A900"><v>NaN</v></c></row>'),
    "a number beyond all": _cells('<row r="900"><c r="A900"><v>1e999</v></c></row>'),
    "a number of many digits": _cells(f'<row r="900"><c r="A900"><v>{"9" * 6000}</v></c></row>'),
    "an index of no string": _cells('<row r="900"><c r="A900" t="s"><v>99999999</v></c></row>'),
    "an unknown type": _cells('<row r="900"><c r="A900" t="zz"><v>1</v></c></row>'),
    "a style of none": _cells('<row r="900"><c r="A900" s="999999"><v>1</v></c></row>'),
    "a control": _cells('<row r="900"><c r="A900" t="inlineStr"><is><t>a_x0007_b</t></is></c></row>'),
    "a direction mark": _cells('<row r="900"><c r="A900" t="inlineStr"><is><t>a\u202eb</t></is></c></row>'),
    "a surrogate": _cells('<row r="900"><c r="A900" t="inlineStr"><is><t>_xD800_</t></is></c></row>'),
    "a cell of megabytes": _cells(
        f'<row r="900"><c r="A900" t="inlineStr"><is><t>{"x" * 3_000_000}</t></is></c></row>'
    ),
    "a hidden row": _cells('<row r="900" hidden="1"><c r="A900" t="inlineStr"><is><t>x</t></is></c></row>'),
    "a sheet of no table": _sub(BOOK, r'(<sheet [^>]*?)name="\w+"', r'\1name="Sheet1"'),
    "a sheet of a strange name": _sub(BOOK, r'(<sheet [^>]*?)name="\w+"', r'\1name="../../x"'),
    "a header in capitals": _cells('<row r="1"><c r="A1" t="inlineStr"><is><t>INDICATOR</t></is></c></row>'),
    "a row of one cell": _cells('<row r="900"><c r="A900" t="inlineStr"><is><t>nope</t></is></c></row>'),
    "columns by the billion": _sub(SHEET, "<sheetData>", '<cols><col min="1" max="2000000000" hidden="1"/></cols><sheetData>'),
    "a size that lies": _sub(SHEET, "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>' + '<row r="900"><c r="A900"><f>1</f></c></row>'),
}  # fmt: skip
