"""What people call a thing, and the id that stands for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mjq_report.model.codes import LEVELS


def ids_called(text: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The ids that have `text` for their id or one of their `names`, capitals and blanks aside; an id goes before names."""
    if text in names:
        return [text]
    wanted = _plain(text)
    return [id_ for id_, called in names.items() if any(_plain(name) == wanted for name in (id_, *called) if name)]


def town_names(name_zh: str, name_en: str) -> list[str]:
    """What a town may be called: both names, with and without 镇, 街道, Town …; what is left has two characters or more."""
    level = next((level for level in LEVELS if name_zh.endswith(level)), "")
    short = name_zh.removesuffix(level)
    return [name_zh, *([short] if len(short) > 1 else []), name_en, name_en.rpartition(" ")[0]]


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
