"""推算: what a computed figure is called, how it was computed, and shares in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from mjq_report.figures.formats import ends
from mjq_report.lang.zh.figures import quantity
from mjq_report.lang.zh.numbers import numeral
from mjq_report.model.codes import Qualifier
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

INSIGHTS: Mapping[str, str] = {
    "mark": "推算",
    "section": "推算一览",
    "table": "推算的数、算法与所用的附录行",
    "lead": "推算只用附录所列的公布数，不是来源公布的数；引用时请写明“推算”。每个公布数代表四舍五入后得到它的全部取值，"
    "限定词再予放宽；结果只印到推得出的位数，“可能取值”是由此得到的全部结果。",
    "column.number": "序号",
    "column.derived": "推算的数",
    "column.formula": "算法",
    "column.result": "结果",
    "column.range": "可能取值",
    "column.rows": "附录行",
    "annex": "推算{number}",
    "from": "（由{coverage}的数）",
    "whole.city": "全市",
    "whole.province": "全省",
    # sentences: what opens them, what stands before each figure that rises or falls
    "opening.base": "按增速推算，",
    "opening.increment_at_least": "{part}{before}的数没有公布，但不会超过当时的总数，据此推算，",
    "opening.rest": "据此推算，",
    "opening.implied_whole": "按占比推算，",
    "opening.implied_growth": "按拉动和贡献率推算，",
    "opening.mean": "据此推算，",
    "tell.base.rises": "{part}{before}",
    "tell.base.falls": "{part}{before}",
    "tell.increment.rises": "净增",
    "tell.increment.falls": "减少",
    "tell.increment_at_least.rises": "至少增加",
    "tell.increment_share_at_least.rises": "占全部增量的",
    "tell.rest.rises": "{parts}以外的部分合计",
    "tell.implied_whole.rises": "{place}{scope}{part}",
    "tell.elsewhere.rises": "其他地方",
    "tell.implied_growth.rises": "{place}增长",
    "tell.implied_growth.falls": "{place}下降",
    "tell.pull_of_rest.rises": "其他地方合计拉动",
    "tell.pull_of_rest.falls": "其他地方合计下拉",
    "tell.growth_of_rest.rises": "增长",
    "tell.growth_of_rest.falls": "下降",
    "tell.mean.rises": "{counted}平均每{unit}{part}",
    "tell.mean.falls": "{counted}平均每{unit}{part}",
}

# {thing}: what the first figure is of; {other}: the second; {parts}: what is left out; {place}: what is wider;
# {unit}: of a mean; {base}: the period compared with; {before}: 上年 or 上年同期
_NAMES: Mapping[str, str] = {
    "growth": "{thing}比{base}的增长率",
    "average_growth": "{thing}自{base}起的年均增长率",
    "multiple": "{thing}与{base}之比",
    "difference": "{thing}比{base}增减",
    "moved": "{thing}比{base}前移位次",
    "share": "{thing}占{other}比重",
    "base": "{before}{thing}",
    "increment": "{thing}比上年增减",
    "ratio": "{thing}与上年之比",
    "increment_at_least": "{thing}比上年增量的下限",
    "increment_share_at_least": "{thing}占{other}增量比重的下限",
    "rest": "{thing}（{parts}以外）",
    "implied_whole": "{place}{thing}",
    "elsewhere": "{place}其他地方{thing}",
    "implied_growth": "{place}{thing}增速",
    "pull_of_rest": "{place}其他地方对{thing}增速的拉动",
    "growth_of_rest": "{place}其他地方{thing}增速",
    "mean": "平均每{unit}{thing}",
}

# Figures by their place among the inputs. Where a growth is known instead of last year's level, the second form.
_FORMULAS: Mapping[str, str] = {
    "growth": "({0} ÷ {1} − 1) × 100%",
    "average_growth": "[({0} ÷ {1})^(1/{years}) − 1] × 100%",
    "multiple": "{0} ÷ {1}",
    "difference": "{0} − {1}",
    "moved": "{1} − {0}",
    "share": "{0} ÷ {1} × 100%",
    "increment": "{0} − {1}",
    "increment_at_least": "{0} − {2}",
    "increment_share_at_least": "({0} − {2}) ÷ ({1} − {2})",
    "elsewhere": "{0} ÷ {1} − {0}",
    "implied_growth": "{0} ÷ {1}",
    "pull_of_rest": "{0} ÷ {1} − {0}",
    "growth_of_rest": "({0} ÷ {1} − {0}) ÷ (100% − {2} + {3})",
    "mean": "{0} ÷ {1}",
}
_BY_GROWTH: Mapping[str, str] = {
    "base": "{0} ÷ (1+{1})",
    "increment": "{0} − {0} ÷ (1+{1})",
    "ratio": "1+{1}",
    "increment_at_least": "{0} − {1} ÷ (1+{2})",
    "increment_share_at_least": "({0} − b) ÷ ({1} − b)，b = {1} ÷ (1+{2})",
}


def row_number(anchor: str) -> str:
    """`12` for f012, a row of the annex; `推算3` for d003, a row of the derivations."""
    number = anchor[1:].lstrip("0")
    return INSIGHTS["annex"].format(number=number) if anchor.startswith("d") else number


def derived_name(operation: str, **names: str) -> str:
    """What a computed figure is: `上年同期工业总产值`, `工业总产值（汽车制造业以外）`."""
    return _NAMES[operation].format(**names)


def year_before(period: Period) -> str:
    """The year before a period, by which a base is called: 上年 for a year, 上年同期 for a part of one."""
    return "上年" if period.is_year else "上年同期"


def span(low: Decimal, high: Decimal, decimals: int) -> str:
    """A range without its unit, rounded outwards: 121.23至121.25, 不低于147.95, 不高于200.5."""
    bottom, top = ends(low, high, decimals)
    if bottom and top:
        return f"{bottom}至{top}"
    return f"不低于{bottom}" if bottom else f"不高于{top}" if top else ""


def sized(fact: Fact) -> str:
    """A concluded figure behind a verb that says its direction and, for a lower bound, 至少: digits without sign and 以上."""
    qualifier = Qualifier.EXACT if fact.operation == "increment_at_least" else fact.qualifier
    return quantity(fact.printed.removeprefix("-"), fact.unit, qualifier).text


def formula(operation: str, inputs: Sequence[str], years: int = 0, by_growth: bool = False) -> str:
    """How it was computed, from the inputs as they are printed: `400.19 ÷ (1+230.08%)`.

    `by_growth` says that the last input is a growth and not a level of the year before; `years` lie between the inputs.
    """
    if operation == "rest":
        return " − ".join(inputs)
    if operation == "implied_whole":
        pairs = zip(inputs[::2], inputs[1::2], strict=True)
        return "；".join(f"{part} ÷ {share}" for part, share in pairs)
    formulas = _BY_GROWTH if by_growth and operation in _BY_GROWTH else _FORMULAS
    return formulas[operation].format(*inputs, years=years)


# --------------------------------------------------------------------------- shares in words

_FRACTIONS = (
    (Decimal(100) / 3, "三分之一"), (Decimal(200) / 3, "三分之二"), (Decimal(25), "四分之一"), (Decimal(75), "四分之三"),
    (Decimal(50), "一半"),
)  # fmt: skip
_NEAR_FRACTION, _NEAR_TENTH = Decimal(1), Decimal(2)


def share_words(share: Fact) -> str:
    """A share in words: 约三分之二, 八成以上, 近四成, 一半以上, 不足一成; empty where what is known of it allows none.

    约 a fraction within a point of it, 近 within two points below a tenth, else the full tenths in it 以上. A share
    known from below only (超83.3%) has 以上.
    """
    if share.bounds is None or share.unit != "%":
        return ""
    low, high = max(share.bounds[0], Decimal(0)), min(share.bounds[1], Decimal(100))
    for fraction, words in _FRACTIONS:
        if fraction - _NEAR_FRACTION <= low and high <= fraction + _NEAR_FRACTION:
            return f"约{words}"
    if low == 100:
        return "全部"
    tenths = int(low // 10)
    next_tenth = Decimal(10) * (tenths + 1)
    if tenths < 9 and low >= next_tenth - _NEAR_TENTH and high < next_tenth:
        return f"近{numeral(tenths + 1)}成" if tenths != 4 else "近一半"
    if tenths == 0:
        return "不足一成" if high < 10 else ""
    return f"{numeral(tenths)}成以上" if tenths != 5 else "一半以上"
