"""Workbooks out and in: the round trip, what an import shows and changes, and hostile files (guarantees P8 to P11)."""

from __future__ import annotations

import datetime as dt
import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from mjq_report.dataset import schema
from mjq_report.dataset.csv_reader import is_formula
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.workbook import child, exporting, grid, guard, importing, opening
from mjq_report.errors import DataError, OutputError, Problem, UnknownTown, UsageError
from mjq_report.lang.zh import tables as zh
from mjq_report.settings.visibility import is_visible
from tests.towns.lakeside import FILES, LAKESIDE, append, change, lay

Edit = Callable[[Workbook], object]


def write(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)


def tables(data: Path) -> dict[str, bytes]:
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in sorted(data.rglob("*.csv"))}


WORKBOOKS: dict[tuple[tuple[str, bytes], ...], bytes] = {}


def workbook_of(data: Path) -> bytes:
    """The town's workbook; made once for tables that are the same."""
    key = tuple(tables(data).items())
    if key not in WORKBOOKS:
        WORKBOOKS[key] = exporting.export_xlsx(data, "lakeside")
    return WORKBOOKS[key]


def exported(data: Path, edit: Edit = lambda book: None) -> Path:
    """The town's workbook as a file, changed as an editor would change it."""
    book = load_workbook(io.BytesIO(workbook_of(data)))
    edit(book)
    path = data.parent / "edited.xlsx"
    book.save(path)
    return path


def planned(data: Path, edit: Edit) -> importing.ImportPlan:
    return importing.plan_import(data, "lakeside", exported(data, edit))


def refused(data: Path, edit: Edit) -> str:
    with pytest.raises(DataError) as raised:
        planned(data, edit)
    return str(raised.value)


def of(book: Workbook, table: str) -> Worksheet:
    """A table's sheet in an exported workbook."""
    sheet = book[zh.SHEETS[table][0]]
    assert isinstance(sheet, Worksheet)
    return sheet


def put(table: str, cell: str, value: object, number_format: str = "@") -> Edit:
    def edit(book: Workbook) -> None:
        of(book, table)[cell] = value
        of(book, table)[cell].number_format = number_format

    return edit


# --------------------------------------------------------------------------- out


def test_a_workbook_is_named_and_headed_in_chinese_with_ids_behind_names_and_codes_in_words(data: Path) -> None:
    book = load_workbook(io.BytesIO(workbook_of(data)))
    assert book.sheetnames == [*(zh.SHEETS[table.name][0] for table in (*schema.PER_TOWN, *schema.SHARED)), zh.LISTS]
    sheet = of(book, "observations")
    assert sheet.freeze_panes == "A2"
    first, third = ([cell.value for cell in sheet[line]] for line in (1, 3))
    assert first[:9] == ["指标", "分组", "时期", "口径", "数值", "单位", "修饰", "状态", "来源"]
    assert third[:9] == [
        "工业总产值 output", None, "2023", "全镇规模以上 above_size", "90.50", "亿元", "确数", "实际", "稳中求进 src-1",
    ]  # fmt: skip
    assert {cell.number_format for cell in sheet[3] if cell.value} == {"@"}


def test_all_that_has_a_list_has_a_drop_down_in_words(data: Path) -> None:
    book = load_workbook(io.BytesIO(workbook_of(data)))
    lists = {str(r.sqref).split(":")[0]: r.formula1 for r in of(book, "observations").data_validations.dataValidation}
    assert sorted(lists) == ["A2", "B2", "D2", "G2", "H2", "I2"]

    def offered(formula: str) -> list[object]:
        first, last = formula.removeprefix(f"'{zh.LISTS}'!").replace("$", "").split(":")
        return [cell.value for (cell,) in book[zh.LISTS][f"{first}:{last}"]]

    assert offered(lists["G2"]) == ["确数", "约", "超", "近", "以上", "以内"]
    assert "工业总产值 output" in offered(lists["A2"])
    assert offered(lists["D2"]) == ["全镇 whole_town", "全镇规模以上 above_size"]


