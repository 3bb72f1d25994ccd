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
    """What a figure is: how it is printed, and what arithmetic it allows; `figures.kinds` says which."""

    FLOW = "flow"
    STOCK = "stock"
    COUNT = "count"
    RATE = "rate"  # a percentage that is none of the next three
    GROWTH = "growth"
    SHARE = "share"
    DIFFERENCE = "difference"  # in points, or in its own unit
    RANK = "rank"  # 第1位
    ORDINAL = "ordinal"  # 第三批, 第十一届, 首家
    MAGNITUDE = "magnitude"  # 千亿元级
    DATE = "date"


class Relation(StrEnum):
    """What an indicator says of another one, its level."""

    GROWTH = "growth"
    AVERAGE_GROWTH = "average_growth"
    GROWTH_DIFFERENCE = "growth_difference"  # of growth, to last year's or to the whole's
    RANK = "rank"
    SHARE = "share"  # of a whole's total
    SHARE_WITHIN = "share_within"  # of a whole's figure for the same breakdown: an industry in that of the district
    SHARE_CHANGE = "share_change"  # of such a share, in points
    PULL = "pull"  # 拉动: points of the whole's growth
    CONTRIBUTION = "contribution"  # 贡献率: per cent of the whole's growth


class Whole(StrEnum):
    """What a figure is a part of, or is compared with."""

    TOTAL = "total"  # the place's own total of the indicator
    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"


class Basis(StrEnum):
    """What a growth is measured by; without one it says nothing of it."""

    COMPARABLE = "comparable"  # 可比口径
    CONSTANT_PRICE = "constant_price"  # 可比价、不变价
    NOMINAL = "nominal"  # 现价


class Movement(StrEnum):
    """What a source says of a change without a figure of it."""

    RISE = "rise"
    FALL = "fall"
    LEVEL = "level"  # 持平
    SLIGHT_RISE = "slight_rise"
    SLIGHT_FALL = "slight_fall"
    RISE_SLOWED = "rise_slowed"  # 增幅回落
    RISE_QUICKENED = "rise_quickened"
    FALL_NARROWED = "fall_narrowed"  # 降幅收窄
    FALL_WIDENED = "fall_widened"
    LOSS_NARROWED = "loss_narrowed"  # 减亏
    LOSS_WIDENED = "loss_widened"
    TURNED_PROFIT = "turned_profit"  # 扭亏为盈
    TURNED_LOSS = "turned_loss"
    DOUBLED = "doubled"  # 翻一番

    @property
    def is_adverse(self) -> bool:
        """Whether it leaves the figure below its base, or the result a loss."""
        return self in (
            Movement.FALL, Movement.SLIGHT_FALL, Movement.FALL_NARROWED, Movement.FALL_WIDENED,
            Movement.LOSS_NARROWED, Movement.LOSS_WIDENED, Movement.TURNED_LOSS,
        )  # fmt: skip


class SourceKind(StrEnum):
    """What a source is, which decides how it is cited."""

    NEWSPAPER = "newspaper"
    BULLETIN = "bulletin"  # 统计公报
    WORK_REPORT = "work_report"  # 政府工作报告
    YEARBOOK = "yearbook"
    WEB = "web"
    TABLE = "table"


class Stage(StrEnum):
    """How far a source says that a project or programme is."""

    PLANNED = "planned"
    STARTED = "started"
    UNDER_CONSTRUCTION = "under_construction"
    RUNNING = "running"
    COMPLETED = "completed"


class Verdict(StrEnum):
    """What the audit says of a published claim."""

    CONSISTENT = "consistent"
    DEPENDS = "depends"  # one reading of it holds, another does not
    INCONSISTENT = "inconsistent"  # no reading makes it hold
    UNCHECKABLE = "uncheckable"


LEVELS = ("镇", "乡", "街道", "县", "区", "市", "旗")  # of a place, as its name ends
DOMAINS = (
    "economy", "industry", "investment", "consumption", "enterprises", "services", "governance",
    "livelihood", "environment", "culture", "agriculture", "planning", "land",
)  # fmt: skip
