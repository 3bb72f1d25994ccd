"""Measuring a finished PDF, whoever made it: where its lines break, what its pages hold, which faults it has.

`inspect` is the whole interface; `Report` is what it hands back. Nothing here knows how our own pages
are set: glyphs and their places are read back from the file.
"""

from mjq_report.checking.layout.measure import inspect
from mjq_report.checking.layout.report import KINDS, Clause, Finding, Kind, Measure, PageMeasure, Report, printed

__all__ = ["KINDS", "Clause", "Finding", "Kind", "Measure", "PageMeasure", "Report", "inspect", "printed"]
