"""The tables at the end against the attached ones: annex, audit, sources, notes, organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mjq_report.checking.blocks import Grid, Piece, Prose, pieces, plain
from mjq_report.checking.records import Cells, Records, Row
from mjq_report.checking.spelling import Spelling
from mjq_report.checking.tree import Element, Reading
from mjq_report.figures import formats

_ANNEX = ("number", "indicator", "period", "value", "unit", "coverage", "hedge", "source")
_SLACK = 0.5  # points; places are rounded to hundredths


@dataclass
class Annexes:
    """Checks the tables that repeat the attached ones; each is recognised by its head."""

    records: Records
    spelling: Spelling
    reading: Reading
    numbers: dict[str, str] = field(default_factory=dict)  # source id → `[1]`
    described: dict[str, str] = field(default_factory=dict)  # anchor → its row in the annex, as a screen reader says it

    def find_sources(self, grids: list[Grid]) -> Iterator[str]:
        """Read the list of sources first: all other references go by its numbers."""
        cited = {self._citation(row): row["source"] for row in self.records.inputs["sources"]}
        tops: dict[str, Element] = {}
        for grid in (g for g in grids if g.head == self._head("number", "source")):
            for row in grid.rows[1:]:
                number, text = (plain(cell.text()) for cell in row)
                self.described[f"s{number.strip('[]')}"] = number + text
                source = cited.get(text)
                if source is None:
                    yield f"{_page(row[0])}: source {number} is «{text[:40]}…», which is not what sources.csv says"
                    continue
                self.numbers[source] = number
                tops[f"s{number.strip('[]')}"] = row[0]
        yield from self._land(tops)

    def _head(self, *columns: str) -> tuple[str, ...]:
        return tuple(plain(self.records.word(f"column.{name}")) for name in columns)

    def _citation(self, source: Cells) -> str:
        word, fill = self.records.word, self.records.fill
        dated = source["published"]
        if source["published_note"] and re.fullmatch(r"[\d/-]+", dated):
            dated = fill("sources.date", date=dated)
        parts = [f"{source['author']}. " if source["author"] else "", source["title"], word("sources.newspaper"), ". "]
        parts += [source["publisher"], ", " if source["publisher"] else "", dated, "."]
        note = fill("sources.inferred", note=source["published_note"]) if source["published_note"] else ""
        return plain("".join(parts) + note)

    def reference(self, source: str, paragraphs: list[str]) -> str:
        """`[1]段落3、5` as it must be printed."""
        places = self.records.word("enumeration", "、").join(sorted(set(paragraphs), key=int))
        behind = self.records.fill("annex.paragraph", places=places) if places else ""
        return plain(self.numbers.get(source, "[?]") + behind)

    # ------------------------------------------------------------------ the annex

    def check_annex(self, grids: list[Grid]) -> Iterator[str]:
        """Every row of data.csv once, in order, with all its cells, where its links lead."""
        tables = [grid for grid in grids if grid.head == self._head(*_ANNEX)]
        if len(tables) != 1:
            yield f"there are {len(tables)} annexes instead of one"
            return
        tops: dict[str, Element] = {}
        for cells in tables[0].rows[1:]:
            if len(cells) == len(_ANNEX):
                anchor = f"f{plain(cells[0].text()):0>3}"
                if anchor in tops:
                    yield f"{_page(cells[0])}: the annex has two rows {anchor}"
                tops[anchor] = cells[0]
                self.described[anchor] = plain("".join(cell.text() for cell in cells))
                yield from self._annex_row(anchor, cells)
            elif plain(cells[0].text()) not in self._domains():
                yield f"{_page(cells[0])}: the annex has a heading «{cells[0].text()}»"
        if list(tops) != list(self.records.by_anchor):
            missing = sorted(self.records.by_anchor.keys() ^ tops.keys())
            yield f"the annex and data.csv do not have the same rows: {', '.join(missing) or 'another order'}"
        yield from self._land(tops)

    def _domains(self) -> set[str]:
        return {
            plain(w) for key, w in self.records.words.items() if key.startswith("domain.") or key.startswith("annex.")
        }

    def _annex_row(self, anchor: str, cells: tuple[Element, ...]) -> Iterator[str]:
        rows = self.records.by_anchor.get(anchor)
        if not rows:
            return
        row = rows[0]
        derived = self.records.word(f"derived.{row.fact.operation}") if row.is_derived else ""
        expected = (
            anchor[1:].lstrip("0"),
            self.spelling.label(row) + (plain(self.records.word("colon", "：") + derived) if derived else ""),
            plain(formats.period(row.fact.period)),
            self.spelling.digits(row),
            plain(row.fact.unit),
            plain(row.cells["coverage_name"]),
            self.spelling.hedge(row),
            "".join(piece.text for piece in self._origin(row, rows)),
        )
        for column, cell, want in zip(_ANNEX, cells, expected, strict=True):
            if plain(cell.text()) != want:
                yield f"{_page(cells[0])}: annex {anchor}: {column} is «{cell.text()}», data.csv gives «{want}»"
        if [p.target for p in pieces(cells[3])] != [anchor]:
            yield f"{_page(cells[0])}: annex {anchor}: its value does not lead to itself"
        if [p for p in pieces(cells[7]) if p.target] != [p for p in self._origin(row, rows) if p.target]:
            yield f"{_page(cells[0])}: annex {anchor}: the links of its source lead elsewhere"

    def _origin(self, row: Row, rows: list[Row]) -> list[Piece]:
        """The last cell: sources with paragraphs, or the rows that a figure was computed from."""
        comma = self.records.word("enumeration", "、")
        if row.is_derived:
            anchors = [self.records.by_id[name].anchor for name in row.fact.inputs if name in self.records.by_id]
            linked = [Piece(anchor[1:].lstrip("0"), anchor) for anchor in anchors]
            return [Piece(plain(self.records.word("annex.derived"))), *_joined(linked, comma)]
        places: dict[str, list[str]] = {}
        for one in rows:
            for source in one.fact.sources:
                places.setdefault(source, []).append(one.cells["locator"])
        found: list[Piece] = []
        for source, paragraphs in places.items():
            number = self.numbers.get(source, "[?]")
            found += [Piece(comma)] if found else []
            found += [Piece(number, f"s{number.strip('[]')}"), Piece(self.reference(source, paragraphs)[len(number) :])]
        return found

    def _land(self, tops: Mapping[str, Element]) -> Iterator[str]:
        """Whether the place of each anchor is the row that it names: the highest below it on its page."""
        for anchor, cell in tops.items():
            place = self.reading.places.get(anchor)
            if place is None:
                yield f"{_page(cell)}: nothing can lead to row {anchor}"
                continue
            page, top = place
            below = [
                (_top(other), name)
                for name, other in tops.items()
                if other.page == page and _top(other) <= top + _SLACK
            ]
            if not below or max(below)[1] != anchor:
                yield f"{_page(cell)}: links to {anchor} land on another row"

    # ------------------------------------------------------------------ the audit

    def check_audit(self, grids: list[Grid], prose: list[Prose]) -> Iterator[str]:
        """Every claim once, under its verdict, with its arithmetic, reason and source."""
        left = {row["claim"]: row for row in self.records.claims}
        for grid in (g for g in grids if g.head[:1] == self._head("claim")):
            verdict = self._verdict(grid)
            for cells in grid.rows[1:]:
                texts = dict(zip(grid.head, (_lined(cell.text()) for cell in cells), strict=False))
                claim = next((name for name, row in left.items() if self._is_row_of(row, verdict, texts)), None)
                if claim is None:
                    yield f"{_page(cells[0])}: claims.csv has no {verdict} claim «{cells[0].text()}» with what stands beside it"
                else:
                    del left[claim]
        for name in left:
            yield f"the audit does not print the claim {name} as claims.csv has it"
        if self.records.claims and not any(plain(block.element.text()) == self.audit_lead for block in prose):
            yield f"the audit does not say «{self.audit_lead}»"

    def _verdict(self, grid: Grid) -> str:
        """The verdict that a table's caption names."""
        caption = plain(grid.caption.text()) if grid.caption is not None else ""
        verdicts = ("inconsistent", "uncheckable", "consistent")
        return next((v for v in verdicts if caption.endswith(plain(self.records.word(f"table.{v}", v)))), "")

    def _is_row_of(self, row: Cells, verdict: str, texts: Mapping[str, str]) -> bool:
        """Whether a row of an audit table says just what a row of claims.csv says."""
        (claim,), (source,) = self._head("claim"), self._head("source")
        cited = self.reference(row["source"], [row["locator"]])
        expected = {claim: plain(row["statement"])}
        expected |= {self._head(column)[0]: _lined(row[column]) for column in ("arithmetic", "reason")}
        if source in texts:
            expected[source] = cited
        else:
            expected[claim] += cited
        return row["verdict"] == verdict and all(expected.get(head) == text for head, text in texts.items())

    @cached_property
    def audit_lead(self) -> str:
        """The sentence that counts the claims."""
        word, count = self.records.word, self.spelling.count
        parts = []
        for verdict in ("consistent", "uncheckable", "inconsistent"):
            number = sum(row["verdict"] == verdict for row in self.records.claims)
            parts += [self.records.fill(f"audit.{verdict}", count=count(number))] if number else []
        lead = self.records.fill("audit.lead", count=count(len(self.records.claims)))
        return plain(lead + word("colon", "：") + word("comma", "，").join(parts) + word("stop", "。"))

    def is_known(self, grid: Grid) -> bool:
        """Whether a table is one of those that are checked here, and not one of figures."""
        heads = (("number", "source"), _ANNEX, ("term", "definition"), ("name", "kind", "role"))
        return grid.head[:1] == self._head("claim") or grid.head in [self._head(*columns) for columns in heads]

    # ------------------------------------------------------------------ notes, organisations

    def check_lists(self, grids: list[Grid]) -> Iterator[str]:
        """Definitions and organisations, row by row as the inputs have them."""
        records, lang = self.records, self.records.lang
        defined = {(plain(r[f"name_{lang}"]), plain(r[f"definition_{lang}"])) for r in records.inputs["indicators"]}
        defined |= {(plain(r[f"name_{lang}"]), plain(r["note"])) for r in records.inputs["coverages"]}
        known = {
            (plain(r[f"name_{lang}"]), plain(records.word(f"kind.{r['kind']}", r["kind"])), plain(r[f"role_{lang}"]))
            for r in records.inputs["organisations"]
        }
        lists: dict[tuple[str, ...], set[tuple[str, ...]]] = {
            self._head("term", "definition"): {*defined},
            self._head("name", "kind", "role"): {*known},
        }
        groups = {plain(r[f"name_{lang}"]) for r in records.inputs["breakdowns"]} | set(
            map(plain, records.words.values())
        )
        for grid in grids:
            for cells in grid.rows[1:] if grid.head in lists else ():
                texts = tuple(plain(cell.text()) for cell in cells)
                if texts not in lists[grid.head] and not (len(texts) == 1 and texts[0] in groups | {""}):
                    yield f"{_page(cells[0])}: the inputs do not say «{' · '.join(texts)}»"


def _joined(linked: list[Piece], comma: str) -> list[Piece]:
    return [piece for one in linked for piece in (Piece(comma), one)][1:]


def _lined(text: str) -> str:
    """Arithmetic and reasons without the marks that end their lines."""
    return plain(text).replace("。；", "；").rstrip("。；")


def _top(cell: Element) -> float:
    return max((text.box.top for text in cell.texts() if text.page == cell.page), default=0.0)


def _page(element: Element) -> str:
    return f"page {element.page + 1}"
