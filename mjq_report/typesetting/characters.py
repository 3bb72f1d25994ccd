"""What a character is to the setter, and what stands between two neighbours.

Every character falls into one class, named by one letter, so that a paragraph's classes are a string
as long as its text and can be searched with regular expressions:

    H  Han, kana, other full-width letters     L  Latin and other narrow letters, digits, signs
    F  full-width sign (％ ℃ × ① )             N  narrow punctuation (, . ( ) / -)
    O  full-width opening mark, ink right      C  full-width closing mark, comma or colon, ink left
    M  full-width middle dot, ink in between   T  full-width mark that ends a sentence, ink left
    D  em dash                                 E  wave dash, ellipsis
    S  space                                   B  no-break space
    I  ideographic space                       A  full-width apostrophe inside a Latin word
    Z  no width of its own (joiners, combining marks)

Widths are in em. A full-width mark has half an em of ink and half an em of blank; the blank goes where two
marks meet and at the edges of a line (CLREQ 3.1.6, https://www.w3.org/TR/clreq/), and may shrink elsewhere.
Between Han and Latin letters or digits stands the gap that the metrics ask for, an eighth of an em or none, which may
shrink to a half and stretch to twice as much (CLREQ 3.2.2).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

OPENING = "（【《〈「『〔［｛〖〘〚｟"
CLOSING = "，。、；：？！）】》〉」』〕］｝〗〙〛｠．｡､"
_FINAL = "。？！．｡"
_DASHES = "—―"
_WAVES = "～〜…⋯⸺"
_SIGNS = "+−±%°$£€¥&@#=<>~§"
_AMBIGUOUS = {"“": "o", "‘": "o", "”": "c", "’": "c", "·": "m", "‧": "m", "•": "m"}

_HALF, _QUARTER = 0.5, 0.25
_HAN_STRETCH = 0.02  # between full-width neighbours: little, so that lines that need none are preferred
_SHRINK, _LAST_SHRINK = 0.75, 0.25  # how much of a mark's blank may go inside a line; T gives way last (CLREQ 3.5.3)
_SPACE_STRETCH, _SPACE_SHRINK = 0.14, 0.07  # a half and a third of a usual space, as in TeX's Computer Modern
_PAIRED = {"O": -_HALF, "C": -_HALF, "D": -0.1, "E": 0.0}  # two of a kind; D: closes the side bearings inside ——
_APOSTROPHE = -0.7  # a full-width ’ within don’t keeps the room of its ink
_WIDE = 0.75  # an advance from here on, in em, means that the font draws an ambiguous character full-width

Glue = tuple[float, float, float]
"""Natural width, stretch and shrink between two characters, in points."""

_ZERO: Glue = (0.0, 0.0, 0.0)

SPACES = "SI"
WORD = re.compile("[LNA]{2,}")
TRIMMED_START = "OM"  # marks that lose their blank at the start of a line (CLREQ 3.1.6.3)
TRIMMED_END = "CTM"  # and at its end (GB/T 15834-2011 5.1.10)
_ELASTIC = re.compile("[HFC][HFO]|CL|LO")  # not in words, inside brackets, before marks, beside dashes (CLREQ 3.5.4)
_UNSETTLED = re.compile("[ocman]")
_IN_WORD = re.compile("[A-Za-z]{2}")  # around the ’ of don’t
_SCRIPTS = ("HL", "LH")
_NARROW = re.compile("[!-~\u00b1-\u036f\u2070-\u2189\u2212]")  # something of class L has one of these in it


class _Classes(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _classify(chr(code))
        return letter


def _classify(char: str) -> str:
    """The class, or in lower case one that depends on the font (see `classes`)."""
    if char in _AMBIGUOUS:
        return _AMBIGUOUS[char]
    for members, letter in (
        (_FINAL, "T"),
        (OPENING, "O"),
        (CLOSING, "C"),
        (_DASHES, "D"),
        (_WAVES, "E"),
        (_SIGNS, "L"),
    ):
        if char in members:
            return letter
    if char in " \t":
        return "S"
    if char in "\u00a0\u202f\u2007":
        return "B"
    if char == "\u3000":
        return "I"
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Cc"):
        return "Z"
    width = unicodedata.east_asian_width(char)
    if width in "WF":
        return "H" if category[0] in "LN" else "F"
    if category[0] == "L" or category == "Nd":
        return "L"
    if category == "No":  # ₂ belongs to CO₂, ② stands for itself
        return "n" if width == "A" else "L"
    return "a" if width == "A" else "N"


_CLASSES = _Classes()


def classes(text: str, advances: list[float], size: float) -> str:
    """One class letter a character; ambiguous ones (“ ” ‘ ’ · and symbols) settled by the font's own advance."""
    found = text.translate(_CLASSES)
    if not _UNSETTLED.search(found):
        return found
    letters = list(found)
    for match in _UNSETTLED.finditer(found):
        at = match.start()
        letters[at] = _settle(match.group(), advances[at] >= _WIDE * size, text[at - 1 : at] + text[at + 1 : at + 2])
    return "".join(letters)


