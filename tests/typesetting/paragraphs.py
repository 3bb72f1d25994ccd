"""Random paragraphs: Han, Latin, digits, units, brackets, quotes, dashes, spaces, emphasis and note marks."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import strategies as st

from mjq_report.typesetting import Run

SIZE = 10.5
_HAN = "产业新城协同发展工程建设总值增长同比实现完成推动重点项目企业服务居民村庄林业汽车智能制造物流医药集成电路"
_LATIN = "AI IoT SU7 YU7 Xiaomi GDP 5G B2B town Beijing 3D SUV PM2.5 R&D".split()
_SCALES = ("", "", "万", "亿", "余", "多", "万余")
_UNITS = (
    "亿元 万元 家 个 件 人 人次 户 亩 公顷 平方公里 平方米 公里 辆 台 项 次 年 月 岁 倍 % ％ ‰ ℃ 个百分点 吨".split()
)
_PAIRS = ("（）", "《》", "“”", "‘’", "【】", "〈〉", "()", "「」")
_ADDRESSES = ("https://www.example.gov.cn/zwgk/2024/t20240115_1234567.html", "info@example.org")
Token = tuple[tuple[str, int], ...]
"""Parts of a token with their style: 0 plain, 1 bold, 2 raised."""


def _han(rng: random.Random) -> str:
    return "".join(rng.choices(_HAN, k=rng.randint(1, 6)))


def _digits(rng: random.Random) -> str:
    whole = str(rng.choice((rng.randint(0, 9), rng.randint(10, 999), rng.randint(1000, 99999))))
    return whole + rng.choice(("", "", f".{rng.randint(0, 99)}"))


def _figure(rng: random.Random) -> Token:
    digits, unit = _digits(rng), rng.choice(_UNITS)
    scale = "" if unit in ("%", "％", "‰", "℃", "个百分点", "亿元", "万元") else rng.choice(_SCALES)
    shape = rng.randrange(9)
    if shape == 0:
        return ((rng.choice("+−±") + digits + unit, 0),)
    if shape == 1:
        return ((f"{rng.randint(1, 9)}—{rng.randint(10, 12)}月", 0),)
    if shape == 2:
        return ((f"{rng.randint(1990, 2030)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日", 0),)
    if shape == 3:
        return (
            (
                rng.choice(("1:2", "3/4", "1,320.5亿元", "20 km²", "5 kW·h", "¥300", "第15届", "第3条", "2016—2020年")),
                0,
            ),
        )
    if shape == 4:
        return ((rng.choice(("约", "超", "近")) + digits, 0), (scale + unit, 0))
    if shape == 5:
        return ((digits, 1), (scale + unit, 0))
    return ((digits + scale + unit, rng.choice((0, 0, 1))),)


def _token(rng: random.Random) -> Token:
    kind = rng.randrange(20)
    if kind < 8:
        return ((_han(rng), rng.choice((0, 0, 0, 1))),)
    if kind < 12:
        return _figure(rng)
    if kind < 15:
        return ((rng.choice("，，，。、；：？！"), 0),)
    if kind == 15:
        opening, closing = rng.choice(_PAIRS)
        inner = rng.choice((_han(rng), _digits(rng) + "家", rng.choice(_LATIN), "《" + _han(rng) + "》"))
        return ((opening, 0), (inner, rng.choice((0, 1))), (closing + rng.choice(("", "，", "。")), 0))
    if kind == 16:
        return ((rng.choice(("——", "……", "—", "·", "～", " ", "  ", "/")), 0),)
    if kind == 17:
        return ((f"[{rng.randint(1, 30)}]", 2),)
    return ((rng.choice(_LATIN), 0), (rng.choice(("", " ")), 0))


_TOKENS = tuple(_token(random.Random(seed)) for seed in range(1500)) + tuple(((a, 0),) for a in _ADDRESSES)


def _parted(tokens: list[Token]) -> Iterator[Token]:
    """A comma between a word or figure and a figure that would read as one with it."""
    before = ""
    for token in tokens:
        if before and (before.isascii() or before in "％℃‰²") and token[0][0][:1] in "0123456789+−±¥第":
            yield (("，", 0),)
        yield token
        before = (token[-1][0] or token[0][0])[-1:] if token[-1][1] != 2 else before


def _runs(tokens: list[Token]) -> Iterator[Run]:
    for number, token in enumerate(_parted(tokens)):
        for text, style in token:
            if text:
                yield Run(
                    text,
                    SIZE * 0.62 if style == 2 else SIZE,
                    bold=style == 1,
                    rise=SIZE * 0.34 if style == 2 else 0.0,
                    tag=number,
                )


_FIRST: Token = (("全镇", 0),)
_LAST: tuple[Token, ...] = ((("。", 0),), (("发展。", 0),), (("%", 0),))


def paragraphs(least: int = 15, most: int = 40) -> st.SearchStrategy[list[Run]]:
    """Runs of a paragraph of so many words, figures and marks; it starts with Han and mostly ends with a full stop."""
    return st.builds(
        lambda tokens, last: list(_runs([_FIRST, *tokens, last])),
        st.lists(st.sampled_from(_TOKENS), min_size=least, max_size=most),
        st.sampled_from(_LAST),
    )


def random_paragraph(rng: random.Random) -> list[Run]:
    """The same without hypothesis, which takes longer to make a paragraph than to check it."""
    return list(_runs([_FIRST, *rng.choices(_TOKENS, k=rng.randint(5, 70)), rng.choice(_LAST)]))
