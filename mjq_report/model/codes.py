"""The lists of codes that the tables use."""

from __future__ import annotations

from enum import StrEnum


class Qualifier(StrEnum):
    """How the source hedges a figure; it is printed with the figure, always."""

    EXACT = "exact"
    ABOUT = "about"  # 约、左右
    MORE_THAN = "more_than"  # 超、余、多、突破
    NEARLY = "nearly"  # 近
    AT_LEAST = "at_least"  # 以上
    AT_MOST = "at_most"  # 不超过、以内


class Status(StrEnum):
    """Whether a figure is a result, an estimate of one, or an intention."""

    ACTUAL = "actual"
    ESTIMATED = "estimated"  # 预计 (for a period's result)
    PRELIMINARY = "preliminary"  # 初步
    PLANNED = "planned"  # 计划
    TARGET = "target"  # 目标


class IndicatorKind(StrEnum):
    """What arithmetic an indicator allows: flows add over time, stocks and rates do not."""

    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"
    COUNT = "count"


class Verdict(StrEnum):
    """What the audit says of a published claim."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNCHECKABLE = "uncheckable"


DOMAINS = (
    "economy", "industry", "investment", "consumption", "enterprises", "services", "governance",
    "livelihood", "environment", "culture", "agriculture", "planning", "land",
)  # fmt: skip
