"""briefing.toml: which sections, charts, tables and key figures a briefing has, in which order.

Read strictly, so that a slip of the pen is a message with the key and not a chart that silently is not
there. Which indicators exist is the data's business: one that a town has not is no mistake.
"""

from __future__ import annotations

import difflib
import functools
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mjq_report.errors import TemplateError, UsageError
from mjq_report.lang import language
from mjq_report.model.codes import DOMAINS
from mjq_report.model.document import ChartKind
from mjq_report.settings import toml
from mjq_report.settings.toml import Keys

FILE = "briefing.toml"
GENERIC = "section.md.j2"  # the template of sections that have none of their own
BY_INDUSTRY = "industry"
FOUND = (
    "dumbbell",
    "waterfall",
    "nested",
    "timeline",
    "steps",
    "flow",
    "months",
)  # kinds whose marks are found by shape
ORGANISATION_KINDS = ("company", "institution", "department", "school", "association")
_TEMPLATE = re.compile(r"[a-z][a-z0-9_]{0,63}\.md\.j2", re.ASCII)

Texts = Mapping[str, str]  # language → text


@dataclass(frozen=True, slots=True)
class Pick:
    """Which figures are meant: an indicator, and where needed a breakdown, a coverage or kind of coverage.

    `group` takes all breakdowns of a group, `*` those of any group, `all` the totals too. `aside` marks
    what is drawn beside the others though it measures something else.
    """

    indicator: str
    breakdown: str = ""
    group: str = ""
    coverage: str = ""
    entity: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """A chart: its kind, what it draws, and its title as a template text that states the finding."""

    id: str
    kind: ChartKind
    title: Texts
    subtitle: Texts
    picks: tuple[Pick, ...]
    whole: Pick | None
    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A value column of a declared table."""

    id: str
    title: Texts


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table: for each row the indicator of each column; a row is repeated for every breakdown and coverage."""

    id: str
    title: Texts
    columns: tuple[TableColumn, ...]
    rows: tuple[Mapping[str, str], ...]
    groups: tuple[str, ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section: its template, the domains whose figures and programmes it must print, and its blocks.

    Without a title it is named after the domains that it speaks of. `joins` are the sections that it would join if it
    had too little for a chapter of its own.
    """

    id: str
    title: Texts
    template: str
    domains: tuple[str, ...]
    charts: tuple[str, ...]
    tables: tuple[str, ...]
    organisations: tuple[str, ...]  # `industry` for those of an industry, or kinds of those of none
    joins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of briefing.toml."""

    title: Texts
    kind: Texts
    subject: Texts
    keywords: Mapping[str, tuple[str, ...]]
    cover: str
    summary: SectionPlan
    cards: tuple[Pick, ...]
    most_cards: int
    most_bullets: int
    sections: tuple[SectionPlan, ...]
    charts: Mapping[str, ChartPlan]
    tables: Mapping[str, TablePlan]

    @property
    def templates(self) -> tuple[str, ...]:
        """The template files that it names, in order."""
        return (self.cover, self.summary.template, *(section.template for section in self.sections))


def load_plan(templates: Path) -> Plan:
    """Read briefing.toml. Raises TemplateError that names the file and the key, or the line where TOML breaks."""
    plan = parse_plan(toml.read(templates / FILE, FILE, TemplateError, "the templates folder needs one"))
    return replace(plan, sections=tuple(_written(section, templates) for section in plan.sections))


def _written(section: SectionPlan, templates: Path) -> SectionPlan:
    """A section with its template; where no language has that file, it is composed from the rows, unless a slip of the
    pen is likelier: then TemplateError names the file that may be meant."""
    folders = [templates / lang for lang in languages(templates)]
    if any(os.path.lexists(folder / section.template) for folder in folders):
        return section
    there = sorted({path.name for folder in folders for path in folder.glob("*.md.j2")} - {GENERIC})
    if near := difflib.get_close_matches(section.template, there, 1, 0.8):
        raise TemplateError(
            f"{FILE}: sections.{section.id}.template: {section.template} is not there; is {near[0]} meant?"
        )
    return replace(section, template=GENERIC)


@functools.lru_cache(maxsize=8)
def parse_plan(raw: bytes) -> Plan:
    """briefing.toml from its bytes; errors as for `load_plan`."""
    return _Reader(toml.parse(raw, FILE, TemplateError)).plan()


def languages(templates: Path) -> list[str]:
    """The languages that have a folder of templates."""
    if not templates.is_dir():
        return []
    return sorted(
        p.name for p in templates.iterdir() if toml.LANG.fullmatch(p.name) and os.path.lexists(p / "words.toml")
    )


def in_language(words: Texts, lang: str) -> str:
    """The text in one language. UsageError when briefing.toml has none in it."""
    if lang not in words:
        raise UsageError(f"--lang {lang}: {FILE} has no text in it; there is {', '.join(sorted(words))}")
    return words[lang]


class _Reader:
    """Takes the tables apart; every mistake is a TemplateError with the key's path."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table

    def plan(self) -> Plan:
        top = Keys(self._table, FILE, TemplateError, "docs/templates.md")
        document = top.table("document")
        cover = top.table("cover")
        summary = top.table("summary")
        charts = {plan.id: plan for plan in (self._chart(k) for k in top.tables("charts"))}
        tables = {plan.id: plan for plan in (self._table_plan(k) for k in top.tables("tables"))}
        sections = tuple(self._section(k, charts, tables) for k in top.tables("sections"))
        plan = Plan(
            title=document.by_language("title"),
            kind=document.by_language("kind"),
            subject=document.by_language("subject"),
            keywords={lang: tuple(text.split()) for lang, text in document.by_language("keywords").items()},
            cover=_template(cover),
            summary=SectionPlan("summary", summary.by_language("title"), _template(summary), (), (), (), ()),
            cards=tuple(self._pick(k) for k in cover.tables("cards")),
            most_cards=cover.whole("most_cards", 1, 50, 5),
            most_bullets=summary.whole("most_bullets", 1, 50, 7),
            sections=sections,
            charts=charts,
            tables=tables,
        )
        for keys in (top, document, cover, summary):
            keys.done()
        self._complete(sections)
        return plan

    def _complete(self, sections: Sequence[SectionPlan]) -> None:
        ids = [section.id for section in sections]
        for number, section in enumerate(sections):
            if other := next((name for name in section.joins if name not in ids or name == section.id), ""):
                raise TemplateError(f"{FILE}: sections[{number}].joins: {other!r} is no other section")
        seen = [domain for section in sections for domain in section.domains]
        missing = [domain for domain in DOMAINS if domain not in seen]
        twice = sorted({domain for domain in seen if seen.count(domain) > 1})
        if missing or twice:
            raise TemplateError(
                f"{FILE}: sections: every domain belongs to one section; missing: {', '.join(missing) or 'none'}; "
                f"twice: {', '.join(twice) or 'none'}"
            )

    def _section(self, keys: Keys, charts: Mapping[str, Any], tables: Mapping[str, Any]) -> SectionPlan:
        plan = SectionPlan(
            id=keys.id("id"),
            title=keys.by_language("title") if keys.has("title") else {},
            template=_template(keys) if keys.has("template") else GENERIC,
            domains=keys.choices("domains", DOMAINS),
            charts=keys.choices("charts", tuple(charts)),
            tables=keys.choices("tables", tuple(tables)),
            organisations=keys.choices("organisations", (BY_INDUSTRY, *ORGANISATION_KINDS)),
            joins=keys.texts("joins", default=()),
        )
        keys.done()
        return plan

    def _chart(self, keys: Keys) -> ChartPlan:
        whole, kind = keys.tables("whole"), keys.choice("kind", tuple(language("zh").CHARTS))
        titles = {key: keys.by_language(key) for key in ("title", "subtitle") if kind not in FOUND or keys.has(key)}
        plan = ChartPlan(
            id=keys.id("id"),
            kind=kind,
            title=titles.get("title", {}),
            subtitle=titles.get("subtitle", {}),
            picks=tuple(self._pick(k) for k in keys.tables("marks")),
            whole=self._pick(whole[0]) if whole else None,
            at_least=keys.whole("at_least", 1, 50, 2),
            at_most=keys.whole("at_most", 1, 50, 50),
        )
        keys.done()
        if not plan.picks:
            raise keys.wrong("marks", "is empty; say which indicators the chart draws")
        if kind in FOUND and whole:
            raise keys.wrong("whole", f"is for other kinds; a {kind} finds what its marks belong to by itself")
        return plan

    def _table_plan(self, keys: Keys) -> TablePlan:
        columns = list[TableColumn]()
        for column in keys.tables("columns"):
            columns.append(TableColumn(column.id("id"), column.by_language("title")))
            column.done()
        ids = tuple(column.id for column in columns)
        rows = list[Mapping[str, str]]()
        for row in keys.tables("rows"):
            rows.append({name: row.id(name) for name in ids if row.has(name)})
            row.done()
        plan = TablePlan(
            id=keys.id("id"),
            title=keys.by_language("title"),
            columns=tuple(columns),
            rows=tuple(rows),
            groups=keys.texts("groups", default=()),
            at_least=keys.whole("at_least", 1, 50, 2),
        )
        keys.done()
        return plan

    def _pick(self, keys: Keys) -> Pick:
        pick = Pick(
            indicator=keys.id("indicator"),
            breakdown=keys.text("breakdown", default=""),
            group=keys.text("group", default=""),
            coverage=keys.text("coverage", default=""),
            entity=keys.text("entity", default=""),
            aside=keys.flag("aside"),
        )
        keys.done()
        return pick


def _template(keys: Keys) -> str:
    return keys.text("template", _TEMPLATE, "the name of a template such as economy.md.j2")
