"""A briefing arranged as an official document: text, signature, attachments (GB/T 9704-2012, 7.2 to 7.4).

Only sentences stand in the text. Tables, charts, lists and the audit's page go into attachments, whose titles the text
names; of the audit one paragraph stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mjq_report.lang import Language, text_of
from mjq_report.model.document import (
    Aside,
    Block,
    CardRow,
    Chart,
    EntryList,
    Heading,
    Paragraph,
    Photograph,
    Section,
    Span,
    Table,
)
from mjq_report.model.office import Office, Official
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.blocks import without_bare_headings

_PARTS = ("annex", "entries", "figures", "audit", "sources")  # the attachments, in order


@dataclass(frozen=True)
class Subject:
    """What an official document is about: names as they are printed, and what the office gave."""

    town: str
    year: str
    office: Office
    language: Language
    listed: Mapping[str, Sequence[Block]]  # of each section, the blocks that list programmes and organisations


def arranged(
    sections: Iterable[Section], lookup: Lookup, office: Office, listed: Mapping[str, Sequence[Block]]
) -> tuple[list[Section], Official]:
    """The sections in an official document's order, and what stands about them; `listed` as in `Subject`."""
    language = lookup.language
    town = text_of(lookup.findings.data.town, "name", lookup.lang)
    subject = Subject(town, language.period(lookup.home_period()), office, language, listed)
    sections = [section for section in sections if section.blocks]
    words = subject.language.OFFICIAL
    summary = next((s for s in sections if s.role == "summary"), None)
    chapters = [s for s in sections if s.role == "body"]
    attachments = _attachments(sections, summary, chapters, subject)
    opening = (Paragraph(_plain(words["opening"], subject)), *_sentences(summary.blocks if summary else ()))
    remarks = _remarks(sections, summary, [s.id for s in attachments], words)
    text = [Section("summary", summary.title if summary else "", opening, "summary")]
    for chapter in chapters:
        kept = without_bare_headings(_sentences(_told(chapter, subject)))
        text += [replace(chapter, blocks=tuple(kept))] if kept else []
    text += [Section("remarks", words["remarks"], remarks)] if remarks else []
    return [*text, *attachments], _official(subject, [s.title for s in attachments])


# --------------------------------------------------------------------------- the text


def _plain(text: str, subject: Subject) -> tuple[Span, ...]:
    kind = subject.office.kind or subject.language.OFFICIAL["kind"]
    return (Span(text.format(town=subject.town, year=subject.year, kind=kind)),)


def _told(chapter: Section, subject: Subject) -> list[Block]:
    """A chapter without its lists."""
    listed = subject.listed.get(chapter.id, ())
    return [block for block in chapter.blocks if block not in listed]


