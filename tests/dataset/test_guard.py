"""What is looked at before a workbook is opened: each limit by itself, at it and beyond it (guarantees P8, P9)."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from mjq_report.dataset.workbook import child, guard
from mjq_report.dataset.workbook.guard import MOST_COLUMNS, MOST_MEMBERS, MOST_ROWS, fault

SHEET = "xl/worksheets/sheet1.xml"


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def said(xml: str, name: str = SHEET) -> str:
    return fault(zipped({name: xml.encode()})) or ""


def test_a_plain_zip_of_plain_xml_is_taken() -> None:
    assert (
        fault(zipped({SHEET: b'<row r="1"><c r="A1"/></row>', "docProps/app.xml": b"<a/>", "media/x.png": b"\0"}))
        is None
    )
    assert fault(zipped({SHEET: b"<a/>"}, zipfile.ZIP_STORED)) is None


def test_the_file_and_what_it_unpacks_to_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped({SHEET: b"<a/>", "media/x.png": b"x" * 1000})
    monkeypatch.setattr(guard, "LARGEST", len(content))
    assert fault(content) is None
    monkeypatch.setattr(guard, "LARGEST", len(content) - 1)
    assert fault(content) == f"the file has {len(content)} bytes, more than {len(content) - 1}"
    monkeypatch.undo()
    monkeypatch.setattr(guard, "LARGEST_UNPACKED", 1004)
    assert fault(content) is None
    monkeypatch.setattr(guard, "LARGEST_UNPACKED", 1003)
    assert fault(content) == "it unpacks to 1004 bytes, more than 1003"


def test_it_has_at_most_so_many_parts_and_none_twice() -> None:
    assert fault(zipped({f"a{n}.png": b"" for n in range(MOST_MEMBERS)})) is None
    assert f"it has {MOST_MEMBERS + 1} parts" in str(fault(zipped({f"a{n}.png": b"" for n in range(MOST_MEMBERS + 1)})))
    assert fault(zipped({"a.png": b"", "A.png": b""})) == "it has two parts of one name"


@pytest.mark.parametrize("name", ["/etc/x.xml", "a\\b.xml", "../x.xml", "a/../../x.xml"])
def test_a_part_stays_inside(name: str) -> None:
    assert "it has a part with the name" in str(fault(zipped({name: b""})))


@pytest.mark.parametrize("name", ["..a/x.png", "a../x.png"])
def test_dots_in_a_name_are_just_dots(name: str) -> None:
    assert fault(zipped({name: b""})) is None


def test_what_is_encrypted_or_packed_in_an_unusual_way_or_has_macros_is_refused() -> None:
    data = bytearray(zipped({"a.png": b"x"}))
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 8, 1)
    assert fault(bytes(data)) == "it is encrypted"
    assert "in an unusual way" in str(fault(zipped({"a.png": b"x"}, zipfile.ZIP_BZIP2)))
    assert fault(zipped({"xl/vbaProject.bin": b"x"})) == "it has macros"


def test_what_is_no_zip_is_said_to_be_none() -> None:
    for content in (b"", b"PK", b"x" * 1000, zipped({SHEET: b"<a/>"})[:-30]):
        assert str(fault(content)).startswith("it is no sound .xlsx file (")


@pytest.mark.guards("P9")
@pytest.mark.parametrize("name", [SHEET, "xl/styles.xml", "_rels/.rels", "xl/drawings/a.VML"])
def test_no_part_declares_entities_or_is_in_another_encoding(name: str) -> None:
    assert said("<!DOCTYPE a>", name) == f"its part {name!r} declares entities"
    assert said("<!ENTITY a>", name) == f"its part {name!r} declares entities"
    assert said("a\0b", name) == f"its part {name!r} is not UTF-8"
    assert said("<!doctype", name) == ""
    assert said("<!DOCTYPE a>", "xl/notes.txt") == ""


@pytest.mark.guards("P8")
def test_rows_and_columns_have_limits_wherever_they_are_named() -> None:
    assert said("<row>" * MOST_ROWS) == ""
    assert f"more than {MOST_ROWS} rows" in said("<row/>" * (MOST_ROWS + 1))
    assert f"more than {MOST_ROWS} rows" in said("<x:row>" * (MOST_ROWS + 1))
    assert said("<rows/>" * (MOST_ROWS + 1)) == ""
    for good in (
        f'<row r="{MOST_ROWS}">',
        f'<c r="IV{MOST_ROWS}"/>',
        '<c s="1" r="iv1"/>',
        '<mergeCell ref="A1:IV10000"/>',
    ):
        assert said(good) == "", good
    for bad, place in {
        f'<row r="{MOST_ROWS + 1}">': f"{MOST_ROWS + 1}", "<c r='IW1'/>": "IW1", "<x:c t='s' r='iw1'>": "iw1", '<c r="AAA1"/>': "AAA1",
        '<mergeCell ref="A1:IW2"/>': "IW2", '<hyperlink ref="A1:A10001"/>': "A10001", f'<c r="A{10**19}"/>': f"A{10**19}",
    }.items():  # fmt: skip
        assert f"reaches to {place}, beyond {MOST_ROWS} rows or {MOST_COLUMNS} columns" in said(bad), bad
    assert said('<row r="10001">', "xl/other.xml") == "", "only in sheets"
    assert "reaches to" in said('<row r="10001">', "XL/Worksheets/s.XML")


@pytest.mark.parametrize(
    ("letters", "number"), [(b"", 0), (b"A", 1), (b"z", 26), (b"AA", 27), (b"BL", 64), (b"XFD", 16384)]
)
def test_columns_are_counted_as_spreadsheets_do(letters: bytes, number: int) -> None:
    assert guard.column(letters) == number


@pytest.mark.guards("P8")
def test_the_child_refuses_what_it_would_leave_out_and_what_lies_far_out() -> None:
    for make, said in (
        (
            lambda book: book.create_chartsheet("c").add_chart(BarChart()),
            "it has chart sheets, or sheets without content",
        ),
        (lambda book: book.active.cell(MOST_ROWS + 1, 1, "x"), f"a sheet has more than {MOST_ROWS} rows"),
        (lambda book: book.active.cell(1, MOST_COLUMNS + 1, "x"), f"or {MOST_COLUMNS} columns"),
    ):
        book, out = Workbook(), io.BytesIO()
        make(book)
        book.save(out)
        with pytest.raises(ValueError, match=said):
            child.read(out.getvalue())
