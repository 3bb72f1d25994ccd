"""The annex: every published figure of the year and every other that the document uses, a row each; the definitions used.

Figures that one source prints several times are one row with all its paragraphs. Computed figures have their row among
the derivations, and in the annex the rows that they were computed from.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mjq_report.figures import formats
from mjq_report.figures.kinds import NO_AMOUNTS
from mjq_report.figures.relations import relation
from mjq_report.lang import Language, text_of
from mjq_report.model.codes import DOMAINS, Qualifier
from mjq_report.model.document import Column, Paragraph, Printed, Row, Section, Span, Spans, Table
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.locators import Locator
from mjq_report.model.tables import Observation
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup, identity
from mjq_report.narrative.sections.cells import bare, joined, text
from mjq_report.narrative.sections.derivations import numbered
from mjq_report.narrative.sections.remarks import Lettered, public_note, remarks
from mjq_report.narrative.sections.sourcebook import SourceBook

_COLUMNS = ("number", "indicator", "period", "value", "unit", "coverage", "hedge", "source")


@dataclass(slots=True)
class _Entry:
    """A row to be: the facts that say the same, and the places where they stand."""

    facts: list[Fact] = field(default_factory=list)
    places: dict[str, list[Locator]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Places:
    """The anchors of facts, and the letters of remarks."""

    anchors: dict[str, str]
    lettered: Lettered


@dataclass(frozen=True)
class Annex:
    """The section, the facts in the order of its rows and then of the derivations', and the anchor of each one's row."""

    section: Section
    facts: tuple[str, ...]
    anchors: dict[str, str]
    derived: dict[str, str]  # of computed facts, the anchors of their rows in the derivations


def annex(lookup: Lookup, words: Words, sources: SourceBook, printed: set[str]) -> Annex:
    """Lay out the annex of a document that prints these facts."""
    findings = lookup.findings
    needed = _with_inputs(findings, {*printed, *findings.own})
    needed |= {fact.id for fact in findings.facts.values() if fact.superseded_by in needed}
    published = [fact for fact in findings.facts.values() if not fact.is_derived]
    own = _merged([f for f in published if f.id in findings.own], findings)
    own.sort(key=lambda entry: _rank(lookup, entry.facts[0]))
    earlier = _merged([f for f in published if f.id in needed and f.id not in findings.own], findings)
    anchors: dict[str, str] = {}
    for number, entry in enumerate((*own, *earlier), 1):
        anchors |= {fact.id: f"f{number:03d}" for fact in entry.facts}
    derived = numbered(fact for fact in findings.facts.values() if fact.is_derived and fact.id in needed)
    anchors |= derived
    rows: list[Row] = []
    at = _Places(anchors, Lettered())
    domain = ""
    for entry in own:
        if lookup.domain(entry.facts[0]) != domain:
            domain = lookup.domain(entry.facts[0])
            rows.append(_heading(words[f"domain.{domain}"]))
        rows.append(_row(entry, lookup, words, sources, at))
    rows += _unmeasured(lookup, words, sources, at.lettered)
    rows += [_heading(words["annex.earlier"])] if earlier else []
    rows += [_row(entry, lookup, words, sources, at) for entry in earlier]
    caption, notes_below = text(words["table.annex"]), at.lettered.listed()
    table = Table(caption, _columns(words), tuple(rows), notes_below, kind="annex", header_row=False)
    blocks = (Paragraph(text(words["annex.lead"]), "note"), table, Paragraph(text(words["annex.note"]), "note"))
    section = Section("annex", words["section.annex"], blocks if rows else (), "annex")
    return Annex(section, tuple(anchors), anchors, derived)


def _with_inputs(findings: Findings, printed: Iterable[str]) -> set[str]:
    """The printed facts and all that they were computed from."""
    needed: set[str] = set()
    waiting = [fact for fact in printed if fact in findings.facts]
    while waiting:
        fact = waiting.pop()
        if fact not in needed:
            needed.add(fact)
            waiting.extend(findings.facts[fact].inputs)
    return needed


def _merged(facts: Sequence[Fact], findings: Findings) -> list[_Entry]:
    observations = {o.key: o for o in findings.data.observations}
    entries: dict[tuple[object, ...], _Entry] = {}
    for fact in facts:
        printed = (fact.printed, fact.unit, fact.qualifier, fact.status, fact.sources)
        entry = entries.setdefault((*identity(fact), *printed), _Entry())
        entry.facts.append(fact)
        for source in fact.sources:
            place = _paragraph(observations.get(fact.id))
            entry.places.setdefault(source, []).extend(place)
    return list(entries.values())


def _paragraph(observation: Observation | None) -> list[Locator]:
    return [observation.locator] if observation is not None else []


def _rank(lookup: Lookup, fact: Fact) -> int:
    domain = lookup.domain(fact)
    return DOMAINS.index(domain) if domain in DOMAINS else len(DOMAINS)


def _columns(words: Words) -> tuple[Column, ...]:
    weights = {"indicator": 2.4, "period": 1.0, "coverage": 1.4, "source": 1.2, "number": 0.3}
    return tuple(
        Column(words[f"column.{name}"], align="decimal" if name == "value" else "left", weight=weights.get(name, 0.5))
        for name in _COLUMNS
    )


def _heading(title: str) -> Row:
    return Row((text(title),) + ((),) * (len(_COLUMNS) - 1), group=True)


def _unmeasured(lookup: Lookup, words: Words, sources: SourceBook, lettered: Lettered) -> list[Row]:
    """What the year's sources say of a change without any figure, not even that of the level, a row each."""
    findings = lookup.findings
    alone = [m for m in findings.data.movements if findings.data.sources[m.source].year == findings.year]
    rows = [_heading(lookup.language.LABELS["unmeasured"])] if alone else []
    for moved in alone:
        mark = lettered.mark(filter(None, [public_note(moved, lookup.lang)]))
        part = lookup.breakdown_name(moved.breakdown)
        name = lookup.name_of(moved.indicator) + (lookup.language.in_brackets(part) if part else "")
        cells = (
            (),
            (*text(name), *((Span(mark, superscript=True),) if mark else ())),
            text(lookup.language.period(moved.period)),
            (),
            (),
            text(lookup.coverage_name(moved.coverage)),
            text(lookup.language.unmeasured(moved.movement, moved.period.is_year)),
            sources.reference(moved.source, [moved.locator]),
        )
        rows.append(Row(cells))
    return rows