def _settle(letter: str, wide: bool, around: str) -> str:
    if letter == "n":
        return "F" if wide else "L"
    if not wide:
        return "N"
    if letter == "c" and _IN_WORD.fullmatch(around):
        return "A"
    return "F" if letter == "a" else letter.upper()


class Between(dict[str, Glue]):
    """The glue for each pair of classes at one size in points, with a gap of so many em beside Han; fills itself."""

    def __init__(self, size: float, gap: float) -> None:
        super().__init__()
        self.size, self.gap = size, gap

    def __missing__(self, pair: str) -> Glue:
        width, stretch, shrink = _between(pair[0], pair[1], self.gap)
        glue = self[pair] = (width * self.size, stretch * self.size, shrink * self.size)
        return glue


@lru_cache(maxsize=64)
def between(size: float, gap: float) -> Between:
    """The table of glue at a size in points, with a gap of so many em between Han and Latin."""
    return Between(size, gap)


def script_gaps(text: str, advances: list[float]) -> list[int]:
    """The places of a text, from 0, behind which a gap stands between Han and Latin; advances at a size of 1."""
    if text.isascii() or not _NARROW.search(text):
        return []
    found = classes(text, advances, 1.0)
    return [at for at, pair in enumerate(map("".join, pairwise(found))) if pair in _SCRIPTS]


def _between(left: str, right: str, gap: float) -> Glue:
    share = _LAST_SHRINK if left == "T" else _SHRINK
    left, right = left.replace("T", "C"), right.replace("T", "C")
    pair = left + right
    if "Z" in pair:
        return _ZERO
    if left == "A":
        return (_APOSTROPHE, 0.0, 0.0)
    if left in "SB" or right in "SB":
        return _beside_space(left, right)
    if pair in _SCRIPTS:
        return (gap, gap or _HAN_STRETCH, gap / 2)
    if left == right and left in _PAIRED:
        return (_PAIRED[left], 0.0, 0.0)
    stretch = _HAN_STRETCH if _ELASTIC.fullmatch(pair) else 0.0
    blank = _HALF * (left == "C") + _HALF * (right == "O")
    taken = _HALF if pair in ("CO", "CN", "NO") else 0.0
    dots = _QUARTER * (left == "M") + _QUARTER * (right == "M")
    return (-taken - dots, stretch, (blank - taken) * share)


def _beside_space(left: str, right: str) -> Glue:
    """A space is stretched behind itself; the blank of a full-width mark beside it goes."""
    width = -_HALF if left == "C" or right == "O" else 0.0
    return (width, _SPACE_STRETCH, _SPACE_SHRINK) if left in "SB" else (width, 0.0, 0.0)
