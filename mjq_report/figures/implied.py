"""Indicators that exist without a row: growth, average growth, rank, shares and differences of every indicator.

A level is published with its growth, its share of a larger place and its rank; a dictionary that had to list them would
be eight times as long and say nothing new. `X_growth` is the growth of `X`, wherever `X` has a row. A row of that id
overrides what is implied. Growth is against the same period a year before, as the yearbooks of the National Bureau of
Statistics define 比上年增长; an average growth is the geometric mean a year.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from mjq_report.model.codes import IndicatorKind, Relation, Whole


@dataclass(frozen=True, slots=True)
class Implied:
    """What follows from an indicator: `ending` of the id; in names and definitions `{}` is the indicator's name.

    `relation` is what it says of the level, `whole` of or to which whole; `better` is `same` as the level's, or its own.
    """

    ending: str
    relation: Relation
    whole: Whole | None
    kind: IndicatorKind
    unit: str
    decimals: int
    better: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str


_WHOLES = (
    (Whole.DISTRICT, "区", "所属区（县）"),
    (Whole.CITY, "市", "所属市"),
    (Whole.PROVINCE, "省", "所属省（自治区、直辖市）"),
)
_SHARE, _DIFFERENCE = (IndicatorKind.SHARE, "%"), (IndicatorKind.DIFFERENCE, "个百分点")
_OF_WHOLES = (  # `#` is the English word for the whole, `全@` the Chinese one, `@@` its description
    (
        "_share_of_#_within", Relation.SHARE_WITHIN, _SHARE, "占全@同类{}比重", "Share in the #’s {} of the same kind",
        "占@@同一行业（或分组）{}的比重。", "Share in {} of the # in the same industry or group.",
    ),
    (
        "_share_of_#", Relation.SHARE, _SHARE, "占全@{}比重", "Share in the #’s {}",
        "占@@{}的比重。", "Share in {} of the #.",
    ),
    (
        "_share_change_of_#", Relation.SHARE_CHANGE, _DIFFERENCE, "占全@{}比重的变动", "Change of the share in the #’s {}",
        "占@@{}的比重比上年同期变动的百分点。", "Points by which the share in {} of the # changed on a year before.",
    ),
    (
        "_pull_on_#", Relation.PULL, _DIFFERENCE, "对全@{}增长的拉动", "Pull on the growth of the #’s {}",
        "增量与@@上年同期{}之比：拉动其增速的百分点。", "What is added, over {} of the # a year before: points of its growth.",
    ),
    (
        "_contribution_to_#", Relation.CONTRIBUTION, _SHARE, "对全@{}增长的贡献率", "Contribution to the growth of the #’s {}",
        "增量占@@{}增量的比重；其余部分下降时可以超过100%。",
        "What is added, as a share of what {} of the # grew by; above 100 % where the rest fell.",
    ),
)  # fmt: skip


def _of_wholes() -> Iterator[Implied]:
    """What an indicator is to that of a larger place: its share, the change of that, what it adds to growth."""
    for whole, zh, place in _WHOLES:
        for ending, relation, (kind, unit), *texts in _OF_WHOLES:
            names = [text.replace("#", whole).replace("@@", place).replace("@", zh) for text in texts]
            yield Implied(ending.replace("#", whole), relation, whole, kind, unit, 1, "same", *names)


IMPLIED = (
    Implied(
        "_average_growth", Relation.AVERAGE_GROWTH, None, IndicatorKind.GROWTH, "%", 1, "same",
        "{}年均增速", "Average annual growth of {}",
        "{}在若干年间平均每年的增长率，按几何平均计算。", "Growth rate a year of {} over several years, a geometric mean.",
    ),
    Implied(
        "_growth_difference", Relation.GROWTH_DIFFERENCE, None, IndicatorKind.DIFFERENCE, "个百分点", 1, "same",
        "{}增速之差", "Difference of growth of {}",
        "{}增速与另一地区或上年增速相差的百分点。", "Points between growth of {} and that of another place or of the year before.",
    ),
    Implied(
        "_growth", Relation.GROWTH, None, IndicatorKind.GROWTH, "%", 1, "same",
        "{}增速", "Growth of {}",
        "{}与上年同期相比的增长率，下降为负。", "Change of {} on the same period a year before; a fall is negative.",
    ),
    Implied(
        "_rank", Relation.RANK, None, IndicatorKind.RANK, "位", 0, "down",
        "{}位次", "Rank by {}",
        "按{}在同类地区中排定的名次。", "Place among places of its kind by {}.",
    ),
    *_of_wholes(),
    Implied(
        "_share", Relation.SHARE, Whole.TOTAL, IndicatorKind.SHARE, "%", 1, "",
        "{}占比", "Share of {}",
        "{}占其总体的比重。", "Part of the whole that {} is, or that a part of it is.",
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
