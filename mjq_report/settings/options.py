"""What a build takes: which briefings are meant, and how they are made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one build."""

    date: dt.date | None = None
    lang: str = "zh"
    theme: str = "briefing"
    sign: str = ""  # path of a PKCS#12 file
    timestamp: str = ""  # address of a time stamp server
    signed_at: dt.datetime | None = None  # the time that a signature claims; needed with `sign`
    formats: tuple[str, ...] = ("pdf",)  # what is asked for; the PDF is always made, the others beside it
    logo: str = ""  # a file that stands for the one that the theme names: an enclosed one

    def recorded(self, theme: str, edition: str) -> dict[str, str]:
        """As the manifest beside the PDF has them: what a briefing depends on besides its inputs and versions."""
        signed = {"signed": "yes"} if self.sign else {}
        return {"lang": self.lang, "theme": theme, "date": edition, **signed}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which briefings `--town`, `--year`, `--since` and `--all` mean together."""

    towns: tuple[str, ...] = ()
    year: int | None = None
    since: int | None = None
    everything: bool = False
    force: bool = False
