"""The fonts of a page: found, checked, measured, and cut down to what a document uses.

The default is Noto Sans SC (SIL OFL 1.1) from the package `justmytype-intl-cjk`: one TrueType file
with a weight axis from 100 to 900. HarfBuzz reads advances at the weights that the theme asks for,
and at the end cuts one small static font a weight. A theme may name other files; PostScript
outlines are turned into TrueType ones on the subset (see `outlines`).
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib import util
from pathlib import Path

import uharfbuzz as hb

from mjq_report.errors import FontError
from mjq_report.pdf.outlines import to_truetype
from mjq_report.settings.paths import read_plain

PACKAGE = "justmytype_intl_cjk"
FOLDER = "MJQ_REPORT_FONTS"  # the variable that names a folder with these files, where the package cannot be had
SHIPPED = {  # SHA-256 of the files that this version was made for
    "NotoSansSC[wght].ttf": "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da",
    "NotoSansTC[wght].ttf": "864727d210d54f2537bbe23b3a839436c3992af72de9322af5270897246bd44f",
    "NotoSansJP[wght].ttf": "c2f3b4d463500a2ddcd3849cded1fceeb9fd6d1c32e6cbecd568453ba50fc68f",
    "NotoSansKR[wght].ttf": "194018e6b2b293a7964f037b25c0249ce1418bc9ab3c971060a03aa57861e252",
}

_DROPPED = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"vhea", b"vmtx", b"VORG", b"STAT", b"MVAR")
_MOST_FACES = 64  # of a collection
_MAINLAND = ("SC", "CN", "GB", "Hans")  # words in the names of faces
_ELSEWHERE = {"JP": "Japan", "KR": "Korea", "TC": "Taiwan", "TW": "Taiwan", "HK": "Hong Kong"}
_SMALL, _SLASH = 0.6, "2044"  # the size of a digit of ₂; the fraction slash
_RISES = {"<sub>": -0.13, "<super>": 0.33, "<fraction>": 0.0}  # in em, by Unicode's kinds of decomposition
_EM = 1000  # PDF glyph space (ISO 32000-1, 9.2.4)


def default_font() -> str:
    """Path of the packaged Noto Sans SC. Raises FontError when it is missing or not the file we know."""
    return shipped_font(next(iter(SHIPPED)))


@lru_cache(maxsize=4)
def shipped_font(name: str) -> str:
    """Path of a font that comes with the program: from its package, or from the folder that a variable names.

    Raises FontError when neither has the file of that content.
    """
    spec = util.find_spec(PACKAGE)
    places = [
        Path(place) / "fonts/ofl" / name.partition("[")[0].lower()
        for place in (spec and spec.submodule_search_locations) or ()
    ]
    if folder := os.environ.get(FOLDER):
        places.append(Path(folder))
    there = [place / name for place in places if (place / name).is_file()]
    for path in there:
        if hashlib.sha256(_read(str(path))).hexdigest() == SHIPPED[name]:
            return str(path)
    what = (
        f"{name}: not the file this version was made for"
        if there
        else f"{name}: the package {PACKAGE} is not installed"
    )
    raise FontError(
        f"{what}; install this program's requirements, or name a folder with a file of SHA-256 {SHIPPED[name]} in {FOLDER}"
    )


_MOST_BYTES = 128 * 1024 * 1024  # of a font file; the largest collections of Han faces have a fifth of it


def _read(path: str) -> bytes:
    try:
        return read_plain(Path(path), _MOST_BYTES)
    except OSError as error:
        raise FontError(f"font {path}: {error.strerror or error}; name a readable file in the theme") from None


@lru_cache(maxsize=8)
def _blob(path: str) -> hb.Blob:
    data = _read(path)
    if data[:4] not in (b"\0\1\0\0", b"OTTO", b"true", b"ttcf"):
        raise FontError(f"font {path}: not a TrueType or OpenType file; name a .ttf, .otf or .ttc in the theme")
    return hb.Blob(data)


@lru_cache(maxsize=16)
def _open(path: str, wanted: str) -> hb.Face:
    """A font file; of a collection the face of the name or with the word `wanted`, which must be there.

    Without `wanted` it is the one for Chinese of the mainland, of Noto CJK "SC" and not the first, "JP"; else the first.
    """
    blob = _blob(path)
    faces = [hb.Face(blob, index) for index in range(min(hb.Face(blob).count, _MOST_FACES))]
    if not faces or any(face.glyph_count == 0 or not face.unicodes for face in faces):
        raise FontError(f"font {path}: it holds no glyphs or no character map; name another file in the theme")
    names = [_family(face) for face in faces]
    for word in (wanted,) if wanted else _MAINLAND:
        for face, name in zip(faces, names, strict=True):
            if word == name or word in name.split():
                return face
    if wanted and len(faces) > 1:
        raise FontError(f"font {path}: no face {wanted!r}; write one of {', '.join(names)} as face in the theme")
    return faces[0]


def _family(face: hb.Face) -> str:
    ids = hb.OTNameIdPredefined
    return str(face.get_name(ids.TYPOGRAPHIC_FAMILY) or face.get_name(ids.FONT_FAMILY) or "")


class Cut:
    """One font at one weight: advances by character, in thousandths of an em.

    A character is one code point, or an ideograph with its variation selector. Shared by all documents of a process; it
    holds nothing of any one document.
    """

    def __init__(self, path: str, weight: int, face: str = "") -> None:
        self.path, self.weight = path, weight
        self.face = _open(path, face)
        self.axes = {info.tag for info in self.face.axis_infos}
        self._font = hb.Font(self.face)
        if "wght" in self.axes:
            self._font.set_variations({"wght": weight})
        self._scale = _EM / self.face.upem
        extents = self._font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._scale
        self.descent = -extents.descender * self._scale

    def elsewhere(self) -> str:
        """Where a reader is at home who writes as this font does, by its name; "" for the mainland, and if the name says nothing."""
        return next((_ELSEWHERE[word] for word in _family(self.face).split() if word in _ELSEWHERE), "")

    def advance(self, char: str) -> float:
        """The advance of a character in thousandths of an em. KeyError when the font cannot show it."""
        return sum(self.widths(char))

    def widths(self, char: str) -> list[float]:
        """The advances of the parts of a character in thousandths of an em."""
        return [self._font.get_glyph_h_advance(glyph) * self._scale * size for glyph, size, _ in self.parts(char)]

    def has(self, char: str) -> bool:
        """Whether the font can show the character."""
        return bool(self._glyph(char) or self._made_of(char))

    def draw(self, char: str, pen: object) -> None:
        """Draw a character's outline, in the font's own units, with a pen of fontTools' kind."""
        self._font.draw_glyph_with_pen(self.parts(char)[0][0], pen)

    def parts(self, char: str) -> list[tuple[int, float, float]]:
        """What a character is drawn with, side by side: glyph id, scale, rise in em. One as it is, for almost all.

        ₂ and ⅓, where the font lacks them, are made of its digits. KeyError when the font cannot show it.
        """
        glyph = self._glyph(char)
        parts = [(glyph, 1.0, 0.0)] if glyph else self._made_of(char)
        if not parts:
            raise KeyError(char)
        return parts

    def _glyph(self, char: str) -> int:
        if len(char) > 1:
            return self._font.get_variation_glyph(ord(char[0]), ord(char[1])) or 0
        return self._font.get_nominal_glyph(ord(char)) or 0

    def _made_of(self, char: str) -> list[tuple[int, float, float]]:
        kind, *codes = (unicodedata.decomposition(char) if len(char) == 1 else "").split() or [""]
        if kind not in _RISES:
            return []
        parts, rise = list[tuple[int, float, float]](), _RISES["<super>" if kind == "<fraction>" else kind]
        for code in codes:
            if code == _SLASH:
                parts, rise = [*parts, (self._glyph("/"), 1.0, 0.0)], 0.0
            else:
                parts.append((self._glyph(chr(int(code, 16))), _SMALL, rise))
        return parts if all(glyph for glyph, *_ in parts) else []

    def name(self) -> str:
        """The family name with the weight, as the PDF is to call the font."""
        plain = "".join(c for c in _family(self.face) if c.isascii() and c.isalnum()) or "Font"
        return f"{plain}-{ {400: 'Regular', 500: 'Medium', 700: 'Bold'}.get(self.weight, f'W{self.weight}') }"

    def subset(self, glyphs: Sequence[int]) -> tuple[bytes, dict[int, int]]:
        """A static TrueType font of these glyphs at this weight, and where each old glyph id went."""
        choice = hb.SubsetInput()
        choice.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        choice.sets(hb.SubsetInputSets.NAME_ID).clear()
        choice.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
        choice.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag, "big") for tag in _DROPPED)
        choice.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        for tag in sorted(self.axes):
            if tag == "wght":
                choice.pin_axis_location(self.face, "wght", self.weight)
            else:
                choice.pin_axis_to_default(self.face, tag)
        plan = hb.SubsetPlan(self.face, choice)
        data = plan.execute().blob.data
        mapping = dict(plan.old_to_new_glyph_mapping)
        moved = {old: mapping[old] for old in glyphs if old in mapping}
        return (to_truetype(data) if data[:4] == b"OTTO" else data), moved


@lru_cache(maxsize=32)
def cut(path: str, weight: int, face: str = "") -> Cut:
    """The font at a weight, opened once a process; `face` says which one of a collection (see `_open`)."""
    return Cut(path, weight, face)
