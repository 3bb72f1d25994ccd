"""A made-up town in memory, its rows written out by the test, and templates in a folder of their own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from mjq_report.analysis import find
from mjq_report.figures import references
from mjq_report.model.codes import IndicatorKind, Movement, Qualifier, SourceKind, Stage, Status
from mjq_report.model.findings import Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import (
    Breakdown,
    Claim,
    Coverage,
    Indicator,
    Mention,
    MovementRow,
    Observation,
    Organisation,
    Programme,
    RowRef,
    Source,
    Town,
    TownData,
)

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
EDITED = Path(__file__).resolve().parent / "edited"
OUTPUT = "gross_industrial_output"
FILE = "data/towns/hexi/observations.csv"
ROW = RowRef(FILE, 2)


def _indicator(key: str, name: str, domain: str, unit: str, kind: IndicatorKind, part_of: str = "") -> Indicator:
    return Indicator(key, name, f"{key} in English", domain, unit, kind, 1, tuple(part_of.split()), f"{name}的含义", "")


FLOW, STOCK, RATE, COUNT = IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.RATE, IndicatorKind.COUNT
SHARE, DIFFERENCE = IndicatorKind.SHARE, IndicatorKind.DIFFERENCE
WHOLE = "fixed_asset_investment"
INDICATORS = {
    indicator.id: indicator
    for indicator in (
        _indicator("gross_industrial_output", "工业总产值", "industry", "亿元", FLOW),
        _indicator("gross_industrial_output_growth", "工业总产值增速", "industry", "%", RATE),
        _indicator("gross_industrial_output_average_growth", "工业总产值年均增速", "industry", "%", RATE),
        _indicator("industry_chain_scale", "全产业链规模", "industry", "亿元", FLOW),
        _indicator("fixed_asset_investment", "固定资产投资", "investment", "亿元", FLOW),
        _indicator("fixed_asset_investment_growth", "固定资产投资增速", "investment", "%", RATE),
        _indicator("construction_installation_investment", "建安投资", "investment", "亿元", FLOW, WHOLE),
        _indicator("share_change", "占全区比重的变动", "investment", "个百分点", RATE),
        _indicator("firms", "企业数", "enterprises", "家", COUNT),
        _indicator("party_members", "党员人数", "governance", "人", COUNT),
        _indicator("duck_eggs", "咸鸭蛋产量", "agriculture", "万枚", FLOW),
        _indicator("duck_eggs_growth", "咸鸭蛋产量增速", "agriculture", "%", RATE),
        _indicator("ferries", "渡口数", "livelihood", "个", COUNT),
        _indicator("clusters", "产业集群数", "planning", "个", COUNT),
        _indicator("land_area", "面积", "land", "平方公里", STOCK),
        # short names, for tests of arithmetic
        _indicator("output", "工业总产值", "industry", "亿元", FLOW),
        _indicator("output_growth", "工业总产值增速", "industry", "%", RATE),
        _indicator("output_average_growth", "工业总产值年均增速", "industry", "%", RATE),
        _indicator("share_of_district", "占全区比重", "industry", "%", RATE),
        _indicator("output_share_of_district", "工业总产值占全区比重", "industry", "%", SHARE),
        _indicator("output_share_of_district_within", "工业总产值占全区同行业比重", "industry", "%", SHARE),
        _indicator("investment", "固定资产投资", "investment", "亿元", FLOW),
        _indicator("investment_share_of_district", "投资占全区比重", "investment", "%", SHARE),
        _indicator("investment_share_change_of_district", "投资占全区比重之差", "investment", "个百分点", DIFFERENCE),
        _indicator("investment_pull_on_district", "投资对全区的拉动", "investment", "个百分点", DIFFERENCE),
        _indicator("investment_contribution_to_district", "投资对全区的贡献率", "investment", "%", RATE),
        replace(_indicator("profit", "利润总额", "industry", "亿元", FLOW), signed=True),
        replace(_indicator("rent", "减免租金", "services", "万元", FLOW), per=("firms",)),
        _indicator("construction", "建安投资", "investment", "亿元", FLOW, "investment"),
        _indicator("firms_moved_in", "迁入企业", "enterprises", "家", COUNT, "firms"),
        _indicator("forest_area", "林地面积", "land", "亩", STOCK),
        _indicator("village_count", "行政村", "governance", "个", COUNT),
        _indicator("economic_rank", "经济排名", "industry", "位", IndicatorKind.RANK),
        _indicator("gdp_position", "经济总量排序", "industry", "名", COUNT),
        _indicator("natural_increase", "人口自然增长率", "livelihood", "‰", RATE),
        _indicator("seconds_per_car", "单车用时", "industry", "秒", RATE),
        _indicator("deliveries", "累计交付", "industry", "万台", STOCK),
    )
}
BREAKDOWNS = {
    breakdown.id: breakdown
    for breakdown in (
        Breakdown("cars", "汽车制造业", "Cars", "industry", ""),
        Breakdown("silk", "丝绸", "Silk", "industry", ""),
        Breakdown("paper", "纸业（手工）", "Paper", "industry", ""),
        Breakdown("milestone", "关口", "Milestone", "group", ""),
        Breakdown("milestone_1", "第一个关口", "First milestone", "group", ""),
        Breakdown("red_yolk", "红心", "Red yolk", "group", ""),
        Breakdown("village:one", "一村", "Village One", "village", ""),
    )
}
COVERAGES = {
    coverage.id: coverage
    for coverage in (
        Coverage("district", "全区", "District", "district", ""),
        Coverage("whole_town", "全镇", "Whole town", "town", ""),
        Coverage("above_size", "全镇规模以上", "Above designated size", "town", "规模以上企业"),
        Coverage("west", "西部", "West", "area", ""),
        Coverage("river_area", "沿河片区", "River area", "area", ""),
        Coverage("new_town", "新城", "New town", "new_town", ""),
        Coverage("park:silk", "丝绸园（一期）", "Silk park", "park", ""),
        Coverage("company:egg", "蛋品公司", "Egg company", "company", ""),
    )
}
UNDATED = {2024: "文中没有日期"}
SOURCES = {
    f"s{y}": Source(
        f"s{y}", y, f"{y}年的文章", "某记者", "某报", f"{y}-12", UNDATED.get(y, ""), "", "", "", SourceKind.NEWSPAPER
    )
    for y in (2020, 2022, 2023, 2024, 2025)
}


def row(
    reference: str,
    printed: str,
    unit: str = "",
    *,
    qualifier: Qualifier = Qualifier.EXACT,
    status: Status = Status.ACTUAL,
    source: str = "",
    locator: int = 3,
    text: str = "",
    line: int = 2,
) -> Observation:
    """An observation of `indicator[/breakdown]@period#coverage`, by default from the source of its last year."""
    what = references.parse(reference)
    return Observation(
        "hexi", what.indicator, what.breakdown, what.period, what.coverage, Decimal(printed), printed,
        unit or INDICATORS[what.indicator].unit, qualifier, status, source or f"s{what.period.last.year}", locator,
        text, "", RowRef(FILE, line),
    )  # fmt: skip


def programme(
    key: str, domain: str = "governance", *, name: str = "", parent: str = "", since: str = "", observations: str = "",
    operator: str = "河西镇", summary: str = "为居民办事", source: str = "s2024",
) -> Programme:  # fmt: skip
    figures = tuple(observations.split())
    return Programme(
        key, name or key, key, "mechanism", parent, domain, since, operator, summary, "", figures, source, 1, "", "",
        ROW,
    )  # fmt: skip


def organisation(
    key: str, industry: str = "", *, name: str = "", kind: str = "company", source: str = "s2024"
) -> Organisation:
    return Organisation(key, name or key, key, kind, industry, f"{key}的角色", "", source, 1, "", "", ROW)


def claim(
    operation: str,
    result: str,
    operands: str = "",
    *,
    note: str = "",
    statement: str = "说法",
    source: str = "",
    words: str = "",
    reading_of: str = "",
    assumes: str = "",
) -> Claim:
    """A claim of its source's year, by default the year of its result; `note` is the reader's."""
    source = source or (f"s{references.parse(result).period.last.year}" if result else "s2025")
    period, figures = Period.parse(str(SOURCES[source].year)), tuple(operands.split())
    return Claim(
        f"{operation}_{result}{reading_of and '_again'}", period, statement, "", operation, result, figures, source, 3,
        words, note, ROW, reading_of=reading_of, assumes_zh=assumes, note_public_zh=note,
    )  # fmt: skip


def town(
    *observations: Observation,
    claims: tuple[Claim, ...] = (),
    programmes: tuple[Programme, ...] = (),
    organisations: tuple[Organisation, ...] = (),
    movements: tuple[MovementRow, ...] = (),
    mentions: tuple[Mention, ...] = (),
    name: str = "河西镇",
) -> TownData:
    return TownData(
        Town("hexi", name, "Hexi", "", "某区", "District", ""), observations, claims, programmes, organisations,
        INDICATORS, BREAKDOWNS, COVERAGES, SOURCES, movements, mentions,
    )  # fmt: skip


def mention(
    entity: str, source: str = "s2024", *, role: str = "", stage: Stage | None = None, due: str = "", words: str = ""
) -> Mention:
    return Mention(entity, stage, role, "", due, words, source, 1, "", "", ROW)


def moved(reference: str, movement: Movement, *, source: str = "", text: str = "", note: str = "") -> MovementRow:
    """A movement without a figure, of `indicator[/breakdown]@period#coverage`."""
    what = references.parse(reference)
    return MovementRow(
        "hexi", what.indicator, what.breakdown, what.period, what.coverage, movement, Status.ACTUAL,
        source or f"s{what.period.last.year}", 3, text, note, "", ROW,
    )  # fmt: skip


def findings(*observations: Observation, year: int = 2024, **parts: object) -> Findings:
    """What analysis makes of a town's tables in a year."""
    return find(town(*observations, **parts), year)  # type: ignore[arg-type]


