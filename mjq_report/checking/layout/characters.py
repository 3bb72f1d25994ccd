"""Marks that may not start or end a line, and figures that may not be divided.

GB/T 15834-2011, 5.1 (places of marks), CLREQ 3.1 (https://www.w3.org/TR/clreq/), GB/T 15835-2011 for figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

CLOSING = "，。、；：？！）】》〉」』”’〕］｝〗〙〛．｡､"
"""Full-width marks whose ink is on the left: the half of the square behind it may go at a line's end."""

OPENING = "（【《〈「『“‘〔［｛〖〘〚"
"""Their counterparts, which may not end a line."""

_NO_START = frozenset(CLOSING + "％%‰℃℉°″′…⋯·・‧～〜!),.:;?]}¢")
_NO_END = frozenset(OPENING + "([{$¥￥£€＄#＃@")
_DASHES = "—–―"
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿ"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"

_MEASURES = """
个百分点 个千分点 百分点 千分点 个基点 基点 个月 个小时 个工作日 小时 分钟 年代 年度 世纪 周年 周岁 岁 年 月 季度 秒 点
平方公里 平方千米 平方米 立方米 公里 千米 米 厘米 毫米 公顷 亩
平方 立方 里 公斤 千克 吨 克 斤 升 千瓦时 千瓦 兆瓦 吉瓦 瓦 千伏安 千伏 伏
吨标准煤 摄氏度 元 美元 欧元 日元 港元 人民币 角
个 家 名 件 人次 辆 架 艘 套 座 栋 幢 所 间 块 片 宗 批 类 种 级 层 期 届 轮 场 册 篇 章 节
款 号 路 线 支 只 头 匹 株 棵 倍 折 番 枚 张 份 封
笔 双 队 村 社区 镇 街道 县 省 岗 床 车位 学位 床位 泊位 万 亿 千 百 万亿 余 多
""".split()
# Measure words that make another word of some character behind them: 分 is none in 分别, 分布, 分成.
_AMBIGUOUS = """
日均 天津 时间期常 分别布成 周边 度过 户籍 人均民口才 位于列居 项目 条件 次于年 台湾账 处于理在 部分门署 门类
对比于应外接口 组织成 班子 区域间 市场 国家内际 成为立功本果长
""".split()
_LATIN_UNITS = """
km² hm² m² m³ km/h kWh MWh GWh kW MW GW kV km kg mg cm mm μm nm ha mL hm dB Hz kHz MHz GHz KB MB GB TB t m g
""".split()
_SHORT = [f"{unit[0]}(?![{unit[1:]}])" for unit in _AMBIGUOUS]
_UNIT = "|".join(sorted(_MEASURES, key=len, reverse=True) + _SHORT)
_LATIN_UNIT = "|".join(map(re.escape, sorted(_LATIN_UNITS, key=len, reverse=True)))
_DIGIT = "[0-9０-９]"
_SIGNS = "+＋-－−±¥￥$€£ "
_NUMBER = re.compile(
    rf"(?:(?<![{_LATIN}0-9])[{re.escape(_SIGNS.strip())}]\s?)?"
    rf"(?<![{_LATIN}0-9])(?<![0-9]\.){_DIGIT}+(?:,{_DIGIT}{{3}}(?!{_DIGIT}))*(?:[.．:∶]{_DIGIT}+)*"
    rf"(?:\s?[%％‰℃℉°]|[余多]?[十百千万亿]*[余多]?(?:{_UNIT})|\s?(?:{_LATIN_UNIT})(?![{_LATIN}]))?"
)
_QUALIFIER = re.compile(rf"(?:约|超过|超|近|逾|达|至少|不足|第|共){_DIGIT}")
_ADDRESS = re.compile(r"[!-~]{6,}")
_IN_ADDRESS = re.compile(r"://|www\.|@|^10\.[0-9]{4}|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/")
_HAN_CHAR = re.compile(f"[{_HAN}]")
_LATIN_CHAR = re.compile(f"[{_LATIN}]")
_REACH = 24  # characters looked at on each side of a line's end


def may_not_start(before: str, after: str) -> bool:
    """Whether a line break is forbidden because of the mark that starts `after`. `before` is the line above."""
    mark, follows, last = after[0], after[1:2], before[-1:]
    if mark in ".．" and follows.isalnum():
        return False  # .NET; a decimal part is a divided number
    if mark in _DASHES:
        return follows not in _DASHES and last not in _DASHES if follows else last not in _DASHES
    if mark in "-–" and follows.isalnum():
        return last.isalnum() and last.isascii()
    if mark in "…⋯":
        return last not in "…⋯"
    if mark in "/／":
        return bool(is_han(last) or is_han(follows))
    return mark in _NO_START


def may_not_end(before: str, after: str) -> bool:
    """Whether a line break is forbidden because of the mark that ends `before`."""
    return before[-1] in _NO_END or (before[-1] in "/／" and (is_han(before[-2:-1]) or is_han(after[:1])))


def divides_mark(before: str, after: str) -> bool:
    """Whether a break parts the two halves of a dash or of an ellipsis."""
    return (before[-1] in _DASHES and after[0] in _DASHES) or (before[-1] in "…⋯" and after[0] in "…⋯")


def divided_number(before: str, after: str, spaced: bool) -> str:
    """The figure with sign and unit that a break runs through, or "". `spaced`: a space stood at the break."""
    head, tail = before[-_REACH:], after[:_REACH]
    return _across(_NUMBER, head, tail, " " if spaced else "")


def parted_qualifier(before: str, after: str) -> str:
    """A word like 约 or 超 that a break parts from its figure, or ""."""
    return _across(_QUALIFIER, before[-_REACH:], after[:_REACH], "")


def figures_with_units(text: str, known: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Where figures stand that have a unit, a month or a year behind them: start, without a sign, which may be one
    between two figures, and end. `known` are figures that are looked for besides, whatever their form."""
    matches = [match for match in _NUMBER.finditer(text) if not match.group()[-1].isdigit()]
    found = [(match.start() + len(match.group()) - len(match.group().lstrip(_SIGNS)), match.end()) for match in matches]
    for figure in known if any(char.isdigit() for char in text) else ():
        at = text.find(figure)
        while at >= 0:
            whole = not (text[at - 1 : at].isdigit() or text[at - 1 : at] == ".")
            if whole and not any(start <= at and at + len(figure) <= end for start, end in found):
                found.append((at, at + len(figure)))
            at = text.find(figure, at + 1)
    return found


def addresses(text: str) -> list[tuple[int, int]]:
    """Where web addresses, mail addresses and DOIs stand in a text: start and end."""
    return [match.span() for match in _ADDRESS.finditer(text) if _IN_ADDRESS.search(match.group())]


def is_han(text: str) -> bool:
    """Whether there is a Han character in a text."""
    return _HAN_CHAR.search(text) is not None


def is_latin(text: str) -> bool:
    """Whether there is a Latin letter in a text."""
    return _LATIN_CHAR.search(text) is not None


def is_word(char: str) -> bool:
    """Whether a character is part of a Latin word: a letter or a digit."""
    return re.fullmatch(f"[{_LATIN}0-9]", char) is not None


def _across(pattern: re.Pattern[str], head: str, tail: str, between: str) -> str:
    """The first match that has characters of both head and tail."""
    joined, cut = head + between + tail, len(head)
    for match in pattern.finditer(joined):
        if match.start() < cut and match.end() > cut + len(between):
            return match.group()
        if match.start() >= cut:
            break
    return ""
