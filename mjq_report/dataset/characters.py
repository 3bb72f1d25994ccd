"""Characters that no table may hold, because a reader cannot see them or would read the text in another order."""

from __future__ import annotations

import re

from mjq_report.dataset import catalogue
from mjq_report.errors import Rule

_ESCAPED_BYTE = range(0xDC80, 0xDD00)  # what surrogateescape makes of a byte that is not UTF-8

# Characters that a reader cannot see, or that change the order of what he sees.
_REFUSED = (
    ("control character", "\x00-\x1f\x7f-\x9f"),
    ("lone surrogate", "\ud800-\udfff"),
    ("direction mark", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"),
    ("zero-width character", "\u00ad\u180e\u200b-\u200d\u2060-\u2065\ufeff"),
    ("line separator", "\u2028\u2029"),
    ("formatting character", "\u206a-\u206f\ufff9-\ufffc\U0001d173-\U0001d17a\U000e0000-\U000e007f"),
    ("character without a shape", "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"),
    ("replacement character", "\ufffd"),
    (
        "noncharacter",
        "\ufdd0-\ufdef" + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(17)),
    ),
)
_SHAPELESS = re.compile(
    f"[\ufffc\ufffd{dict(_REFUSED)['character without a shape']}]"
)  # of all, what Python calls printable
_REFUSED_CHARACTER = re.compile("|".join(f"(?P<r{i}>[{chars}])" for i, (_, chars) in enumerate(_REFUSED)))


def is_visible(text: str) -> bool:
    """Whether there is no refused character in a text; by far the most texts, and fast."""
    return (text.isascii() and text.isprintable()) or (text.isprintable() and _SHAPELESS.search(text) is None)


def refused_character(text: str) -> tuple[Rule, str] | None:
    """The first character of `text` that no table may hold, with its code point and position; else None."""
    if is_visible(text):
        return None
    match = _REFUSED_CHARACTER.search(text)
    if match is None:
        return None
    point, where = ord(match[0]), f"at character {match.start() + 1}"
    if point in _ESCAPED_BYTE:
        return catalogue.ENCODING, f"byte 0x{point - 0xDC00:02X} {where} is not UTF-8"
    if point == 0xFFFD:
        return catalogue.ENCODING, f"U+FFFD {where} stands for text that was lost in a conversion"
    assert match.lastgroup is not None
    return catalogue.REFUSED_CHARACTER, f"{_REFUSED[int(match.lastgroup[1:])][0]} U+{point:04X} {where}"
