"""Units of measurement: which dimension a unit has, and how many base units it is.

The tables keep units as printed (万元, 万亩, 万辆). Two figures may be compared only when their units
share a dimension, and then exactly: factors are fractions, since 1 亩 is 2000/3 平方米.
人 and 人次, per cent and percentage points are different dimensions on purpose. A unit that is not
listed is a dimension of its own, so that nothing is ever converted by guesswork.

Sources: 法定计量单位 (国务院 1984), 附录 换算表: 1 公顷 = 15 亩; 1 斤 = 0.5 公斤 (GB 3100-1993).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

# A numeral in front of a measure word multiplies it: 万亿元, 亿元, 万辆, 千米. Longest first.
_SCALES = (
    ("万亿", 10**12), ("千亿", 10**11), ("百亿", 10**10), ("千万", 10**7), ("百万", 10**6),
    ("亿", 10**8), ("万", 10**4), ("千", 10**3), ("百", 10**2),
)  # fmt: skip

_LISTED: dict[str, tuple[str, Fraction]] = {
    "元": ("元", Fraction(1)),
    "平方米": ("面积", Fraction(1)),
    "平方公里": ("面积", Fraction(10**6)),
    "平方千米": ("面积", Fraction(10**6)),
    "公顷": ("面积", Fraction(10**4)),
    "亩": ("面积", Fraction(2000, 3)),
    "克": ("质量", Fraction(1, 1000)),
    "斤": ("质量", Fraction(1, 2)),
    "公斤": ("质量", Fraction(1)),
    "吨": ("质量", Fraction(1000)),
    "毫米": ("长度", Fraction(1, 1000)),
    "厘米": ("长度", Fraction(1, 100)),
    "米": ("长度", Fraction(1)),
    "延米": ("长度", Fraction(1)),
    "里": ("长度", Fraction(500)),
    "公里": ("长度", Fraction(1000)),
    "升": ("体积", Fraction(1, 1000)),
    "方": ("体积", Fraction(1)),
    "立方米": ("体积", Fraction(1)),
    "瓦": ("功率", Fraction(1)),
    "兆瓦": ("功率", Fraction(10**6)),
    "瓦时": ("电量", Fraction(1)),
    "度": ("电量", Fraction(1000)),
    "人": ("人", Fraction(1)),
    "名": ("人", Fraction(1)),
    "位": ("人", Fraction(1)),
    "人次": ("人次", Fraction(1)),
    "%": ("比率", Fraction(1)),
    "％": ("比率", Fraction(1)),
    "‰": ("比率", Fraction(1, 10)),
    "成": ("比率", Fraction(10)),
    "个百分点": ("百分点", Fraction(1)),
    "百分点": ("百分点", Fraction(1)),
    "个千分点": ("百分点", Fraction(1, 10)),
    "秒": ("时长", Fraction(1, 60)),
    "分钟": ("时长", Fraction(1)),
    "小时": ("时长", Fraction(60)),
    "日": ("天", Fraction(1)),
    "天": ("天", Fraction(1)),
    "周": ("天", Fraction(7)),
    "个月": ("月", Fraction(1)),
    "年": ("月", Fraction(12)),
}


def scale(unit: str) -> int:
    """The numeral that a unit starts with, as a number: 10000 for 万辆, 1 for 辆 and 百分点."""
    return _parts(unit)[0]


@lru_cache(maxsize=4096)
def split(unit: str) -> tuple[str, Fraction]:
    """The dimension of a unit and how many base units it is: `万亩` → ("面积", 20000000/3)."""
    size, measure = _parts(unit)
    name, factor = _LISTED.get(measure, (measure, Fraction(1)))
    return name, factor * size


@lru_cache(maxsize=4096)
def _parts(unit: str) -> tuple[int, str]:
    if unit not in _LISTED:
        for numeral, size in _SCALES:
            if unit.startswith(numeral) and unit != numeral:
                return size, unit[len(numeral) :]
    return 1, unit


_COUNTED = ("人", "人次")  # listed, and yet counted one by one


def is_counted(unit: str) -> bool:
    """Whether a plain integer in this unit counts things one by one (91家) and so is exact, not rounded.

    Units of measurement (亿元, 亩, %) and scaled counts (万辆) are rounded where they are printed.
    """
    name, factor = split(unit)
    return factor == 1 and (unit not in _LISTED or name in _COUNTED)


def dimension(unit: str) -> str:
    """What a unit measures; units of one dimension convert into each other."""
    return split(unit)[0]


def compatible(one: str, other: str) -> bool:
    """Whether figures in these units may be compared."""
    return dimension(one) == dimension(other)


def ratio(source: str, target: str) -> Fraction:
    """How many `target` units one `source` unit is; ValueError when their dimensions differ."""
    (have, factor), (want, base) = split(source), split(target)
    if have != want:
        raise ValueError(f"{source} measures {have}, {target} measures {want}: they do not convert")
    return factor / base


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """`value` in another unit of its dimension; exact wherever the decimal ends. ValueError as for `ratio`."""
    factor = ratio(source, target)
    return value * factor.numerator / factor.denominator
