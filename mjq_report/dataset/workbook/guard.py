"""What an .xlsx file must be before anything opens it: a small, plain zip of plain XML.

A workbook of a few kilobytes can ask a reader for gigabytes, by sizes, by cell addresses far out, or by
XML entities. Everything here looks at the zip directory first, then at bytes under a known limit.
Workbooks are limited to 10,000 rows and 256 columns a sheet; larger tables come as CSV.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

LARGEST = 16 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_MEMBERS = 500
MOST_ROWS = 10_000
MOST_COLUMNS = 256
_XML = (".xml", ".rels", ".vml")
_ADDRESS = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]{0,500}?\br=["']([A-Za-z]{0,8})([0-9]{1,20})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_AREA = re.compile(
    rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]{0,500}?\bref=["'][^"':]*:([A-Za-z]{1,8})([0-9]{1,20})["']"""
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def fault(content: bytes) -> str | None:
    """Why these bytes are no workbook that may be opened, or None."""
    if len(content) > LARGEST:
        return f"the file has {len(content)} bytes, more than {LARGEST}"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return next(_faults(archive), None)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, RuntimeError, ValueError, EOFError, OSError) as error:
        return f"it is no sound .xlsx file ({error})"


def _faults(archive: zipfile.ZipFile) -> Iterator[str]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        yield f"it has {len(members)} parts, more than {MOST_MEMBERS}"
    total = sum(member.file_size for member in members)
    if total > LARGEST_UNPACKED:
        yield f"it unpacks to {total} bytes, more than {LARGEST_UNPACKED}"
    if len({member.filename.casefold() for member in members}) < len(members):
        yield "it has two parts of one name"
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            yield f"it has a part with the name {name!r}"
        if member.flag_bits & 0x1:
            yield "it is encrypted"
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"its part {name!r} is compressed in an unusual way"
        if name.casefold().endswith("vbaproject.bin"):
            yield "it has macros"
        if name.casefold().endswith(_XML):
            yield from _xml_faults(name, archive.read(member))


def _xml_faults(name: str, content: bytes) -> Iterator[str]:
    if b"\0" in content:
        yield f"its part {name!r} is not UTF-8"
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield f"its part {name!r} declares entities"
    if _SHEET.fullmatch(name):
        if len(_ROW.findall(content)) > MOST_ROWS:
            yield f"its part {name!r} has more than {MOST_ROWS} rows"
        for pattern in (_ADDRESS, _AREA):
            for match in pattern.finditer(content):
                if int(match[2]) > MOST_ROWS or column(match[1]) > MOST_COLUMNS:
                    address = (match[1] + match[2]).decode("ascii")
                    yield f"its part {name!r} reaches to {address}, beyond {MOST_ROWS} rows or {MOST_COLUMNS} columns"


def column(letters: bytes) -> int:
    """A column's number by its letters: A is 1, AA is 27; 0 without letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
