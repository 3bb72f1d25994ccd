"""The languages that briefings are written in, a module each with every word and rule of it; no other part has any.

A new language is a module here with what `Language` lists, and a folder of templates. What the tables say in
several languages stands in columns such as name_zh and name_en; `text_of` takes the language's own.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from datetime import date as Date  # noqa: N812 - `date` is a function of every language
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from mjq_report.errors import UsageError
from mjq_report.model.codes import Qualifier, Status, Verdict
from mjq_report.model.document import Chart, Nature, Printed
from mjq_report.model.findings import AuditResult, Fact
from mjq_report.model.period import Period

if TYPE_CHECKING:
    from mjq_report.lang import zh

    _held: Language = zh  # mypy compares the module with what a language must have


class Language(Protocol):
    """What a module of this package has; `zh` says what each is for."""

    TAG: str  # RFC 5646
    LABELS: Mapping[str, str]  # words that the page sets itself: table, figure, continued, page …
    def quoted(self, words: str) -> str:
        """A source's words in quotation marks."""

    def audit_lead(self, results: Sequence[AuditResult]) -> str:
        """How many claims have which verdict, in a sentence or two; what only agrees is counted apart."""

    def audit_group(self, verdict: Verdict, recomputed: bool, number: int) -> str:
        """The heading above the claims of one verdict."""
