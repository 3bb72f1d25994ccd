"""A theme: colours, sizes, fonts and page geometry in one TOML file, read once and handed to charts and pdf."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from typing import Any

from mjq_report.errors import ConfigError, shown
from mjq_report.settings import toml
from mjq_report.settings.paths import read_plain
from mjq_report.settings.toml import Keys

Colour = tuple[float, float, float]
MM = 72 / 25.4
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_SHIPPED = Path(__file__).resolve().parent / "themes"
_STYLES = ("briefing", "gongwen")
_SECTIONS = ("page", "type", "colour", "fonts")
_TYPES = (
    "body", "lead", "h1", "h2", "h3", "small", "source", "table", "caption", "cover_title", "cover_sentence", "card_value",
    "chart", "furniture",
)  # fmt: skip
_COLOURS = (
    "ink", "primary", "accent", "muted", "rule", "light", "paper", "cat1", "cat2", "cat3", "cat4", "cat5",
)  # fmt: skip
_ROLES = ("regular", "bold", "fangsong", "title", "kai", "hei", "fallback")
_MOST_BYTES = 128 * 1024 * 1024  # of a font
_LONGEST = 200  # characters of a name or a path
_LEAST = 40 * MM  # of the text block either way
_SHORTEST, _LONGEST_LINE = 24, 42  # characters of a line of text beside a margin column
_CONTRAST = 4.5  # of text and its ground, at least (WCAG 2.2, 1.4.3)
_DISPLAY = 13.5  # points from which type is for display, and grows less than the text
_TABULAR = ("table", "source", "chart", "furniture", "small", "caption")
_SMALL = 9.0  # points from which these give way
_NARROW = 33  # of their characters that a line has room for at least
_PRINTED = (("ink", "paper"), ("primary", "paper"), ("accent", "paper"), ("muted", "paper"), ("ink", "light"))


@dataclass(frozen=True, slots=True)
class Type:
    """Size and leading of one kind of text, in points."""

    size: float
    leading: float


@dataclass(frozen=True, slots=True)
class Theme:
    """What the look depends on. Lengths in points, colours as RGB shares from 0 to 1."""

    name: str
    style: str  # "briefing" or "gongwen": which page furniture and heading numbering
    page: tuple[float, float]  # width, height
    margins: tuple[float, float, float, float]  # top, right, bottom, left; where `mirrored`, of the odd pages
    column: tuple[float, float]  # of the margin column: its width, 0 for none, and the gutter before it
    types: Mapping[str, Type]
    colours: Mapping[str, Colour]
    weights: tuple[int, int]  # regular, bold
    fonts: Mapping[str, tuple[str, ...]]  # role → font files of the user's, by preference
    face: str  # which face of font collections; "" for the one for Chinese of the mainland
    logo: str
    text: str  # the TOML text, for the build key
    mirrored: bool = False  # even pages have left and right changed over, for printing on both sides
    bleed: float = 0.0  # paper around the page that is cut off

    @property
    def measure(self) -> float:
        """The width of the text block in points."""
        return self.page[0] - self.margins[1] - self.margins[3]

    @property
    def beside(self) -> float:
        """The width of the margin column in points: 0 where the text would be narrower than a readable line.

        On wide paper the text keeps the longest readable line, and the column takes what is left, up to twice its width.
        """
        width, gutter = self.column
        em = self.types["body"].size
        if not width or self.measure - gutter - width < _SHORTEST * em:
            return 0.0
        return min(max(width, self.measure - gutter - _LONGEST_LINE * em), 2 * width)

    @property
    def main(self) -> float:
        """The width of the text beside the margin column."""
        return self.measure - self.beside - self.column[1] if self.beside else self.measure

    @property
    def depth(self) -> float:
        """The height of the text block in points."""
        return self.page[1] - self.margins[0] - self.margins[2]


def turned(theme: Theme) -> Theme:
    """The theme as even pages have it."""
    top, right, bottom, left = theme.margins
    return replace(theme, margins=(top, left, bottom, right)) if theme.mirrored else theme


def luminance(colour: Colour) -> float:
    """Relative luminance, from 0 (black) to 1 (white), by WCAG 2.2."""
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21, by WCAG 2.2."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def stand_ins(theme: Theme) -> tuple[str, ...]:
    """The faces of GB/T 9704-2012 that a theme asks for by its style but names no file for: stand-ins serve."""
    wanted = {"fangsong": "仿宋", "title": "小标宋", "kai": "楷体", "hei": "黑体"} if theme.style == "gongwen" else {}
    return tuple(name for role, name in wanted.items() if role not in theme.fonts)


def shipped_themes() -> list[str]:
    """Names of the themes that come with the program."""
    return sorted(path.stem for path in _SHIPPED.glob("*.toml"))


def load_theme(name: str = "briefing") -> Theme:
    """Read a shipped theme by name, or a user's by path. Raises ConfigError that names the file and the key."""
    shipped = _SHIPPED / f"{name}.toml"
    path = shipped if name in shipped_themes() else Path(name)
    raw = toml.read(path, f"--theme {name}", ConfigError, f"shipped themes: {', '.join(shipped_themes())}")
    return parse_theme(raw, path.name, path.parent)


