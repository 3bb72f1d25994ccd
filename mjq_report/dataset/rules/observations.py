"""All rules over the observations of a town, in their order. It loads numpy, so only what checks tables imports it."""

from __future__ import annotations

from collections.abc import Mapping

from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules import figures
from mjq_report.dataset.rules.forms import check_forms
from mjq_report.dataset.rules.parts import check_parts
from mjq_report.dataset.rules.printed_words import check_words


def check_observations(
    rows: Rows, shared: Mapping[str, Rows], problems: Problems, corrected: Mapping[int, str] | None = None
) -> None:
    """Check what is printed, units, dates, parts, repetitions and magnitudes of a town's figures.

    `corrected` are the digits to use instead of those published, by the row's number; these are what figures are
    compared with each other by, and the published ones what is held against the words.
    """
    if any(name not in rows.columns for name in (*figures.NEEDED, "note")) or not len(rows):
        return
    check_forms(rows, problems)
    if not all(shared[name].usable for name in ("indicators", "breakdowns", "sources")):
        return
    table = figures.Figures(rows, shared, problems, corrected or {})
    figures.check_printed(table)
    check_words(rows, table.numbers.tolist(), shared, problems)
    figures.check_units(table)
    figures.check_dates(table)
    figures.check_signs(table)
    if len(table):
        figures.add_bounds(table)
        figures.check_repetitions(table)
        check_parts(table)
        figures.check_magnitudes(table)
