"""A source's paragraphs, numbered as `check --evidence` numbers them."""

from __future__ import annotations

from mjq_report.dataset.rules.evidence import decoded
from mjq_report.errors import UsageError


def paragraphs_of(name: str, content: bytes) -> list[str]:
    """The non-empty lines of a text. Raises UsageError, in one line, for what is no text."""
    found = decoded(content) if b"\0" not in content else None
    if found is None:
        raise UsageError(f"{name}: is no text in UTF-8 or GB18030; save it as one")
    return found
