"""Characters that no font of a theme shows, found before anything is built."""

from __future__ import annotations

from collections.abc import Iterator

from mjq_report.dataset.store import inventory
from mjq_report.errors import MissingGlyph
from mjq_report.pdf.fontbook import FontBook, clusters, font_book
from mjq_report.pipeline import compose
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root, files_below, template_files
from mjq_report.settings.theme import load_theme


def missing_glyphs(root: Root, town: str | None, options: Options) -> list[str]:
    """What a build would stop at, a line a character, each with its row or line in a file.

    Only where a table or a template has a character that the fonts lack are the briefings composed, to see whether it
    is printed at all. Raises FontError.
    """
    fonts = font_book(load_theme(options.theme))
    lacking = {char: error for text in _texts(root, options) for char, error in _lacking(text, fonts)}
    found: dict[str, None] = {}
    for slug, there in inventory(root.data).items() if lacking else ():
        for year in there.years if town in (None, slug) else ():
            composed = compose(root, slug, year, options)
            printed = repr(composed.document)
            found |= {str(error.within(composed.inputs)): None for char, error in lacking.items() if char in printed}
    return list(found)


def _texts(root: Root, options: Options) -> Iterator[str]:
    for path in (*files_below(root.data, "**/*.csv"), *files_below(root.data, "**/*.md")):
        yield path.read_text("utf-8", "replace")
    for _, data in template_files(root.templates, options.lang):
        yield data.decode("utf-8", "replace")


def _lacking(text: str, fonts: FontBook) -> Iterator[tuple[str, MissingGlyph]]:
    for char in sorted(set(clusters(text))):
        for face in fonts.faces[:2] if char.isprintable() else ():
            try:
                face[char]
            except MissingGlyph as error:
                yield char, error


def foreign_faces(theme: str) -> list[str]:
    """The fonts of a theme whose Han characters have the forms of another place, a line each."""
    cuts = {face.own.name(): face.own for face in font_book(load_theme(theme)).faces}
    return [
        f"{name}: has the Han characters as {place} writes them"
        for name, cut in cuts.items()
        if (place := cut.elsewhere())
    ]
