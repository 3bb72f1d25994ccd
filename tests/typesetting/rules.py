"""The rules for a Chinese line's end, read a second time and written apart from the code that they check.

From GB/T 15834-2011 5.1, GB/T 15835-2011 and page.md, as predicates on a text and a position in it; nothing here
knows how lines are chosen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

NEVER_FIRST = frozenset("，。、；：？！）】》〉」』”’％%‰℃…—～·〕］｝,.;:?!)]}")
NEVER_LAST = frozenset("（【《〈「『“‘〔［｛([{$¥￥")

_MEASURE_WORDS = (
    "个百分点 平方公里 平方米 公里 公顷 人次 万元 亿元 元 万 亿 千 百 家 个 件 人 户 亩 米 辆 台 套 项 次 场 期 "
    "年 月 日 时 分 秒 岁 倍 成 斤 吨 届 条"
).split()
_COUNTED = "|".join(sorted(_MEASURE_WORDS, key=len, reverse=True))
_FIGURE = re.compile(
    r"(?:第|[$¥￥])?(?<![A-Za-z0-9.])[+＋−－±]?\d+(?:[.,:/]\d+)*"
    rf"(?:[%％‰℃]| ?(?:km²|kW·h|km|kg)(?![a-z])|[余多]?[百千万亿]*[余多]?(?:{_COUNTED})?)"
)
_RANGE = re.compile(r"(?<![A-Za-z0-9.])\d+%?[—–～]\d+%?|\d+至\d+")
_NOTE = re.compile(r"\[\d+\]")
_WORD = re.compile(r"[A-Za-z]+\d+\.\d+")


class PlainMetrics:
    """A font that never was: Han and full-width marks one em, Latin between a quarter and nine tenths of an em."""

    gap = 0.125

    def __hash__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainMetrics)

    def advances(self, text: str, size: float, bold: bool) -> Sequence[float]:
        return [size * self.em(char) * (1.04 if bold and char.isascii() else 1.0) for char in text]

    @staticmethod
    def em(char: str) -> float:
        if not char.isascii() and unicodedata.east_asian_width(char) in "WFA":
            return 1.0
        return 0.25 if char in " ijl.,:;!'|()[]" else 0.9 if char in "mwMW@" else 0.55


def faults(text: str, at: int) -> list[str]:
    """What is wrong with ending a line before a position; spaces at the line's end do not count."""
    before, behind = text[:at].rstrip(" ")[-1:], text[at]
    found = []
    if behind in NEVER_FIRST:
        found.append(f"line starts with {behind}")
    if before in NEVER_LAST:
        found.append(f"line ends with {before}")
    if _NOTE.match(text, at):
        found.append("line starts with a note's mark")
    if behind == " ":
        found.append("line starts with a space")
    left = text[at - 1]
    if left + behind in ("——", "……"):
        found.append(f"{left}{behind} divided")
    if left.isascii() and behind.isascii() and left.isalnum() and behind.isalnum():
        found.append("word or number divided")
    window = text[max(0, at - 30) : at + 30]
    inside = at - max(0, at - 30)
    for pattern in (_FIGURE, _RANGE, _WORD):
        for match in pattern.finditer(window):
            if match.start() < inside < match.end():
                found.append(f"figure divided: {match.group()}")
    return found


def widest(text: str, size: float) -> float:
    """No setting of the text on one line is wider: no blank is taken, a quarter em at every border of scripts."""
    borders = sum(a.isascii() != b.isascii() for a, b in pairwise(text))
    return size * (sum(map(PlainMetrics.em, text)) * 1.04 + 0.25 * borders)


def piece_around(text: str, at: int) -> str:
    """The stretch of text around a faulty break that no line may end in."""
    start, end = at, at
    while start > 0 and faults(text, start):
        start -= 1
    while end < len(text) and faults(text, end):
        end += 1
    return text[start:end].rstrip(" ")


def lonely(text: str) -> bool:
    """Nothing but a single letter, digit or Han character and its marks."""
    return sum(char.isalnum() for char in text) < 2


def company(text: str) -> str:
    """The shortest end of a paragraph that may stand alone on a last line."""
    at = len(text) - 1
    while at > 0 and (lonely(text[at:]) or faults(text, at)):
        at -= 1
    return text[at:]
