"""What goes around the text: titles, contents, numbering, bookmarks, headers and footers, links and where they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from mjq_report.checking.annexed import Annexes
from mjq_report.checking.blocks import Block, Contents, Grid, Prose, caption_number, pieces, plain
from mjq_report.checking.lexicon import LABELS, Lexicon
from mjq_report.checking.opening import Opened
from mjq_report.checking.records import Records, filled
from mjq_report.checking.tree import Element, Link, Reading
from mjq_report.figures import formats
from mjq_report.model.period import Period

_NUMBER = re.compile(r"^([一二三四五六七八九十]{1,3})、?(?=.)")
_PAGE = "第{page}页　共{pages}页"
_SLACK = 2.0  # points


@dataclass
class Furnishings:
    """Checks everything around the text of one briefing."""

    briefing: Opened
    records: Records
    reading: Reading
    lexicon: Lexicon
    annexes: Annexes

    def check(self, found: Sequence[Block]) -> Iterator[str]:
        """What does not hold."""
        headings = [block.element for block in found if isinstance(block, Prose) and block.element.tag == "H1"]
        yield from self._titles(headings)
        yield from self._numbering(found)
        for block in found:
            if isinstance(block, Contents):
                yield from self._contents(block.element, headings)
        yield from self._artefacts(headings, [block for block in found if isinstance(block, Grid)])
        for element in self.reading.root.find("Link"):
            yield from self._link(element)

    # ------------------------------------------------------------------ titles

    def _titles(self, headings: Sequence[Element]) -> Iterator[str]:
        manifest = self.briefing.manifest
        title = manifest["title"]
        if self.reading.title != title:
            yield "the title in the document information is not that of the manifest"
        if f">{escape(title)}</rdf:li>" not in self.reading.metadata:
            yield "the title in the metadata is not that of the manifest"
        gap = self.lexicon.gap(plain(title))
        year = plain(formats.period(self.records.home))
        if gap or year not in plain(title):
            yield f"the title «{title}» is not that of a briefing of {year}"
        if not any(plain(heading.text()) == plain(title) for heading in headings):
            yield f"no heading is the title «{title}»"
        if manifest["options"].get("date") not in (None, manifest["edition"]):
            yield "the manifest gives two dates of the edition"
        known = {plain(title), *(_NUMBER.sub("", plain(heading.text())) for heading in headings)}
        known |= {plain(heading.text()) for heading in headings}
        for bookmark in self.reading.bookmarks:
            if plain(bookmark) not in known:
                yield f"a bookmark is called «{bookmark}», no heading is"

    def _numbering(self, found: Sequence[Block]) -> Iterator[str]:
        """Sections, tables and figures are numbered one after the other."""
        counts: dict[str, int] = {}
        for element in (block.element for block in found if isinstance(block, Prose)):
            if element.tag == "Caption":
                number = caption_number(element)
                kind = number.rstrip("0123456789")
                counts[kind] = counts.get(kind, 0) + 1
                if number != f"{kind}{counts[kind]}" or not kind:
                    yield f"page {element.page + 1}: «{element.text()[:8]}…» should be number {counts[kind]}"
            elif element.tag == "H1":
                match = _NUMBER.match(plain(element.text()))
                if match and "\u3000" in "".join(text.text for text in element.texts()):
                    counts["H1"] = counts.get("H1", 0) + 1
                    if match[1] != formats.chinese_number(counts["H1"]):
                        yield f"page {element.page + 1}: section «{element.text()}» should be number {counts['H1']}"

    def _contents(self, element: Element, headings: Sequence[Element]) -> Iterator[str]:
        """Each line names a heading and the page that it leads to."""
        for line in (pieces(item) for item in element.kids):
            if len(line) != 2 or not line[0].target or line[1].target:
                yield f"page {element.page + 1}: a line of the contents is «{''.join(piece.text for piece in line)}»"
                continue
            (title, target), number = line[0], line[1].text
            page, top = self.reading.places.get(target, (-1, 0.0))
            below = [(_top(heading), plain(heading.text())) for heading in headings if heading.page == page]
            below = [place for place in below if place[0] <= top + _SLACK]
            if not below or max(below)[1] != title or number != str(page + 1):
                yield f"page {element.page + 1}: the contents give «{title}» page {number}, which is elsewhere"

    # ------------------------------------------------------------------ headers and footers

    def _artefacts(self, headings: Sequence[Element], grids: Sequence[Grid]) -> Iterator[str]:
        pages = len(self.reading.artefacts)
        edition = plain(formats.date(Period.parse(self.briefing.manifest["edition"]).first))
        titles = {plain(heading.text()) for heading in headings} | {_NUMBER.sub("", plain(h.text())) for h in headings}
        heads = "\n".join(text for grid in grids for text in grid.head)
        continued = self._continued(grids)
        label = self.records.word("label.page", _PAGE)
        for number, texts in enumerate(self.reading.artefacts, 1):
            numbered = {plain(filled(label, page=str(number), pages=str(pages))), f"—{number}—"}
            found = [plain(text.text) for text in texts]
            if number > 1 and not numbered & set(found):
                yield f"page {number} does not have its number"
            tables = continued.get(number, set())
            if not tables <= set(found):
                yield f"page {number} does not name the table that goes on there"
            known = {plain(self.briefing.manifest["title"]), edition, *titles, *numbered, *tables}
            for text in found:
                if text not in known and text not in heads:
                    yield f"page {number}: «{text}» stands at the edge of the page, which nothing gives"

    def _continued(self, grids: Sequence[Grid]) -> dict[int, set[str]]:
        """`续表4` by the pages (from 1) that a table goes on to, and `全镇（续）` where a group of its rows does."""
        word = self.records.word("label.continued", LABELS[2])
        found: dict[int, set[str]] = {}
        for grid in grids:
            if grid.caption is not None:
                label = plain(word + caption_number(grid.caption))
                for page in {text.page for text in grid.element.texts() if text.page > grid.caption.page}:
                    found.setdefault(page + 1, set()).add(label)
                for page, group in _groups_that_go_on(grid):
                    found.setdefault(page + 1, set()).add(plain(f"{group}（{word}）"))
        return found

    # ------------------------------------------------------------------ links

    def _link(self, element: Element) -> Iterator[str]:
        """It leads somewhere, lies over its text, and says what it leads to."""
        where, text = f"page {element.page + 1}", plain(element.text())
        targets = {link.target for link in element.links}
        if len(targets) != 1:
            yield f"{where}: «{text}» leads to {'nothing' if not targets else 'several places'}"
            return
        target = targets.pop()
        if target not in self.reading.places and not target.startswith(("https://", "mailto:")):
            yield f"{where}: «{text}» leads to {target}, which is nowhere"
        if not all(any(_covers(link, piece.page, piece.box) for link in element.links) for piece in element.texts()):
            yield f"{where}: the link of «{text}» does not lie over it"
        told = self._told(element, target)
        if any(plain(link.contents) != told for link in element.links):
            yield f"{where}: a screen reader says of «{text}» «{element.links[0].contents}», which is not {target}"

    def _told(self, element: Element, target: str) -> str:
        return self.annexes.described.get(target, plain(element.text()))


def _top(heading: Element) -> float:
    return max((text.box.top for text in heading.texts() if text.page == heading.page), default=0.0)


def _covers(link: Link, page: int, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    middle = (bottom + top) / 2
    return (
        link.page == page
        and link.box.left - _SLACK <= left
        and right <= link.box.right + _SLACK
        and link.box.bottom <= middle <= link.box.top
    )


def _groups_that_go_on(grid: Grid) -> Iterator[tuple[int, str]]:
    """The pages (from 0) that start, below the head, within a group that began on an earlier one."""
    group, page = "", grid.rows[0][0].page if grid.rows else 0
    for cells in grid.rows[1:]:
        pages = sorted({text.page for cell in cells for text in cell.texts()})
        if len(cells) == 1:
            group = plain(cells[0].text())
        else:  # a row may itself be longer than a page
            yield from ((later, group) for later in pages if later > page and group)
        page = max([page, *pages])
