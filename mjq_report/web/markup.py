"""Text that may stand in HTML, XML and links: what none of them can hold is replaced, addresses are checked.

Escaping is Jinja's and `svg`'s; this is what escaping does not see. HTML Living Standard 13.1.1 (noncharacters,
surrogates, controls), XML 1.0 2.2 (Char).
"""

from __future__ import annotations

import base64
import re

_NONE = "�"  # what stands for a character that cannot be shown
_PLANES = "".join(f"{chr((plane << 16) | 0xFFFE)}{chr((plane << 16) | 0xFFFF)}" for plane in range(17))
_IMPOSSIBLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
_PATH = r"[A-Za-z0-9._~%!$&()*+,;=:@/?#-]*"  # ASCII, without quotes, brackets and backslashes
_ADDRESS = re.compile(
    rf"https://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?#]{_PATH})?|mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"
)
_ANCHOR = re.compile(r"#[A-Za-z0-9_-]+")


def clean(text: str) -> str:
    """Text with controls, lone surrogates and noncharacters as U+FFFD; tabs and line ends stay."""
    return _IMPOSSIBLE.sub(_NONE, text)


def inlined(picture: bytes) -> str:
    """A PNG or JPEG as the address of itself (RFC 2397)."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"


def address(href: str) -> str:
    """A link's target if it is `#anchor`, https: or mailto:, else "" (guarantees J9): such a text is set without its link."""
    return href if _ANCHOR.fullmatch(href) or _ADDRESS.fullmatch(href) else ""
