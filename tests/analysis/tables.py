"""Small tables for the tests of analysis and selection: a town with as many rows as a test needs."""

from __future__ import annotations

from decimal import Decimal

from mjq_report.figures import references
from mjq_report.model.codes import IndicatorKind, Qualifier, Status
from mjq_report.model.period import Period
from mjq_report.model.tables import (
    Breakdown,
    Claim,
    Correction,
    Coverage,
    Indicator,
    Observation,
    Organisation,
    Programme,
    RowRef,
    Source,
    Town,
    TownData,
)

FILE = "data/towns/qiaozhen/observations.csv"


def _indicator(name: str, zh: str, unit: str, kind: IndicatorKind, part_of: str = "") -> Indicator:
    return Indicator(name, zh, name.replace("_", " "), "economy", unit, kind, 1, tuple(part_of.split()), "", "")


INDICATORS = {
    indicator.id: indicator
    for indicator in (
        _indicator("output", "工业总产值", "亿元", IndicatorKind.FLOW),
        _indicator("output_growth", "工业总产值增速", "%", IndicatorKind.RATE),
        _indicator("output_average_growth", "工业总产值年均增速", "%", IndicatorKind.RATE),
        _indicator("share_of_district", "占全区比重", "%", IndicatorKind.RATE),
        _indicator("investment", "固定资产投资", "亿元", IndicatorKind.FLOW),
        _indicator("construction", "建安投资", "亿元", IndicatorKind.FLOW, "investment"),
        _indicator("firms", "企业", "家", IndicatorKind.COUNT),
        _indicator("firms_moved_in", "迁入企业", "家", IndicatorKind.COUNT, "firms"),
        _indicator("land_area", "面积", "平方公里", IndicatorKind.STOCK),
        _indicator("forest_area", "林地面积", "亩", IndicatorKind.STOCK),
        _indicator("village_count", "行政村", "个", IndicatorKind.COUNT),
        _indicator("economic_rank", "经济排名", "位", IndicatorKind.COUNT),
        _indicator("seconds_per_car", "单车用时", "秒", IndicatorKind.RATE),
        _indicator("deliveries", "累计交付", "万台", IndicatorKind.STOCK),
    )
}
BREAKDOWNS = {
    breakdown.id: breakdown
    for breakdown in (
        Breakdown("cars", "汽车制造业", "Cars", "industry", ""),
        Breakdown("milestone", "关口", "Milestone", "group", ""),
        Breakdown("village:one", "一村", "Village One", "village", ""),
    )
}
COVERAGES = {
    coverage.id: coverage
    for coverage in (
        Coverage("district", "全区", "District", "district", ""),
        Coverage("whole_town", "全镇", "Whole town", "town", ""),
        Coverage("above_size", "全镇规上", "Above designated size", "town", ""),
        Coverage("west", "西部", "West", "area", ""),
    )
}
SOURCES = {
    f"s{year}": Source(f"s{year}", year, f"{year}年的文章", "", "", str(year), "", f"{year}.txt", "", "")
    for year in (2020, 2022, 2023, 2024, 2025)
}


def row(
    reference: str,
    printed: str,
    unit: str = "",
    *,
    qualifier: Qualifier = Qualifier.EXACT,
    status: Status = Status.ACTUAL,
    source: str = "",
    locator: int = 1,
    text: str = "",
    line: int = 2,
) -> Observation:
    """An observation of `indicator[/breakdown]@period#coverage`, by default from the source of its last year."""
    what = references.parse(reference)
    return Observation(
        town="qiaozhen",
        indicator=what.indicator,
        breakdown=what.breakdown,
        period=what.period,
        coverage=what.coverage,
        value=Decimal(printed),
        printed=printed,
        unit=unit or INDICATORS[what.indicator].unit,
        qualifier=qualifier,
        status=status,
        source=source or f"s{what.period.last.year}",
        locator=locator,
        as_published=text,
        note="",
        row=RowRef(FILE, line),
    )


def claim(operation: str, result: str, operands: str = "", *, note: str = "", source: str = "s2025") -> Claim:
    return Claim(
        id=f"{operation}_{result}",
        period=Period.parse("2025"),
        statement_zh="说法",
        statement_en="statement",
        operation=operation,
        result=result,
        operands=tuple(operands.split()),
        source=source,
        locator=1,
        as_published="",
        note=note,
        row=RowRef("data/towns/qiaozhen/claims.csv", 2),
    )


def programme(name: str, source: str, observations: str = "") -> Programme:
    file = RowRef("data/towns/qiaozhen/programmes.csv", 2)
    figures = tuple(observations.split())
    return Programme(name, name, name, "brand", "", "economy", "", "", "", "", figures, source, 1, "", "", file)


def organisation(name: str, source: str) -> Organisation:
    file = RowRef("data/towns/qiaozhen/organisations.csv", 2)
    return Organisation(name, name, name, "company", "", "", "", source, 1, "", "", file)


def town(
    *observations: Observation,
    claims: tuple[Claim, ...] = (),
    programmes: tuple[Programme, ...] = (),
    organisations: tuple[Organisation, ...] = (),
    corrections: tuple[Correction, ...] = (),
) -> TownData:
    return TownData(
        town=Town("qiaozhen", "桥镇", "Qiaozhen", "", "某区", "District", ""),
        observations=observations,
        claims=claims,
        programmes=programmes,
        organisations=organisations,
        corrections=corrections,
        indicators=INDICATORS,
        breakdowns=BREAKDOWNS,
        coverages=COVERAGES,
        sources=SOURCES,
        inputs=(),
    )
