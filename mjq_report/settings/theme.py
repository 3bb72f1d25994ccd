"""A theme: colours, sizes, fonts and page geometry in one TOML file, read once and handed to charts and pdf."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mjq_report.errors import ConfigError, shown
from mjq_report.settings import toml
from mjq_report.settings.paths import read_plain

Colour = tuple[float, float, float]
MM = 72 / 25.4
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_SHIPPED = Path(__file__).resolve().parent / "themes"
_STYLES = ("briefing", "gongwen")
_LONGEST = 200  # characters of a name or a path
_LEAST = 40 * MM  # of the text block either way
_OPTIONAL = {  # what may be left out
    "": {"base", "logo", "page", "type", "colour", "fonts"},
    "fonts": {"regular", "bold", "fangsong", "title", "kai", "hei"},
}
_KEYS = {
    "": {"name", "style"},
    "page": {"width", "height", "top", "right", "bottom", "left"},
    "type": {
        "body", "lead", "h1", "h2", "h3", "small", "source", "table", "caption", "cover_title", "cover_sentence", "card_value",
        "chart", "furniture",
    },
    "colour": {
        "ink", "primary", "accent", "muted", "rule", "light", "paper", "cat1", "cat2", "cat3", "cat4", "cat5",
    },
    "fonts": {"regular_weight", "bold_weight"},
}  # fmt: skip


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
    page: tuple[float, float]
    margins: tuple[float, float, float, float]  # top, right, bottom, left
    types: Mapping[str, Type]
    colours: Mapping[str, Colour]
    weights: tuple[int, int]  # regular, bold
    fonts: Mapping[str, tuple[str, ...]]  # role → font files of the user's, by preference
    logo: str
    text: str  # the TOML text, for the build key

    @property
    def measure(self) -> float:
        """The width of the text block in points."""
        return self.page[0] - self.margins[1] - self.margins[3]

    @property
    def depth(self) -> float:
        """The height of the text block in points."""
        return self.page[1] - self.margins[0] - self.margins[2]


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
    try:
        raw = read_plain(path, toml.MAX_BYTES)
    except OSError as error:
        raise ConfigError(
            f"--theme {name}: {error.strerror or error}; shipped themes: {', '.join(shipped_themes())}"
        ) from None
    return parse_theme(raw, str(path.name), path.parent)


def parse_theme(raw: bytes, label: str, folder: Path) -> Theme:
    """Turn TOML bytes into a Theme. `folder` is where relative font and logo paths start."""
    table = toml.parse(raw, label, ConfigError)
    text = raw.decode("utf-8-sig")
    base: dict[str, Any] = {}
    if "base" in table:
        if table["base"] not in shipped_themes():
            raise ConfigError(
                f"{label}: base: is {shown(table['base'])}; shipped themes: {', '.join(shipped_themes())}"
            )
        base = tomllib.loads((_SHIPPED / f"{table['base']}.toml").read_text(encoding="utf-8"))
    try:
        return _build({**base, **table}, base, table, label, folder, text)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"{label}: {error}; see mjq_report/settings/themes/briefing.toml for every key") from None


def _build(
    top: Mapping[str, Any], base: Mapping[str, Any], own: Mapping[str, Any], label: str, folder: Path, text: str
) -> Theme:
    def section(key: str) -> dict[str, Any]:
        held = own.get(key, {})
        if not isinstance(held, dict):
            raise ValueError(f"{key}: is no table; write [{key}]")
        return _known({**base.get(key, {}), **held}, key)

    _known(dict(top), "")
    if top["style"] not in _STYLES:
        raise ValueError(f"style: is {shown(top['style'])}; choose {' or '.join(_STYLES)}")
    page = {key: _length(f"page.{key}", value, 0, 2000) * MM for key, value in section("page").items()}
    types = {key: _type(f"type.{key}", value) for key, value in section("type").items()}
    colours = {key: _colour(key, value) for key, value in section("colour").items()}
    margins = tuple(page[side] for side in ("top", "right", "bottom", "left"))
    if page["width"] - page["left"] - page["right"] < _LEAST or page["height"] - page["top"] - page["bottom"] < _LEAST:
        raise ValueError(f"page: the margins leave less than {_LEAST / MM:.0f} mm for text")
    weights = section("fonts")
    fonts = {
        role: tuple(str((folder / file).resolve()) for file in _files(f"fonts.{role}", files))
        for role, files in weights.items()
        if role not in ("regular_weight", "bold_weight")
    }
    for key, value in {"name": top.get("name", label), "logo": top.get("logo", "")}.items():
        if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST:
            raise ValueError(f"{key}: is not a short text")
    logo = top.get("logo", "")
    return Theme(
        name=str(top.get("name", label)),
        style=str(top["style"]),
        page=(page["width"], page["height"]),
        margins=(margins[0], margins[1], margins[2], margins[3]),
        types=types,
        colours=colours,
        weights=(_weight(weights, "regular_weight"), _weight(weights, "bold_weight")),
        fonts=fonts,
        logo=str((folder / logo).resolve()) if logo else "",
        text=text,
    )


def _known(table: dict[str, Any], key: str) -> dict[str, Any]:
    """The table, none of its keys unknown and, but for what may be left out, none missing."""
    known = _KEYS[key]
    if unknown := sorted(set(table) - known - _OPTIONAL.get(key, set())):
        raise ValueError(f"{key}{'.' if key else ''}{unknown[0]}: there is no such key")
    if missing := sorted(known - set(table)):
        raise ValueError(f"{key}{'.' if key else ''}{missing[0]}: is missing")
    return table


def _length(key: str, value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"{key}: is {shown(value)}, not a number from {least:g} to {most:g}")
    return float(value)


def _type(key: str, value: object) -> Type:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"{key}: is {shown(value)}; write it as [size, leading]")
    size = _length(f"{key} size", value[0], 1, 200)
    return Type(size, _length(f"{key} leading", value[1], size, 400))


def _files(key: str, value: object) -> Iterator[str]:
    """One file or several, by preference."""
    for file in value if isinstance(value, list) else [value]:
        if not isinstance(file, str) or not file or not file.isprintable() or len(file) > _LONGEST:
            raise ValueError(f"{key}: {shown(file)} is no path of a font file")
        yield file


def _weight(fonts: Mapping[str, Any], key: str) -> int:
    return int(_length(f"fonts.{key}", fonts[key], 1, 1000))


def _colour(key: str, value: object) -> Colour:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError(f"colour.{key}: is {shown(value)}; write a colour as '#rrggbb'")
    r, g, b = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (r, g, b)