def usual() -> Findings:
    """A year with a bit of everything."""
    return findings(
        row("gross_industrial_output@2020#whole_town", "84.6", status=Status.ESTIMATED),
        row("gross_industrial_output@2023#whole_town", "180"),
        row("gross_industrial_output@2024#whole_town", "200"),
        row("gross_industrial_output/cars@2024#whole_town", "150"),
        row("gross_industrial_output/silk@2024#whole_town", "20", qualifier=Qualifier.MORE_THAN),
        row("fixed_asset_investment@2024#whole_town", "30.50"),
        row("fixed_asset_investment_growth@2024#whole_town", "-5.2"),
        row("duck_eggs/red_yolk@2024#whole_town", "220", qualifier=Qualifier.MORE_THAN, text="220余万枚"),
        row("ferries@2024#whole_town", "7"),
        row("clusters@2026/2030#new_town", "8", status=Status.TARGET, source="s2024"),
        claims=(claim("sum", f"{OUTPUT}@2024#whole_town", f"{OUTPUT}/cars@2024#whole_town"),),
        programmes=(programme("boats", "livelihood", observations="ferries@2024#whole_town"),),
        organisations=(organisation("silk_mill", "silk"), organisation("town_hall", kind="department")),
    )


def templates(folder: Path, **texts: str) -> Path:
    """Templates as an editor may have them, every section with its own, with some files rewritten: `economy="…"` is
    zh/economy.md.j2."""
    copy = folder / "templates"
    shutil.copytree(TEMPLATES, copy)
    shutil.copytree(EDITED / "templates", copy, dirs_exist_ok=True)
    for name, text in texts.items():
        (copy / "zh" / f"{name}.md.j2").write_text(text, encoding="utf-8")
    return copy
