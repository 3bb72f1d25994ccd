"""The editor's own texts for one edition: `story.zh.md` opens the summary, `unknown.zh.md` adds to what is not known
there, `<section>.zh.md` opens its chapter.

They are templates under the same sandbox as any other, in a town's folder of data: names are theirs to write, figures
come from `fact()` and the other functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mjq_report.errors import TemplateError
from mjq_report.model.document import Aside, Block, ListBlock, Paragraph, Spans
from mjq_report.narrative.pictures import Maker
from mjq_report.narrative.plan import FILE, Plan
from mjq_report.narrative.templates.known_terms import of_project
from mjq_report.narrative.templates.lint import lint_text
from mjq_report.narrative.templates.parse import blocks
from mjq_report.narrative.templates.sandbox import Renderer
from mjq_report.narrative.templates.sentences import Home
from mjq_report.settings.paths import MOST_BYTES, TEXT, read_plain

STORY, UNKNOWN = "story", "unknown"


class Texts:
    """The texts of one edition by what they belong to. Raises TemplateError for one that belongs to nothing."""

    def __init__(
        self, files: Mapping[str, bytes], plan: Plan, renderer: Renderer, home: Home, picture: Callable[[str], Maker]
    ) -> None:
        self._files = {stem(path): (f"data/{path}", raw) for path, raw in files.items()}
        self._renderer, self._home, self._picture = renderer, home, picture
        for name, (path, _) in self._files.items():
            if found := unknown(name, plan):
                raise TemplateError(f"{path}:1: {found}")

    def blocks(self, name: str) -> tuple[Block, ...]:
        """What a text gives; nothing where there is none. Raises TemplateError (file and line)."""
        if name not in self._files:
            return ()
        path, raw = self._files[name]
        return blocks(
            self._renderer.text(decoded(raw, path), path), path, name, self._home, picture=self._picture(path)
        )

    def lines(self, name: str) -> tuple[Spans, ...]:
        """A text's paragraphs and the items of its lists. Raises TemplateError for anything else in it."""
        found = list[Spans]()
        for block in self.blocks(name):
            if isinstance(block, Paragraph):
                found.append(block.spans)
            elif isinstance(block, ListBlock):
                found += block.items
            else:
                path, _ = self._files[name]
                raise TemplateError(f"{path}: only paragraphs and lists can stand in it; take the rest out")
        return tuple(found)


def opened(text: Iterable[Block], composed: Iterable[Block]) -> tuple[Block, ...]:
    """An editor's text with what is composed behind it: its first paragraph is the finding, and no other is."""
    text, composed = tuple(text), tuple(composed)
    if not text:
        return composed
    first, *others = text
    if isinstance(first, Paragraph) and first.role == "body":
        first = Paragraph(first.spans, "lead")
    rest = (Paragraph(b.spans) if isinstance(b, Paragraph) and b.role == "lead" else b for b in composed)
    return (first, *others, *rest)


def left_open(composed: Sequence[Block], lines: tuple[Spans, ...], title: str) -> list[Block]:
    """What the editor adds to what is not known, in the box that the tables fill or in one of its own."""
    if not lines:
        return [*composed]
    box = next((block for block in composed if isinstance(block, Aside) and block.kind == "open"), None)
    if box is None:
        return [*composed, Aside("open", title, lines)]
    return [replace(box, items=(*box.items, *lines)) if block is box else block for block in composed]


def stem(path: str) -> str:
    """What a text belongs to, from its path: `story`, or a section's id."""
    return path.rsplit("/", 1)[-1].split(".", 1)[0]


def unknown(name: str, plan: Plan) -> str:
    """Why a text of this name belongs to nothing; empty if it does."""
    known = [section.id for section in plan.sections]
    told = f"no text of this name is printed; {FILE} has the sections {', '.join(known)}"
    return "" if name in (STORY, UNKNOWN, *known) else told


def decoded(raw: bytes, path: str) -> str:
    """A text of UTF-8. TemplateError with its line where it is none."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise TemplateError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from None


def lint_texts(data: Path, plan: Plan, town: str = "") -> list[str]:
    """What is wrong with the texts of all towns, or of one, each with file and line."""
    found = list[str]()
    for file in sorted((data / "towns").glob(f"{town or '*'}/*/*.md")):
        path = f"data/{file.relative_to(data).as_posix()}"
        if not TEXT.fullmatch(file.name):
            found.append(
                f"{path}:1: no text of this name is read; name it story.zh.md, unknown.zh.md, or after a section"
            )
            continue
        try:
            if wrong := unknown(stem(path), plan):
                found.append(f"{path}:1: {wrong}")
            terms = of_project(data, file.parts[-3])
            found += lint_text(decoded(read_plain(file, MOST_BYTES), path), path, terms=terms)
        except (OSError, TemplateError) as error:
            found.append(str(error) if isinstance(error, TemplateError) else f"{path}:1: {error.strerror}")
    return found
