"""What offices send, taken in: Chinese heads and codes, numbers as shown, part of a table; and the round trip of any town."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from mjq_report.cli.run import run
from mjq_report.dataset import fields, schema, typed
from mjq_report.dataset.loading import check
from mjq_report.dataset.workbook import exporting, importing, kinds
from mjq_report.dataset.workbook.display import shown_number, typed_date
from mjq_report.errors import DataError, UsageError
from mjq_report.lang.zh import tables as zh
from mjq_report.model.period import Period
from tests.towns.lakeside import FILES, LAKESIDE, append, lay

FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6, deadline=None)
SOON = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
HEADS = "指标,时期,口径,数值,单位,来源,段落,原文".split(",")
NEW = ["工业总产值", "2022年", "全镇", "80.10", "亿元", "src-1", "2", "工业总产值80.10亿元"]


def workbook(data: Path, *rows: list[object], formats: dict[str, str] | None = None, sheet: str = "Sheet1") -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for cell, code in (formats or {}).items():
        book.active[cell].number_format = code
    path = data.parent / "in.xlsx"
    book.save(path)
    return path


def plan(data: Path, path: Path, **more: bool) -> importing.ImportPlan:
    return importing.plan_import(data, "lakeside", path, **more)


def written(found: importing.ImportPlan) -> list[str]:
    """The lines of the planned file that the file of today has not."""
    before = (found.data / found.files[0].path).read_text(encoding="utf-8").splitlines()
    return [line for line in found.files[0].after.decode("utf-8").splitlines() if line not in before]


def refused(data: Path, path: Path) -> str:
    try:
        return str(DataError(plan(data, path).problems))
    except DataError as error:
        return str(error)


# --------------------------------------------------------------------------- heads, codes, names


def test_chinese_heads_names_and_codes_are_read_and_blanks_mean_exact_and_actual(data: Path) -> None:
    assert written(plan(data, workbook(data, HEADS, NEW))) == [
        "output,,2022,whole_town,80.10,亿元,exact,actual,src-1,2,工业总产值80.10亿元,"
    ]
    more = [*HEADS, "修饰", "状态", "分组"]
    row = [*NEW[:7], "预计工业总产值约80.10亿元", "约", "预计", "汽车制造业"]
    assert written(plan(data, workbook(data, more, row))) == [
        "output,cars,2022,whole_town,80.10,亿元,about,estimated,src-1,2,预计工业总产值约80.10亿元,"
    ]


def test_growth_and_shares_are_known_by_their_names_without_a_row(data: Path) -> None:
    row = ["企业数增速", "2024年", "全镇", "3.2", "%", "src-2", "2", "增长3.2%"]
    assert written(plan(data, workbook(data, HEADS, row)))[0].startswith("enterprises_growth,,2024,")


@pytest.mark.parametrize("order", [0, 3, 5])
def test_columns_may_stand_in_any_order(data: Path, order: int) -> None:
    turned = [row[order:] + row[:order] for row in (HEADS, NEW)]
    assert len(plan(data, workbook(data, *turned)).changes) == 1


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (HEADS[1:], "in.xlsx[观测值]:1: missing: 指标 (indicator)"),
        ([*HEADS, "数据"], "in.xlsx[观测值]:1:I1: column '数据' stands twice, also in column D"),
        ([*HEADS, "增长速"], "in.xlsx[观测值]:1:I1: unknown column '增长速'"),
    ],
)
def test_what_is_missing_doubled_or_unknown_in_a_head_is_named(data: Path, heads: list[str], said: str) -> None:
    row = [*NEW, "", ""][: len(heads)]
    assert said in refused(data, workbook(data, heads, row, sheet="观测值"))


def test_a_name_that_none_has_is_refused_with_the_nearest_and_its_cell(data: Path) -> None:
    said = refused(data, workbook(data, HEADS, ["工业产值", *NEW[1:]], sheet="观测值"))
    assert "in.xlsx[观测值]:2:A2 指标: '工业产值' is no name in indicators; the nearest: 工业总产值 (output)" in said
    assert said.count("A2") == 1  # once, and not again as a blank cell


def test_a_name_that_several_have_is_never_chosen(data: Path) -> None:
    append(data, "indicators.csv", "other", "企业数", "Other", "enterprises", "家", "stock", "0", "", "", "")
    row = ["企业数", "2022", "全镇", "5", "家", "src-1", "2", "企业5家"]
    assert "may be enterprises or other; write the id" in refused(data, workbook(data, HEADS, row, sheet="观测值"))


def test_a_name_beside_another_id_is_refused(data: Path) -> None:
    said = refused(data, workbook(data, HEADS, ["工业总产值 staff", *NEW[1:]], sheet="观测值"))
    assert "'工业总产值' is the name of output, not of staff" in said


def test_all_faults_come_at_once_those_of_reading_and_those_of_the_result(data: Path) -> None:
    wrong = [["工业产值", *NEW[1:]], [*NEW[:3], "80.1", *NEW[4:]], [NEW[0], "前年", *NEW[2:]]]
    said = refused(data, workbook(data, HEADS, *wrong, sheet="观测值"))
    for place in ("A2 指标", "D3 数值", "B4 时期"):
        assert said.count(f":{place}:") == 1
    assert "the zeros at its end were lost: in a spreadsheet, format the cell as text and type 80.10" in said


def test_empty_sheets_are_passed_over_and_rows_that_a_file_lacks_stay_unless_told(data: Path) -> None:
    book = Workbook()
    book.create_sheet("观测值").append(HEADS)
    book["观测值"].append(NEW)
    book.save(data.parent / "in.xlsx")
    assert [change.kind for change in plan(data, data.parent / "in.xlsx").changes] == ["added"]
    kinds_ = [change.kind for change in plan(data, data.parent / "in.xlsx", replacing=True).changes]
    assert kinds_.count("removed") == len(FILES[LAKESIDE].splitlines()) - 1
    found = plan(data, data.parent / "in.xlsx")
    assert found.files[0].after.decode().splitlines()[:-1] == FILES[LAKESIDE].splitlines()  # behind all others


# --------------------------------------------------------------------------- what cells show


def test_months_that_became_dates_and_codes_that_became_numbers_are_read_as_shown(data: Path) -> None:
    row = [NEW[0], dt.date(2022, 11, 1), "全镇", 80.1, *NEW[4:]]
    found = plan(data, workbook(data, HEADS, row, formats={"B2": 'yyyy"年"m"月"', "D2": "0.00_ "}))
    assert written(found)[0].startswith("output,,2022-11,whole_town,80.10,")
    towns = ["town", "name_zh", "name_en", "code"]
    number = workbook(data, towns, ["hilltop", "山顶镇", "Hilltop", 11105], formats={"D2": "000000000"}, sheet="towns")
    assert written(plan(data, number)) == ["hilltop,山顶镇,Hilltop,000011105,水乡区,Waterland,没有代码"]


NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=4)


@SOON
@given(NUMBERS, st.integers(0, 6), st.booleans(), st.sampled_from(["", "_ ", "_);(#)"]))
@example(Decimal("1234.5"), 2, True, "")
@example(Decimal("-0.004"), 2, False, "_ ")
def test_a_number_shows_its_decimals_rounded_half_up(number: Decimal, places: int, grouped: bool, behind: str) -> None:
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    shown = shown_number(str(number), code + (f"_);({code})" if behind == "_);(#)" else behind))
    assert shown is not None
    back = Decimal(shown.replace(",", "").replace("(", "-").rstrip(")"))
    assert abs(back - number) <= Decimal(1).scaleb(-places) / 2
    assert len(shown.rstrip(")").partition(".")[2]) == places


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("-0.03763440860215062", "0.0%", "-3.8%"),
        ("420", "+#,##0;-#,##0", "+420"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("-1234.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-1,234.50"),
        ("0.30000000000000004", "General", "0.3"),
        ("110112106000", "General", "110112106000"),
        ("3.2", '0.0"%"', "3.2%"),
        ("905000", '0.00,"千"', "905.00千"),
        ("12", '[Red]0.0;[Green]-0.0', "12.0"),
        ("5", "# ?/?", None),
        ("5", "[>=3]0;0.0", None),
        ("5", "[DBNum1]0", None),
        ("1e999", "0.0", None),
        ("nan", "General", None),
    ],
)  # fmt: skip
def test_formats_show_what_a_spreadsheet_shows_or_nothing(stored: str, code: str, shown: str | None) -> None:
    assert shown_number(stored, code) == shown


@pytest.mark.parametrize(
    ("code", "said"),
    [("yyyy", "2024"), ('yyyy"年"m"月"', "2024-11"), ("mmm-yy", "2024-11"), ("yyyy/m/d", "2024-11-01"), ('m"月"d"日"', None), ("h:mm", None)],
)  # fmt: skip
def test_a_date_says_as_much_as_it_shows(code: str, said: str | None) -> None:
    assert typed_date("2024-11-01 00:00:00", code) == said


# --------------------------------------------------------------------------- what people type


def _typed(number: Decimal, wide: bool, thousands: bool, plus: bool) -> str:
    text = f"{number:,}" if thousands else str(number)
    text = f"+{text}" if plus and number >= 0 else text
    return text.translate(str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")) if wide else text


@SOON
@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=2), st.booleans(), st.booleans(), st.booleans())
def test_a_typed_figure_is_read_without_losing_a_digit(n: Decimal, wide: bool, thousands: bool, plus: bool) -> None:
    said = typed.number(_typed(n, wide, thousands, plus))
    assert Decimal(said) == n and len(said.partition(".")[2]) == 2
    assert fields.number(said) == n


@SOON
@given(st.text(st.sampled_from("0123456789.,-+%约亿元E…—～ ０"), max_size=8))
def test_what_is_no_figure_is_left_as_it_is_and_told_what_to_write(text: str) -> None:
    said = typed.number(text)
    if said != text:
        fields.number(said)
    else:
        assert isinstance(typed.number_hint(text), str)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("5-10", "write 5 here and 10 in the column upper"), ("5.5%—6%", "write 5.5 here and 6 in the column upper"),
        ("12.35亿元", "write 12.35 here and 亿元 in the column unit"), ("约12", "write 12 here"), ("12.", "write 12"), (".5", "write 0.5"),
        ("007", "write 7"), ("1.2E+05", "has cut digits off"), ("—", "there is no figure"), ("N/A", "there is no figure"),
        ("1,234.5", "write 1234.5"), ("−5.2", "write -5.2"), ("+3.2", "write 3.2"), ("１２３．４", "write 123.4"),
    ],
)  # fmt: skip
def test_each_way_to_write_a_figure_is_told_its_own_remedy(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match="is not a number") as raised:
        fields.number(text)
    assert hint in str(raised.value)


@SOON
@given(st.integers(1990, 2050), st.integers(1, 12), st.integers(1, 12))
def test_periods_are_read_as_people_write_them(year: int, one: int, other: int) -> None:
    first, last = sorted((one, other))
    for text in (f"{year}年{one}月", f"{year}-{one:02}", f"{year}-{one}", f"{year}/{one:02}"):
        assert typed.period(text) == f"{year}-{one:02}"
    Period.parse(typed.period(f"{year}年{first}—{last}月"))
    assert typed.period(f"{year}年") == f"{year}"
    assert typed.period(f"{year}—{year + 4}年") == f"{year}/{year + 4}"


@pytest.mark.parametrize("text", ["2024.1", "去年", "11月", "2024-13", "2025/..", "2016/2020", ""])
def test_what_has_no_one_meaning_or_is_right_already_stays(text: str) -> None:
    assert typed.period(text) == text


# --------------------------------------------------------------------------- kinds of file


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "in.xlsx", "Excel 97–2003 or WPS workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "in.xlsx", "with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "in.xls", "Excel 97–2003 workbook (.xls)"),
        (b"x", "in.et", "WPS workbook (.et)"),
        (b"<html><table>", "in.xlsx", "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "in.xlsx", "Excel 2003"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_named_for_what_it_is(data: Path, content: bytes, name: str, said: str) -> None:
    (data.parent / name).write_bytes(content)
    with pytest.raises(UsageError) as raised:
        plan(data, data.parent / name)
    assert said in str(raised.value) and "另存为" in str(raised.value)


def test_a_zip_that_is_no_workbook_is_named(data: Path) -> None:
    for part, said in (("content.xml", "OpenDocument"), ("word/document.xml", "Word"), ("xl/workbook.bin", "xlsb")):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(part, "x")
        assert said in str(kinds.not_taken(stream.getvalue(), ".xlsx"))


def test_sound_utf8_is_not_read_as_gb18030(data: Path) -> None:
    (data.parent / "in.csv").write_text(FILES["breakdowns.csv"], encoding="utf-8")
    with pytest.raises(UsageError, match="sound UTF-8; leave --encoding gb18030 away"):
        importing.plan_import(data, "lakeside", data.parent / "in.csv", "gb18030")


# --------------------------------------------------------------------------- one row

ROW = [
    "指标=工业总产值",
    "时期=2022年",
    "口径=全镇",
    "数值=80.10",
    "单位=亿元",
    "来源=src-1",
    "段落=2",
    "原文=工业总产值80.10亿元",
]


def test_one_row_is_added_as_an_import_would_read_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--town", "lakeside", "--root", str(data.parent)]
    assert run(["data", "add", *ROW, *root, "--yes"]) == 0
    last = (data / LAKESIDE).read_text(encoding="utf-8").splitlines()[-1]
    assert last == "output,,2022,whole_town,80.10,亿元,exact,actual,src-1,2,工业总产值80.10亿元,"
    assert run(["data", "add", *ROW, *root, "--yes"]) == 5
    assert "stands in data/towns/lakeside/observations.csv already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        ("指标=工业产值", 5, "'工业产值' is no name in indicators; the nearest: 工业总产值 (output)"),
        ("指标=outputt", 5, "'outputt' is no id in indicators; the nearest: 工业总产值 (output)"),
        ("数值=80.1", 5, "type 80.10"),
        ("数字化=1", 5, "unknown column '数字化'"),
        ("数值", 2, "write each cell as HEAD=TEXT"),
        ("状态=大概", 5, "is none of actual"),
    ],
)
def test_a_row_that_does_not_pass_is_not_added(
    cell: str, code: int, said: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data / LAKESIDE).read_bytes()
    cells = [one for one in ROW if one.partition("=")[0] != cell.partition("=")[0]]
    assert run(["data", "add", *cells, cell, "--town", "lakeside", "--root", str(data.parent), "--yes"]) == code
    assert said in capsys.readouterr().err
    assert (data / LAKESIDE).read_bytes() == before


def test_a_row_of_another_table_is_added_by_its_name(data: Path) -> None:
    cells = ["分组=boats", "中文名=船舶", "英文名=Boats", "分组类别=行业"]
    arguments = ["data", "add", *cells, "--table", "分组", "--town", "lakeside", "--root", str(data.parent), "--yes"]
    assert run(arguments) == 0
    assert (data / "breakdowns.csv").read_text(encoding="utf-8").splitlines()[-1] == "boats,船舶,Boats,industry,"
    assert run([*arguments[:-1], "--table", "无"]) == 2


# --------------------------------------------------------------------------- there and back, whatever the town

CODES = {
    column.name: st.sampled_from(["", *column.codes]) for column in schema.INDICATORS.columns if column.codes and not column.required
}  # fmt: skip
WORDS = st.text(st.sampled_from("甲乙丙丁 产值（）()|a1_.:-~％"), min_size=1, max_size=8).map(str.strip).filter(
    lambda text: text and text[0] not in "=+-@％"
)  # fmt: skip


@FEW
@given(names=st.lists(WORDS, min_size=1, max_size=6), picks=st.lists(st.integers(0, 5), min_size=1, max_size=6))
@example(names=["甲 output", "甲", "output"], picks=[0, 1, 2])
def test_no_town_is_changed_by_a_round_trip(tmp_path: Path, names: list[str], picks: list[int]) -> None:
    data = lay(tmp_path / "data")
    for number, name in enumerate(names):
        append(data, "indicators.csv", f"x{number}", name, "X", "economy", "亿元", "flow", "0", "", "", "")
        append(data, "breakdowns.csv", f"b{number}", name, "B", "industry", "")
    for line, pick in enumerate(picks):
        n = pick % len(names)
        cells = (
            f"x{n}",
            f"b{n}",
            f"{2001 + line}",
            "whole_town",
            "1",
            "亿元",
            "exact",
            "actual",
            "src-1",
            "2",
            "1亿元",
            "",
        )
        append(data, LAKESIDE, *cells)
    if [problem for problem in check(data, ["lakeside"]) if problem.rule.severity == "error"]:
        return  # a name that no table may hold
    (data.parent / "there.xlsx").write_bytes(exporting.export_xlsx(data, "lakeside"))
    found = importing.plan_import(data, "lakeside", data.parent / "there.xlsx", replacing=True)
    assert found.changes == ()


def test_every_column_has_one_head_and_every_word_for_a_code_means_one() -> None:
    for table in schema.TABLES.values():
        heads = [head for name in table.header for head in {name, *zh.heads(table.name, name)}]
        assert len(heads) == len(set(heads)), table.name
        for column in table.columns:
            labels = zh.labels(table.name, column.name)
            words = [word for known in labels.values() for word in known]
            assert set(labels) <= set(column.codes) and len(words) == len(set(words)), (table.name, column.name)
