"""The frozen values that the stages hand on to each other.

`dataset` makes a `TownData`, `analysis` turns it into `Findings`, `narrative` writes a `Document`,
`charts` draws a `Drawing` for each `Chart`, and `pdf` sets them all. Nothing here reads files or
imports a heavy library, so that every stage, and `--help`, may import it freely; each part is loaded when a name of it
is first asked for, as making sixty classes takes a tenth of the time of a build with nothing to do.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mjq_report.model.codes import (
        DOMAINS,
        IndicatorKind,
        Qualifier,
        Status,
        Verdict,
    )
    from mjq_report.model.document import (
        Block,
        Card,
        CardRow,
        Chart,
        ChartKind,
        Column,
        Cover,
        Document,
        Entry,
        EntryList,
        Heading,
        ListBlock,
        Mark,
        Paragraph,
        Row,
        Section,
        Series,
        Span,
        Spans,
        Table,
        plain_text,
    )
    from mjq_report.model.drawing import (
        Colour,
        Drawing,
        DrawOp,
        PathOp,
        TextMeasure,
        TextOp,
    )
    from mjq_report.model.findings import (
        AuditResult,
        Fact,
        Findings,
    )
    from mjq_report.model.period import (
        Period,
    )
    from mjq_report.model.tables import (
        Breakdown,
        Claim,
        Correction,
        Coverage,
        Indicator,
        InputFile,
        Observation,
        Organisation,
        Programme,
        RowRef,
        Source,
        Town,
        TownData,
    )

_HOMES = {
    "codes": ("DOMAINS", "IndicatorKind", "Qualifier", "Status", "Verdict"),
    "document": (
        "Block",
        "Card",
        "CardRow",
        "Chart",
        "ChartKind",
        "Column",
        "Cover",
        "Document",
        "Entry",
        "EntryList",
        "Heading",
        "ListBlock",
        "Mark",
        "Paragraph",
        "Row",
        "Section",
        "Series",
        "Span",
        "Spans",
        "Table",
        "plain_text",
    ),
    "drawing": ("Colour", "Drawing", "DrawOp", "PathOp", "TextMeasure", "TextOp"),
    "findings": ("AuditResult", "Fact", "Findings"),
    "period": ("Period",),
    "tables": (
        "Breakdown",
        "Claim",
        "Correction",
        "Coverage",
        "Indicator",
        "InputFile",
        "Observation",
        "Organisation",
        "Programme",
        "RowRef",
        "Source",
        "Town",
        "TownData",
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DOMAINS",
    "AuditResult",
    "Block",
    "Breakdown",
    "Card",
    "CardRow",
    "Chart",
    "ChartKind",
    "Claim",
    "Colour",
    "Column",
    "Correction",
    "Cover",
    "Coverage",
    "Document",
    "DrawOp",
    "Drawing",
    "Entry",
    "EntryList",
    "Fact",
    "Findings",
    "Heading",
    "Indicator",
    "IndicatorKind",
    "InputFile",
    "ListBlock",
    "Mark",
    "Observation",
    "Organisation",
    "Paragraph",
    "PathOp",
    "Period",
    "Programme",
    "Qualifier",
    "Row",
    "RowRef",
    "Section",
    "Series",
    "Source",
    "Span",
    "Spans",
    "Status",
    "Table",
    "TextMeasure",
    "TextOp",
    "Town",
    "TownData",
    "Verdict",
    "plain_text",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
