"""Finished briefings: what they carry taken out, their figures traced, all they say checked.

    extract(pdf, folder)                    attachments, and the inputs as a project folder
    figures_on(pdf, page, text)             printed figures with their rows, from the file alone
    verify(pdf, rebuild)                    what in the file does not hold

Nothing here knows how a briefing is made: it reads the finished file, and works everything out again
from the tables and templates inside.
"""

from mjq_report.checking.extraction import extract
from mjq_report.checking.printed import PrintedFigure, figures_on
from mjq_report.checking.report import VerificationReport
from mjq_report.checking.verifying import Rebuild, verify

__all__ = [
    "PrintedFigure",
    "Rebuild",
    "VerificationReport",
    "extract",
    "figures_on",
    "verify",
]
