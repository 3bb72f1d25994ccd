"""words.toml: the words of one language that no section template writes, such as table heads and verdicts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mjq_report.errors import TemplateError, shown
from mjq_report.lang import Language, language
from mjq_report.model.codes import Status
from mjq_report.narrative.templates import banned_words
from mjq_report.settings import toml

FILE = "words.toml"
_REQUIRED = """
    comma colon semicolon stop enumeration dot opening closing yearly than of is figure_of on_base actual
    status.estimated status.preliminary status.planned status.target
    hedge.about hedge.more_than hedge.nearly hedge.at_least
    column.number column.indicator column.period column.value column.unit column.coverage column.hedge column.source
    column.claim column.arithmetic column.name column.kind column.role column.term column.definition
    domain.economy domain.industry domain.investment domain.consumption domain.enterprises domain.services
    domain.governance domain.livelihood domain.environment domain.culture domain.agriculture domain.planning domain.land
    section.audit section.annex section.notes section.sources
    table.section table.annex table.notes
    table.coverages table.sources entries.programmes entries.organisations
    audit.note
    annex.lead annex.note annex.earlier annex.paragraph
    sources.lead sources.date sources.inferred document.author cover.edition
    chart.source chart.status chart.aside chart.rest chart.total chart.result chart.plan chart.all chart.gap chart.year
"""
_FILLED = {  # what is filled in, where anything is
    "figure_of": ("status",), "on_base": ("base",), "table.section": ("section",), "entries.also": ("names",),
    "next.dated": ("count", "what"), "next.others": ("count",), "next.undated": ("count",), "annex.paragraph": ("places",),
    "audit.lead": ("count",), "sources.date": ("date",), "sources.inferred": ("note",),
    "cover.edition": ("date",), "chart.status": ("status",), "chart.aside": ("name",), "chart.year": ("year",),
    "chart.all": ("reason",), "chart.gap": ("years",),
}  # fmt: skip


class Words:
    """The words of one language by dotted key."""

    def __init__(self, table: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self._table = dict(table)
        self._labels = labels

    def __getitem__(self, key: str) -> str:
        return self._table[key]

    def get(self, key: str, default: str = "") -> str:
        """A word that a language may lack."""
        return self._table.get(key, default)

    def status(self, status: Status) -> str:
        """预计, 计划 …; empty for a plain result."""
        return "" if status is Status.ACTUAL else self._table[f"status.{status}"]

    def labels(self) -> dict[str, str]:
        """What the pages themselves say, for `Document.labels`."""
        return {**self._labels, **{f"status.{status}": self.status(status) for status in Status}}


def load_words(templates: Path, lang: str) -> Words:
    """Read the words of a language. Raises TemplateError that names the file and the key."""
    name = f"{lang}/{FILE}"
    return parse_words(_read(templates, lang), name)


def _read(templates: Path, lang: str) -> bytes:
    return toml.read(templates / lang / FILE, f"{lang}/{FILE}", TemplateError, "the templates folder needs one")


@functools.lru_cache(maxsize=8)
def parse_words(raw: bytes, name: str) -> Words:
    """The words from the bytes of the file `name`, which starts with the language; errors as for `load_words`."""
    words = language(name.partition("/")[0])
    table = _flat(toml.parse(raw, name, TemplateError), "", name)
    for what in _findings(table, words):
        raise TemplateError(f"{name}: {what}")
    missing = sorted(set(_REQUIRED.split()) - table.keys())
    if missing:
        raise TemplateError(f"{name}: {missing[0]}: is missing; add it (and {len(missing) - 1} more)")
    usual = {key: texts[0] for key, texts in words.CHOICES.items()}  # what an older words.toml does not say yet
    return Words(usual | dict(words.USUAL) | table, words.LABELS)


def findings(templates: Path, lang: str) -> Iterator[str]:
    """What is wrong with the words of a language, each with file and key."""
    name = f"{lang}/{FILE}"
    try:
        raw = _read(templates, lang)
        table = _flat(toml.parse(raw, name, TemplateError), "", name)
        found = [f"{name}: {what}" for what in _findings(table, language(lang))]
        if not found:
            parse_words(raw, name)
        yield from found
    except TemplateError as error:
        yield str(error)


def _findings(table: Mapping[str, str], language: Language) -> Iterator[str]:
    """Keys whose text the language does not leave to a project, has a figure, or a place that nothing fills.

    Texts are filled in by `str.format`.
    """
    for key, text in table.items():
        if key in language.CHOICES:
            if text not in language.CHOICES[key]:
                yield f"{key}: {shown(text)} would change what is said; write one of {', '.join(language.CHOICES[key])}"
            continue
        if word := language.reserved(text):
            yield f"{key}: says {word!r}, a word of status, verdict or direction that only figures and claims are given"
        rest = text
        for place in _FILLED.get(key, ()):
            rest = rest.replace(f"{{{place}}}", "")
        if found := re.search(r"[{}]", rest):
            there = ", ".join(f"{{{place}}}" for place in _FILLED.get(key, ())) or "nothing"
            yield f"{key}: {found[0]!r} where nothing is filled in; this text may have {there}"
        elif found_figure := banned_words.figure(rest):
            yield f"{key}: the figure {shown(found_figure)}; figures come from facts only"


def _flat(table: Mapping[str, object], path: str, name: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{path}{key}.", name)
        elif isinstance(value, str):
            flat[f"{path}{key}"] = value
        else:
            raise TemplateError(f"{name}: {path}{key}: is {type(value).__name__}, not a text")
    return flat
