"""Finished briefings: what they carry taken out, their figures traced, all they say checked, signatures.

    extract(pdf, folder)                    attachments, and the inputs as a project folder
    figures_on(pdf, page, text)             printed figures with their rows, from the file alone
    verify(pdf, rebuild)                    what in the file does not hold
    sign(data, key_file, password)          a signed copy
    check_signatures(data)                  whether signatures are unbroken

Nothing here knows how a briefing is made: it reads the finished file, and works everything out again
from the tables and templates inside.
"""

from mjq_report.verification.extraction import extract
from mjq_report.verification.printed import PrintedFigure, figures_on
from mjq_report.verification.report import VerificationReport
from mjq_report.verification.signing import Signature, check_signatures, sign
from mjq_report.verification.verifying import Rebuild, verify

__all__ = [
    "PrintedFigure",
    "Rebuild",
    "Signature",
    "VerificationReport",
    "check_signatures",
    "extract",
    "figures_on",
    "sign",
    "verify",
]
