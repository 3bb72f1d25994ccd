"""Finished briefings: what they carry taken out, their figures traced, all they say proved.

    extract(pdf, folder)                    attachments, and the inputs as a project folder
    figures_on(pdf, page, text)             printed figures with their rows, from the file alone
    verify(pdf, rebuild, versions)          what in the file is not what it encloses gives

Nothing here knows how a briefing is made: `verify` is handed the function that composes one.
"""

from mjq_report.checking.extraction import extract
from mjq_report.checking.printed import PrintedFigure, figures_on
from mjq_report.checking.report import VerificationReport
from mjq_report.checking.verifying import Demands, Rebuild, verify

__all__ = [
    "Demands",
    "PrintedFigure",
    "Rebuild",
    "VerificationReport",
    "extract",
    "figures_on",
    "verify",
]
