"""Chinese: numbers, units, periods and dates in words, and every word that a briefing says of itself.

Digits follow GB/T 15835-2011: Arabic figures for quantities, four or more integer digits without
a separator inside running text (5.1.1 allows either; the sources print none), `—` between the
ends of a range of years and months (GB/T 15834-2011 4.13.3.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from mjq_report.figures.formats import ends, signed
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.document import Chart, Mark, Printed, Series, plain_text
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

TAG = "zh-CN"
_DIGITS = "〇一二三四五六七八九"
_SCALES = ("万亿", "亿", "万")  # numerals that a unit may start with

# --------------------------------------------------------------------------- words

LABELS: Mapping[str, str] = {
    "table": "表",
    "figure": "图",
    "continued": "续",
    "group_continued": "{title}（续）",
    "with_unit": "{title}（{unit}）",
    "dated": "（{date}）",
    "contents": "目录",
    "page": "第{page}页　共{pages}页",
}

_HEDGES_BEFORE = {Qualifier.ABOUT: "约", Qualifier.MORE_THAN: "超", Qualifier.NEARLY: "近"}
_HEDGES_BEHIND = {Qualifier.AT_LEAST: "以上"}
_STATUS = {
    Status.ESTIMATED: "预计",
    Status.PRELIMINARY: "初步核算",
    Status.PLANNED: "计划",
    Status.TARGET: "目标",
}

# What words.toml may say of a figure's status, a claim's verdict and a change's direction. These are no matter of
# taste: 已 for 计划 would turn an intention into a result, 相符 for 不符 would take back a reproach.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "actual": ("实际",),
    "status.estimated": ("预计", "预估"),
    "status.preliminary": ("初步核算", "初步统计"),
    "status.planned": ("计划",),
    "status.target": ("目标",),
    "hedge.about": ("约", "大约"),
    "hedge.more_than": ("超", "超过"),
    "hedge.nearly": ("近", "接近"),
    "hedge.at_least": ("以上", "不少于"),
    "figure_of": ("{status}数", "{status}值"),
    "on_base": ("以{base}为基数年均",),
    "yearly": ("年均",),
    "than": ("比", "较"),
    "level_with": ("与",),
    "chart.status": ("为{status}数", "为{status}值"),
    "chart.result": ("结果", "实绩"),
    "chart.plan": ("计划或目标",),
    "derived.growth": ("增长率", "增速"),
    "derived.average_growth": ("年均增长率", "年均增速"),
    "derived.difference": ("增减", "变动"),
    "audit.consistent": ("{count}项相符",),
    "audit.inconsistent": ("{count}项不符",),
    "audit.uncheckable": ("{count}项因所需数字没有公布而无法复算", "{count}项无法复算"),
    "audit.note": (
        "注：复算时，每个公布数代表四舍五入后得到它的全部可能取值，“约”“超”“近”等限定再予放宽；"
        "任何取值都不能使表述成立，才判为不符。本简报照录公布数，不作更改。",
    ),
    "table.inconsistent": ("与其他公布数不符的表述",),
    "table.uncheckable": ("无法复算的表述",),
    "table.consistent": ("复算相符的表述",),
}
_RESERVED = (
    "预计", "预估", "初步", "计划", "目标", "相符", "不符", "一致", "矛盾", "无法复算",
    "增长", "下降", "提高", "降低", "持平",
)  # fmt: skip


def reserved(text: str) -> str:
    """The first word of status, verdict or direction in a text, or nothing: only texts of CHOICES have any."""
    return next((word for word in _RESERVED if word in text), "")


def status(value: Status) -> str:
    """预计, 计划 …; empty for an actual figure."""
    return _STATUS.get(value, "")


def comparison(value: Period, change: Decimal | None = None) -> str:
    """比上年 for whole years, 同比 for part of one (《中国统计年鉴》使用说明); 与上年 where nothing changed."""
    if not value.is_year:
        return "同比"
    return "与上年" if change == 0 else "比上年"


def direction(change: Decimal, rate: bool = False) -> str:
    """增长/下降/持平 for amounts; 提高/下降/持平 for a difference of rates. Follows the sign of the rounded figure."""
    if change == 0:
        return "持平"
    if change < 0:
        return "下降"
    return "提高" if rate else "增长"


def of_coverage(name: str) -> str:
    """Why a mark of a chart is hatched that covers something else than the others."""
    return f"口径为{name}"


def of_period(value: Period) -> str:
    """Why a mark of a chart is hatched that is of other months than the others."""
    return f"为{period(value)}数"


def nested(words: str) -> str:
    """Words that will stand in brackets: brackets inside become 〔〕 (GB/T 15834-2011, 4.9.3.3)."""
    return words.translate(_NESTED)


_NESTED = str.maketrans("（）()", "〔〕〔〕")


def in_brackets(words: str) -> str:
    """Words in brackets."""
    return f"（{nested(words)}）"


_MEASURES = "人次届期天年月日时岁级"  # before 数 they are all that says what was counted


def spoken(name: str) -> str:
    """An indicator's name in a sentence: 网格数55个 is 网格55个, but 人数10人 stays, for 人10人 says nothing."""
    return name[:-1] if len(name) > 2 and name.endswith("数") and name[-2] not in _MEASURES else name


