"""Pictures that a text places: `![what it shows](photo.jpg "caption")`, alone on a line, the file beside the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mjq_report.errors import TemplateError
from mjq_report.lang import Language
from mjq_report.model.document import Photograph, Span
from mjq_report.settings.pictures import held

Maker = Callable[[str, str, str], Photograph]  # file, what it shows, caption


def maker(pictures: Mapping[str, bytes], language: Language, text: str) -> Maker:
    """What makes the pictures of one text, whose path is `text`, of files by their paths."""
    folder = text.rpartition("/")[0]

    def make(file: str, alt: str, caption: str) -> Photograph:
        raw = pictures.get(f"{folder}/{file}")
        found = held(raw) if raw is not None else None
        if raw is None or found is None:
            raise TemplateError(f"{text}: the picture {file!r} is not named as it stands; write its name out")
        words = language.PICTURES
        if not re.search(r"\w", alt):
            raise TemplateError(
                f"{text}: the picture {file} has no words; write what it shows: ![what it shows]({file})"
            )
        about = f"{alt}{caption}"
        if re.search(words["map"], about) and not re.search(words["approval"], about):
            raise TemplateError(
                f"{text}: {file} is a map, and a map may be printed with its approval number alone (地图管理条例); "
                f'write it into the caption: ![…]({file} "…，审图号：京S（2024）012号")'
            )
        return Photograph(file, (Span(caption or alt),), alt, raw, found.width, found.height)

    return make