def _row(entry: _Entry, lookup: Lookup, words: Words, sources: SourceBook, at: _Places) -> Row:
    fact = entry.facts[0]
    anchor = at.anchors[fact.id]
    name = lookup.label(fact) + lookup.members_words(fact, words["enumeration"])
    mark = at.lettered.mark(dict.fromkeys(r for f in entry.facts for r in remarks(f, lookup)))
    source = joined([sources.reference(s, places) for s, places in entry.places.items()], words["enumeration"])
    source += _history(fact, words, at.anchors)
    plain = fact.kind not in NO_AMOUNTS
    # unit and hedge have columns of their own; a place, a size or a day is printed whole
    digits = Printed("", formats.signed(fact.printed), "") if plain else lookup.language.figure(fact)
    if fact.upper is not None:
        digits = Printed("", bare(lookup.language, fact).digits, "")
    cells = (
        text(anchor[1:].lstrip("0")),
        (*text(name), *((Span(mark, superscript=True),) if mark else ())),
        text(lookup.period(fact)),
        (Span(digits.value, fact=fact.id, point=digits.point),),
        text(fact.unit if plain else digits.unit),
        text(lookup.coverage_name(fact.coverage)),
        text(_hedge(fact, words, lookup.language)),
        source,
    )
    return Row(cells, anchor)


def _history(fact: Fact, words: Words, anchors: dict[str, str]) -> Spans:
    """What became of a published figure since: that it was corrected, or by which row it is superseded."""
    if fact.correction is not None:
        published = formats.signed(fact.correction.published)
        return text(words["annex.corrected"].format(published=published, reason=fact.correction.reason))
    if fact.superseded_by not in anchors:
        return ()
    anchor = anchors[fact.superseded_by]
    before, after = words["annex.superseded"].split("{number}")
    return Span(before), Span(anchor[1:].lstrip("0"), href=f"#{anchor}"), Span(after)


def _hedge(fact: Fact, words: Words, language: Language) -> str:
    """Status, qualifier and basis in words: `预计`, `约`, `计划，余`, `按可比口径`."""
    hedge = "" if fact.qualifier is Qualifier.EXACT else fact.wording or words[f"hedge.{fact.qualifier}"]
    if fact.kind in NO_AMOUNTS:
        hedge = ""  # it is printed with the figure
    return words["comma"].join(filter(None, (words.status(fact.status), hedge, language.basis(fact.basis))))


# --------------------------------------------------------------------------- notes


def _renamed(lookup: Lookup) -> Iterator[str]:
    """What the town was called before, and when its area changed."""
    for before, name in pairwise(lookup.findings.data.names):
        old, new, note = (
            text_of(row, field, lookup.lang) for row, field in ((before, "name"), (name, "name"), (name, "note_public"))
        )
        if old != new or name.rescoped:
            yield lookup.language.renamed(new, old, name.since, name.rescoped, note)


def notes(lookup: Lookup, words: Words, printed: Iterable[str], explained: Container[str] = ()) -> Section | None:
    """Definitions of the indicators and coverages that the text uses, but for those `explained` where they stand.

    That a growth rate is growth on the year before needs no line: what is implied by a level is defined with it.
    """
    facts = [lookup.findings.facts[fact] for fact in printed if fact in lookup.findings.facts]
    data = lookup.findings.data
    used = {fact.indicator for fact in facts}
    levels = [i for i in data.indicators.values() if i.id in used and relation(i.id, data.indicators) is None]
    levels = [indicator for indicator in levels if indicator.id not in explained]
    defined = [indicator for indicator in levels if text_of(indicator, "definition", lookup.lang)]
    coverages = {fact.coverage for fact in facts}
    covered = [c for c in data.coverages.values() if c.id in coverages and c.note and c.id not in explained]
    columns = (Column(words["column.term"], weight=0.8), Column(words["column.definition"], weight=2.4))
    blocks: list[Paragraph | Table] = []
    if defined:
        rows = [
            Row((text(text_of(i, "name", lookup.lang)), text(text_of(i, "definition", lookup.lang)))) for i in defined
        ]
        blocks.append(Table(text(words["table.notes"]), columns, tuple(rows)))
    rows = [Row((text(lookup.coverage_name(c.id)), text(c.note))) for c in covered]
    rows += [Row((text(words["term.name"]), text(said))) for said in _renamed(lookup)]
    if rows:
        blocks.append(Table(text(words["table.coverages"]), columns, tuple(rows)))
    about = [public_note(thing, lookup.lang) for thing in (data.town, *data.names)]
    blocks += [
        Paragraph(text(lookup.language.LABELS["remark"].format(remarks=n + words["stop"])), "note") for n in about if n
    ]
    return Section("notes", words["section.notes"], tuple(blocks), "notes") if blocks else None