# --------------------------------------------------------------------------- the audit of claims

AUDIT: Mapping[str, str] = {
    # why a claim cannot be recomputed
    "unpublished": "来源没有公布核算所需的数",
    "no_value": "按公布的数算不出结果",
    "unknown": "没有这种运算：{operation}",
    "no_row": "表中没有所引的数：{reference}",
    "unlike": "单位不能换算：{one}与{other}",
    # the arithmetic
    "converted": "{text}（{value}{unit}）",
    "result": "{formula} = {result}；原文称{stated}",
    "average_growth": "{later} ÷ {earlier} = {ratio}；{ratio}^(1/{n}) − 1",
    "share_of_unknown": "总数没有公布；总数为{whole}时，{part} ÷ {whole} × 100% = {share}%；原文称{stated}",
    "share_of_none": "没有一个总数能使{part}占其{stated}",
    # what rounding and hedges leave open
    "compatible": "计入四舍五入和约、超、近等修饰词，计算值{computed}，公布值{stated}，两者相容",
    "computed_below": "即使计入四舍五入和约、超、近等修饰词，计算值最高为{low}{unit}，公布值最低为{high}{unit}",
    "computed_above": "即使计入四舍五入和约、超、近等修饰词，公布值最高为{low}{unit}，计算值最低为{high}{unit}",
    # comparisons
    "possible": "{left}与{right}：按修饰词，前者可以 {sign} 后者",
    "not =": "{left} ≠ {right}，两数应相等",
    "not ≤": "{left} > {right}，前者不应大于后者",
    "not ≥": "{left} < {right}，前者不应小于后者",
}


# --------------------------------------------------------------------------- figures


def quantity(printed: str, unit: str, qualifier: Qualifier = Qualifier.EXACT, wording: str = "") -> Printed:
    """A figure with its hedge where the words have it: `约30%`, `290余家`, `2.4万余亩`, `超1320亿元`, `74%以上`.

    `wording` is 余 or 多 when the source hedges behind the digits. It follows round integers directly
    (900余万元: ten more, or a hundred), and 万 or 亿 behind any other number (2.4万余亩); `万余` says
    that it stood behind the 万 in any case.
    """
    number = signed(printed)
    if qualifier is Qualifier.MORE_THAN and wording:
        scale = next((s for s in _SCALES if unit.startswith(s)), "")
        behind = wording[:-1] == scale or not printed.endswith("0") or "." in printed
        first = scale if behind else ""
        return Printed("", number, f"{first}{wording[-1]}{unit.removeprefix(first)}")
    return Printed(_HEDGES_BEFORE.get(qualifier, ""), number, unit + _HEDGES_BEHIND.get(qualifier, ""))


def figure(fact: Fact) -> Printed:
    """A fact's value as it is printed."""
    return quantity(fact.printed, fact.unit, fact.qualifier, fact.wording)


def movement(fact: Fact) -> str:
    """A change in words, its direction taken from its sign: `增长41.9%`, `下降超5%`, `提高6.31个百分点`, `持平`."""
    word = direction(fact.value, rate=fact.unit.endswith("百分点"))
    if fact.value == 0:
        return word
    return word + quantity(fact.printed.lstrip("-"), fact.unit, fact.qualifier, fact.wording).text


