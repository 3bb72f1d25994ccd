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
from unicodedata import normalize

# A numeral in front of a measure word multiplies it: 万亿元, 亿元, 万辆, 千米. Longest first.
_SCALES = (
    ("万亿", 10**12), ("千亿", 10**11), ("百亿", 10**10), ("千万", 10**7), ("百万", 10**6),
    ("亿", 10**8), ("万", 10**4), ("千", 10**3), ("百", 10**2),
)  # fmt: skip

# Dimension → its units in compatibility form (NFKC: ㎡ and m² are m2, CO₂ is CO2), each with how many base units it is.
_DIMENSIONS: dict[str, dict[str, Fraction | int]] = {
    "元": {"元": 1},
    "面积": {
        "平方厘米": Fraction(1, 10**4), "cm2": Fraction(1, 10**4), "平方米": 1, "平米": 1, "m2": 1,
        "亩": Fraction(2000, 3), "公顷": 10**4, "hm2": 10**4, "ha": 10**4, "平方公里": 10**6, "平方千米": 10**6, "km2": 10**6,
    },
    "质量": {
        "毫克": Fraction(1, 10**6), "mg": Fraction(1, 10**6), "克": Fraction(1, 1000), "g": Fraction(1, 1000),
        "斤": Fraction(1, 2), "公斤": 1, "kg": 1, "吨": 1000, "t": 1000,
    },
    "长度": {
        "毫米": Fraction(1, 1000), "mm": Fraction(1, 1000), "厘米": Fraction(1, 100), "cm": Fraction(1, 100),
        "米": 1, "m": 1, "延米": 1, "里": 500, "公里": 1000, "km": 1000,
    },
    "体积": {
        "毫升": Fraction(1, 10**6), "mL": Fraction(1, 10**6), "升": Fraction(1, 1000), "L": Fraction(1, 1000),
        "方": 1, "立方": 1, "立方米": 1, "m3": 1,
    },
    "功率": {"瓦": 1, "W": 1, "kW": 1000, "兆瓦": 10**6, "MW": 10**6, "吉瓦": 10**9, "GW": 10**9},
    "电量": {"瓦时": 1, "度": 1000, "kWh": 1000, "kW·h": 1000, "兆瓦时": 10**6, "MWh": 10**6, "GWh": 10**9},
    "热量": {"焦": 1, "焦耳": 1, "兆焦": 10**6, "MJ": 10**6, "吉焦": 10**9, "GJ": 10**9},
    "标准煤": {"克标准煤": Fraction(1, 1000), "公斤标准煤": 1, "吨标准煤": 1000, "吨标煤": 1000, "tce": 1000},
    "二氧化碳": {
        f"{mass}{gas}": factor
        for mass, factor in (("克", Fraction(1, 1000)), ("kg", 1), ("公斤", 1), ("吨", 1000), ("t", 1000))
        for gas in ("CO2", "CO2e", "CO2当量", "二氧化碳", "二氧化碳当量")
    },
    "浓度": {
        f"{mass}/{volume}": Fraction(grams) / litres
        for mass, grams in (("微克", Fraction(1, 1000)), ("μg", Fraction(1, 1000)), ("毫克", 1), ("mg", 1))
        for volume, litres in (("立方米", 1), ("m3", 1), ("升", Fraction(1, 1000)), ("L", Fraction(1, 1000)))
    },
    "人": {"人": 1, "名": 1, "位": 1},
    "人次": {"人次": 1},
    "比率": {"%": 1, "‰": Fraction(1, 10), "成": 10, "倍": 100},  # of growth, 1.5倍 is 150 %
    "百分点": {
        "个百分点": 1, "百分点": 1, "个千分点": Fraction(1, 10), "千分点": Fraction(1, 10),
        "个基点": Fraction(1, 100), "基点": Fraction(1, 100),
    },
    "时长": {"秒": Fraction(1, 60), "分钟": 1, "小时": 60},
    "天": {"日": 1, "天": 1, "周": 7},
    "月": {"个月": 1, "年": 12},
}  # fmt: skip
_LISTED: dict[str, tuple[str, Fraction]] = {
    unit: (name, Fraction(factor)) for name, spelled in _DIMENSIONS.items() for unit, factor in spelled.items()
}
SPELLED = tuple(_LISTED)  # every unit that converts, with or without a numeral in front


def scale(unit: str) -> int:
    """The numeral that a unit starts with, as a number: 10000 for 万辆, 1 for 辆 and 百分点."""
    return _parts(unit)[0]


@lru_cache(maxsize=4096)
def split(unit: str) -> tuple[str, Fraction]:
    """The dimension of a unit and how many base units it is: `万亩` → ("面积", 20000000/3)."""
    size, measure = _parts(unit)
    if size == 1:
        return _LISTED.get(measure, (measure, Fraction(1)))
    name, factor = split(measure)  # which may start with a numeral of its own: 万千瓦时
    return name, factor * size


@lru_cache(maxsize=4096)
def _parts(unit: str) -> tuple[int, str]:
    unit = normalize("NFKC", unit)
    if unit not in _LISTED:
        for numeral, size in _SCALES:
            if unit.startswith(numeral) and unit != numeral:
                return size, unit[len(numeral) :]
    return 1, unit


_COUNTED = ("人", "人次")  # listed, and yet counted one by one


def plain(unit: str) -> str:
    """The unit without the numeral it starts with: 元 of 亿元."""
    return _parts(unit)[1]


def is_counted(unit: str) -> bool:
    """Whether a plain integer in this unit counts things one by one (91家) and so is exact, not rounded.

    Units of measurement (亿元, 亩, %) and scaled counts (万辆) are rounded where they are printed.
    """
    name, factor = split(unit)
    return factor == 1 and (normalize("NFKC", unit) not in _LISTED or name in _COUNTED)


def is_listed(unit: str) -> bool:
    """Whether it is a unit of measurement, with or without a numeral in front, and no word or counter (家, 件)."""
    size, measure = _parts(unit)
    return measure in _LISTED or (size > 1 and is_listed(measure))


def dimension(unit: str) -> str:
    """What a unit measures; units of one dimension convert into each other."""
    return split(unit)[0]


def compatible(one: str, other: str) -> bool:
    """Whether figures in these units may be compared."""
    return dimension(one) == dimension(other)


def spellings(unit: str) -> tuple[str, ...]:
    """Every unit that a figure in this one may be shown in, numerals in front included; first of all the unit itself."""
    name, measure = dimension(unit), _parts(unit)[1]
    measures = tuple(listed for listed, (own, _) in _LISTED.items() if own == name) or (measure,)
    return unit, *(numeral + one for one in measures for numeral in ("", *(scale for scale, _ in _SCALES)))


def states_growth(unit: str) -> bool:
    """Whether a growth may be in it: per cent and what converts into it, or 番, which is no multiple of anything."""
    return unit == "番" or dimension(unit) == "比率"


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
