"""The rule that a cell breaks with a character that no table may hold."""

from __future__ import annotations

from mjq_report.dataset import catalogue
from mjq_report.errors import Rule
from mjq_report.settings.visibility import unseen

_ESCAPED_BYTE = range(0xDC80, 0xDD00)  # what surrogateescape makes of a byte that is not UTF-8


def refused_character(text: str) -> tuple[Rule, str] | None:
    """The first character of `text` that no table may hold, with its code point and position; else None."""
    found = unseen(text)
    if found is None:
        return None
    kind, place = found
    point, where = ord(text[place]), f"at character {place + 1}"
    if point in _ESCAPED_BYTE:
        return catalogue.ENCODING, f"byte 0x{point - 0xDC00:02X} {where} is not UTF-8"
    if point == 0xFFFD:
        return catalogue.ENCODING, f"U+FFFD {where} stands for text that was lost in a conversion"
    return catalogue.REFUSED_CHARACTER, f"{kind} U+{point:04X} {where}"
