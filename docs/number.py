"""The life of one number, followed through a real build of the example: the section of architecture.md that this writes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

BEGIN, END = "<!-- written by docs/number.py -->", "<!-- end -->"
TOWN, YEAR, PAGE = "majuqiao", 2025, 3
KEY = "gross_industrial_output/new_energy_vehicles"
ROW = "gross_industrial_output,new_energy_vehicles,2025,"
TEMPLATE, ASKED = "templates/zh/section.md.j2", "{{ lead() }}"


def section(page: str) -> str:
    """architecture.md with its table written anew."""
    lines = [
        "| where | what it is there |",
        "|---|---|",
        *(f"| {where} | {what} |" for where, what in life()),
    ]
    table = "\n".join((BEGIN, *lines, END))
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda match: table, page, flags=re.DOTALL)


def life() -> Iterator[tuple[str, str]]:
    """Each stage that the number goes through, and its value there."""
    from mjq_report import pipeline
    from mjq_report.lang import zh
    from mjq_report.settings.options import Options
    from mjq_report.settings.paths import find_root, installed

    root = find_root(installed())
    table = f"data/towns/{TOWN}/observations.csv"
    lines = (root.data.parent / table).read_text(encoding="utf-8").splitlines()
    number, line = next((place, text) for place, text in enumerate(lines, 1) if text.startswith(ROW))
    yield f"the row, `{table}:{number}`", f"`{line}`"

    composed = pipeline.compose(root, TOWN, YEAR, Options())
    data, facts = composed.findings.data, composed.findings.facts
    row = next(one for one in data.observations if one.row.line == number)
    yield (
        "`dataset` → `Observation`",
        f"`value={row.value!r}`, `printed={row.printed!r}`, `unit={row.unit!r}`, `{row.qualifier!s}`, `{row.status!s}`, "
        f"`period={row.period.text!r}`, `coverage={row.coverage!r}`, `row={row.row.file}:{row.row.line}`",
    )
    fact = next(one for key, one in facts.items() if key.startswith(f"{KEY}@{YEAR}"))
    share = next(one for key, one in facts.items() if key.startswith(f"derived:share({fact.id}"))
    yield "`analysis` → `Fact`", f"`{fact.id}`, the same value, with its kind and source"
    yield (
        "… and one computed from it",
        f"`{share.operation}` of it in `{share.inputs[1]}`: `value={share.value!r}`, `{share.qualifier!s}`, since the hedge passes on",
    )
    yield "`lang.zh.figure` → `Printed`", f"`{zh.figure(fact)}`, `{zh.figure(share)}`"

    source = (root.templates.parent / TEMPLATE).read_text(encoding="utf-8").splitlines()
    place = next(n for n, text in enumerate(source, 1) if ASKED in text)
    yield (
        f"the template, `{TEMPLATE}:{place}`",
        f"`{ASKED}`: the composer's sentence, in which it is a value, never digits in a text",
    )
    span = next(span for span in spans(composed.document) if span.fact == fact.id)
    yield "`narrative` → `Document`", f"`Span(text={span.text!r}, fact={span.fact!r})`"

    pdf, _ = pipeline.render(composed)
    target, alternative = link(pdf, span.text)
    yield f"`pdf`, page {PAGE}: a link", f"to `{target}`, its row of the annex, read out as “{alternative}”"
    yield f"page {PAGE}, as a reader's program reads it", f"“{sentence(pdf, span.text)}”"
    yield "`data.csv`, enclosed in the PDF", f"`{enclosed(pdf, line.split(',')[10])}`"


def spans(document: object) -> Iterator[object]:
    """All spans of the document's paragraphs."""
    from mjq_report.model.document import Paragraph

    for part in document.sections:  # type: ignore[attr-defined]
        for block in part.blocks:
            if isinstance(block, Paragraph):
                yield from block.spans


def link(pdf: bytes, text: str) -> tuple[str, str]:
    """Where the figure's link on the page leads, and its description."""
    import pikepdf

    digits = re.sub(r"\D", "", text)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for link in opened.pages[PAGE - 1].obj.Annots:
            said = str(link.Contents)
            if f" {digits} " in said and "新能源汽车" in said:
                return str(link.Dest), said
    raise LookupError(f"page {PAGE} has no link for {text}")


def sentence(pdf: bytes, text: str) -> str:
    """The sentence with the figure, out of the finished page."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[PAGE - 1]
    words = re.sub(r"\s", "", page.get_textpage().get_text_range())
    found = re.search(rf"{YEAR}年，[^。]*?{text}[^。；]*", words)
    if found is None:
        raise LookupError(f"page {PAGE} does not say {text}")
    return found[0]


def enclosed(pdf: bytes, words: str) -> str:
    """The line of the enclosed data.csv that quotes the source's words."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        text = opened.attachments["data.csv"].get_file().read_bytes().decode("utf-8-sig")
    return next(line for line in text.splitlines() if words in line)
