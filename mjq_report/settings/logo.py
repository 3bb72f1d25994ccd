"""The file of a user's logo: what it is called, of which kind it is, its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mjq_report.errors import ConfigError
from mjq_report.settings.paths import read_plain
from mjq_report.settings.pictures import held_form
from mjq_report.settings.theme import Theme

MOST_BYTES = 2**20
FILES = ("logo.svg", "logo.png", "logo.jpg")  # as a briefing encloses it


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as it was read; `kind` by its content is svg, png or jpg."""

    name: str
    kind: str
    data: bytes

    @property
    def enclosed(self) -> str:
        """The name that a briefing encloses it by."""
        return f"logo.{self.kind}"


def logo_of(theme: Theme, instead: str = "") -> Logo | None:
    """The logo of a theme whose pages have a cover, read from `instead` where that is given. Raises ConfigError."""
    drawn = theme.logo and theme.style == "briefing"
    return read_logo(Path(instead or theme.logo), theme.name) if drawn else None


def enclosed(logo: Logo | None) -> list[tuple[str, bytes]]:
    """What a briefing depends on, as (path, bytes)."""
    return [(logo.enclosed, logo.data)] if logo is not None else []


def read_logo(path: Path, label: str) -> Logo:
    """A logo's file. Raises ConfigError that names the theme (`label`) and says what to do."""
    try:
        data = read_plain(path, MOST_BYTES)
    except OSError as error:
        raise ConfigError(
            f"{label}: logo: {path.name}: {error.strerror or error}; write the path of an SVG, PNG or JPEG"
        ) from None
    if len(data) > MOST_BYTES:
        raise ConfigError(f"{label}: logo: {path.name}: is larger than {MOST_BYTES // 2**20} MiB; export it smaller")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8")):
        pixels = held_form(data, f"{label}: logo: {path.name}")
        return Logo(path.name, "jpg" if pixels.startswith(b"\xff\xd8") else "png", pixels)
    if start.startswith(b"<") and b"<svg" in data[:4096]:
        return Logo(path.name, "svg", data)
    raise ConfigError(f"{label}: logo: {path.name}: is no SVG, PNG or JPEG; write the path of one")
