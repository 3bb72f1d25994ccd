"""A whole briefing made by hand, with one text in every place that data can reach, and a reader of pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser

from mjq_report.archive.forms import Drawn
from mjq_report.lang import zh
from mjq_report.model.codes import IndicatorKind, Qualifier, Status, Verdict
from mjq_report.model.document import (
    Card,
    CardRow,
    Chart,
    Column,
    Cover,
    Document,
    Entry,
    EntryList,
    Heading,
    ListBlock,
    Mark,
    Paragraph,
    Printed,
    Row,
    Section,
    Series,
    Span,
    Table,
)
from mjq_report.model.drawing import Drawing, PathOp, TextOp
from mjq_report.model.findings import AuditResult, Fact, Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import Claim, Coverage, Indicator, Observation, RowRef, Source, Town, TownData
from mjq_report.narrative.numbering import numbered
from mjq_report.settings.theme import load_theme

PLAIN = "一段文字"
YEAR = Period.parse("2021")

# What has broken pages, charts, feeds and scripts elsewhere (guarantees J9, H1, H2, M1, M2, M4, M5).
HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "\"><svg/onload=alert(1)>", "'\"><b>", "\" onmouseover=\"alert(1)", "' onfocus='alert(1)' autofocus='", "`onclick=alert(1)`",
    "<a href=\"javascript:alert(1)\">x</a>", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "file:///etc/passwd", "//evil.example/x", "https://evil.example/\"><x>",
    "</title><script>alert(1)</script>", "</style><script>alert(1)</script>", "</svg><script>alert(1)</script>", "</text></svg><b>",
    "--><script>alert(1)</script>", "<!--", "<!-- <script>", "]]>", "<![CDATA[x]]>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "&lt;script&gt;", "&amp;", "&", "&#0;", "&#x3c;b&#x3e;", "&nbsp;", "AT&T", "a<b", "a>b", "<", ">", "\"", "'", "`", "\\", "\\u003cb\\u003e",
    "{{7*7}}", "{% raw %}", "{{ ''.__class__ }}", "{# x #}", "${7*7}", "%(x)s", "{0}", "{n}", "{row}",
    "$x^2$", "_滨", "%s", "\x00nul", "bell\x07", "esc\x1b[31m", "del\x7f", "c1\x85x", "\u2028line", "\u2029par", "\u202eevil", "\ufeffbom",
    "\ufffe", "\uffff", "\U0001fffe", "\ud800", "\udfff", "a\udc80b", "\u200b", "e\u0301", "ﷺ", "𠀀", "👩‍👩‍👧", "x" * 3000, "__proto__", "constructor",
    "=cmd|' /C calc'!A0", "a\nb", "a\r\nb", " \t.", "::error::x",
]  # fmt: skip


def briefing(
    text: str = PLAIN, lang: str = "zh", town: str = "town-one", theme: str = "briefing", chart: str = "c1"
) -> Drawn:
    """A briefing that has every kind of block, with `text` wherever words can stand."""
    document, found = document_of(text, lang, chart, theme == "gongwen"), findings_of(text, town)
    drawn = Drawing(
        200.0,
        50.0,
        (PathOp((("m", 0.0, 0.0), ("l", 9.0, 9.0)), fill=(0.1, 0.2, 0.3)), TextOp(1, 2, text, 8.5, (0, 0, 0))),
    )
    narrow = Drawing(90.0, 50.0, drawn.ops)
    inputs = (("data/towns.csv", b"town\n"), ("theme.toml", b""))
    return Drawn(
        document,
        found,
        load_theme(theme),
        {chart: drawn},
        {chart: narrow},
        Even(),
        inputs,
        {"lang": lang, "date": "2021-12-01"},
    )


class Even:
    """Measures every character as half its size."""

    ascent, descent = 0.88, 0.12

    def width(self, text: str, size: float, bold: bool = False) -> float:
        return len(text) * size / 2


def document_of(text: str, lang: str = "zh", chart: str = "c1", official: bool = False) -> Document:
    spans = (
        Span(text),
        Span(text, bold=True),
        Span(text, superscript=True),
        Span("12.5%", fact="obs"),
        Span(text, href=text),
    )
    card = Card(text, Printed("", "12.5", text), "obs", spans, text)
    annex = Table(
        spans,
        tuple(Column(text, align="decimal" if i == 3 else "left") for i in range(8)),
        (
            Row((spans,) + ((),) * 7, group=True),
            Row(
                (
                    spans,
                    spans,
                    spans,
                    (Span("12.5", fact="obs", point=2),),
                    spans,
                    spans,
                    spans,
                    (Span("[1]", href="#s1"),),
                ),
                "f001",
            ),
            Row(
                (
                    spans,
                    spans,
                    spans,
                    (Span("3", fact="sum", point=1),),
                    spans,
                    spans,
                    spans,
                    (Span("1", href="#f001"),),
                ),
                "f002",
            ),
        ),
        kind="annex",
        header_row=False,
    )
    sources = Table(spans, (Column(text), Column(text)), (Row(((Span("[1]"),), spans), "s1"),), spans, "sources")
    marks = (
        Mark(text, Decimal("12.5"), "12.5", "obs", text, True),
        Mark("2022", None, ""),
        Mark("2023", Decimal(3), text),
    )
    blocks = (
        Heading(2, spans, "h-one"), Heading(3, spans, "h-two"),
        Paragraph(spans), Paragraph(spans, "lead"), Paragraph(spans, "note"), Paragraph(spans, "warning"),
        ListBlock((spans, spans)), ListBlock((spans,), ordered=True), CardRow((card, card)),
        Chart(chart, "trend", spans, text, text, (Series(text, marks), Series("二", marks[:1])), spans, text, alt=text),
        Table(spans, (Column(text, text), Column(text, align="right")), (Row((spans, spans)),), spans),
        EntryList((Entry(text, text, spans), Entry(text, "", ())), text),
    )  # fmt: skip
    cover = Cover(text, text, text, text, spans, (card,), text)
    sections = (Section("economy", text, blocks), Section("summary", text, (ListBlock((spans,)),), "summary"),
                Section("annex", text, (annex,), "annex"), Section("sources", text, (sources,), "sources"))  # fmt: skip
    anchors = {"obs": "f001", "sum": "f002"}
    return Document(
        lang,
        text,
        text,
        text,
        (text, text),
        text,
        2021,
        Period.parse("2021-12-01"),
        cover,
        numbered(sections, zh, official),
        ("obs", "sum"),
        anchors,
        labels={**zh.LABELS, **{f"status.{status}": zh.status(status) for status in Status}},
    )


def findings_of(text: str, town: str = "town-one") -> Findings:
    kind, row = IndicatorKind.FLOW, RowRef("towns/town-one/observations.csv", 2)
    indicator = Indicator("output", text, text, "economy", "%", kind, 1, (), text, text)
    source = Source("src", 2021, text, text, text, "2021-12", text, "a.txt", "", text)
    observation = Observation(
        town,
        "output",
        "",
        YEAR,
        "all",
        Decimal("12.5"),
        "12.5",
        "%",
        Qualifier.EXACT,
        Status.ACTUAL,
        "src",
        4,
        text,
        text,
        row,
    )
    claim = Claim("c", YEAR, text, text, "growth", "obs", ("obs",), "src", 4, text, text, row)
    published = Fact(
        "obs",
        "output",
        "",
        YEAR,
        "all",
        Decimal("12.5"),
        "12.5",
        "%",
        Qualifier.EXACT,
        Status.ACTUAL,
        ("src",),
        note=text,
    )
    computed = Fact(
        "sum",
        "output",
        "",
        YEAR,
        "all",
        Decimal(3),
        "3",
        "倍",
        Qualifier.ABOUT,
        Status.ESTIMATED,
        ("src",),
        "multiple",
        ("obs",),
    )
    audit = AuditResult(claim, Verdict.UNCHECKABLE, (text,), text, ("obs",), None, (Decimal(1), Decimal("Infinity")))
    coverage = Coverage("all", text, text, "town", text)
    data = TownData(
        Town(town, text, text, "110112", text, text, text), (_keyed(observation),), (claim,), (), (), {"output": indicator}, {},
        {"all": coverage}, {"src": source},
    )  # fmt: skip
    return Findings(data, 2021, {"obs": published, "sum": computed}, frozenset({"obs"}), (audit,), (), ())


def _keyed(observation: Observation) -> Observation:
    """An observation whose key is the short one that the document uses."""

    class Keyed(Observation):
        key = "obs"  # type: ignore[assignment]

    names = Observation.__dataclass_fields__
    return Keyed(**{name: getattr(observation, name) for name in names})


# --------------------------------------------------------------------------- reading pages


@dataclass
class Element:
    """An element of a page: its name, attributes, and what it holds."""

    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, name: str = "", **wanted: str) -> list[Element]:
        """The elements below of a name and with these attributes (`class_` and `aria_label` for class and aria-label)."""
        out = []
        for child in self.children:
            if isinstance(child, Element):
                said = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
                if name in ("", child.name) and all(
                    value in child.attributes.get(key, "").split() or value == child.attributes.get(key)
                    for key, value in said.items()
                ):
                    out.append(child)
                out += child.all(name, **wanted)
        return out

    def one(self, name: str = "", **wanted: str) -> Element:
        found = self.all(name, **wanted)
        assert found, f"no {name} {wanted}"
        return found[0]

    @property
    def text(self) -> str:
        """All text below, as it stands."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


VOID = {"meta", "link", "img", "br", "input", "path", "rect"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:60]}")


def read(page: bytes) -> Element:
    """A page as elements; elements that are not closed in order are an error."""
    reader = _Reader()
    reader.feed(page.decode("utf-8"))
    reader.close()
    assert len(reader._open) == 1, [element.name for element in reader._open]
    return reader.root


def shape(element: Element) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, in order: what hostile text must not change."""
    return [(e.name, tuple(e.attributes)) for e in element.all()]
