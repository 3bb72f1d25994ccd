"""The audit section: the claims that were recomputed, and first of all those that do not hold, with the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.lang import language, text_of
from mjq_report.model.codes import Verdict
from mjq_report.model.document import Block, Column, Paragraph, Row, Section, Spans, Table
from mjq_report.model.findings import AuditResult
from mjq_report.narrative.labels import Words
from mjq_report.narrative.sections.cells import text
from mjq_report.narrative.sections.sourcebook import SourceBook

_ORDER = (Verdict.INCONSISTENT, Verdict.UNCHECKABLE, Verdict.CONSISTENT)


def audit(results: Sequence[AuditResult], words: Words, sources: SourceBook, lang: str) -> Section | None:
    """The section, or None when the year's sources make no claim that ties figures together."""
    if not results:
        return None
    by_verdict = {verdict: [r for r in results if r.verdict is verdict] for verdict in _ORDER}
    blocks: list[Block] = [Paragraph(text(_lead(results, by_verdict, words, lang)), "lead")]
    blocks.append(Paragraph(text(words["audit.note"]), "note"))
    blocks += [_table(verdict, found, words, sources, lang) for verdict, found in by_verdict.items() if found]
    return Section("audit", words["section.audit"], tuple(blocks), "audit")


def _lead(results: Sequence[AuditResult], by_verdict: dict[Verdict, list[AuditResult]], words: Words, lang: str) -> str:
    """How many were recomputed and how many hold; counts in words, since they are of our making."""
    count = language(lang).count
    parts = [
        words[f"audit.{verdict}"].format(count=count(len(found)))
        for verdict in reversed(_ORDER)
        if (found := by_verdict[verdict])
    ]
    lead = words["audit.lead"].format(count=count(len(results)))
    return lead + words["colon"] + words["comma"].join(parts) + words["stop"]


def _table(verdict: Verdict, results: Sequence[AuditResult], words: Words, sources: SourceBook, lang: str) -> Table:
    columns = [Column(words["column.claim"], weight=1.5)]
    if verdict is not Verdict.UNCHECKABLE:
        columns.append(Column(words["column.arithmetic"], weight=2))
    if verdict is not Verdict.CONSISTENT:
        columns.append(Column(words["column.reason"], weight=1.8))
    columns.append(Column(words["column.source"], weight=0.5))
    rows = []
    for result in results:
        claim = result.claim
        cells = [text(text_of(claim, "statement", lang))]
        cells += [_arithmetic(result, words)] if verdict is not Verdict.UNCHECKABLE else []
        cells += [text(result.reason_zh)] if verdict is not Verdict.CONSISTENT else []
        rows.append(Row((*cells, sources.reference(claim.source, (claim.locator,)))))
    return Table(text(words[f"table.{verdict}"]), tuple(columns), tuple(rows), kind="audit")


def _arithmetic(result: AuditResult, words: Words) -> Spans:
    return text(words["semicolon"].join(line.rstrip("。；") for line in result.arithmetic_zh))
