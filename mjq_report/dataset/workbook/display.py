"""What a spreadsheet cell shows: a stored number under its number format (ECMA-376-1, 18.8.31), as a reader sees it.

A figure is what was published, so `269.2` under `0.00_ ` is 269.20, and `-0.0376` under `0.0%` is -3.8%. A format that is
not understood gives None, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(General|G/通用格式)|([0#?.,%]+)|(.)', re.IGNORECASE | re.DOTALL
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+|黑|蓝|青|绿|洋红|红|白|黄|颜色 ?\d+", re.I
)
_CLOCK = frozenset("年月日时分秒")  # bare, they set dates
_PLAIN = frozenset(" +-—–()（）$¥￥€:：/、，.,'‘’‰")  # what stands in a format for itself
_MOST_DIGITS = 15  # a spreadsheet keeps no more
_LARGEST, _LONGEST = Decimal("1e16"), 40  # beyond them nothing is a figure that was published
_WIDEST = 11  # digits that General shows before it turns to powers of ten


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: what stands before and behind the digits, and how those are set."""

    before: str
    behind: str
    whole: int  # digits before the dot at least
    decimals: int
    optional: int  # of the decimals, those that a zero at the end does not show
    grouped: bool
    scale: int  # a power of ten that the number is multiplied by
    general: bool = False
    no_digits: bool = False


def shown_number(value: str, number_format: str) -> str | None:
    """The text that a number shows; None where the format is not one of plain figures."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= _LARGEST or number.as_tuple().exponent < -_LONGEST:  # type: ignore[operator]
        return None
    sections = _sections(number_format)
    if not sections:
        return None
    section, signed = _chosen(sections, number)
    if section is None:
        return None
    text = _set(section, abs(number))
    sign = "-" if signed and number < 0 and text.strip("0.,%") else ""
    return f"{sign}{section.before}{text}{section.behind}".strip()


def _chosen(sections: tuple[_Section | None, ...], number: Decimal) -> tuple[_Section | None, bool]:
    """The part of a format that a number takes, and whether its sign is still to be written."""
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _set(section: _Section, number: Decimal) -> str:
    if section.no_digits:
        return ""
    if section.general:
        return general(number)
    scaled = number.scaleb(section.scale)
    rounded = scaled.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:f}".partition(".")
    for _ in range(section.optional):
        decimals = decimals[:-1] if decimals[-1:] == "0" else decimals
        if decimals[-1:] != "0":
            break
    whole = whole.lstrip("0").rjust(section.whole, "0") or ("0" if section.whole else "")
    if section.grouped:
        whole = f"{int(whole or 0):,}" if len(whole) > 3 else whole
    return f"{whole}.{decimals}" if decimals else whole


def general(number: Decimal) -> str:
    """A number in the format General: eleven digits at most, without zeros at the end."""
    written = f"{fifteen(number):f}"
    if "." in written:
        whole = len(written.partition(".")[0])
        places = max(0, _WIDEST - 1 - whole)
        written = f"{Decimal(written).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
        written = written.rstrip("0").rstrip(".") if "." in written else written
    return written


def fifteen(number: Decimal) -> Decimal:
    """The number as a spreadsheet keeps it: 0.1 + 0.2 was stored as 0.30000000000000004."""
    digits = len(number.as_tuple().digits)
    if digits <= _MOST_DIGITS or number == 0:
        return number.normalize() if number else Decimal(0)
    return number.quantize(Decimal(1).scaleb(number.adjusted() - _MOST_DIGITS + 1), ROUND_HALF_UP).normalize()


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[_Section | None, ...]:
    """The parts of a format for positive and negative numbers and zero; () where it is no format of figures."""
    if len(number_format) > 255:
        return ()
    parts = _split(number_format)
    if len(parts) == 1 and parts[0].strip() in ("@", ""):
        return (_GENERAL,)
    return tuple(_section(part) for part in parts[:3])


def _split(number_format: str) -> list[str]:
    """A format at the semicolons that part it, which stand neither in quotation marks nor behind a backslash."""
    parts, start = [""], 0
    for match in re.finditer(r'"[^"]*"|\\.|_.|\*.|;', number_format, re.DOTALL):
        if match[0] == ";":
            parts[-1] += number_format[start : match.start()]
            parts.append("")
            start = match.end()
    parts[-1] += number_format[start:]
    return parts


_GENERAL = _Section("", "", 1, 0, 0, False, 0, general=True)


def _section(part: str) -> _Section | None:
    before, digits, behind, general_, percents = "", "", "", False, 0
    for quoted, escaped, bracket, general_word, placeholders, other in _TOKEN.findall(part):
        literal = quoted or escaped
        if bracket:
            if bracket.startswith("$"):
                literal = bracket[1:].partition("-")[0]
            elif not _COLOUR.fullmatch(bracket):
                return None  # a condition, a time that runs past a day, Chinese numerals
        elif general_word:
            general_ = True
        elif placeholders and not (digits.strip("%") and (placeholders.strip(",%") and behind)):
            figures = placeholders.rstrip("%")
            digits += figures
            literal = placeholders[len(figures) :]
            percents += len(literal)
        elif placeholders:
            return None  # digits in two places: a telephone number, a fraction
        elif other and other not in _PLAIN and (ord(other) < 0x2E80 or other in _CLOCK):
            return None
        else:
            literal = literal or other
        if digits or general_:
            behind += literal
        else:
            before += literal
    return _counted(before, digits, behind, general_, 2 * percents)


def _counted(before: str, digits: str, behind: str, general_: bool, scale: int) -> _Section | None:
    if general_:
        return None if digits else _Section(before, behind, 1, 0, 0, False, 0, general=True)
    if not digits:
        return _Section(before, behind, 0, 0, 0, False, 0, no_digits=True)
    figures = digits.rstrip(",")
    scale -= 3 * (len(digits) - len(figures))
    whole, _, decimals = figures.partition(".")
    if "," in decimals or "." in decimals or "%" in figures or len(decimals) > _WIDEST:
        return None
    optional = len(decimals) - len(decimals.rstrip("#"))
    return _Section(before, behind, whole.count("0"), len(decimals), optional, "," in whole, scale)


def typed_date(value: str, number_format: str) -> str | None:
    """A date cell as the year, month or day that it shows (`2024-11`), None where it shows less than one of them.

    Typing 2024-11 makes a spreadsheet store the first of that month and show 2024年11月.
    """
    bare = re.sub(r"\[[^\]]*\]", "", number_format).lower()
    bare = re.sub(r'"[^"]*"|\\.', "", bare)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    year, month, day = "y" in bare or "e" in bare, "m" in bare, "d" in bare
    if not year or (day and not month) or "h" in bare or "s" in bare:
        return None
    return f"{moment:%Y}" + (f"-{moment:%m}" if month else "") + (f"-{moment:%d}" if day else "")