def parse_theme(raw: bytes, label: str, folder: Path) -> Theme:
    """Turn TOML bytes into a Theme; what it does not say it takes from the shipped theme that `base` names.

    `label` is the file's name in messages, `folder` where relative font and logo paths start. Raises ConfigError.
    """
    own = toml.parse(raw, label, ConfigError)
    keys = _keys(own, label)
    if name := keys.choice("base", shipped_themes(), ""):
        base = toml.parse((_SHIPPED / f"{name}.toml").read_bytes(), name, ConfigError)
        for section in _SECTIONS:
            keys.table(section, {})
        base["type"] = _grown(base["type"], own.get("type", {}).get("body"))
        keys = _keys(base | own | {section: base[section] | own.get(section, {}) for section in _SECTIONS}, label)
        keys.choice("base", shipped_themes())
    sections = {section: keys.table(section) for section in _SECTIONS}
    page, fonts = sections["page"], sections["fonts"]
    logo = _short(keys, "logo", "")
    theme = Theme(
        name=_short(keys, "name", label),
        style=keys.choice("style", _STYLES),
        page=(_length(page, "width"), _length(page, "height")),
        margins=(_length(page, "top"), _length(page, "right"), _length(page, "bottom"), _length(page, "left")),
        column=(_length(page, "margin_column", 0.0), _length(page, "gutter", 0.0)),
        types={name: _type(sections["type"], name) for name in _TYPES},
        colours={name: _colour(sections["colour"], name) for name in _COLOURS},
        weights=(fonts.whole("regular_weight", 1, 1000), fonts.whole("bold_weight", 1, 1000)),
        fonts={role: _files(fonts, role, folder) for role in _ROLES if fonts.has(role)},
        face=str(fonts.value("face", "a word of a face's name such as 'SC'", _is_short, "")),
        logo=str((folder / logo).resolve()) if logo else "",
        text=raw.decode("utf-8-sig"),
        mirrored=page.flag("mirrored"),
        bleed=page.number("bleed", 0, 20, 0) * MM,
    )
    for table in (keys, *sections.values()):
        table.done()
    if "base" in own and "body" in own.get("type", {}):
        theme = _narrowed(theme, own["type"])
    if theme.measure < _LEAST or theme.depth < _LEAST:
        raise keys.wrong("page", f"the margins leave less than {_LEAST / MM:.0f} mm for text; make them narrower")
    for name, ground in _PRINTED:
        ratio = contrast(theme.colours[name], theme.colours[ground])
        if ratio < _CONTRAST:
            what = f"has a contrast of {int(ratio * 100) / 100:.2f} on {ground}, text needs {_CONTRAST}"
            raise sections["colour"].wrong(name, f"{what}; write a colour farther in lightness from that of {ground}")
    return theme


def _grown(types: Mapping[str, Any], body: Any) -> Mapping[str, Any]:
    """The sizes of the shipped theme as they go with another size of the text: small type as much larger, display less."""
    if not (
        isinstance(body, list) and len(body) == len(types["body"]) and type(body[0]) in (int, float) and body[0] > 0
    ):
        return types  # what it is not is told where it is read
    more = body[0] / types["body"][0]

    def grown(size: float, leading: float) -> list[float]:
        factor = more if size <= max(_DISPLAY, types["body"][0]) else sqrt(more)
        factor = max(factor, 1.0) if size < types["body"][0] else factor  # small type does not become smaller
        return [round(size * factor, 2), round(leading * factor, 2)]

    return {name: grown(*form) for name, form in types.items()}


def _narrowed(theme: Theme, own: Mapping[str, Any]) -> Theme:
    """Type of tables and the like no larger than narrow paper has room for, unless the theme itself says how large."""
    most = max(theme.measure, 1.0) / _NARROW

    def fitting(name: str, form: Type) -> Type:
        factor = most / form.size if name in _TABULAR and name not in own and form.size > _SMALL else 1.0
        factor = min(1.0, max(factor, _SMALL / form.size))
        return Type(round(form.size * factor, 2), round(form.leading * factor, 2))

    return replace(theme, types={name: fitting(name, form) for name, form in theme.types.items()})


def theme_files(theme: Theme) -> dict[str, str]:
    """SHA-256 of the font files that a theme names and that are there, by role and name, without folders."""
    named = [(role, file) for role, files in theme.fonts.items() for file in files]
    there = [(role, Path(file)) for role, file in named if file and Path(file).is_file()]
    return {
        f"theme/{role}/{path.name}": hashlib.sha256(read_plain(path, _MOST_BYTES)).hexdigest() for role, path in there
    }


def _keys(table: Mapping[str, Any], label: str) -> Keys:
    return Keys(table, label, ConfigError, "mjq_report/settings/themes/briefing.toml")


def _length(page: Keys, key: str, default: float | None = None) -> float:
    """A length in points; the file has millimetres."""
    return page.number(key, 0, 2000, default) * MM


def _short(keys: Keys, key: str, default: str) -> str:
    return str(keys.value(key, f"at most {_LONGEST} characters that can be seen", _is_short, default))


def _type(types: Keys, key: str) -> Type:
    def fits(value: object) -> bool:
        return (
            isinstance(value, list)
            and [type(number) in (int, float) for number in value] == [True, True]
            and 1 <= value[0] <= 200
            and value[0] <= value[1] <= 400
        )

    size, leading = types.value(key, "[size, leading] in points, at most [200, 400], the leading not the smaller", fits)
    return Type(float(size), float(leading))


def _files(fonts: Keys, role: str, folder: Path) -> tuple[str, ...]:
    """A role's font files by preference: one path, or a list of them."""
    expected = "the path of a font file, or a list of such paths"
    value = fonts.value(role, expected, lambda value: isinstance(value, str | list))
    files = value if isinstance(value, list) else [value]
    for file in files:
        if not _is_short(file) or not file:
            raise fonts.wrong(role, f"{shown(file)} is no path; write {expected}")
    return tuple(str((folder / file).resolve()) for file in files)


def _is_short(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST


def _colour(colours: Keys, key: str) -> Colour:
    value = colours.text(key, _HEX, "a colour such as '#1B2430'")
    r, g, b = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (r, g, b)
