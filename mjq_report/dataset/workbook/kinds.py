"""What a file really is, whatever it is called: statistics systems export pages named .xlsx, WPS and old Excel their own kinds."""

from __future__ import annotations

import io
import zipfile

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "open it in Excel or WPS and save it (另存为) as .xlsx, or as CSV UTF-8"
_LOOKED_AT = 4096
ENDINGS = {
    ".xls": "an Excel 97–2003 workbook (.xls)",
    ".et": "a WPS workbook (.et)",
    ".ods": "an OpenDocument spreadsheet (.ods)",
}


def not_taken(content: bytes, ending: str) -> str | None:
    """Why a file that should be a workbook or CSV is none, with what to do; None when it may be one."""
    kind = _kind(content, ending)
    return f"it is {kind}; {_SAVE}" if kind else None


def _kind(content: bytes, ending: str) -> str:
    if content.startswith(_OLE):
        if _ENCRYPTED in content[: 1 << 20]:
            return "a workbook with a password"
        return ENDINGS.get(ending) or "an Excel 97–2003 or WPS workbook (.xls, .et), or one with a password"
    if content.startswith(_ZIP):
        return _of_zip(content) or ("a workbook (.xlsx)" if ending == ".csv" else "")
    start = content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        return "a web page (HTML)"
    if start.startswith(b"<?xml") and b"spreadsheet" in start:
        return "an XML spreadsheet of Excel 2003"
    if start.startswith(b"%pdf"):
        return "a PDF"
    return "" if ending in (".xlsx", ".csv") else ENDINGS.get(ending, "")


def _of_zip(content: bytes) -> str:
    """Which kind of document a zip is, where it is no workbook of Excel's."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {member.filename for member in archive.infolist()[:500]}
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return ""  # the guard says what is wrong with it
    if "content.xml" in names:
        return ENDINGS[".ods"]
    if "word/document.xml" in names:
        return "a Word document (.docx)"
    return "a binary workbook (.xlsb)" if "xl/workbook.bin" in names else ""
