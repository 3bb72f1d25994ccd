"""A source's paragraphs, numbered as `check --evidence` numbers them: non-empty lines of a text, blocks of a page, a DOCX or a PDF."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from mjq_report.dataset.rules.evidence import decoded
from mjq_report.errors import UsageError
from mjq_report.intake.reading import child

PATIENCE = 10  # seconds of the clock; the child itself has a few seconds of the processor
_PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif"}
_OLD = {
    ".doc": "DOCX",
    ".wps": "DOCX",
    ".rtf": "DOCX",
    ".odt": "DOCX",
    ".ofd": "PDF",
    ".caj": "PDF",
    ".xls": "XLSX",
    ".et": "XLSX",
    ".ods": "XLSX",
}
_SCAN = "has no text to read, it is a picture; have it read by an OCR program (`ocrmypdf -l chi_sim` makes a PDF with text) and give what that made"


def paragraphs_of(name: str, content: bytes) -> list[str]:
    """The paragraphs of a source. Raises UsageError, in one line, for what cannot be read."""
    ending = Path(name).suffix.lower()
    if ending in _PICTURES:
        raise UsageError(f"{name}: {_SCAN}")
    if ending in _OLD:
        raise UsageError(f"{name}: open it in the program that wrote it and save it as {_OLD[ending]}")
    kind = kind_of(content)
    if kind:
        found = _in_child(name, kind, content)
        if kind == "pdf" and not found:
            raise UsageError(f"{name}: {_SCAN}")
        return found
    text = decoded(content) if b"\0" not in content else None
    if text is None:
        raise UsageError(f"{name}: is no text in UTF-8 or GB18030, no HTML, DOCX or PDF; save it as one of these")
    return text


def readable(content: bytes) -> list[str] | None:
    """The same for a file of a folder, or None for what is no source: what `check --evidence` reads."""
    try:
        return paragraphs_of("", content)
    except UsageError:
        return None


def kind_of(content: bytes) -> str:
    """`pdf`, `docx` or `html` by the first bytes, whatever a file is called; empty for a text."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        "html"
        if start.startswith(
            (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<body", b"<div", b"<p>", b"<!--", b"<meta")
        )
        else ""
    )


def _in_child(name: str, kind: str, content: bytes) -> list[str]:
    """Read in a process of its own with limits, so that a hostile file takes nothing with it."""
    command = [sys.executable, "-I", str(Path(child.__file__)), kind]
    surrounding = {key: os.environ[key] for key in ("LD_LIBRARY_PATH", "SYSTEMROOT") if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=PATIENCE, check=False, env=surrounding
        )
    except subprocess.TimeoutExpired:
        raise UsageError(
            f"{name}: reading it takes more than {PATIENCE} s; give the part that is about the town"
        ) from None
    if done.returncode == 0:
        lines: list[str] = json.loads(done.stdout)
        return lines
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if done.returncode < 0 or "MemoryError" in last:
        limits = f"{child.SECONDS} s or {child.MEMORY // 2**20} MiB"
        raise UsageError(f"{name}: reading it takes more than {limits}; give the part that is about the town")
    raise UsageError(f"{name}: cannot be read as {kind.upper()}: {last.rpartition(': ')[2][:120]}")
