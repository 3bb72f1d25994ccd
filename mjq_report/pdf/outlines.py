"""PostScript outlines to TrueType ones: ISO 32000-1 embeds `glyf` fonts as CIDFontType2, which is all we write."""

from __future__ import annotations

import io

_MAX_ERROR = 1.0  # font units of a 1000-unit em; below what a printer shows


def to_truetype(data: bytes) -> bytes:
    """Turn an OpenType font with CFF outlines (already cut small) into one with quadratic `glyf` outlines."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, newTable

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)  # the clock is no input
    order, glyphs, outlines = font.getGlyphOrder(), {}, font.getGlyphSet()
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, _MAX_ERROR * font["head"].unitsPerEm / 1000, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    for tag in ("CFF ", "CFF2", "VORG"):
        if tag in font:
            del font[tag]
    table.compile(font)
    _declare_truetype(font)
    font.sfntVersion = "\0\1\0\0"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _declare_truetype(font: object) -> None:
    maxp = font["maxp"]  # type: ignore[index]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions"
    ).split():
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    for (
        field
    ) in "maxPoints maxContours maxCompositePoints maxCompositeContours maxComponentElements maxComponentDepth".split():
        setattr(maxp, field, 0)
    maxp.compile(font)
