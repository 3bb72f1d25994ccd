"""Figures as the reader takes them in: sign, digits, unit. None of it may be parted at a line's end.

GB/T 15835-2011 and GB/T 9704-2012 leave no room for a figure that runs over a line; page.md asks for figures
whole with sign, per cent, unit and 年, 月, 日. What should rather not be parted (约 from its figure, the year
from its month) is not forbidden but costs something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_DIGIT = "[0-9０-９]"
_DIGITS = rf"{_DIGIT}+(?:[.．,:：∶/／]{_DIGIT}+)*"
_SIGN = "[+＋\\-－−±]"
_JOIN = "(?:—(?!—)|–|-|－|~|～|×)"
_HEDGE = "[余多几来]"
_SCALE = "[十百千万亿兆]*"

# Measure words of two and more characters; a single Han character behind a figure is kept with it in any case.
_MEASURES = """
个百分点 个千分点 百分点 个基点 基点 个工作日 工作日 个自然日 个季度 季度 个月 个小时 小时 分钟 秒钟
周年 周岁 年度 年代 年级 世纪 月份 月底 年底 年初 平方公里 平方千米 平方米 平方厘米 立方米
公里 千米 厘米 毫米 微米 纳米 延米 英里 海里 英寸 公顷 公斤 千克 毫克 微克 纳克 吨标准煤 标准煤 毫升
千瓦时 千瓦 兆瓦时 兆瓦 吉瓦 千伏安 千伏 瓦时 摄氏度 分贝 赫兹 字节 标准箱
人次 人天 架次 车次 班次 件次 户次 场次 批次 辆次 车位 床位 学位 泊位
人民币 美元 欧元 日元 港元 港币 韩元 英镑 号楼 号线 号院 分之
"""
_LONG = "|".join(sorted(_MEASURES.split(), key=len, reverse=True))
_LATIN_UNITS = """
kW·h kWh MWh GWh km² hm² cm² m² m³ km/h km kg mg cm mm μm nm hm ha mL kW MW GW kV Hz kHz MHz GHz KB MB GB TB
A级 dB °C °F ppm billion million trillion thousand hundred percent per people yuan mu g t m L W V A s h
"""
_LATIN = "|".join(re.escape(u) for u in sorted(_LATIN_UNITS.split(), key=len, reverse=True))
_UNIT = (
    rf"(?:\ ?[%％‰℃℉°㎡㎥](?![A-Za-z])|[\ \u00a0]?(?:{_LATIN})(?![A-Za-z])"
    rf"|{_LONG}|{_HEDGE}?{_SCALE}{_HEDGE}?(?:{_LONG}|{_HAN})?)(?:[/／](?:{_LONG}|{_HAN}|[A-Za-z]+))?"
)
_PREFIX = r"(?:第|[$¥￥€£＄]\ ?|(?<![A-Za-z])(?:RMB|CNY|USD|US\$|HK\$|No\.)[\ \u00a0]?)"
_ONE = rf"{_SIGN}?{_DIGITS}{_UNIT}"
_NUMBER = re.compile(rf"{_PREFIX}?(?:{_SIGN}?{_DIGITS}[%％]?[至到](?={_SIGN}?{_DIGIT}))?{_ONE}(?:{_JOIN}{_ONE})*")

_CHINESE = "〇零一二三四五六七八九十百千万亿两"
_SPELLED = re.compile(
    rf"第[{_CHINESE}]+(?:{_LONG}|{_HAN})?|[{_CHINESE}]+分之[{_CHINESE}]+|[{_CHINESE}]{{2,}}[年月日时]?"
)

_HEDGED = f"(?:约|超|近)?{_SIGN}?"
_SOFT = (
    (re.compile(rf"(?:约|超|超过|近|逾|达|达到|突破|不足|至少|共)(?={_SIGN}?{_DIGIT})"), 90.0),
    (re.compile(rf"(?:增长|下降|提高|降低|上升|增加|减少|扩大|缩小|回落)(?={_HEDGED}{_DIGIT})"), 60.0),
    (re.compile(rf"[增下提降上减扩缩回](?=[长降高低升加少大小落]{_HEDGED}{_DIGIT})"), 100.0),
    (re.compile(rf"(?<={_DIGIT})年(?={_DIGIT})"), 140.0),
    (re.compile(rf"(?<={_DIGIT})月(?={_DIGIT})"), 180.0),
    (re.compile(rf"{_DIGIT}{_UNIT}(?=以上|以下|以内|左右)"), 70.0),
)
_ANY_DIGIT = re.compile(_DIGIT)
_LETTER = re.compile("[A-Za-z]")
_LEADING = re.compile(rf"{_DIGIT}+(?:[.．]{_DIGIT}+)*")  # SU7, Web3.0; a colon behind it begins something else


def figures(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the text that must stay on one line because they are one figure: `−3.5%`, `2.4万余亩`, `第20届`.

    Digits that belong to a Latin word (SU7) are left to that word.
    """
    at = 0
    while match := _NUMBER.search(text, at):
        start, at = match.span()
        if text[start].isdigit() and _LETTER.match(text[start - 1 : start]):
            at = _LEADING.match(text, start).end()  # type: ignore[union-attr]  # it starts with a digit
        else:
            yield start, at
    for match in _SPELLED.finditer(text):
        yield match.span()


def soft_penalties(text: str) -> Iterator[tuple[int, float]]:
    """Positions where a break is legal but unwelcome, and how much so on Knuth and Plass's scale (10000: never)."""
    if _ANY_DIGIT.search(text):
        for pattern, penalty in _SOFT:
            for match in pattern.finditer(text):
                yield match.end(), penalty
