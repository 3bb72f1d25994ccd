"""Wide tables as proposals: what each figure is, what is none, what is asked once and never again, and hostile files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from mjq_report.cli.run import run
from mjq_report.errors import UsageError
from mjq_report.intake.proposal import Proposal, Proposed
from mjq_report.intake.setting import Setting, setting
from mjq_report.intake.tables import mapping, words
from mjq_report.intake.tables.reading import read_table
from tests.intake import wide_tables


@pytest.fixture(scope="module")
def town(project: Path) -> Setting:
    """The dictionary of the example, under the name of a town that no table of it knows."""
    return replace(setting(project / "data", "majuqiao"), name="桦林镇")


def by_place(found: Proposed) -> dict[str, Proposal]:
    return {one.locator: one for one in found.proposals}


def differences(found: Proposed, gold: dict[str, wide_tables.Gold]) -> list[str]:
    """What a person would have to correct, and figures that were missed or made up."""
    proposed = by_place(found)
    wrong = [f"missed {place}" for place in gold if place not in proposed]
    wrong += [f"no figure {place}" for place in proposed if place not in gold]
    for place, one in ((place, proposed[place]) for place in gold if place in proposed):
        wanted = gold[place]
        pairs = [
            (wanted.value, one.value),
            (wanted.unit, one.unit),
            (wanted.period, one.period),
            (wanted.town, one.town),
        ]
        wrong += [f"{place}: {theirs!r} for {ours!r}" for ours, theirs in pairs if ours != theirs]
        if wanted.name not in one.indicator_name + one.breakdown_name:
            wrong.append(f"{place}: {one.indicator_name}/{one.breakdown_name} for {wanted.name}")
    return wrong


# --------------------------------------------------------------------------- what figures are


@pytest.mark.parametrize("name", wide_tables.TABLES)
def test_every_figure_of_a_table_is_what_it_is_and_nothing_else_is_one(name: str, town: Setting) -> None:
    sheets = wide_tables.TABLES[name]()
    found = read_table(f"{name}.xlsx", wide_tables.workbook(sheets), town)
    assert differences(found, {place: gold for sheet in sheets for place, gold in sheet.gold.items()}) == []
    assert found.questions == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["townships", "months", "folded", "years_down", "form", "towns_across"])
def test_a_table_saved_as_csv_has_heads_that_stand_once_over_several_columns(
    name: str, encoding: str, town: Setting
) -> None:
    (sheet,) = wide_tables.TABLES[name]()
    texts = shown_cells(wide_tables.workbook([sheet]), town)
    height, width = (max(places) for places in zip(*texts, strict=True))
    out = io.StringIO()
    csv.writer(out).writerows([[texts.get((r, c), "") for c in range(1, width + 1)] for r in range(1, height + 1)])
    found = read_table("表.csv", out.getvalue().encode(encoding), town)
    assert differences(found, {place.partition("!")[2]: gold for place, gold in sheet.gold.items()}) == []


def shown_cells(content: bytes, town: Setting) -> dict[tuple[int, int], str]:
    """What a spreadsheet would write into CSV: cells as they show."""
    from mjq_report.dataset.workbook.grid import read_workbook

    grids = read_workbook(content)
    assert not isinstance(grids, str)
    return {place: cell.text for place, cell in grids[0].cells.items()}


def sheet(*rows: tuple[object, ...], formats: dict[str, str] | None = None, title: str = "表1") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for place, code in (formats or {}).items():
        book.active[place].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


NAMES = st.lists(st.sampled_from(["工业总产值", "税收收入", "粮食产量", "户籍人口", "用电量", "土地面积"]), min_size=1, max_size=5, unique=True)  # fmt: skip
VALUES = st.decimals(-9999, 99999, allow_nan=False, places=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(names=NAMES, first=st.integers(1990, 2040), wide=st.integers(2, 6), places=st.integers(0, 3), data=st.data())
def test_years_across_say_each_figure_as_it_shows(
    names: list[str], first: int, wide: int, places: int, data: st.DataObject, town: Setting
) -> None:
    years = [first + n for n in range(wide)]
    numbers = [[data.draw(VALUES) for _ in years] for _ in names]
    rows = [(name, "万元", *(float(n) for n in line)) for name, line in zip(names, numbers, strict=True)]
    letters = "CDEFGHIJ"[:wide]
    code = f"#,##0.{'0' * places}" if places else "#,##0"
    formats = {f"{letter}{row}": code for row in range(2, len(rows) + 2) for letter in letters}
    found = by_place(read_table("t.xlsx", sheet(("指标", "单位", *years), *rows, formats=formats), town))
    assert len(found) == len(names) * wide
    for row, (name, line) in enumerate(zip(names, numbers, strict=True), 2):
        for letter, year, number in zip(letters, years, line, strict=True):
            one = found[f"表1!{letter}{row}"]
            assert (one.unit, one.period, one.indicator_name) == ("万元", str(year), name)
            assert abs(float(one.value) - float(number)) <= 0.5 * 10**-places + 1e-9
            assert len(one.value.partition(".")[2]) == places
            assert one.as_published.replace(",", "") == one.value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1,234.50", "1234.50"), ("１２３．４０", "123.40"), ("(12.5)", "-12.5"), ("+3.2", "3.2"), ("－0.70", "-0.70"), (" 88 ", "88"), ("12.5%", "12.5")],
)  # fmt: skip
def test_figures_typed_as_text_keep_their_digits(typed: str, value: str) -> None:
    shown = words.figure(typed)
    assert shown is not None and shown.value == value


@pytest.mark.parametrize(
    "text", ["2024-05-01", "007", "13-15", "3/4", "A12", "12345热线", "第3条", "", "…", "1.2.3", "12 34"]
)
def test_what_is_no_figure_is_none(text: str) -> None:
    assert words.figure(text) is None


def test_names_of_the_dictionary_are_bound_and_others_are_new_terms(town: Setting) -> None:
    content = sheet(
        ("指标", "单位", "2023年", "2024年"), ("工业总产值", "亿元", 12.5, 13.5), ("绣球产量", "万枝", 3.1, 3.4)
    )
    found = by_place(read_table("t.xlsx", content, town))
    assert (found["表1!C2"].indicator, found["表1!C2"].new_id) == ("gross_industrial_output", "")
    assert found["表1!D3"].indicator == "" and found["表1!D3"].new_unit == "万枝"


def test_a_table_of_another_place_is_not_taken_for_the_towns(town: Setting) -> None:
    rows = (
        ("清河乡2024年主要指标",),
        ("指标", "单位", "数值"),
        ("工业总产值", "亿元", 12.5),
        ("税收收入", "亿元", 2.5),
    )
    found = read_table("t.xlsx", sheet(*rows), town).proposals
    assert {(one.town, one.coverage_name, one.coverage) for one in found} == {("清河乡", "清河乡", "")}


def test_the_last_year_is_preliminary_where_a_note_says_so(town: Setting) -> None:
    rows = (("指标", "单位", 2023, 2024), ("工业总产值", "亿元", 12.5, 13.5), ("注：2024年为初步统计数。",))
    assert [one.status for one in read_table("t.xlsx", sheet(*rows), town).proposals] == ["actual", "preliminary"]


# --------------------------------------------------------------------------- what is left out, and what is in doubt


def test_what_is_no_figure_is_listed_with_its_reason(town: Setting) -> None:
    rows = (
        ("序号", "村名", "户数（户）", "人口（人）", "联系电话"),
        (1, "东村", 312, "—", "86021177"),
        (2, "西村", 401, 1188, "86021178"),
    )
    found = read_table("t.xlsx", sheet(*rows, title="2024年"), town)
    assert sorted(by_place(found)) == ["2024年!C2", "2024年!C3", "2024年!D3"]
    reasons = {one.locator.partition("!")[2]: one.reason for one in found.left_out}
    assert reasons["A2"] == "序号" and reasons["D2"] == "没有数据的记号，不是数" and "E2" in reasons


def test_a_formula_nobody_computed_and_a_format_nobody_knows_are_left_out_by_name(town: Setting) -> None:
    rows = (("指标", "2024年（万元）"), ("税收收入", "=1+1"), ("一般公共预算收入", 3.5), ("固定资产投资", 7))
    found = read_table("t.xlsx", sheet(*rows, formats={"B3": "# ?/?"}), town)
    assert list(by_place(found)) == ["表1!B4"]
    reasons = {one.locator: one.reason for one in found.left_out}
    assert "a formula" in reasons["表1!B2"] and "# ?/?" in reasons["表1!B3"]


def test_the_value_that_a_formula_last_gave_is_what_the_cell_shows(town: Setting) -> None:
    import re
    import zipfile

    content = sheet(("指标", "2024年（万元）"), ("税收收入", "=1+1.5"), ("一般公共预算收入", 3))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb"<v ?/>|<v></v>", b"<v>2.5</v>", part) if "sheet1" in name else part)
    assert by_place(read_table("t.xlsx", out.getvalue(), town))["表1!B2"].value == "2.5"


def test_figures_of_hidden_rows_and_columns_say_so(town: Setting) -> None:
    book = load_workbook(
        io.BytesIO(sheet(("指标", "2023年", "2024年"), ("税收收入（万元）", 5, 6), ("固定资产投资（万元）", 7, 8)))
    )
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = by_place(read_table("t.xlsx", out.getvalue(), town))
    assert {place.partition("!")[2]: "隐藏" in one.reason for place, one in found.items()} == {
        "B2": True,
        "C2": False,
        "B3": True,
        "C3": True,
    }


# --------------------------------------------------------------------------- questions and mappings

ASKING = (("甲镇2024年情况",), ("指标", "2023年", "2024年"), ("绣球规模", 310, 320), ("灯笼规模", 41, 43))


def test_a_unit_that_nothing_says_is_asked_once_a_row_and_kept_for_the_next_year(town: Setting, tmp_path: Path) -> None:
    found = read_table("t.xlsx", sheet(*ASKING), town)
    assert [(one.axis, one.key, one.what) for one in found.questions] == [
        ("row", "绣球规模", "unit"),
        ("row", "灯笼规模", "unit"),
    ]
    given = mapping.asked(found.questions, lambda question: {"绣球规模": "万枝", "灯笼规模": "万盏"}[question.key])
    (tmp_path / "t.toml").write_bytes(mapping.written(given))
    known = replace(town, mappings=mapping.read_all(tmp_path))
    later = tuple(
        tuple(cell.replace("2024", "2025").replace("2023", "2024") if isinstance(cell, str) else cell for cell in row)
        for row in ASKING
    )
    for rows in (ASKING, later):
        again = read_table("t.xlsx", sheet(*rows), known)
        assert again.questions == () and {one.unit for one in again.proposals} == {"万枝", "万盏"}
    other = read_table("t.xlsx", sheet(("指标", "上半年"), ("绣球规模", 3), ("灯笼规模", 4)), known)
    assert len(other.questions) >= 2, "a table of another form is asked about"


def test_a_change_is_a_rate_or_an_amount_as_the_levels_beside_it_say(town: Setting) -> None:
    def units(*changes: float) -> set[tuple[str, str]]:
        rows = [
            (name, "吨", 100 * n, 110 * n, change)
            for n, (name, change) in enumerate(zip(("粮食产量", "蔬菜产量"), changes, strict=True), 2)
        ]
        content = sheet(("指标", "单位", "2023年", "2024年", "比上年增减"), *rows)
        found = read_table("t.xlsx", content, town)
        assert found.questions == ()
        return {(one.unit, one.kind) for one in found.proposals if one.locator.startswith("表1!E")}

    assert units(10.0, 10.0) == {("%", "growth")}
    assert units(20, 30) == {("吨", "difference")}


@pytest.mark.parametrize(
    "text", ["", "x = 1", "form = 3", "[columns]\na = 1", '[columns.a]\nskip = "yes"', "[rows.a]\nother = 'x'", "="]
)
def test_a_mapping_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    from mjq_report.errors import ConfigError

    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    if not text:
        assert not mapping.read(path).is_some
        return
    with pytest.raises(ConfigError, match=r"m\.toml"):
        mapping.read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(min_size=1, max_size=30), st.text(max_size=20))
def test_a_mapping_comes_back_as_it_was(tmp_path: Path, key: str, unit: str) -> None:
    if any("\ud800" <= c <= "\udfff" for c in unit) or not mapping.timeless(key):
        return
    given = replace(mapping.Answers().answered("row", key, "unit", unit), form=("a", mapping.timeless(key)[:9]))
    (tmp_path / "m.toml").write_bytes(mapping.written(given))
    assert mapping.read(tmp_path / "m.toml") == given


def test_a_row_of_changes_is_a_rate_or_an_amount_as_the_row_above_says(town: Setting) -> None:
    def units(*changes: float) -> set[tuple[str, str]]:
        rows = (("粮食产量（吨）", 200, 220, 231), ("比上年增减", None, *changes))
        found = read_table("t.xlsx", sheet(("指标", "2022年", "2023年", "2024年"), *rows), town)
        assert found.questions == ()
        return {(one.unit, one.kind) for one in found.proposals if one.locator.endswith("3")}

    assert units(10.0, 5.0) == {("%", "growth")}
    assert units(20, 11) == {("吨", "difference")}


def test_prose_in_cells_costs_nothing_and_is_no_head(town: Setting) -> None:
    rows = [("同比（" * 5000, 1)] * 50 + [("年" * 20000, 2)]
    found = read_table("t.xlsx", sheet(("指标", "2024年"), *rows), town)
    assert len(found.proposals) == 51


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("2024年生产",), ("单 位：亩、吨",), ("作物", "播种面积", "总产量"), ("稻谷", 5, 6)), {("亩", "2024"), ("吨", "2024")}),
        ((("指标", 2024), ("粮食产量，吨", 5), ("公路里程/公里", 6)), {("吨", "2024"), ("公里", "2024")}),
        ((("月份", "用电量（万度）"), ("2024-01", 1.5), ("2024-02", 2.5), ("合计", 4)), {("万度", "2024-01"), ("万度", "2024-02"), ("万度", "2024")}),
        ((("指标", "2024年（上年=100）"), ("居民消费价格指数", 100.3), ("出厂价格指数", 98.1)), {("", "2024")}),
        ((("Indicator", "Unit", 2023), ("Population", "persons", 5), ("Land", "hectares", 6)), {("persons", "2023"), ("hectares", "2023")}),
        ((("2024年村情",), ("村名", "户数", "人口"), ("东村", 5, 6), ("西村", 5, 6)), {("户", "2024"), ("人", "2024")}),
    ],
)  # fmt: skip
def test_units_and_periods_stand_where_clerks_write_them(
    rows: tuple[tuple[object, ...], ...], said: set[tuple[str, str]], town: Setting
) -> None:
    found = read_table("t.xlsx", sheet(*rows), town)
    assert {(one.unit, one.period) for one in found.proposals} == said


# --------------------------------------------------------------------------- the command


def test_the_command_takes_answers_and_writes_the_mapping(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "台账2024年.xlsx").write_bytes(sheet(*ASKING))
    arguments = [
        "propose",
        str(tmp_path / "台账2024年.xlsx"),
        "--town",
        "xiji",
        "--root",
        str(project),
        "--out",
        str(tmp_path / "p.csv"),
    ]
    assert run(arguments) == 0
    assert "--answer 'row:绣球规模:unit=…'" in capsys.readouterr().err
    kept = tmp_path / "kept.toml"
    answers = ["--answer", "row:绣球规模:unit=万枝", "--answer", "row:灯笼规模:unit=万盏", "--mapping", str(kept)]
    assert run([*arguments, *answers]) == 0
    assert "没有写明" not in capsys.readouterr().err
    assert run([*arguments, "--mapping", str(kept)]) == 0
    assert "没有写明" not in capsys.readouterr().err
    assert run([*arguments, "--answer", "x"]) == 2


# --------------------------------------------------------------------------- files that are none, and large ones


@pytest.mark.parametrize("name", ["t.xls", "t.et", "t.ods"])
def test_other_kinds_of_tables_are_told_how_to_be_saved(name: str, town: Setting) -> None:
    with pytest.raises(UsageError, match=r"另存为.* as \.xlsx"):
        read_table(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, town)


def test_rows_that_only_have_a_style_say_nothing_and_too_many_are_refused(town: Setting) -> None:
    import zipfile

    content = sheet(("指标", "2024年"), ("税收收入（万元）", 5), ("固定资产投资（万元）", 7))

    def with_rows(count: int) -> bytes:
        out = io.BytesIO()
        more = b"".join(b'<row r="%d" s="0" customFormat="1"/>' % n for n in range(4, count + 4))
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, part.replace(b"</sheetData>", more + b"</sheetData>") if "sheet1" in name else part)
        return out.getvalue()

    assert len(read_table("t.xlsx", with_rows(9000), town).proposals) == 2
    with pytest.raises(UsageError, match="more than 10000 rows"):
        read_table("t.xlsx", with_rows(1_000_000), town)


def test_an_empty_table_and_one_of_words_propose_nothing(town: Setting) -> None:
    assert read_table("t.xlsx", sheet(), town).proposals == ()
    assert read_table("t.xlsx", sheet(("姓名", "职务"), ("甲", "村主任")), town).proposals == ()
    assert read_table("t.csv", b"", town).proposals == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(st.sampled_from(["", "指标", "2024年", "12.5", "合计", "—", "1月", "单位：万元", "东村", "比上年±%", "#其中", "注：x", "（个）", "=", "9" * 20]), min_size=1, max_size=6), min_size=1, max_size=8))  # fmt: skip
def test_any_arrangement_of_cells_is_read_and_no_figure_is_lost_without_a_word(
    rows: list[list[str]], town: Setting
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    found = read_table("t.csv", out.getvalue().encode(), town)
    told = {one.locator for one in (*found.proposals, *found.left_out)}
    digits = {
        f"{'ABCDEF'[column]}{row}"
        for row, line in enumerate(csv.reader(io.StringIO(out.getvalue())), 1)
        for column, text in enumerate(line)
        if any(c.isdigit() for c in text)
    }
    assert digits <= told
