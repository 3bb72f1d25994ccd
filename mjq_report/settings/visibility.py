"""Characters that no table and no template may hold: a reader cannot see them, or would read the text in another order."""

from __future__ import annotations

import re

_UNSEEN = (
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
_UNSHAPED = (  # blocks of scripts whose letters join, stack or run from right to left: a glyph a letter would be wrong
    ("Hebrew", 0x0590, 0x05FF), ("Arabic", 0x0600, 0x06FF), ("Syriac", 0x0700, 0x074F), ("Arabic", 0x0750, 0x077F),
    ("Thaana", 0x0780, 0x07BF), ("N’Ko", 0x07C0, 0x07FF), ("Samaritan", 0x0800, 0x083F), ("Mandaic", 0x0840, 0x085F),
    ("Arabic", 0x0860, 0x08FF), ("Devanagari", 0x0900, 0x097F), ("Indic", 0x0980, 0x0DFF), ("Thai", 0x0E00, 0x0E7F),
    ("Lao", 0x0E80, 0x0EFF), ("Tibetan", 0x0F00, 0x0FFF), ("Myanmar", 0x1000, 0x109F), ("Khmer", 0x1780, 0x17FF),
    ("Mongolian", 0x1800, 0x18AF), ("Limbu", 0x1900, 0x194F), ("Tai Le", 0x1950, 0x197F), ("New Tai Lue", 0x1980, 0x19DF),
    ("Khmer", 0x19E0, 0x19FF), ("Buginese", 0x1A00, 0x1A1F), ("Tai Tham", 0x1A20, 0x1AAF), ("Balinese", 0x1B00, 0x1B7F),
    ("Sundanese", 0x1B80, 0x1C4F), ("Vedic", 0x1CD0, 0x1CFF), ("Phags-pa", 0xA840, 0xA87F), ("Indic", 0xA880, 0xA8FF),
    ("Javanese", 0xA980, 0xA9DF), ("Myanmar", 0xA9E0, 0xA9FF), ("Cham", 0xAA00, 0xAA5F), ("Myanmar", 0xAA60, 0xAA7F),
    ("Tai Viet", 0xAA80, 0xAADF), ("Meetei Mayek", 0xAAE0, 0xAAFF), ("Meetei Mayek", 0xABC0, 0xABFF),
    ("Hebrew", 0xFB1D, 0xFB4F), ("Arabic", 0xFB50, 0xFDFF), ("Arabic", 0xFE70, 0xFEFE), ("a right-to-left script", 0x10800, 0x10FFF),
    ("Indic", 0x11000, 0x11FFF), ("a right-to-left script", 0x1E800, 0x1EFFF),
)  # fmt: skip
# of all, what Python calls printable
_SHAPELESS = re.compile(f"[\ufffc\ufffd{dict(_UNSEEN)['character without a shape']}]")
_ANY = re.compile("|".join(f"(?P<r{i}>[{chars}])" for i, (_, chars) in enumerate(_UNSEEN)))


def is_visible(text: str) -> bool:
    """Whether there is no such character in a text; by far the most texts, and fast."""
    return (text.isascii() and text.isprintable()) or (text.isprintable() and _SHAPELESS.search(text) is None)


def unseen(text: str) -> tuple[str, int] | None:
    """The first such character of a text: its kind, and its place from 0; else None."""
    match = None if is_visible(text) else _ANY.search(text)
    if match is None:
        return None
    assert match.lastgroup is not None
    return _UNSEEN[int(match.lastgroup[1:])][0], match.start()


def unshaped(char: str) -> str:
    """The script of a character whose letters are joined or stacked by rules that we do not have; "" for others."""
    if char < "\u0590" or "\u2e80" <= char < "\ua4d0":  # nearly all
        return ""
    return next((name for name, low, high in _UNSHAPED if low <= ord(char[0]) <= high), "")
