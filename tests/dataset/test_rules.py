"""Every rule of the catalogue: a change to sound tables that breaks it, and neighbours that do not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mjq_report.dataset import loading, schema
from mjq_report.dataset.catalogue import CATALOGUE, as_markdown
from mjq_report.dataset.reference import tables_page
from tests.towns.lakeside import (
    CLAIMS,
    CORRECTIONS,
    LAKESIDE,
    MENTIONS,
    NAMES,
    PROGRAMMES,
    append,
    change,
    observation,
    widen,
)

Break = Callable[[Path], object]


def changed(path: str, old: str, new: str) -> Break:
    return lambda data: change(data, path, old, new)


def added(path: str, *cells: str) -> Break:
    return lambda data: append(data, path, *cells)


def extra(**cells: str) -> Break:
    return added(LAKESIDE, *observation(**cells))


def widened(path: str, line: int = 2, **cells: str) -> Break:
    return lambda data: widen(data, path, line, **cells)


def mentioned(**cells: str) -> Break:
    row = {"entity": "su7", "source": "src-2", "locator": "3", "as_published": "SU7车型"} | cells
    header = schema.MENTIONS.header
    lines = [",".join(header), ",".join(row.get(name, "") for name in header)]
    return lambda data: (data / MENTIONS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def named(*since: str) -> Break:
    lines = [",".join(schema.NAMES.header), *(f"{day},湖畔乡,Lakeside,水乡区,,,," for day in since)]
    return lambda data: (data / NAMES).write_text("\n".join(lines) + "\n", encoding="utf-8")


def corrected(published: str = "90.50", used: str = "91", expect: str = "90.50", key: str = "") -> Break:
    key = key or "output@2023#above_size!actual^src-1:2"
    return added(CORRECTIONS, key, published, used, "理由", expect)


def again(result: str, assumes: str, first: str = "") -> Break:
    """Another reading of the first claim, in the columns that a table may leave out; `first` is what that assumes."""

    def breach(data: Path) -> None:
        change(data, CLAIMS, "as_published,note", "as_published,note,reading_of,assumes_zh")
        lines = (data / CLAIMS).read_text(encoding="utf-8").splitlines()
        cells = (
            "again",
            "2024",
            "说法",
            "Claim",
            "uncheckable",
            result,
            "",
            "src-2",
            "2",
            "增长32.60%",
            "",
            "growth",
            assumes,
        )
        rows = [lines[0], f"{lines[1]},,{first}", *(f"{line},," for line in lines[2:]), ",".join(cells)]
        (data / CLAIMS).write_text("\n".join(rows) + "\n", encoding="utf-8")

    return breach


# rule, what to break, where it is said to be
BREACHES: list[tuple[str, Break, str]] = [
    ("file-missing", lambda data: (data / "coverages.csv").unlink(), "data/coverages.csv"),
    ("file-unreadable", lambda data: ((data / CORRECTIONS).unlink(), (data / CORRECTIONS).mkdir()), f"data/{CORRECTIONS}"),
    ("unknown-file", lambda data: (data / "towns/hilltop/claim.csv").touch(), "data/towns/hilltop/claim.csv"),
    ("unknown-file", lambda data: (data / "sources-old.csv").touch(), "data/sources-old.csv"),
    ("unknown-folder", lambda data: (data / "towns/seaside").mkdir(), "data/towns/seaside"),
    ("encoding", lambda data: (data / LAKESIDE).write_bytes((data / LAKESIDE).read_bytes().decode().encode("gb18030")), f"data/{LAKESIDE}:2:unit"),
    ("csv-syntax", changed(LAKESIDE, "工业企业20家", '"工业企业"20家'), f"data/{LAKESIDE}:2"),
    ("header", changed(LAKESIDE, "locator", "page"), f"data/{LAKESIDE}:1:locator"),
    ("field-count", changed(LAKESIDE, "工业企业20家,", "工业企业20家"), f"data/{LAKESIDE}:2"),
    ("refused-character", changed(LAKESIDE, "工业企业20家", "工业\u200b企业20家"), f"data/{LAKESIDE}:2:as_published"),
    ("cell-too-long", changed(LAKESIDE, "工业企业20家", "工业企业20家" + "长" * 10_000), f"data/{LAKESIDE}:2:as_published"),
    ("formula", changed(LAKESIDE, "印作约数, 未核", "=HYPERLINK(1)"), f"data/{LAKESIDE}:8:note"),
    ("formula", changed(LAKESIDE, "印作约数, 未核", "-1+cmd"), f"data/{LAKESIDE}:8:note"),
    ("formula", changed("coverages.csv", "全镇规模以上", "＝全镇"), "data/coverages.csv:3:name_zh"),
    ("coverage-name", changed("coverages.csv", "全镇规模以上", "全区规模以上"), "data/coverages.csv:3:name_zh"),
    ("coverage-name", changed("coverages.csv", "Whole town,town", "Whole town,district"), "data/coverages.csv:2:name_zh"),
    ("surrounding-space", changed(LAKESIDE, "工业企业20家", "工业企业20家 "), f"data/{LAKESIDE}:2:as_published"),
    ("required", changed(LAKESIDE, "工业企业20家", ""), f"data/{LAKESIDE}:2:as_published"),
    ("bad-number", changed(LAKESIDE, "90.50,亿元", '"1,090.50",亿元'), f"data/{LAKESIDE}:3:value"),
    ("bad-locator", changed(LAKESIDE, "src-1,2,工业企业", "src-1,two,工业企业"), f"data/{LAKESIDE}:2:locator"),
    ("bad-integer", changed("sources.csv", "src-1,2023,", "src-1,二三,"), "data/sources.csv:2:year"),
    ("bad-period", changed(LAKESIDE, "land_area,,2023", "land_area,,2023年"), f"data/{LAKESIDE}:5:period"),
    ("bad-date", changed("sources.csv", "2023-12,", "2023/12,"), "data/sources.csv:2:published"),
    ("bad-id", changed("indicators.csv", "services,服务人次", "ser vices,服务人次"), "data/indicators.csv:10:indicator"),
    ("bad-code", changed(LAKESIDE, "20,家,exact,", "20,家,sharp,"), f"data/{LAKESIDE}:2:qualifier"),
    ("source-address", widened("sources.csv", kind="web"), "data/sources.csv:2:url"),
    ("source-address", widened("sources.csv", url="https://tz.example.cn/1"), "data/sources.csv:2:accessed"),
    ("source-read-early", widened("sources.csv", url="https://tz.example.cn/1", accessed="2023-11-30"), "data/sources.csv:2:accessed"),
    ("bad-address", widened("sources.csv", url="tz.example.cn/1"), "data/sources.csv:2:url"),
    ("bad-id", widened("breakdowns.csv", code="C3612x"), "data/breakdowns.csv:2:code"),
    ("bad-code", widened(LAKESIDE, despite="name colour", note="其名另有所指"), f"data/{LAKESIDE}:2:despite"),
    ("bad-hash", changed("sources.csv", ",first.txt,", ",first.txt,x"), "data/sources.csv:2:sha256"),
    ("bad-reference", changed(CLAIMS, "output@2023#above_size", "output@2023"), f"data/{CLAIMS}:2:operands"),
    ("duplicate-key", added("breakdowns.csv", "cars", "又是", "Again", "industry", ""), "data/breakdowns.csv:5:breakdown"),
    ("duplicate-key", extra(period="2023", coverage="above_size", value="20"), f"data/{LAKESIDE}:15:indicator"),
    ("unknown-id", changed(LAKESIDE, "output,cars,2023", "output,cart,2023"), f"data/{LAKESIDE}:4:breakdown"),
    ("unknown-id", changed(PROGRAMMES, "four_industries,industry", "five_industries,industry"), f"data/{PROGRAMMES}:3:parent"),
    ("unknown-id", changed("indicators.csv", ",land_area,", ",land_area sea_area,"), "data/indicators.csv:6:part_of"),
    ("unknown-id", widened(CLAIMS, reading_of="decline"), f"data/{CLAIMS}:2:reading_of"),
    ("unknown-id", mentioned(entity="su8"), f"data/{MENTIONS}:2:entity"),
    ("mention-too-early", mentioned(source="src-1"), f"data/{MENTIONS}:2:source"),
    ("names-start", named("2025", "2024-06"), f"data/{NAMES}:3:since"),
    ("duplicate-key", named("2000", "2000"), f"data/{NAMES}:3:since"),
    ("circular", widened(CLAIMS, reading_of="growth"), f"data/{CLAIMS}:2:reading_of"),
    ("circular", widened("breakdowns.csv", part_of="cars"), "data/breakdowns.csv:2:part_of"),
    ("unresolved-reference", widened(LAKESIDE, 3, value="", unit="", movement="rise"), f"data/{CLAIMS}:2:operands"),
    ("figure-missing", widened(LAKESIDE, value=""), f"data/{LAKESIDE}:2:value"),
    ("required", widened(LAKESIDE, unit=""), f"data/{LAKESIDE}:2:unit"),
    ("members", widened(LAKESIDE, 11, members_zh="甲|乙|丙|丁|戊"), f"data/{LAKESIDE}:11:members_zh"),
    ("range-order", widened(LAKESIDE, upper="20"), f"data/{LAKESIDE}:2:upper"),
    ("range-order", widened(LAKESIDE, value="", upper="20", movement="rise"), f"data/{LAKESIDE}:2:upper"),
    ("exception-without-note", widened(LAKESIDE, despite="name"), f"data/{LAKESIDE}:2:despite"),
    ("unresolved-reference", changed(CLAIMS, "output@2023#above_size", "output@2022#above_size"), f"data/{CLAIMS}:2:operands"),
    ("unresolved-reference", changed(CLAIMS, "^src-2:2", "^src-2:3"), f"data/{CLAIMS}:3:operands"),
    ("circular", changed(PROGRAMMES, "plan,,industry", "plan,su7,industry"), f"data/{PROGRAMMES}:2:parent"),
    ("circular", changed("indicators.csv", "stock,2,,,\nforest", "stock,2,forest_area,,\nforest"), "data/indicators.csv:5:part_of"),
    ("unit-mismatch", changed(LAKESIDE, "20,家,exact", "20,个,exact"), f"data/{LAKESIDE}:2:unit"),
    ("unit-mismatch", changed("indicators.csv", "万亩,stock", "家,stock"), "data/indicators.csv:6:part_of"),
    ("value-not-as-printed", changed(LAKESIDE, "90.50,亿元", "90.5,亿元"), f"data/{LAKESIDE}:3:value"),
    ("unit-not-as-printed", changed(LAKESIDE, "90.50,亿元", "90.50,万元"), f"data/{LAKESIDE}:3:unit"),
    ("qualifier-not-as-printed", changed(LAKESIDE, "120,亿元,about", "120,亿元,exact"), f"data/{LAKESIDE}:8:qualifier"),
    ("period-not-as-printed", changed(LAKESIDE, "工业企业20家", "2022年工业企业20家"), f"data/{LAKESIDE}:2:period"),
    ("status-not-as-printed", changed(LAKESIDE, "工业企业20家", "力争工业企业20家"), f"data/{LAKESIDE}:2:status"),
    ("sign-not-as-printed", changed(LAKESIDE, ",增长32.60%", ",下降32.60%"), f"data/{LAKESIDE}:9:value"),
    ("name-not-as-printed", changed(LAKESIDE, "工业企业20家", "种植面积20家"), f"data/{LAKESIDE}:2:indicator"),
    ("negative-amount", extra(period="2022", coverage="above_size", value="-18", as_published="工业企业-18家"), f"data/{LAKESIDE}:15:value"),
    ("period-after-source", changed(LAKESIDE, "land_area,,2023", "land_area,,2024"), f"data/{LAKESIDE}:5:period"),
    ("part-exceeds-whole", changed(LAKESIDE, "30.1", "90.52"), f"data/{LAKESIDE}:4:value"),
    ("part-exceeds-whole", changed(LAKESIDE, "3.7", "12.5"), f"data/{LAKESIDE}:6:value"),
    ("parts-exceed-whole", lambda data: (append(data, "breakdowns.csv", "village:west", "西村", "West village", "village", ""), append(data, LAKESIDE, *observation(period="2021", value="9")), append(data, LAKESIDE, *observation(period="2021", value="6", breakdown="village:east", locator="3")), append(data, LAKESIDE, *observation(period="2021", value="7", breakdown="village:west", locator="4"))), f"data/{LAKESIDE}:15:value"),
    ("figures-disagree", extra(period="2023", coverage="above_size", value="21", locator="3"), f"data/{LAKESIDE}:15:value"),
    ("figures-disagree", lambda data: (change(data, "sources.csv", "2025-01-03", "2023-12-31"), extra(period="2023", coverage="above_size", value="21", source="src-2", locator="3")(data)), f"data/{LAKESIDE}:15:value"),
    ("figures-disagree", lambda data: (corrected(used="95")(data), extra(indicator="output", unit="亿元", period="2023", coverage="above_size", value="90.50", locator="3")(data)), f"data/{LAKESIDE}:15:value"),
    ("figures-disagree", extra(indicator="output", unit="万元", period="2023", coverage="above_size", value="905100", locator="3"), f"data/{LAKESIDE}:15:value"),
    ("series-mixes-coverages", lambda data: (append(data, LAKESIDE, *observation(indicator="output", unit="亿元", period="2023", value="80")), change(data, CLAIMS, "output@2023#above_size", "output@2023#whole_town")), f"data/{CLAIMS}:2:operands"),
    ("series-mixes-periods", lambda data: (append(data, LAKESIDE, *observation(indicator="output", unit="亿元", period="2023-01/2023-11", coverage="above_size", value="80")), change(data, CLAIMS, "output@2023#above_size", "output@2023-01/2023-11#above_size")), f"data/{CLAIMS}:2:operands"),
    ("circular-claim", lambda data: (append(data, LAKESIDE, *observation(indicator="leading_industries", breakdown="cars", unit="个", value="4", period="2024", source="src-2", locator="3", as_published="打造四大产业")), append(data, CLAIMS, "again", "2024", "说法", "Claim", "equal", "leading_industries@2024#whole_town", "leading_industries/cars@2024#whole_town", "src-2", "3", "四大产业", "")), f"data/{CLAIMS}:4:operands"),
    ("circular-claim", lambda data: append(data, CLAIMS, "again", "2024", "说法", "Claim", "equal", "leading_industries@2024#whole_town", "leading_industries@2024#whole_town", "src-2", "3", "四大产业", ""), f"data/{CLAIMS}:4:operands"),
    ("reading", again("leading_industries@2024#whole_town", "假定甲"), f"data/{CLAIMS}:4:result"),
    ("reading", again("output_growth@2024#above_size", ""), f"data/{CLAIMS}:4:assumes_zh"),
    ("reading", again("output_growth@2024#above_size", "假定甲"), f"data/{CLAIMS}:2:assumes_zh"),
    ("magnitude", extra(period="2022", coverage="above_size", value="1"), f"data/{LAKESIDE}:2:value"),
    ("stale-correction", corrected(key="output@2022#above_size!actual^src-1:2"), f"data/{CORRECTIONS}:2:key"),
    ("stale-correction", corrected(expect="90"), f"data/{CORRECTIONS}:2:expect"),
    ("stale-correction", corrected(published="90"), f"data/{CORRECTIONS}:2:published"),
    ("stale-correction", corrected(used="90.5"), f"data/{CORRECTIONS}:2:used"),
    ("bad-reference", corrected(key="output@2023#above_size"), f"data/{CORRECTIONS}:2:key"),
]  # fmt: skip
OF_SPREADSHEETS = {"workbook", "sheet", "cell-content"}  # test_spreadsheets.py


@pytest.mark.parametrize(
    ("code", "breach", "place"), BREACHES, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(BREACHES)]
)
def test_a_breach_is_found_where_it_is(data: Path, code: str, breach: Break, place: str) -> None:
    breach(data)
    found = [str(problem) for problem in loading.check(data)]
    assert any(problem.startswith(f"{place}: ") and problem.endswith(f"[{code}]") for problem in found), found


def test_sound_tables_have_no_problem(data: Path) -> None:
    assert [str(problem) for problem in loading.check(data)] == []


def test_every_rule_of_the_catalogue_is_tried() -> None:
    assert {code for code, _, _ in BREACHES} | OF_SPREADSHEETS == {rule.code for rule in CATALOGUE}
    assert len({rule.code for rule in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize(("name", "page"), [("data-rules.md", as_markdown()), ("tables.md", tables_page())])
def test_the_generated_reference_pages_are_up_to_date(project: Path, name: str, page: str) -> None:
    file = project / "docs" / name
    if os.environ.get("MJQ_WRITE_DOCS") == "1":
        file.write_text(page, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page, "run the tests once with MJQ_WRITE_DOCS=1"


ALLOWED: list[Break] = [
    widened("sources.csv", kind="web", url="https://tz.example.cn/1", accessed="2023-12-01"),
    named("2023-12", "2024"),
    # a later source revises the figure, and so does one that is corrected to agree
    extra(period="2023", coverage="above_size", value="21", source="src-2", locator="4"),
    lambda data: (corrected(used="95")(data), extra(indicator="output", unit="亿元", period="2023", coverage="above_size", value="95", locator="3")(data)),
    widened(LAKESIDE, 5, value="", unit="", movement="slight_rise"),
    widened(LAKESIDE, despite="name period", note="原文另有所指"),
    again("output_growth@2024#above_size", "假定甲", "假定乙"),
    widened(LAKESIDE, 11, members_zh="甲|乙|丙|丁"),
    mentioned(),
    mentioned(entity="factory", stage="running", due="2026", due_words="2026年底前"),
    # a hedge admits what rounding does not
    extra(indicator="output", period="2024", coverage="above_size", value="115.3", unit="亿元", source="src-2", locator="4"),
    # the same area in another unit, rounded
    extra(indicator="land_area", period="2023", value="8200", unit="公顷", locator="2"),
    extra(indicator="land_area", period="2023", value="12.3", unit="万亩", locator="2"),
    # an estimate may differ from the result
    extra(period="2023", coverage="above_size", value="22", status="estimated", locator="3"),
    # other coverages, periods and kinds of part are not compared
    extra(indicator="output", breakdown="cars", value="99", unit="亿元", period="2023"),
    extra(indicator="output", breakdown="festival", value="99", unit="亿元", period="2023", coverage="above_size"),
    extra(indicator="output", value="5", unit="亿元", period="2022-01/2022-11", coverage="above_size"),
    # parts and wholes that meet within rounding: 82 平方公里 is 12.3 万亩
    changed(LAKESIDE, "3.7", "12.3"),
    # a jump that a note explains
    extra(period="2022", coverage="above_size", value="300", note="口径未变，确为三百"),
    # a plan is no result, and may lie ahead of its source
    extra(period="2030", value="900", status="planned"),
    # a rate may be negative, and rates have no magnitude to jump
    extra(indicator="output_growth", value="-0.1", unit="%", period="2023", coverage="above_size", as_published="降0.1%"),
    corrected(),
]  # fmt: skip


@pytest.mark.parametrize("allowed", ALLOWED, ids=range(len(ALLOWED)))
def test_what_only_looks_like_a_breach_is_none(data: Path, allowed: Break) -> None:
    allowed(data)
    assert [str(problem) for problem in loading.check(data)] == []


def test_one_mistake_is_reported_once(data: Path) -> None:
    """A row with an unknown indicator is not also held against units, parts and the period before."""
    change(data, LAKESIDE, "output,,2023", "outputs,,2023")
    assert [(p.rule.code, p.line) for p in loading.check(data)] == [("unresolved-reference", 2), ("unknown-id", 3)]


def test_a_table_that_cannot_be_read_does_not_make_every_row_wrong(data: Path) -> None:
    (data / "indicators.csv").unlink()
    assert [problem.rule.code for problem in loading.check(data)] == ["file-missing"]


def test_a_correction_of_a_figure_that_is_no_number_is_not_held_against_it(data: Path) -> None:
    corrected()(data)
    change(data, LAKESIDE, "90.50,亿元", "90..50,亿元")
    assert [problem.rule.code for problem in loading.check(data)] == ["bad-number"]


def test_hedged_figures_disagree_when_no_number_is_in_both(data: Path) -> None:
    append(
        data,
        LAKESIDE,
        *observation(
            value="21", period="2023", coverage="above_size", locator="3", qualifier="more_than", as_published="超21家"
        ),
    )
    append(
        data,
        LAKESIDE,
        *observation(
            value="30", period="2023", coverage="above_size", locator="4", qualifier="about", as_published="约30家"
        ),
    )
    found = [str(problem) for problem in loading.check(data)]
    assert len(found) == 1
    assert "21家 (more_than) in line 15 is not 20家 in line 2" in found[0]


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("figures-disagree", {"coverage": "above_size", "value": "21"}),
        ("part-exceeds-whole", {"indicator": "output", "breakdown": "cars", "unit": "亿元", "value": "91"}),
    ],
)
def test_a_thousand_breaches_are_listed_and_the_search_ends(data: Path, rule: str, row: dict[str, str]) -> None:
    for year in range(700, 2000):
        append(data, LAKESIDE, *observation(**row, period=f"{year:04d}"))
        append(
            data, LAKESIDE, *observation(**row | {"breakdown": "", "value": "20"}, period=f"{year:04d}", locator="3")
        )
    found = [problem for problem in loading.check(data) if problem.rule.code == rule]
    assert len(found) == 1000


def test_a_series_is_not_judged_where_the_claims_lack_their_columns(data: Path) -> None:
    change(data, CLAIMS, "operation", "how")
    assert {problem.rule.code for problem in loading.check(data)} == {"header"}


def test_a_message_names_the_other_row(data: Path) -> None:
    append(data, LAKESIDE, *observation(period="2023", coverage="above_size", value="21", locator="3"))
    found = str(loading.check(data)[0])
    assert "21家 in line 15 is not 20家 in line 2, though both are enterprises@2023#above_size" in found


def test_a_jump_is_told_with_its_factor(data: Path) -> None:
    append(data, LAKESIDE, *observation(period="2022", coverage="above_size", value="1"))
    assert "20家 in line 2 is 20 times 1家 in line 15" in str(loading.check(data)[0])
