"""Stage 2: from the tables to what a briefing may say.

findings = find(data, year)            facts, computed facts, audit
audit(data, year)                      published claims recomputed
trace(findings, indicator, year)       where a figure comes from, down to the rows
"""

from mjq_report.analysis.claims import audit
from mjq_report.analysis.findings import find
from mjq_report.analysis.tracing import Trace, trace
from mjq_report.figures.selection import select

__all__ = ["Trace", "audit", "find", "select", "trace"]
