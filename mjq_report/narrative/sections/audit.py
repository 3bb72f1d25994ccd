"""The audit section: how many claims there are of each verdict, then each in its source's words with the arithmetic.

What only agrees (5个 = 5个) is counted apart from what was recomputed and stands in one paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from mjq_report.lang import text_of
from mjq_report.model.codes import Qualifier, Verdict
from mjq_report.model.document import (
    Block,
    Card,
    CardRow,
    Column,
    Paragraph,
    Printed,
    Row,
    Section,
    Span,
    Spans,
    Table,
)
from mjq_report.model.findings import AuditResult
from mjq_report.model.tables import Claim
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.cells import joined, text
from mjq_report.narrative.sections.sourcebook import SourceBook

_ORDER = (Verdict.INCONSISTENT, Verdict.DEPENDS, Verdict.CONSISTENT)


def audit(lookup: Lookup, words: Words, sources: SourceBook) -> Section | None:
    """The section, or None when the year's sources make no claim that ties figures together."""
    results = lookup.findings.audit
    if not results:
        return None
    agreeing = [r for r in results if not r.recomputed and r.verdict is Verdict.CONSISTENT]
    rest = [r for r in results if r not in agreeing]
    blocks: list[Block] = [Paragraph(text(lookup.language.audit_lead(results)), "lead")]
    if rest:
        blocks += [_counts(rest, lookup), _table(rest, lookup, words, sources)]
    if agreeing:
        blocks.append(Paragraph(_agreement(agreeing, lookup, words, sources), "note"))
    blocks.append(Paragraph(text(words["audit.note"]), "note"))
    return Section("audit", words["section.audit"], tuple(blocks), "audit")


def _table(results: Sequence[AuditResult], lookup: Lookup, words: Words, sources: SourceBook) -> Table:
    """A row a claim under its verdict."""
    columns = (Column(words["column.claim"], weight=1.5), Column(words["column.arithmetic"], weight=2))
    judged = [r for r in results if r.verdict is not Verdict.UNCHECKABLE]
    unchecked = [r for r in results if r.verdict is Verdict.UNCHECKABLE]
    rows: list[Row] = []
    for verdict in _ORDER:
        for recomputed in (False, True):
            found = [r for r in judged if (r.verdict, r.recomputed or not _contradicts(r)) == (verdict, recomputed)]
            if found:
                rows.append(_group(verdict, recomputed, found, lookup))
                rows += [_row([result], lookup, words, sources) for result in found]
    if unchecked:
        rows.append(_group(Verdict.UNCHECKABLE, True, unchecked, lookup))
        rows += [_row(alike, lookup, words, sources) for alike in _alike(unchecked)]
    return Table(text(lookup.language.AUDIT["table"]), columns, tuple(rows), kind="audit")


def _group(verdict: Verdict, recomputed: bool, found: Sequence[AuditResult], lookup: Lookup) -> Row:
    head = lookup.language.audit_group(verdict, recomputed, len(found))
    return Row((text(lookup.language.AUDIT[f"mark.{verdict}"] + head), ()), group=True)


def _counts(results: Sequence[AuditResult], lookup: Lookup) -> CardRow:
    """How many claims there are of each verdict, with what the verdict means; those that there are none of too."""
    texts, number = lookup.language.AUDIT, Counter(result.verdict for result in results)
    return CardRow(
        tuple(
            Card(
                texts[f"name.{verdict}"],
                Printed(texts[f"mark.{verdict}"], str(number[verdict]), texts["items"]),
                "",
                coverage=texts[f"means.{verdict}"],
            )
            for verdict in Verdict
        )
    )


def _contradicts(result: AuditResult) -> bool:
    """Whether two figures that were set beside each other do not agree, which is no matter of arithmetic."""
    return result.verdict is Verdict.INCONSISTENT and not result.recomputed


def _alike(results: Sequence[AuditResult]) -> Iterator[list[AuditResult]]:
    """Claims that cannot be checked, those of the same words together."""

    def words(result: AuditResult) -> tuple[object, ...]:
        claim = result.claim
        if result.readings:
            return (claim.id,)
        return claim.source, claim.locator, claim.as_published

    return (list(group) for _, group in groupby(results, words))


def _row(alike: Sequence[AuditResult], lookup: Lookup, words: Words, sources: SourceBook) -> Row:
    """Claims in the same words, and what was computed of them or is missing for it."""
    first = alike[0]
    lines = first.arithmetic_zh[:1] if _is_plain(first, lookup) else first.arithmetic_zh
    reasons = words["semicolon"].join(dict.fromkeys(filter(None, (result.reason_zh for result in alike))))
    if first.verdict is Verdict.UNCHECKABLE and reasons and not lines:
        reasons = lookup.language.AUDIT["missing"].format(what=reasons)
    computed = [*lines, *_about(first, lookup), *filter(None, [reasons])]
    quote, *place = _quoted(first.claim, lookup, sources)
    claimed = (Span(_subject_of([result.claim for result in alike], lookup, words) + quote.text), *place)
    return Row((claimed, text(_sentence(computed, words))))


def _about(result: AuditResult, lookup: Lookup) -> list[str]:
    """What was looked at, where nothing but the curator's words says it."""
    statement = text_of(result.claim, "statement", lookup.lang)
    return [] if result.claim.result else [lookup.language.AUDIT["about"].format(what=statement)]


def _run_in(head: str, items: Sequence[Spans], words: Words) -> Spans:
    return (Span(head + words["colon"], bold=True), *joined(items, words["semicolon"]), Span(words["stop"]))


def _is_plain(result: AuditResult, lookup: Lookup) -> bool:
    """Whether the computation with the printed digits shows by itself that it holds: no hedge leaves room for doubt."""
    facts = (lookup.findings.facts.get(name) for name in result.facts)
    exact = all(fact is None or fact.qualifier is Qualifier.EXACT for fact in facts)
    return result.verdict is Verdict.CONSISTENT and not result.readings and exact


def _sentence(lines: Sequence[str], words: Words) -> str:
    return words["semicolon"].join(line.rstrip("。；") for line in lines)


def _subject_of(claims: Sequence[Claim], lookup: Lookup, words: Words) -> str:
    """What the figures of claims are of, before the source's own words for them."""
    names = dict.fromkeys(name for claim in claims if (name := _subject(claim, lookup)))
    return words["enumeration"].join(names) + words["colon"] if names else ""


def _subject(claim: Claim, lookup: Lookup) -> str:
    """The stated figure's name, with what it covers where that is not the town."""
    fact = lookup.meant(claim.result) if claim.result else None
    if fact is None:
        return ""
    covered = "" if fact.coverage == lookup.home_coverage() else lookup.coverage_name(fact.coverage)
    return covered + lookup.label(fact)


def _quoted(claim: Claim, lookup: Lookup, sources: SourceBook) -> Spans:
    words = Span(lookup.language.quoted(claim.as_published))
    return (words, *sources.reference(claim.source, (claim.locator,)))


def _agreement(results: Sequence[AuditResult], lookup: Lookup, words: Words, sources: SourceBook) -> Spans:
    """`前后一致（四项，不计入复算）：“5大产业集群”（产业集群数5个 = 5）；…`."""
    said = lookup.language.audit_group(Verdict.CONSISTENT, False, len(results))
    items: list[Spans] = []
    for result in results:
        shown = lookup.language.in_brackets(_sentence(result.arithmetic_zh, words))
        quote = _quoted(result.claim, lookup, sources)
        items.append((quote[0], Span(shown), *quote[1:]))
    return _run_in(said, items, words)
