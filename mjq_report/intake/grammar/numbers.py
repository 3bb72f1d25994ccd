"""Numbers in a text: 96.83, 1,320, 3亿2千万, 四百余, 三分之一, 八成, 翻一番, 百分之三十, 第4, half of them (过半)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mjq_report.figures.numerals import chinese_number

WIDTHS = str.maketrans("０１２３４５６７８９．％－", "0123456789.%-")
HAN = "零〇一二两三四五六七八九十百千万亿"
_LONGEST = 24  # characters of a number
_H = rf"[{HAN}]"
_DIGITS = r"(?<![0-9])(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])(?:\.[0-9]{1,9})?|[0-9]{1,20}(?:\.[0-9]{1,9})?)"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands: `value` is what is printed in digits, half-width; `scale` a 万 or 亿 that belongs to its unit;
    `unit` where the words hold it themselves (成, 番, %); `ordinal` behind 第."""

    start: int
    end: int
    value: str
    scale: str = ""
    unit: str = ""
    han: bool = False
    ordinal: bool = False
    hedge: str = ""  # 余, 多 inside the number: 四百余


def numbers(text: str) -> list[Number]:
    """All numbers of a text in its order; the longest reading at a place."""
    found: list[Number] = []
    taken = [False] * (len(text) + 1)
    for number in _readings(text):
        if not any(taken[number.start : number.end]):
            taken[number.start : number.end] = [True] * (number.end - number.start)
            found.append(number)
    return sorted(found, key=lambda number: number.start)


def _readings(text: str) -> Iterator[Number]:
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            number = read(match)
            if number is not None:
                yield number


def _value(text: str) -> str:
    """Digits without separators, or a numeral in digits; empty where it is none."""
    if len(text) > _LONGEST:
        return ""
    if text[0].isdigit() and text[0].isascii():
        return text.replace(",", "")
    number = chinese_number(text)
    return "" if number is None else str(number)


def _joined(match: re.Match[str]) -> Number:
    """3亿2千万 is 3.2亿."""
    small = Decimal(_value(match["low"])) * (1000 if match["thousand"] else 1)
    value = Decimal(_value(match["high"])) + small / 10000
    return Number(*match.span(), f"{value.normalize():f}", "亿")


def _part(match: re.Match[str]) -> Number | None:
    """三分之一 is 1/3, 百分之三十 is 30 %."""
    whole, part = _value(match["whole"]), _value(match["part"])
    if not whole or not part or whole == "0":
        return None
    if whole in ("100", "1000"):
        return Number(*match.span(), part, unit="%" if whole == "100" else "‰", han=True)
    return Number(*match.span(), f"{part}/{whole}", han=True)


def _tenths(match: re.Match[str]) -> Number | None:
    """八成半 is 8.5成."""
    value = _value(match["tens"])
    half = (
        {"": "", "半": ".5"}.get(match["half"] or "")
        if (match["half"] or "") in ("", "半")
        else f".{_value(match['half'])}"
    )
    return Number(*match.span(), f"{value}{half}", unit="成", han=not match["tens"].isascii()) if value else None


def _doubled(match: re.Match[str]) -> Number:
    return Number(*match.span(), _value(match["times"]) if match["times"] else "1", unit="番", han=True)


def _majority(match: re.Match[str]) -> Number:
    return Number(*match.span(), "50", unit="%", han=True)


def _ordinal(match: re.Match[str]) -> Number | None:
    value = _value(match["number"])
    return Number(*match.span(), value, ordinal=True, han=not match["number"].isascii()) if value else None


def _ratio(match: re.Match[str]) -> Number:
    """城乡居民收入比1.68∶1."""
    return Number(match.start(), match.end(), match["ratio"], unit="∶1")


def _structure(match: re.Match[str]) -> Number:
    """Each part of 三次产业结构为6.1∶47.3∶46.6, in per cent."""
    return Number(*match.span(), match[0], unit="%")


def _first(match: re.Match[str]) -> Number:
    """全市首家, 全区唯一一家, 榜首: the first or the only one of a place."""
    place = "word" if match["counter"] else "count"
    start = match.start(place)
    return Number(start, match.end(place), "1", unit=match["counter"] or "位", ordinal=True, han=True)


def _digits(match: re.Match[str]) -> Number:
    sign = "-" if match["minus"] else ""
    return Number(*match.span(), sign + _value(match["digits"]))


def _numeral(match: re.Match[str]) -> Number | None:
    """千亿 is 1000亿, 两万余 is 2万, 四百余 is 400, 三十二万 is 32万."""
    text = match["run"]
    if match.string.startswith(("分点", "瓦", "米", "克", "伏"), match.end()) and text[-1] in "百千":
        return None  # 百分点 and 千瓦时 are units
    scale = next((s for s in ("万亿", "亿", "万") if text.endswith(s)), "")
    body = text.removesuffix(scale)
    value = _value(body) if body else "1"
    return Number(*match.span(), value, scale, han=True, hedge=match["more"] or "") if value else None


_FORMS = (
    (re.compile(rf"(?P<high>{_DIGITS}|{_H[:-1]}]{{1,3}}?)亿(?P<low>[0-9]+|[一二两三四五六七八九])(?P<thousand>千)?万"), _joined),
    (re.compile(r"(?<![0-9.:：∶])(?P<ratio>[0-9]{1,3}(?:\.[0-9]{1,4})?)[:：∶]1(?![0-9.:：∶])"), _ratio),
    (re.compile(r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}(?=[:：∶][0-9]{1,2}\.[0-9]{1,2}[:：∶][0-9]{1,2}\.[0-9])|(?<=[0-9][:：∶])[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])"), _structure),
    (re.compile(rf"(?P<whole>{_H}{{1,30}}|[0-9]{{1,9}})分之(?P<part>{_H}{{1,30}}|[0-9.]{{1,9}})"), _part),
    (re.compile(r"(?P<tens>[一二两三四五六七八九]|(?<![0-9.])[0-9](?:\.[0-9])?)成(?P<half>[半一二三四五六七八九])?(?=以上|左右|上下|多|[^\w]|\w{0,1}|$)(?![立为员功本效果熟长])"), _tenths),
    (re.compile(rf"翻(?:了)?(?:近|约|超)?(?P<times>{_H}|[0-9.]{{1,9}})?番"), _doubled),
    (re.compile(r"(?:超过?|逾)?半数(?:以上)?|过半(?!年)|超过?一半|一半以上"), _majority),
    (re.compile(r"全[国省市区县镇乡](?:范围内)?(?:的)?(?P<word>(?:首|唯一(?:的)?一)(?P<counter>[家个座处所]))|(?P<count>榜首)"), _first),
    (re.compile(rf"第(?P<number>{_H}{{1,30}}|[0-9]{{1,9}})"), _ordinal),
    (re.compile(rf"(?P<minus>(?<=[一-鿿])[-−])?(?P<digits>{_DIGITS})"), _digits),
    (re.compile(rf"(?<![0-9.])(?<![0-9][余多])(?<!唯)(?P<run>{_H}{{1,30}})(?P<more>余|多|来)?"), _numeral),
)  # fmt: skip
