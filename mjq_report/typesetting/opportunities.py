"""Where a line may end: UAX #14 from the library, then the Chinese rules on top.

`uniseg` implements UAX #14 to the letter at about 0.3 ms a character, too slow for whole paragraphs. But
the standard lets a line end between any two Han characters, and no rule looks past a Han character; so only what
stands between Han characters is asked of the library, with letters, digits and Han replaced by one
representative of their class each, and the answers are kept.

The Chinese rules: GB/T 15834-2011 5.1 (marks that neither start nor end a line, —— and …… not divided),
GB/T 15834-2011 5.1.6, 5.1.7 and 5.1.9 (connectors, middle dot and slash do not start a line), and figures whole
(see `numerals`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mjq_report.typesetting.characters import CLOSING, OPENING, WORD
from mjq_report.typesetting.numerals import figures

FORBIDDEN_STARTS = CLOSING + "”’％%‰℃℉°…⋯—―–‐～〜~·‧•・/／-－,.;:?!)]}»›々〻ゝゞヽヾー′″￠¢"
FORBIDDEN_ENDS = OPENING + "“‘([{«‹$¥￥€£＄№"

_STARTS = re.compile(f"[{re.escape(FORBIDDEN_STARTS)}]")
_ENDS = re.compile(f"[{re.escape(FORBIDDEN_ENDS)}]+ *")
_SLASH = re.compile(
    r"(?<=[\u4e00-\u9fff])[/／](?=[\u4e00-\u9fff])"
)  # 5.1.9: nor ends it; an address breaks behind its own
_SIGNED = re.compile(r"[+＋−±] +(?=\d)")  # a line breaks before a plus or minus, never between it and its number
# UAX #14 LB25 reads 8‰（5 and （8），−5 as one number each, as if they were $(5) and (8)%.
# A raised mark between them is a combining accent here, see `paragraph`.
_FREED = re.compile(
    f"[%％‰℃][\u0300-\u036f]*(?=[{re.escape(OPENING)}“‘])|[{re.escape(CLOSING)}”’][\u0300-\u036f]*(?=[+＋−－±$¥￥€£])"
)
_SOFT_HYPHEN = "\u00ad"

# Representatives: a CJK ideograph, a letter, a digit. Quotation marks are resolved to opening and closing
# punctuation, the tailoring that UAX #14 names for East Asian text (section 5.1, QU); so is a middle dot beside Han.
_HAN, _LETTER, _DIGIT = "中", "a", "0"
_QUOTES = {"“": "（", "‘": "（", "”": "）"}
_DOTS = "·‧•"
_MAX_ISLAND = 64  # longer runs without Han are asked in parts; between the parts no break is claimed

_ISLANDS = re.compile(f"[^{_HAN}]+")
_WORD_GAP = re.compile("(?<=[a0,.;:!?]) (?=[a0])")
_CHINESE_DOT = re.compile("(?<![a0])·|·(?![a0])")
_APOSTROPHE = re.compile("(?<=a)’(?=a)")


class _Representatives(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _represent(chr(code))
        return letter


def _represent(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff":
        return _HAN
    if char in _QUOTES:
        return _QUOTES[char]
    if char in _DOTS:
        return "·"
    from uniseg.linebreak import line_break

    wide = unicodedata.east_asian_width(char) in "WFH"
    kind = line_break(char).value
    if wide:
        return {"ID": _HAN, "OP": "（", "CL": "）"}.get(kind, char)
    return {"AL": _LETTER, "NU": _DIGIT}.get(kind, char)


_REPRESENTATIVES = _Representatives()


def opportunities(text: str, classes: str) -> bytearray:
    """For each position 0 … len(text): 1 where a line may end before it, 0 where not; 1 at the very end."""
    allowed = standard_opportunities(text)
    for match in _FREED.finditer(text):
        allowed[match.end()] = 1
    for match in _STARTS.finditer(text):
        allowed[match.start()] = 0
    for match in _ENDS.finditer(text):
        allowed[match.start() + 1 : match.end() + 1] = bytes(match.end() - match.start())
    for match in _SLASH.finditer(text):
        allowed[match.end()] = 0
    for match in _SIGNED.finditer(text):
        allowed[match.start() + 1 : match.end() + 1] = bytes(match.end() - match.start())
    for match in WORD.finditer(classes):
        allowed[match.start() + 1 : match.end()] = bytes(match.end() - match.start() - 1)
    for start, end in figures(text):
        allowed[start + 1 : end] = bytes(end - start - 1)
    if _SOFT_HYPHEN in text:
        for match in re.finditer(_SOFT_HYPHEN, text):
            allowed[match.end()] = 0
    allowed[0], allowed[len(text)] = 0, 1
    return allowed


def standard_opportunities(text: str) -> bytearray:
    """UAX #14 with quotation marks read as opening and closing: 1 before every position where it allows a break."""
    kinds = text.translate(_REPRESENTATIVES)
    if "’" in kinds:
        kinds = _APOSTROPHE.sub(_LETTER, kinds).replace("’", "）")
    if "·" in kinds:
        kinds = _CHINESE_DOT.sub("）", kinds)
    allowed = bytearray(b"\1") * (len(text) + 1)
    allowed[0] = 0
    for match in _ISLANDS.finditer(kinds):
        start, end = max(match.start() - 1, 0), min(match.end() + 1, len(kinds))
        while end - start > _MAX_ISLAND // 2:
            gap = _WORD_GAP.search(kinds, start + 1, end)
            part = gap.end() if gap else min(start + _MAX_ISLAND, end)
            _ask(kinds, start, part, allowed)
            if part < end:
                allowed[part] = 1 if gap else 0
            start = part
        _ask(kinds, start, end, allowed)
    return allowed


def _ask(kinds: str, start: int, end: int, allowed: bytearray) -> None:
    if end > start:
        allowed[start + 1 : end] = _inside(kinds[start:end])


@lru_cache(maxsize=16384)
def _inside(kinds: str) -> bytes:
    """What the library says of the positions inside a string, both ends left out."""
    from uniseg.linebreak import line_break_breakables

    return bytes(line_break_breakables(kinds))[1:]
