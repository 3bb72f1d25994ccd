"""Every run of words that may stand outside a figure: from the templates, the tables, and what `formats` gives.

A text is accepted when it can be cut into such runs, each used whole. Templates are cut where figures
stand, where a part is optional, and where a clause or sentence may be left out; so a word changed inside
a run, or a number that nothing gives, leaves a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from mjq_report.checking.blocks import plain
from mjq_report.checking.records import Records, parse_toml
from mjq_report.checking.spelling import spoken
from mjq_report.figures import formats
from mjq_report.model.codes import Status
from mjq_report.model.period import Period

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_EDGE = re.compile(r"[⟦⟧\n]|\*\*|^\s*(?:[-*>+]|#{1,6}|\d+\.)\s+", re.MULTILINE)
_CLAUSE = re.compile(r"[。！？；：]")
_FIELD = re.compile(r"\{[a-z_]*\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
PUNCTUATION = "，、；：。！？（）“”‘’《》…—·,.;:!?()[]［］"
_NAMES = {
    "towns": ("name", "district"),
    "indicators": ("name",),
    "breakdowns": ("name",),
    "coverages": ("name",),
    "programmes": ("name", "summary"),
    "organisations": ("name", "role"),
}
LABELS = ("表", "图", "续", "目录", "附录")  # words of the page that a language need not give


class Lexicon:
    """The runs of one briefing by their first character, longest first."""

    def __init__(self, records: Records, edition: str) -> None:
        found: set[str] = set()
        for text in (
            *_template_runs(records),
            *_word_runs(records),
            *_names(records),
            *_dates(records, edition),
            *LABELS,
        ):
            found.add(plain(text).strip(PUNCTUATION))
            found.add(plain(text))
        self._runs: dict[str, list[str]] = {}
        for run in sorted(found - {""}, key=len, reverse=True):
            self._runs.setdefault(run[0], []).append(run)

    def gap(self, text: str, also: Sequence[str] = ()) -> str:
        """Where a text cannot be cut into known runs: what stands there; empty if all of it can. `also` are more runs."""
        reached = bytearray(len(text) + 1)
        reached[0] = 1
        furthest = 0
        for start, character in enumerate(text):
            if not reached[start]:
                continue
            furthest = start
            if character in PUNCTUATION:
                reached[start + 1] = 1
            for run in (*self._runs.get(character, ()), *also):
                if text.startswith(run, start):
                    reached[start + len(run)] = 1
        return "" if reached[-1] else text[max(furthest - 2, 0) : furthest + 10]


def _template_runs(records: Records) -> Iterator[str]:
    for path, text in records.templates.items():
        if path.endswith(".j2"):
            yield from _runs(text)
        elif path.endswith("briefing.toml"):
            for value in _strings(_table(text)):
                yield from _runs(value)


def _table(text: str) -> Mapping[str, object]:
    try:
        return parse_toml(text)
    except ValueError:
        return {}  # then all that it says is a gap


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _runs(template: str) -> Iterator[str]:
    """The literal text of a template, in the parts that are printed whole or not at all."""
    text = _COMMENT.sub("", template)
    for tag in _TAG.findall(text):
        yield from (word for pair in _QUOTED.findall(tag) for word in pair if _HAN.search(word))
    for literal in _TAG.split(text):
        for part in _EDGE.split(literal):
            yield part
            yield from _CLAUSE.split(part)


def _word_runs(records: Records) -> Iterator[str]:
    for text in records.words.values():
        yield text
        yield from _FIELD.split(text)
        for clause in _CLAUSE.split(text):
            yield from _FIELD.split(clause)


def _names(records: Records) -> Iterator[str]:
    """What things are called, and what programmes and organisations are said to be."""
    lang = records.lang
    for table, columns in _NAMES.items():
        for row in records.inputs[table]:
            for column in columns:
                name = row.get(f"{column}_{lang}", "")
                yield name
                if table == "indicators":
                    yield spoken(name)
                    yield from (name.rpartition("”")[2], spoken(name.rpartition("”")[2]))  # behind its programme's name
    for row in records.inputs["programmes"]:
        yield row["operator"]
    for row in records.claims:
        yield row["statement"]


def _dates(records: Records, edition: str) -> Iterator[str]:
    """Periods of the rows, the briefing year, the edition; words of statuses and directions."""
    periods: list[Period] = [records.home, *(row.fact.period for row in records.rows)]
    periods += _since(row["since"] for row in records.inputs["programmes"])
    for period in periods:
        yield from (
            formats.period(period),
            formats.plan_period(period),
            formats.comparison_word(period),
            formats.comparison_word(period, Decimal(0)),
        )
    try:
        yield formats.date(Period.parse(edition).first)
    except ValueError:
        pass
    yield from filter(None, map(formats.status_word, Status))


def _since(texts: Iterable[str]) -> Iterator[Period]:
    for text in texts:
        try:
            yield Period.parse(text)
        except ValueError:
            continue