def between(low: Decimal, high: Decimal, decimals: int, unit: str = "") -> str:
    """A range in words, its bounds rounded outwards: `在20.17%至20.68%之间`, `在81至83家之间`, `不低于90%`.

    ±Infinity is no end. Per cent signs, and units with 万 or 亿, stand at both ends, since 13至17万元 could start
    at 13元 (GB/T 15835-2011 5.1.3); other units stand at the last.
    """
    bottom, top = ends(low, high, decimals)
    if bottom and top:
        first = bottom + (unit if unit == "%" or unit.startswith(_SCALES) else "")
        return f"为{top}{unit}" if bottom == top else f"在{first}至{top}{unit}之间"
    return f"不低于{bottom}{unit}" if bottom else f"不高于{top}{unit}" if top else "不限"


def numeral(number: int) -> str:
    """1–99 in Chinese numerals: 一, 十, 十二, 二十. ValueError for others."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is outside 1–99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def count(number: int) -> str:
    """How many there are of something that a briefing itself counts, in numerals as far as they are short."""
    return numeral(number) if 1 <= number <= 99 else str(number)


def section_number(number: int, official: bool) -> str:
    """What stands before a section's title: 一、 in official documents (GB/T 9704-2012, 7.3.3), 一 and a space else."""
    return f"{numeral(number)}{'、' if official else '　'}"


def heading_number(level: int, number: int) -> str:
    """What stands before a heading inside a section of an official document: （一） and 1."""
    return f"（{numeral(number)}）" if level == 2 else f"{number}."


# --------------------------------------------------------------------------- time


def period(value: Period) -> str:
    """A period in words: `2025年`, `2024年1—11月`, `2016—2020年`, `2024年12月28日`."""
    a, b = value.first, value.last
    if value.is_day:
        return date(a)
    if value.is_year:
        return f"{a.year}年"
    if value.is_years:
        return f"{a.year}—{b.year}年"
    if "/" not in value.text:
        return f"{a.year}年{a.month}月"
    if value.is_days:
        return f"{date(a)}—{date(b)}"
    if a.year == b.year:
        return f"{a.year}年{a.month}—{b.month}月"
    return f"{a.year}年{a.month}月—{b.year}年{b.month}月"


def plan_period(value: Period) -> str:
    """As `period`, but a five-year plan's span by its name: `“十四五”时期`. Plans have run so since 1966."""
    start = value.first.year
    if not value.is_years or value.last.year - start != 4 or start % 5 != 1 or start < 1966:
        return period(value)
    return f"“{numeral((start - 1951) // 5)}五”时期"


def date(value: dt.date) -> str:
    """A date without leading zeros: `2026年2月9日` (GB/T 9704-2012 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


# --------------------------------------------------------------------------- charts for those who do not see them

CHARTS: Mapping[str, str] = {
    "trend": "柱状图",
    "trend_line": "折线图",
    "change": "柱状图及变动",
    "ranked": "条形图",
    "composition": "构成图",
    "multiples": "多组柱状图",
    "bullet": "计划与实绩对比图",
    "slope": "两期对比图",
}


def alt_text(chart: Chart) -> str:
    """A chart in words: its kind, its title, what it shows, and each series mark by mark with its value."""
    head = [f"{CHARTS[chart.kind]}：{plain_text(chart.title)}", chart.subtitle]
    body = [_series(series, chart.unit, named=len(chart.series) > 1) for series in chart.series]
    parts = [part.strip().rstrip("。.；;") for part in (*head, *body)]
    return "。".join(part for part in parts if part) + "。"


def _series(series: Series, unit: str, named: bool) -> str:
    marks = "；".join(_mark(mark, unit) for mark in series.marks)
    return f"{series.name}：{marks}" if named and series.name else marks


def _mark(mark: Mark, unit: str) -> str:
    text = mark.label or "无数据"
    if mark.value is not None and unit and text[-1:].isdecimal():  # a label with a unit of its own ends in it
        text += unit
    return f"{mark.position}，{text}" + (f"（{mark.differs}）" if mark.differs else "")
