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
