"""Indicators that exist without a row: growth, average growth, rank, shares and differences of every indicator.

A level is published with its growth, its share of a larger place and its rank; a dictionary that had to list them would
be eight times as long and say nothing new. `X_growth` is the growth of `X`, wherever `X` has a row. A row of that id
overrides what is implied. Growth is against the same period a year before, as the yearbooks of the National Bureau of
Statistics define 比上年增长; an average growth is the geometric mean a year.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from mjq_report.model.codes import IndicatorKind


@dataclass(frozen=True, slots=True)
class Implied:
    """What follows from an indicator: `ending` of the id; in names and definitions `{}` is the indicator's name."""

    ending: str
    kind: IndicatorKind
    unit: str
    decimals: int
    better: str  # `same` as the indicator's own, `up`, `down`, or blank
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str


IMPLIED = (
    Implied(
        "_average_growth", IndicatorKind.GROWTH, "%", 1, "same",
        "{}年均增速", "Average annual growth of {}",
        "{}在若干年间平均每年的增长率，按几何平均计算。", "Growth rate a year of {} over several years, a geometric mean.",
    ),
    Implied(
        "_growth_difference", IndicatorKind.DIFFERENCE, "个百分点", 1, "",
        "{}增速之差", "Difference of growth of {}",
        "{}增速与另一地区或上年增速相差的百分点。", "Percentage points between growth of {} and that of another place or the year before.",
    ),
    Implied(
        "_growth", IndicatorKind.GROWTH, "%", 1, "same",
        "{}增速", "Growth of {}",
        "{}与上年同期相比的增长率，下降为负。", "Change of {} on the same period a year before; a fall is negative.",
    ),
    Implied(
        "_rank", IndicatorKind.RANK, "位", 0, "down",
        "{}位次", "Rank by {}",
        "按{}在同类地区中排定的名次。", "Place among places of its kind by {}.",
    ),
    Implied(
        "_share_of_district", IndicatorKind.SHARE, "%", 1, "same",
        "占全区{}比重", "Share in the district’s {}",
        "占所属区（县）{}的比重。", "Share in {} of the district or county.",
    ),
    Implied(
        "_share_of_city", IndicatorKind.SHARE, "%", 1, "same",
        "占全市{}比重", "Share in the city’s {}",
        "占所属市{}的比重。", "Share in {} of the city.",
    ),
    Implied(
        "_share_of_province", IndicatorKind.SHARE, "%", 1, "same",
        "占全省{}比重", "Share in the province’s {}",
        "占所属省（自治区、直辖市）{}的比重。", "Share in {} of the province.",
    ),
    Implied(
        "_share", IndicatorKind.SHARE, "%", 1, "",
        "{}占比", "Share of {}",
        "{}占其总体的比重。", "What {} is of its whole, or a part of {} of all of it.",
    ),
)  # fmt: skip
"""In the order in which endings are tried: `_average_growth` before `_growth`."""


def base(indicator: str, declared: Container[str]) -> str:
    """The declared indicator that an id follows from; "" when none does, or when the id is declared itself."""
    found = _of(indicator, declared)
    return found[0] if found else ""


def row(indicator: str, declared: Mapping[str, Mapping[str, str]]) -> dict[str, str] | None:
    """The row that a dictionary might have for an implied indicator; None for another id. `declared` are rows by id."""
    found = _of(indicator, declared)
    if found is None:
        return None
    level, of = declared[found[0]], found[1]
    zh, en = level["name_zh"], _inside(level["name_en"])
    return {
        "indicator": indicator,
        "name_zh": of.name_zh.format(zh),
        "name_en": of.name_en.format(en),
        "domain": level["domain"],
        "unit": of.unit,
        "kind": of.kind,
        "decimals": str(of.decimals),
        "part_of": "",
        "definition_zh": of.definition_zh.format(zh),
        "definition_en": of.definition_en.format(en),
        "short_zh": of.name_zh.format(level["short_zh"]) if level.get("short_zh") else "",
        "aliases_zh": "|".join(of.name_zh.format(name) for name in level.get("aliases_zh", "").split("|") if name),
        "weight": level.get("weight", ""),
        "better": level.get("better", "") if of.better == "same" else of.better,
    }


def _of(indicator: str, declared: Container[str]) -> tuple[str, Implied] | None:
    if indicator in declared:
        return None
    for one in IMPLIED:
        level = indicator.removesuffix(one.ending)
        if level != indicator and level in declared:
            return level, one
    return None


def _inside(name: str) -> str:
    """An English name as it stands inside a phrase: `Retail sales` with a small letter, `GDP` and `R&D` as they are."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
