"""The functions that templates may call: figures, changes, names, lists. Nothing else prints a number.

Each returns a `Phrase` of figures and words, plain values for tests and loops, or `MISSING` for a figure that is not
there, which drops the clause or sentence around it. docs/templates.md lists them for editors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from mjq_report.figures.selection import comparable, series
from mjq_report.lang import text_of
from mjq_report.model.findings import Fact
from mjq_report.model.tables import Organisation, Programme
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import MISSING, Id, Mention, Phrase, Placed, plain
from mjq_report.narrative.telling.narrator import Narrator

NAMES = frozenset({
    "fact", "statement", "account", "change", "since", "average", "average_since", "multiple", "share",
    "against", "movement", "has", "is_year", "falling", "disputed", "disputes", "doubt",
    "name", "term", "scope", "when", "at", "status", "year_text", "town_text",
    "lead", "paragraphs", "told",
    "facts", "earlier", "mixed", "industries", "breakdowns", "programmes", "organisations", "listing", "chart", "table",
})  # fmt: skip

WHICH = frozenset({"breakdown", "coverage", "period", "entity"})  # what tells the figures of one indicator apart


_Given = TypeVar("_Given")


def _of_one(absent: _Given) -> Callable[[Callable[[Functions, Fact], _Given]], Callable[..., _Given]]:
    """Make a function of one figure, which templates name by `indicator` and what tells it apart, or in a loop by `ref`.

    `absent` is what it gives where there is no such figure.
    """

    def made(function: Callable[[Functions, Fact], _Given]) -> Callable[..., _Given]:
        def call(self: Functions, indicator: str = "", ref: str = "", **which: str) -> _Given:
            found = self._one(indicator, ref, which)
            return absent if found is None else function(self, found)

        call.__qualname__, call.__doc__ = function.__name__, function.__doc__  # as messages about its arguments name it
        return call

    return made


class Functions:
    """The functions over one Lookup. `functions` maps the names that templates use."""

    def __init__(self, lookup: Lookup, words: Words, narrator: Narrator | None = None) -> None:
        self._narrator = narrator or Narrator(lookup, FigurePhrases(lookup, words))
        self._lookup = lookup
        self._words = words
        self._findings = lookup.findings
