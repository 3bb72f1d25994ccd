"""Columns that a file may lack: it reads as before, whatever of them it has; what is enclosed keeps its header."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset import compiling, loading, schema
from mjq_report.dataset.csv_reader import Rows, parse_table
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules import words
from mjq_report.dataset.workbook import importing
from mjq_report.figures.kinds import kind_of
from mjq_report.model.codes import IndicatorKind, Movement, Qualifier, SourceKind, Stage
from mjq_report.model.tables import Breakdown, Indicator
from tests.towns.lakeside import CLAIMS, FILES, LAKESIDE, MENTIONS, NAMES, append, change, observation, widen


def read(table: schema.Table, header: list[str], row: dict[str, str]) -> tuple[Rows, Problems]:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([header, [row.get(name, "") for name in header]])
    problems = Problems()
    return parse_table(table, "t.csv", stream.getvalue().encode(), problems), problems


@given(st.data())
def test_any_of_the_optional_columns_may_be_there_in_their_order(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([table for table in schema.TABLES.values() if table.header != table.mandatory]))
    lacking = data.draw(st.sets(st.sampled_from(sorted(set(table.header) - set(table.mandatory)))))
    header = [name for name in table.header if name not in lacking]
    example = {column.name: column.example for column in table.columns}
    rows, problems = read(table, header, example)
    assert not problems.sorted()
    assert rows.row(0) == {name: "" if name in lacking else cell for name, cell in example.items()}
    order = data.draw(st.permutations(header))
    rows, problems = read(table, order, example)
    assert (not problems.sorted()) == (order == header) == table.accepts(order)


@given(st.data())
def test_no_mandatory_column_may_be_missing_and_no_other_be_there(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([*schema.TABLES.values()]))
    lacking = data.draw(st.sampled_from(table.mandatory))
    rows, problems = read(table, [name for name in table.header if name != lacking], {})
    assert not rows.usable
    assert [(p.rule.code, p.column) for p in problems.sorted() if p.line == 1] == [("header", lacking)]
    rows, problems = read(table, [*table.header, "colour"], {})
    assert [p.what for p in problems.sorted()] == ["unknown column 'colour'"]


@pytest.fixture
def wide(data: Path) -> Path:
    """The lake with something in every optional column."""
    widen(
        data, LAKESIDE, 3, upper="91", basis="nominal", members_zh="甲 | 乙", despite="unit", note="据来源",
        note_public_zh="两家合计", as_published="90.50—91亿元",
    )  # fmt: skip
    append(data, LAKESIDE, "output", "cars", "2022", "above_size", "", "", "exact", "actual", "src-1", "2", "降幅收窄", "见上段",
           "", "", "", "fall_narrowed", "", "", "同比仍为下降", "", "")  # fmt: skip
    widen(
        data, "indicators.csv", short_zh="产值", aliases_zh="总产值|工业产值", weight="1", better="up", exhaustive="yes"
    )
    widen(data, "breakdowns.csv", 3, part_of="cars", code="C36")
    widen(data, "sources.csv", kind="bulletin", url="https://tz.example.cn/a?b=1", accessed="2025-02-03")
    widen(data, "towns.csv", level="镇")
    widen(data, "towns/lakeside/programmes.csv", aliases_zh="四业", note_public_en="Four of them")
    widen(data, CLAIMS, assumes_zh="按规上口径")
    return data


def test_all_of_them_are_loaded(wide: Path) -> None:
    (wide / MENTIONS).write_text(
        ",".join(schema.MENTIONS.header) + "\nsu7,running,热销车型,,2026,2026年底前,src-2,3,SU7车型,\n",
        encoding="utf-8",
    )
    (wide / NAMES).write_text(
        ",".join(schema.NAMES.header)
        + "\n2024-05,湖畔镇,Lakeside,水乡区,,yes,并入湖东,\n2000,湖西乡,Huxi,水乡区,,,,\n",
        encoding="utf-8",
    )
    town = loading.load_town(wide, "lakeside")
    figure = town.observations[1]
    assert (figure.upper, figure.members_zh, figure.despite) == (Decimal(91), ("甲", "乙"), ("unit",))
    assert (figure.note, figure.note_public_zh, figure.movement) == ("据来源", "两家合计", None)
    (moved,) = town.movements
    assert (moved.movement, moved.note_public_zh, moved.row.line) == (Movement.FALL_NARROWED, "同比仍为下降", 15)
    assert len(town.observations) == 13
    output: Indicator = town.indicators["output"]
    assert (output.short_zh, output.aliases_zh, output.weight, output.exhaustive) == (
        "产值",
        ("总产值", "工业产值"),
        1,
        True,
    )
    assert town.indicators["staff"].weight == 2
    east: Breakdown = town.breakdowns["village:east"]
    assert (east.part_of, east.code) == (("cars",), "C36")
    assert (town.sources["src-1"].kind, town.sources["src-2"].kind) == (SourceKind.BULLETIN, None)
    assert town.programmes[0].aliases_zh == ("四业",)
    assert town.claims[0].assumes_zh == "按规上口径"
    assert (town.mentions[0].stage, town.mentions[0].due) == (Stage.RUNNING, "2026")
    assert [(name.since.text, name.rescoped) for name in town.names] == [("2000", False), ("2024-05", True)]


def test_a_note_is_the_readers_where_no_column_says_otherwise(data: Path) -> None:
    figure = loading.load_town(data, "lakeside").observations[6]
    assert figure.note == figure.note_public_zh == "印作约数, 未核"
    widen(data, LAKESIDE)
    assert loading.load_town(data, "lakeside").observations[6].note_public_zh == ""


def test_what_is_enclosed_gives_the_same_values_and_bytes_again(wide: Path, tmp_path: Path) -> None:
    for year in (2023, 2024):
        town, rows = loading.load_edition(wide, "lakeside", year)
        for path, content in rows.files().items():
            (target := tmp_path / str(year) / path).parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        again, same = loading.load_edition(tmp_path / str(year) / "data", "lakeside", year)
        assert same.files() == rows.files()
        assert [o.key for o in again.observations] == [o.key for o in town.observations]
        assert [o.note_public_zh for o in again.observations] == [o.note_public_zh for o in town.observations]
        assert [m.movement for m in again.movements] == [m.movement for m in town.movements] == ["fall_narrowed"]


def test_compiled_tables_keep_the_header_that_each_town_has(wide: Path, tmp_path: Path) -> None:
    compiling.compile_tables(wide, tmp_path / "compiled")
    for town in ("lakeside", "hilltop"):
        one, other = (loading.load_edition(folder, town, 2024)[1].files() for folder in (wide, tmp_path / "compiled"))
        assert one == other
        assert (b"note_public_zh" in one[f"data/towns/{town}/observations.csv"]) == (town == "lakeside")


def test_a_briefing_bears_the_name_of_its_year_and_so_does_what_it_encloses(data: Path, tmp_path: Path) -> None:
    widen(data, "towns.csv", level="镇")
    change(data, "coverages.csv", "whole_town,全镇,", "whole_town,全{level},")
    (data / NAMES).write_text(
        ",".join(schema.NAMES.header)
        + "\n2000,湖畔乡,Lakeside Township,水乡县,,,,\n2024-05,湖畔镇,Lakeside,水乡区,,yes,并入湖东,\n",
        encoding="utf-8",
    )
    named = {}
    for year in (2023, 2024):
        town, rows = loading.load_edition(data, "lakeside", year)
        scope = town.coverages["whole_town"].name_zh
        named[year] = (town.town.name_zh, town.town.district_zh, town.town.level, scope, len(town.names))
        for path, content in rows.files().items():
            assert year == 2024 or "湖畔镇".encode() not in content
            (target := tmp_path / str(year) / path).parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        again, same = loading.load_edition(tmp_path / str(year) / "data", "lakeside", year)
        assert (again.town, again.names, same.files()) == (town.town, town.names, rows.files())
        assert again.coverages == town.coverages
    assert named == {
        2023: ("湖畔乡", "水乡县", "", "全乡", 1),
        2024: ("湖畔镇", "水乡区", "镇", "全镇", 2),
    }


def test_an_import_may_add_columns_and_keeps_those_that_it_lacks(data: Path, tmp_path: Path) -> None:
    def plan(text: str) -> str:
        (tmp_path / "observations.csv").write_text(text, encoding="utf-8")
        planned = importing.plan_import(data, "lakeside", tmp_path / "observations.csv")
        assert not planned.problems
        for file in planned.files:
            (data / file.path).write_bytes(file.after)
        return "\n".join(map(str, planned.changes))

    first, *others = FILES[LAKESIDE].splitlines()
    added = [f"{first},members_zh", f"{others[0]},甲|乙", *(f"{line}," for line in others[1:])]
    assert plan("\n".join(added) + "\n").endswith("members_zh '' → '甲|乙'")
    assert (data / LAKESIDE).read_text(encoding="utf-8") == "\n".join(added) + "\n"
    assert plan(FILES[LAKESIDE]) == ""
    assert plan(FILES[LAKESIDE].replace("四大产业,", "打造四大产业,")).endswith(
        "as_published '四大产业' → '打造四大产业'"
    )
    assert loading.load_town(data, "lakeside").observations[0].members_zh == ("甲", "乙")


@pytest.mark.parametrize(
    ("value", "upper", "unit", "text", "sound"),
    [
        ("5.5", "6", "%", "增长5.5%—6%", True),
        ("5", "6", "亿元", "5至6亿元", True),
        ("5", "6", "亿元", "5～6亿元左右", False),
        ("5", "6", "亿元", "5～6万元", False),
        ("5", "6", "亿元", "15～6亿元", False),
        ("5", "6", "亿元", "5亿元，6亿元", False),
    ],
)
def test_both_ends_of_a_range_stand_in_the_words(value: str, upper: str, unit: str, text: str, sound: bool) -> None:
    assert (words.fault(value, unit, Qualifier.EXACT, text, upper) is None) is sound


def test_a_range_agrees_with_what_lies_in_it(data: Path) -> None:
    widen(data, LAKESIDE)
    row = observation(indicator="output", unit="亿元", period="2023", coverage="above_size", value="85", locator="3")
    append(data, LAKESIDE, *row[:-2], "85—91亿元", "", "", "91", "", "", "", "", "", "", "")
    assert loading.check(data) == []
    append(data, LAKESIDE, *row[:4], "92", *row[5:9], "4", "92—93亿元", "", "", "93", "", "", "", "", "", "", "")
    assert [problem.rule.code for problem in loading.check(data)] == ["figures-disagree"]


@given(st.integers(1, 40), st.sampled_from(["位", "名", "批", "届", "次"]), st.sampled_from(tuple(IndicatorKind)))
def test_words_of_order_say_the_kind_unless_the_row_does(number: int, word: str, declared: IndicatorKind) -> None:
    order = IndicatorKind.RANK if word in "位名" else IndicatorKind.ORDINAL
    assert kind_of("", "count", str(number), word, f"全区第{number}{word}") is order
    assert kind_of("", declared, str(number), "家", f"第{number + 1}{word}共{number}家") is declared
    assert kind_of(declared, "count", str(number), word, f"第{number}{word}") is declared


def test_an_edition_of_a_day_draws_on_what_was_published_by_then(data: Path) -> None:
    change(data, "sources.csv", "src-1,2023,", "src-1,2024,")
    figures = {}
    for day in ("2024-01-01", "2025-01-02", "2025-01-03"):
        town, rows = loading.load_edition(data, "lakeside", 2024, dt.date.fromisoformat(day))
        figures[day] = len(town.observations)
        assert {row["source"] for row in rows.rows["sources"]} == {o.source for o in town.observations}
    assert figures == {"2024-01-01": 5, "2025-01-02": 5, "2025-01-03": 13}
