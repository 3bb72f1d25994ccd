"""What the web stage is given of one briefing: the document, what it was written from, and its charts drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mjq_report.model.document import Document
from mjq_report.model.drawing import Drawing, TextMeasure
from mjq_report.model.findings import Findings
from mjq_report.settings.theme import Theme

NARROW = 250.0  # points; the width that charts are drawn at once more for a phone


@dataclass(frozen=True)
class Briefing:
    """A briefing composed and drawn. `wide` and `narrow` hold a drawing by chart id; a chart may lack the narrow one."""

    document: Document
    findings: Findings
    theme: Theme
    wide: Mapping[str, Drawing]
    narrow: Mapping[str, Drawing]
    measure: TextMeasure
    inputs: Sequence[tuple[str, bytes]]
    options: Mapping[str, str]