@pytest.mark.guards("P10")
def test_no_cell_of_a_workbook_is_a_formula(data: Path) -> None:
    for row in load_workbook(io.BytesIO(workbook_of(data))):
        assert not [cell.coordinate for line in row.iter_rows() for cell in line if cell.data_type == "f"]


def test_unknown_towns_and_broken_or_long_tables_are_not_exported(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownTown):
        exporting.export_xlsx(data, "seaside")
    monkeypatch.setattr(exporting, "MOST_ROWS", 5)
    with pytest.raises(UsageError, match="has 13 rows"):
        exporting.export_xlsx(data, "lakeside")
    change(data, LAKESIDE, "90.50,亿元", "x,亿元")
    with pytest.raises(DataError, match="not a number"):
        exporting.export_xlsx(data, "lakeside")


# --------------------------------------------------------------------------- there and back


def test_a_round_trip_changes_no_byte(data: Path) -> None:
    before = tables(data)
    plan = importing.plan_import(data, "lakeside", exported(data))
    assert (plan.changes, plan.files, plan.problems) == ((), (), ())
    assert importing.apply_import(plan, write) == []
    assert tables(data) == before


TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "M")) | st.sampled_from("=+-@'\"_x0041"),
    min_size=1,
    max_size=20,
).filter(lambda text: is_visible(text) and not is_formula(text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=3)
@given(notes=st.lists(TEXT, min_size=20, max_size=40))
def test_any_text_survives_the_round_trip(tmp_path: Path, notes: list[str]) -> None:
    data = lay(tmp_path / "data")
    notes += ["_x0041_", "a_x005F_x000D_b", "#N/A"]
    lines = [",".join(schema.BREAKDOWNS.mandatory)]
    lines += [f'b{n},中,B,industry,"{note.replace(chr(34), chr(34) * 2)}"' for n, note in enumerate(notes)]
    lines += FILES["breakdowns.csv"].splitlines()[1:]
    (data / "breakdowns.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "x.xlsx").write_bytes(exporting.export_xlsx(data, "lakeside"))
    problems = Problems()
    store = importing.of_town(data, "lakeside")
    tables = {**store.shared(), **store.of_town("lakeside")}
    found_sheets = opening.read_tables(tmp_path / "x.xlsx", "utf-8", "lakeside", tables, problems)
    assert problems.sorted() == []
    found = next(sheet for sheet in found_sheets if sheet.table is schema.BREAKDOWNS)
    assert [cells[4] for _, cells in found.rows[: len(notes)]] == notes


@pytest.mark.parametrize(
    ("end", "mark", "last"), [("\n", b"", True), ("\r\n", b"\xef\xbb\xbf", True), ("\n", b"\xef\xbb\xbf", False)]
)
def test_only_the_changed_row_changes_its_bytes(data: Path, end: str, mark: bytes, last: bool) -> None:
    # a table that quotes more than it must, as another program wrote it
    text = FILES[LAKESIDE].replace(",whole_town,", ',"whole_town",').replace("\n", end)
    (data / LAKESIDE).write_bytes(mark + (text if last else text.removesuffix(end)).encode())
    before = (data / LAKESIDE).read_bytes().splitlines(keepends=True)
    plan = planned(data, put("observations", "L3", "新注"))
    assert [str(change) for change in plan.changes] == [
        f"data/{LAKESIDE}:3: output,,2023,above_size,actual,src-1,2: note '' → '新注'"
    ]
    assert importing.apply_import(plan, write) == [data / LAKESIDE]
    after = (data / LAKESIDE).read_bytes().splitlines(keepends=True)
    assert after[2].decode() == FILES[LAKESIDE].splitlines()[2] + "新注" + end
    assert after[:2] + after[3:] == before[:2] + before[3:]


# --------------------------------------------------------------------------- what an import shows and does


def test_rows_are_added_where_they_stand_and_removed_and_the_order_stays(data: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = of(book, "breakdowns")
        sheet.delete_rows(3)  # village:east
        sheet.insert_rows(2)
        for place, text in enumerate(("steel", "钢铁", "Steel", "industry"), 1):
            sheet.cell(2, place).value = text
        sheet.append(("boats", "船舶", "Boats", "industry"))

    assert [change.kind for change in planned(data, edit).changes] == ["added", "added"]
    plan = importing.plan_import(data, "lakeside", exported(data, edit), replacing=True)
    assert [str(change) for change in plan.changes] == [
        "data/breakdowns.csv:3: removed: village:east",
        "data/breakdowns.csv: added: steel",
        "data/breakdowns.csv: added: boats",
    ]
    assert plan.problems == ()
    importing.apply_import(plan, write)
    lines = (data / "breakdowns.csv").read_text(encoding="utf-8").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["breakdown", "steel", "cars", "festival", "boats"]


def test_a_sorted_sheet_does_not_sort_the_file(data: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = of(book, "indicators")
        rows = sorted(([cell.value for cell in row] for row in sheet.iter_rows(min_row=2)), key=lambda row: str(row[0]))
        for number, row in enumerate(rows, 2):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value

    assert planned(data, edit).changes == ()


def test_rows_with_one_key_are_told_apart_by_their_order(data: Path) -> None:
    append(data, "breakdowns.csv", "cars", "又一", "Again", "industry", "")
    plan = planned(data, put("breakdowns", "B5", "再一"))
    assert [str(change) for change in plan.changes] == ["data/breakdowns.csv:5: cars,(2): name_zh '又一' → '再一'"]


def test_a_missing_optional_table_comes_into_being(data: Path) -> None:
    (data / "towns/lakeside/organisations.csv").unlink()

    def edit(book: Workbook) -> None:
        row = ("mill", "某坊", "A mill", "company", "cars", "制造", "Makes", "src-2", "2", "汽车制造业")
        of(book, "organisations").append(row)

    plan = planned(data, edit)
    importing.apply_import(plan, write)
    assert (data / "towns/lakeside/organisations.csv").read_text(encoding="utf-8") == (
        ",".join(schema.ORGANISATIONS.header) + "\nmill,某坊,A mill,company,cars,制造,Makes,src-2,2,汽车制造业,,,,\n"
    )


def test_what_would_break_rules_is_shown_and_not_written(data: Path) -> None:
    before = tables(data)
    plan = planned(data, put("observations", "E3", "90.51"))
    assert [problem.rule.code for problem in plan.problems] == ["value-not-as-printed"]
    with pytest.raises(DataError, match=r"edited\.xlsx\[观测值\]:3:E3 数值"):
        importing.apply_import(plan, write)
    assert tables(data) == before


def test_a_table_that_changed_meanwhile_is_not_overwritten(data: Path) -> None:
    plan = planned(data, put("observations", "L3", "新注"))
    change(data, LAKESIDE, "印作约数", "印作整数")
    before = tables(data)
    with pytest.raises(OutputError, match="changed in the meantime"):
        importing.apply_import(plan, write)
    assert tables(data) == before


def test_a_number_that_an_editor_typed_is_taken_as_it_shows(data: Path) -> None:
    assert planned(data, put("observations", "E3", 90.5, "0.00")).changes == ()
    assert planned(data, put("observations", "E3", 90.5, "General")).changes[0].cells == (("value", "90.50", "90.5"),)


# --------------------------------------------------------------------------- CSV


def csv_file(data: Path, content: bytes, name: str = "in.csv") -> Path:
    path = data.parent / name
    path.write_bytes(content)
    return path


@pytest.mark.guards("P1")
@pytest.mark.parametrize(("encoding", "option"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")])
def test_a_csv_is_imported_in_the_encoding_that_is_named(data: Path, encoding: str, option: str) -> None:
    text = FILES[LAKESIDE].replace("工业企业20家,", "工业企业20家,新注").replace("\n", "\r\n")
    plan = importing.plan_import(data, "lakeside", csv_file(data, text.encode(encoding)), option)
    assert [change.cells for change in plan.changes] == [(("note", "", "新注"),)]


@pytest.mark.guards("P1")
def test_the_wrong_encoding_is_noticed(data: Path) -> None:
    path = csv_file(data, FILES[LAKESIDE].encode("gb18030"))
    with pytest.raises(DataError, match=r"\Ain\.csv: the file is not UTF-8; .* give --encoding gb18030; [^\n]*\Z"):
        importing.plan_import(data, "lakeside", path)
    with pytest.raises(UsageError, match="utf-8 or gb18030"):
        importing.plan_import(data, "lakeside", path, "latin-1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the header is of no table"),
        (b"breakdown,name\n", "the likest is breakdowns"),
        ("breakdown,name_zh,name_en,group,note\nx,甲\n".encode(), r"in\.csv:2: the row has 2 fields"),
        (
            "breakdown,name_zh,name_en,group,note\nx,\u202e甲,X,industry,\n".encode(),
            r"in\.csv:2:name_zh: direction mark",
        ),
        (b'breakdown,name_zh,name_en,group,note\n"x', r"in\.csv:2: unexpected end of data"),
        ("breakdown".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_csv_that_is_no_table_is_refused_with_its_place(data: Path, content: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        importing.plan_import(data, "lakeside", csv_file(data, content))


@pytest.mark.guards("P7")
@pytest.mark.parametrize("name", ["in.ods", "in.xls", "in.csv.gz", "in"])
def test_other_kinds_of_file_are_not_opened(data: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"only \.xlsx and \.csv|save it .* as \.xlsx"):
        importing.plan_import(data, "lakeside", csv_file(data, b"x", name))


def test_a_file_that_is_not_there_and_a_town_that_is_not(data: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        importing.plan_import(data, "lakeside", data / "none.csv")
    (data / "folder.csv").mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        importing.plan_import(data, "lakeside", data / "folder.csv")
    with pytest.raises(UnknownTown):
        importing.plan_import(data, "seaside", data / "breakdowns.csv")


# --------------------------------------------------------------------------- P11: what a sheet does not say plainly


def hide_row(book: Workbook) -> None:
    of(book, "observations").row_dimensions[3].hidden = True


def hide_column(book: Workbook) -> None:
    of(book, "observations").column_dimensions["D"].hidden = True


def hide_sheet(book: Workbook) -> None:
    of(book, "claims").sheet_state = "veryHidden"


@pytest.mark.guards("P11")
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (put("observations", "E3", "=90+0.5", "General"), "edited.xlsx[观测值]:3:E3 数值: the cell is a formula"),
        (put("observations", "E3", "#DIV/0!", "General"), "edited.xlsx[观测值]:3:E3 数值: the cell is an error"),
        (put("observations", "E3", 0.905, "0%"), "3:E3 数值: the cell is the number 0.905 in the format '0%'"),
        (put("observations", "E3", 905000, '0.00,"万"'), "3:E3 数值: the cell is the number 905000 in the format"),
        (put("observations", "E3", 90.504, "0.00"), "3:E3 数值: the cell is the number 90.504 in the format '0.00'"),
        (put("observations", "C3", dt.date(2023, 1, 1), "m月d日"), "3:C3 时期: the cell is a date"),
        (put("observations", "E3", dt.date(2023, 1, 1), "yyyy"), "3:E3 数值: the cell is a date, 2023"),
        (put("observations", "L3", True, "General"), "3:L3 备注: the cell is a truth value"),
        (put("observations", "L3", "a\nb"), "3:L3 备注: control character U+000A"),
        (put("observations", "N3", "x"), "edited.xlsx[观测值]:3: there is a cell beyond the columns that have a head: N3"),
        (put("observations", "E1", "values"), "edited.xlsx[观测值]:1:E1: unknown column 'values'; the nearest is value"),
        (lambda book: of(book, "observations").merge_cells("A2:B2"), "edited.xlsx[观测值]: the cells A2:B2 are merged"),
        (hide_row, "edited.xlsx[观测值]: row 3 is hidden"),
        (hide_column, "edited.xlsx[观测值]: column D is hidden"),
        (hide_sheet, "edited.xlsx[论断]: the sheet is hidden"),
        (lambda book: book.create_sheet("Sheet1").append(["合计"]), "edited.xlsx[Sheet1]:1: 'Sheet1' is no table"),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_refused_with_its_place(data: Path, edit: Edit, said: str) -> None:
    assert said in refused(data, edit)


@pytest.mark.guards("P11")
def test_all_that_is_unclear_comes_at_once(data: Path) -> None:
    def edit(book: Workbook) -> None:
        hide_row(book)
        hide_sheet(book)
        put("observations", "E3", "=1", "General")(book)

    assert refused(data, edit).count("edited.xlsx[") == 3


# --------------------------------------------------------------------------- P8, P9: bombs


def sheet_xml(body: str, before: str = "", declaration: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{declaration}<worksheet xmlns="{space}">{before}<sheetData>{body}</sheetData></worksheet>'.encode()


def with_sheet(data: Path, content: bytes, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The town's workbook with the XML of its first sheet replaced."""
    source = zipfile.ZipFile(io.BytesIO(workbook_of(data)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", level) as target:
        for member in source.infolist():
            target.writestr(member.filename, content if member.filename.endswith("sheet1.xml") else source.read(member))
    return stream.getvalue()


def cell(address: str) -> str:
    return f'<row><c r="{address}" t="inlineStr"><is><t>x</t></is></c></row>'


BOMBS: dict[str, Callable[[Path], bytes]] = {
    "far row": lambda data: with_sheet(data, sheet_xml(cell("A1048576"))),
    "far column": lambda data: with_sheet(data, sheet_xml(cell("XFD1"))),
    "beyond any sheet": lambda data: with_sheet(data, sheet_xml(cell("AAAAAAAA99999999999999999999"))),
    "prefixed names": lambda data: with_sheet(data, sheet_xml(cell("XFD1048576")).replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>").replace(b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ')),
    "merged plane": lambda data: with_sheet(data, sheet_xml(cell("A1")).replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "row numbers": lambda data: with_sheet(data, sheet_xml('<row r="4294967295"><c t="inlineStr"><is><t>x</t></is></c></row>')),
    "unpacks to 100 MB": lambda data: with_sheet(data, sheet_xml(" " * 100_000_000)),
    "entities": lambda data: with_sheet(data, sheet_xml(cell("A1"), declaration='<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>')),
    "external entity": lambda data: with_sheet(data, sheet_xml(cell("A1"), declaration='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "utf-16": lambda data: with_sheet(data, sheet_xml(cell("A1")).decode().encode("utf-16")),
    "bzip2": lambda data: with_sheet(data, sheet_xml(cell("A1")), zipfile.ZIP_BZIP2),
    "no zip": lambda data: b"PK\x03\x04" + b"\0" * 100,
    "empty": lambda data: b"",
    "text": lambda data: b"indicator,value\n",
    "another zip": lambda data: zipped({"a.txt": b"x"}),
    "many parts": lambda data: zipped({f"{n}.txt": b"" for n in range(600)}),
    "password": lambda data: with_flag(workbook_of(data)),
    "macros": lambda data: zipped({"xl/vbaProject.bin": b""}),
    "climbing name": lambda data: zipped({"../../evil.xml": b""}),
    "too large": lambda data: b"PK" + random.Random(1).randbytes(guard.LARGEST),
}  # fmt: skip


def with_flag(content: bytes) -> bytes:
    """A zip whose directory says that its parts are encrypted."""
    place = content.index(b"PK\x01\x02")
    return content[: place + 8] + b"\x01" + content[place + 9 :]


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


@pytest.mark.guards("P8", "P9")
@pytest.mark.parametrize("kind", BOMBS)
def test_a_hostile_workbook_ends_in_a_message(data: Path, kind: str) -> None:
    before = tables(data)
    path = data.parent / "bomb.xlsx"
    path.write_bytes(BOMBS[kind](data))
    started = time.process_time()
    with pytest.raises(DataError, match=r"^bomb\.xlsx") as raised:
        importing.plan_import(data, "lakeside", path)
    assert time.process_time() - started < 5
    assert str(raised.value).isprintable() or "\n" in str(raised.value)
    assert tables(data) == before


@pytest.mark.guards("P8c")
@pytest.mark.parametrize(
    "kind",
    [
        "merged plane",
        *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("prefixed names", "row numbers", "beyond any sheet")),
    ],
)
def test_the_child_stops_within_its_limits_what_passes_the_guard(
    data: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "fault", lambda content: None)
    started = time.monotonic()
    found = grid.read_workbook(BOMBS[kind](data))
    assert time.monotonic() - started < 60
    assert isinstance(found, str) or not any(len(sheet.rows) > 1 for sheet in found)


@pytest.mark.guards("P8")
def test_a_child_that_takes_too_long_is_stopped(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "PATIENCE", 0.01)
    assert grid.read_workbook(workbook_of(data)) == "reading it took more than 0.01 s"


@pytest.mark.guards("P5")
def test_a_number_that_is_not_finite_is_refused(data: Path) -> None:
    found = grid.read_workbook(with_sheet(data, sheet_xml('<row r="2"><c r="E2"><v>1e999</v></c></row>')))
    assert not isinstance(found, str)
    assert found[0].cells[2, 5].fault.startswith("the number inf")


def test_the_child_reads_sheets_by_themselves(data: Path) -> None:
    sheets = child.read(workbook_of(data))
    assert [sheet["name"] for sheet in sheets[:-1]] == [
        zh.SHEETS[t.name][0] for t in (*schema.PER_TOWN, *schema.SHARED)
    ]
    assert sheets[0]["state"] == "visible"
    assert (sheets[0]["merged"], sheets[0]["hidden_rows"], sheets[0]["hidden_columns"]) == ([], [], [])


def test_a_workbook_with_a_chart_sheet_is_refused(data: Path) -> None:
    assert "it has chart sheets" in refused(data, lambda book: book.create_chartsheet("chart").add_chart(BarChart()))


@pytest.mark.guards("P8")
def test_two_parts_of_one_name_are_refused(data: Path) -> None:
    stream = io.BytesIO()
    stream.write(workbook_of(data))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<x/>")
    assert guard.fault(stream.getvalue()) == "it has two parts of one name"


def test_an_ordinary_workbook_of_another_program_passes(data: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "breakdowns"
    for line in FILES["breakdowns.csv"].splitlines():
        sheet.append(line.split(","))
    stream = io.BytesIO()
    book.save(stream)
    (data.parent / "plain.xlsx").write_bytes(stream.getvalue())
    assert importing.plan_import(data, "lakeside", data.parent / "plain.xlsx").changes == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
@given(seed=st.integers(0, 10**6))
def test_a_damaged_workbook_ends_in_a_message_or_says_what_it_says(data: Path, seed: int) -> None:
    content = bytearray(workbook_of(data))
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = data.parent / "damaged.xlsx"
    path.write_bytes(bytes(content[: chance.choice([len(content), chance.randrange(len(content))])]))
    found: tuple[Problem, ...] = ()
    try:
        found = importing.plan_import(data, "lakeside", path).problems
    except DataError as error:
        found = error.problems
    assert all(problem.file.startswith(("damaged.xlsx", "data/")) for problem in found)