def _sentences(blocks: Iterable[Block]) -> list[Block]:
    """Paragraphs, lists and headings alone, nothing in them bold; those that open with a bold word are remarks."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.role != "note" and not _is_remark(block):
            kept.append(Paragraph(tuple(replace(span, bold=False) for span in block.spans)))
        elif not isinstance(block, Paragraph | Table | Chart | EntryList | CardRow | Aside | Photograph):
            kept.append(block)
    return kept


def _is_remark(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(block.spans) and block.spans[0].bold


def _remarks(
    sections: Sequence[Section], summary: Section | None, attached: Sequence[str], words: Mapping[str, str]
) -> tuple[Block, ...]:
    """What to mind when reading, and the audit in one paragraph, which names its attachment."""
    made: list[Block] = []
    for block in summary.blocks if summary else ():
        if isinstance(block, Paragraph) and _is_remark(block):
            made.append(Paragraph(tuple(replace(span, bold=False) for span in block.spans)))
        elif isinstance(block, Aside) and block.items:
            said = (span for item in block.items for span in item)
            made.append(Paragraph((Span(f"{block.title}{words['colon']}"), *said)))
    audit = next((s for s in sections if s.role == "audit"), None)
    lead = next((b for b in audit.blocks if isinstance(b, Paragraph)), None) if audit else None
    if lead is not None:
        named = _attachment(attached.index("audit") + 1, len(attached), words)
        see = Span(words["see"].format(attachment=named), href="#sec-audit")
        made.append(Paragraph((*lead.spans, see)))
    return tuple(made)


# --------------------------------------------------------------------------- attachments


def _attachment(number: int, total: int, words: Mapping[str, str]) -> str:
    """附件1; where there is only one it has no number (7.3.4)."""
    return words["attachment"].format(number=number if total > 1 else "")


def _attachments(
    sections: Sequence[Section], summary: Section | None, chapters: Sequence[Section], subject: Subject
) -> list[Section]:
    """Each attachment that has something in it, under its title and number."""
    words = subject.language.OFFICIAL
    told = [*([summary] if summary else []), *chapters]
    by_role = {section.role: section for section in sections}
    parts: dict[str, list[Block]] = {
        "annex": _under([by_role.get("annex")]),
        "entries": [
            b for c in chapters for b in _headed(c, [b for b in c.blocks if b in subject.listed.get(c.id, ())])
        ],
        "figures": [b for c in told for b in _told(c, subject) if isinstance(b, Chart | Table | Photograph)],
        "audit": _under([by_role.get("audit"), by_role.get("derivations")]),
        "sources": [*_notes(chapters, words), *_under([by_role.get("notes"), by_role.get("sources")], headed=True)],
    }
    there = [name for name in _PARTS if parts[name]]
    return [
        Section(
            name,
            words[name],
            tuple(parts[name]),
            "body" if name in ("entries", "figures") else name,  # type: ignore[arg-type]
            _attachment(number, len(there), words),
            attachment=True,
        )
        for number, name in enumerate(there, 1)
    ]


def _under(sections: Sequence[Section | None], headed: bool = False) -> list[Block]:
    """The blocks of sections but for cards, from the second on, or with `headed` all, under a heading each."""
    blocks: list[Block] = []
    for section in sections:
        kept = [block for block in section.blocks if not isinstance(block, CardRow)] if section else []
        if section is not None and kept:
            blocks += _headed(section, kept) if headed or blocks else kept
    return blocks


def _headed(section: Section, blocks: Sequence[Block]) -> list[Block]:
    """Blocks under the section's title; a list's own title says no more, so it goes."""
    untitled = [replace(b, title="") if isinstance(b, EntryList) else b for b in blocks]
    return [Heading(2, (Span(section.title),), f"sec-{section.id}"), *untitled] if blocks else []


def _notes(chapters: Sequence[Section], words: Mapping[str, str]) -> list[Block]:
    """The notes that stood under the chapters."""
    notes = [b for c in chapters for b in c.blocks if isinstance(b, Paragraph) and b.role == "note"]
    return [Heading(2, (Span(words["notes"]),), "sec-remarks-notes"), *notes] if notes else []


# --------------------------------------------------------------------------- what stands about the text


def _official(subject: Subject, titles: Sequence[str]) -> Official:
    office, words = subject.office, subject.language.OFFICIAL
    names = {"town": subject.town, "year": subject.year, "kind": office.kind or words["kind"]}
    return Official(
        serial=office.serial,
        secrecy=office.secrecy,
        urgency=office.urgency,
        mark=office.mark or words["mark"].format(issuer=office.issuer or words["issuer"]),
        number=office.number or words["number"],
        signers="　".join(office.signers),
        title=office.title or words["title"].format(**names),
        addressees=(words["comma"].join(office.addressees) or words["addressees"]) + words["colon"],
        attachments=tuple(titles),
        issuer=office.issuer or words["issuer"],
        dated=_day(office.dated, subject),
        copies=words["comma"].join(office.copies) + words["stop"] if office.copies else "",
        printer=office.printer or office.issuer or words["issuer"],
        printed=words["printed"].format(date=_day(office.printed or office.dated, subject)),
        seal=office.seal,
    )


def _day(text: str, subject: Subject) -> str:
    return subject.language.date(dt.date.fromisoformat(text)) if text else subject.language.OFFICIAL["dated"]
