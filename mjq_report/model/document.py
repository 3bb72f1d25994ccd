"""Stage 3: a briefing as headings, paragraphs, tables and charts in plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from mjq_report.model.code import Code
from mjq_report.model.findings import Fact
from mjq_report.model.office import NOTHING, Office, Official
from mjq_report.model.omission import Omission
from mjq_report.model.period import Period


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as the page prints it, in its parts: 约·1200·亿元, 290·余家, 74·%以上.

    `hedge` is what stands before the digits, `digits` the number with its sign, `unit` all that follows:
    the unit, with a hedge that stands in it (2.4万余亩) or behind it.
    """

    hedge: str
    digits: str
    unit: str

    @property
    def text(self) -> str:
        """The whole of it."""
        return f"{self.hedge}{self.digits}{self.unit}"

    @property
    def value(self) -> str:
        """What stands where the unit has a place of its own: on a card, in a column under its unit."""
        return f"{self.hedge}{self.digits}"

    @property
    def point(self) -> int:
        """How many characters of `value` stand before the decimal point."""
        return len(self.hedge) + len(self.digits.partition(".")[0])


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. `fact` links it to the annex row of that fact id, `href` to
    `#anchor` inside the document or to an https: or mailto: address. A span is plain text, never markup."""

    text: str
    bold: bool = False
    superscript: bool = False
    fact: str = ""
    href: str = ""
    point: int = -1  # how many of its characters stand before the decimal point, for columns aligned there


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (section), 2 or 3; `anchor` is unique in the document."""

    level: int
    spans: Spans
    anchor: str
    number: str = ""  # as it is printed before it: （一）, 1.; empty where headings have none


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. Roles: body, lead (a section's finding), entry (what belongs under its first words), note (small),
    warning (a coverage or status remark)."""

    spans: Spans
    role: Literal["body", "lead", "entry", "note", "warning"] = "body"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is one line of spans."""

    items: tuple[Spans, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table column. `decimal` aligns numbers at the decimal point. `weight` shares out the spare width."""

    title: str
    unit: str = ""
    align: Literal["left", "right", "center", "decimal"] = "left"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: one `Spans` a column; the first may be a row header. `anchor` may be linked to."""

    cells: tuple[Spans, ...]
    anchor: str = ""
    group: bool = False  # a subheading that spans the row; only the first cell counts


@dataclass(frozen=True, slots=True)
class Table:
    """A 三线表. `caption` is without the `number` that it has in the document."""

    caption: Spans
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Spans = ()
    kind: Literal["data", "annex", "audit", "sources"] = "data"
    header_row: bool = True  # first cell of each row is a row header (TH Scope=Row)
    number: int = 0


Nature = Literal["published", "derived", "expected", "unknown"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One data point of a chart. `value` None leaves a gap (no data for that position).

    `label` is the text printed at the mark (formatted by `formats`), `position` the category or
    period label on the axis; `differs` says why it may not be read like its neighbours ("" if it may).
    `nature` is what it rests on, drawn alike in all charts: published (solid), derived from published
    figures (dashed outline), expected or planned (hatched), unknown (hatched in grey). `note` stands small
    under the label; `side` is all that is known of a mark without a value: +1 above its neighbour, −1 below.
    """

    position: str
    value: Decimal | None
    label: str
    fact: str = ""
    differs: str = ""
    emphasis: bool = False
    nature: Nature = "published"
    note: str = ""
    side: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """Marks in axis order under one name; all of one unit."""

    name: str
    marks: tuple[Mark, ...]


ChartKind = str  # a row of `charts.kinds.KINDS`, for which every language has a word


@dataclass(frozen=True, slots=True)
class Chart:
    """A resolved chart: everything that is drawn, in plain values, so that it can be cached and exported.

    `title` states the finding, `subtitle` names the unit and coverage, `source` and `remark` (why a
    mark differs) are set under the picture by the page, not drawn in it. `key` has a word for each nature
    among its marks that is not published.
    """

    id: str
    kind: ChartKind
    title: Spans
    subtitle: str
    unit: str
    series: tuple[Series, ...]
    source: Spans = ()
    remark: str = ""
    alt: str = ""
    number: int = 0
    key: tuple[tuple[Nature, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure: its name, how it is printed (one fact), a line on its direction and one on what it covers and when.

    `status` (预计, 计划) stands with the figure; `falls` says that it fell, or is bad news: the page marks that by a
    shape beside the words. `note` is the reader's, and the first to go where there is no room.
    """

    name: str
    figure: Printed
    fact: str
    change: Spans = ()
    coverage: str = ""
    status: str = ""
    falls: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardRow:
    """Key-figure cards set side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme or organisation in a list of such: name, a small label (kind, since), text."""

    name: str
    label: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class EntryList:
    """Programme or organisation entries, set in compact two-column cards or a definition list."""

    entries: tuple[Entry, ...]
    title: str = ""
    number: str = ""  # as a heading's, before the title


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the block before it, in the page's margin or in the flow of its text: figures (call-outs, its
    `cards`), terms explained where they first stand, remarks on figures, a note to mind, what is open (not known)."""

    kind: Literal["figures", "terms", "remarks", "note", "open"]
    title: str = ""
    items: tuple[Spans, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph or map of the user's, in the form of `settings.pictures`; `alt` says what it shows."""

    id: str
    caption: Spans
    alt: str
    data: bytes
    width: int  # pixels
    height: int
    number: int = 0  # as a figure's


@dataclass(frozen=True, slots=True)
class Contents:
    """Sections by their ids with what each found; a form of output adds numbers, titles and where they stand."""

    findings: tuple[tuple[str, Spans], ...]


Block = Heading | Paragraph | ListBlock | Table | Chart | CardRow | EntryList | Aside | Photograph | Contents


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one level-1 heading; `id` comes from briefing.toml. Each `role` is set in its own way;
    `number` is printed before the title, separator included: 一、."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    role: Literal["body", "summary", "audit", "derivations", "annex", "notes", "sources"] = "body"
    number: str = ""
    attachment: bool = False  # of an official document: on pages of its own, behind the signature


PictureKind = Literal["steps", "nested", "trend", "composition", "areas", "units"]


@dataclass(frozen=True, slots=True)
class Shape:
    """One of the shapes of a cover's picture, drawn to scale: of what it is, its figure as printed, a line beside it.

    All values of a picture are in one unit. `inside` lies in the shape before it; of what is `open` the figure is the
    least that it is (超, 以上).
    """

    name: str
    value: Decimal
    figure: Spans = ()
    note: Spans = ()
    nature: Nature = "published"
    emphasis: bool = False
    inside: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What of a town's rows its cover draws, in plain values. One dot of a unit chart stands for
    `each` of `unit`; `whole` is the figure of what the shapes make up."""

    kind: PictureKind
    title: str
    subtitle: str
    shapes: tuple[Shape, ...]
    remark: str = ""
    key: tuple[tuple[Nature, str], ...] = ()
    each: int = 1
    unit: str = ""
    whole: Spans = ()
    alt: str = ""

    @property
    def facts(self) -> frozenset[str]:
        """The ids of the facts whose figures it prints."""
        return frozenset(s.fact for shape in self.shapes for s in (*shape.figure, *shape.note) if s.fact) | {
            span.fact for span in self.whole if span.fact
        }


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: town, year, kind of document, one sentence that says the year, key figures, the first the lead.

    Without a `picture` the town's data has nothing to draw. `until` is the period of the latest datum; `revision` and
    `code` take no room until they are given.
    """

    town: str
    place: str
    year: str
    kind: str
    sentence: Spans
    cards: tuple[Card, ...]
    edition: str
    picture: Picture | None = None
    until: str = ""
    revision: str = ""
    code: Code | None = None


@dataclass(frozen=True)
class Document:
    """A whole briefing, ready to be set as PDF or HTML. `facts` are those that it prints, in annex order."""

    lang: str
    title: str
    subject: str
    author: str
    keywords: tuple[str, ...]
    town: str
    year: int
    edition: Period  # as finely as the date is known; files are named by its last day
    cover: Cover
    sections: tuple[Section, ...]
    facts: tuple[str, ...]
    fact_anchors: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)  # what a reader must know of a fact, by its id
    labels: Mapping[str, str] = field(default_factory=dict)  # what the pages themselves say, in `lang`
    omissions: tuple[Omission, ...] = ()
    concluded: tuple[Fact, ...] = ()  # what its charts draw and computed themselves
    office: Office = NOTHING
    official: Official | None = None


def charts_in(document: Document) -> list[Chart]:
    """The charts of a document, in order."""
    return [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]


def plain_text(spans: Sequence[Span]) -> str:
    """The text of spans without their styles."""
    return "".join(span.text for span in spans)


def spans_of(block: Block) -> Iterable[Spans]:
    """The texts of a block that are made of spans, in the order in which they are read."""
    match block:
        case Heading() | Paragraph():
            return [block.spans]
        case ListBlock():
            return block.items
        case Table():
            return [block.caption, *(cell for row in block.rows for cell in row.cells), block.note]
        case Chart():
            return [block.title, block.source]
        case CardRow():
            return [card.change for card in block.cards]
        case Aside():
            return [*block.items, *(card.change for card in block.cards)]
        case Photograph():
            return [block.caption]
        case EntryList():
            return [entry.spans for entry in block.entries]
        case Contents():
            return [spans for _, spans in block.findings]


def facts_in(blocks: Iterable[Block]) -> set[str]:
    """The ids of all facts that blocks print."""
    found: set[str] = set()
    for block in blocks:
        found |= {span.fact for spans in spans_of(block) for span in spans if span.fact}
        if isinstance(block, Chart):
            found |= {mark.fact for series in block.series for mark in series.marks if mark.fact and mark.label}
        elif isinstance(block, CardRow | Aside):
            found |= {card.fact for card in block.cards if card.fact}
    return found
