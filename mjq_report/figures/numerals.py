"""Chinese numerals read as numbers."""

from __future__ import annotations

from functools import lru_cache

_DIGITS = {
    c: v for v, chars in enumerate(("〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for c in chars
}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
CHARACTERS = "".join((*_DIGITS, *_POWERS, *_MYRIADS))


@lru_cache(maxsize=4096)
def chinese_number(numeral: str) -> int | None:
    """A Chinese numeral as a number: 十九 → 19, 千亿 → 10**11, 二〇二五 → 2025; None when it is none."""
    if all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = section = 0
    digit: int | None = None
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _POWERS:
            section += (1 if digit is None else digit) * _POWERS[c]
            digit = None
        else:
            whole = section + (digit or 0)
            # 万亿: the second multiplies what stands so far
            total = (total + whole) * _MYRIADS[c] if total and not whole else total + (whole or 1) * _MYRIADS[c]
            section, digit = 0, None
    return total + section + (digit or 0)
