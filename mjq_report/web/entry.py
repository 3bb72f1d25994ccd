"""What the site's list, feed and catalogue say of one briefing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A published briefing. Paths are relative to the site's root; `edition` is an ISO date."""

    town: str
    name_zh: str
    name_en: str
    district_zh: str
    district_en: str
    year: int
    edition: str
    dated: str  # the same as finely as it is known
    lang: str
    language: str
    title: str
    author: str
    sentence: str
    folder: str
    pdf: str
    pdf_bytes: int
    sha256: str
    pages: int
    files: tuple[str, ...]
    picture: tuple[int, int]  # width and height of the cover in pixels

    @property
    def page(self) -> str:
        """The briefing's page; with its file name, since a folder opened from disk would show a listing."""
        return f"{self.folder}index.html"

    @property
    def cover(self) -> str:
        """The picture of the first page."""
        return f"{self.folder}cover.png"
