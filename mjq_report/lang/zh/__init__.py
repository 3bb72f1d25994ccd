"""Chinese: numbers, units, periods and dates in words, and every word that a briefing says of itself.

Digits follow GB/T 15835-2011: Arabic figures for quantities, four or more integer digits without
a separator inside running text (5.1.1 allows either; the sources print none), `—` between the
ends of a range of years and months (GB/T 15834-2011 4.13.3.3).
"""

from __future__ import annotations

from mjq_report.lang.zh.audit import AUDIT, VERDICTS, audit_group, audit_lead
from mjq_report.lang.zh.charts import CHART_TITLES, CHARTS, alt_text, apart, bounded, chart_key, conversion, items
from mjq_report.lang.zh.figures import basis, between, comparison, direction, figure, movement, quantity, status
from mjq_report.lang.zh.insights import (
    INSIGHTS,
    derived_name,
    formula,
    share_words,
    sized,
    span,
    year_before,
)
from mjq_report.lang.zh.numbers import count, heading_number, numeral, section_number
from mjq_report.lang.zh.periods import date, of_period, of_scope, period, plan_period, renamed
from mjq_report.lang.zh.proposals import PROPOSALS
from mjq_report.lang.zh.telling import (
    MOVEMENTS,
    TELLING,
    enumerated,
    grown,
    held,
    is_deed,
    is_rate,
    linked,
    moved_to,
    ordered,
    place,
    ranked,
    said,
    share_of,
    titled,
    turned,
    unplanned,
    wholly,
    without_growth,
)
from mjq_report.lang.zh.words import (
    CHOICES,
    LABELS,
    STAGES,
    corrected,
    in_brackets,
    nested,
    notes,
    of_coverage,
    quoted,
    reserved,
    revised,
    spoken,
)

TAG = "zh-CN"

__all__ = [
    "AUDIT",
    "CHARTS",
    "CHART_TITLES",
    "CHOICES",
    "INSIGHTS",
    "LABELS",
    "MOVEMENTS",
    "PROPOSALS",
    "STAGES",
    "TAG",
    "TELLING",
    "VERDICTS",
    "alt_text",
    "apart",
    "audit_group",
    "audit_lead",
    "basis",
    "between",
    "bounded",
    "chart_key",
    "comparison",
    "conversion",
    "corrected",
    "count",
    "date",
    "derived_name",
    "direction",
    "enumerated",
    "figure",
    "formula",
    "grown",
    "heading_number",
    "held",
    "in_brackets",
    "is_deed",
    "is_rate",
    "items",
    "linked",
    "moved_to",
    "movement",
    "nested",
    "notes",
    "numeral",
    "of_coverage",
    "of_period",
    "of_scope",
    "ordered",
    "period",
    "place",
    "plan_period",
    "quantity",
    "quoted",
    "ranked",
    "renamed",
    "reserved",
    "revised",
    "said",
    "section_number",
    "share_of",
    "share_words",
    "sized",
    "span",
    "spoken",
    "status",
    "titled",
    "turned",
    "unplanned",
    "wholly",
    "without_growth",
    "year_before",
]
