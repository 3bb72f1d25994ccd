"""The fonts of a page: found, checked, measured, and cut down to what a document uses.

The default is Noto Sans SC (SIL OFL 1.1) from the package `justmytype-intl-cjk`: one TrueType file
with a weight axis from 100 to 900. HarfBuzz reads advances at the weights that the theme asks for,
and at the end cuts one small static font a weight. A theme may name other files; PostScript
outlines are turned into TrueType ones on the subset (see `outlines`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import util
from pathlib import Path

import uharfbuzz as hb

from mjq_report.errors import FontError, MissingGlyph
from mjq_report.pdf.outlines import to_truetype
from mjq_report.settings.paths import read_plain

DEFAULT_PACKAGE = "justmytype_intl_cjk"
DEFAULT_FILE = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
DEFAULT_SHA256 = "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da"

_DROPPED = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"vhea", b"vmtx", b"VORG", b"STAT", b"MVAR")
_EM = 1000  # PDF glyph space (ISO 32000-1, 9.2.4)


@lru_cache(maxsize=1)
def default_font() -> str:
    """Path of the packaged Noto Sans SC. Raises FontError when it is missing or not the file we know."""
    spec = util.find_spec(DEFAULT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FontError(f"the font package {DEFAULT_PACKAGE} is not installed; install this program's requirements")
    path = Path(next(iter(spec.submodule_search_locations))) / DEFAULT_FILE
    digest = hashlib.sha256(_read(str(path))).hexdigest()
    if digest != DEFAULT_SHA256:
        raise FontError(
            f"{path.name}: SHA-256 is {digest}, not that of the font this version was made for; reinstall it"
        )
    return str(path)


_MOST_BYTES = 128 * 1024 * 1024  # of a font file; the largest collections of Han faces have a fifth of it


def _read(path: str) -> bytes:
    try:
        return read_plain(Path(path), _MOST_BYTES)
    except OSError as error:
        raise FontError(f"font {path}: {error.strerror or error}; name a readable file in the theme") from None


@lru_cache(maxsize=8)
def _open(path: str) -> hb.Face:
    data = _read(path)
    if data[:4] not in (b"\0\1\0\0", b"OTTO", b"true", b"ttcf"):
        raise FontError(f"font {path}: not a TrueType or OpenType file; name a .ttf, .otf or .ttc in the theme")
    face = hb.Face(hb.Blob(data))
    if face.glyph_count == 0 or not face.unicodes:
        raise FontError(f"font {path}: it holds no glyphs or no character map; name another file in the theme")
    return face


class Cut:
    """One font at one weight: advances by character, in thousandths of an em.

    Shared by all documents of a process; it holds nothing of any one document.
    """

    def __init__(self, path: str, weight: int) -> None:
        self.path, self.weight = path, weight
        self.face = _open(path)
        self.axes = {info.tag for info in self.face.axis_infos}
        self._font = hb.Font(self.face)
        if "wght" in self.axes:
            self._font.set_variations({"wght": weight})
        self._scale = _EM / self.face.upem
        self._advances: dict[str, float] = {}
        extents = self._font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._scale
        self.descent = -extents.descender * self._scale

    def advance(self, char: str) -> float:
        """The advance of a character in thousandths of an em. Raises MissingGlyph, never a box."""
        known = self._advances.get(char)
        if known is None:
            known = self._advances[char] = self._font.get_glyph_h_advance(self.glyph(char)) * self._scale
        return known

    def has(self, char: str) -> bool:
        """Whether the font can show the character."""
        return bool(self._font.get_nominal_glyph(ord(char)))

    def glyph(self, char: str) -> int:
        """The glyph id of a character. Raises MissingGlyph with its code point."""
        glyph: int | None = self._font.get_nominal_glyph(ord(char))
        if not glyph:
            raise MissingGlyph(
                f"no glyph for {char!r} (U+{ord(char):04X}) in {Path(self.path).name}; "
                "correct the text, or name a font that has it in the theme",
                char,
            )
        return glyph

    def name(self) -> str:
        """The family name with the weight, as the PDF is to call the font."""
        ids = hb.OTNameIdPredefined
        family = self.face.get_name(ids.TYPOGRAPHIC_FAMILY) or self.face.get_name(ids.FONT_FAMILY) or ""
        plain = "".join(c for c in family if c.isascii() and c.isalnum()) or "Font"
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


@lru_cache(maxsize=16)
def cut(path: str, weight: int) -> Cut:
    """The font at a weight, opened once a process."""
    return Cut(path, weight)
