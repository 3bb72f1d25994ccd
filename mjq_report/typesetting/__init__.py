"""Setting Chinese text: where its lines end and where on them each character stands.

A leaf: it knows no font, no page and no document, only advances that it is told.
"""

from mjq_report.typesetting.breaking import break_lines, min_width, natural_width
from mjq_report.typesetting.lines import Line, Metrics, Run, Segment

__all__ = ["Line", "Metrics", "Run", "Segment", "break_lines", "min_width", "natural_width"]
