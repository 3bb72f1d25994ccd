"""`audit` and `inspect`: what does not hold in the published claims, what is amiss on the set pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from mjq_report.cli.messages import say
from mjq_report.errors import NoData, VerificationError
from mjq_report.lang import zh
from mjq_report.settings.paths import Root

if TYPE_CHECKING:
    from mjq_report.model.findings import AuditResult


def print_audit(root: Root, town: str, year: int | None, as_json: bool) -> None:
    """Print verdict and arithmetic of each claim. Raises UnknownTown, DataError, NoData."""
    from mjq_report.analysis import audit
    from mjq_report.dataset.loading import load_town

    data = load_town(root.data, town)
    if year is not None and year not in data.years:
        raise NoData(town, year, data.years)
    results = audit(data, year)
    if as_json:
        print(json.dumps([_record(result) for result in results], ensure_ascii=False, indent=1))
        return
    for result in results:
        claim = result.claim
        verdict, place = zh.VERDICTS[result.verdict], f"{claim.source}，{zh.located(claim.locator)}"
        verdict = verdict if result.recomputed else zh.AUDIT["agreement"].format(verdict=verdict)
        say(f"{verdict}  {claim.id}  {claim.statement_zh}（{place}：“{claim.as_published}”）")
        for line in (*result.arithmetic_zh, *([result.reason_zh] if result.reason_zh else [])):
            say(f"        {line}")
    for recomputed, kind in ((True, zh.AUDIT["recomputed"]), (False, zh.AUDIT["agreed"])):
        counts = Counter(result.verdict for result in results if result.recomputed is recomputed)
        say(kind + "，".join(f"{word}{counts[verdict]}" for verdict, word in zh.VERDICTS.items()))


def print_proposals(root: Root, town: str, year: int | None) -> None:
    """Print claims that the rows allow and no claim states, as lines of the town's claims.csv under its header.

    Raises UnknownTown, DataError, NoData.
    """
    from mjq_report.analysis.proposals import proposals
    from mjq_report.dataset import loading, reference, schema, sources

    data = loading.load_town(root.data, town)
    if year is not None and year not in data.years:
        raise NoData(town, year, data.years)
    own = sources.reader(root.data, town)(schema.CLAIMS.path.format(town=town))
    header = (
        own.decode("utf-8-sig").splitlines()[0].split(",") if own else schema.CLAIMS.header
    )  # columns may be left out
    lines = []
    for claim in proposals(data, year):
        cells = {**asdict(claim), "claim": claim.id, "period": claim.period.text, "operands": " ".join(claim.operands)}
        lines.append([str(cells.get(name, "")) for name in header])
    for line in reference.csv_lines([header, *lines]).decode().splitlines():
        say(line)


def _record(result: AuditResult) -> dict[str, object]:
    claim = result.claim
    return {
        "claim": claim.id,
        "statement": claim.statement_zh,
        "verdict": result.verdict.value,
        "recomputed": result.recomputed,
        "arithmetic": list(result.arithmetic_zh),
        "reason": result.reason_zh,
        "readings": [
            {"claim": r.claim.id, "assumes": r.claim.assumes_zh, "verdict": r.verdict.value} for r in result.readings
        ],
        "stated": _ends(result.stated),
        "computed": _ends(result.computed),
        "source": claim.source,
        "locator": claim.locator,
        "as_published": claim.as_published,
    }


def _ends(interval: tuple[Decimal, Decimal] | None) -> list[str] | None:
    return None if interval is None else [str(end) for end in interval]


def print_inspection(files: Sequence[Path], style: str | None, as_json: bool) -> None:
    """Print what was measured, in columns. Raises VerificationError when anything is wrong."""
    from mjq_report.checking.layout import inspect, printed

    reports = [(file.name.removesuffix(".pdf"), inspect(file, style)) for file in files]
    if as_json:
        plain = [{"file": str(file), **report.to_dict()} for file, (_, report) in zip(files, reports, strict=True)]
        print(json.dumps(plain[0] if len(plain) == 1 else plain, ensure_ascii=False, indent=1))
    else:
        for line in printed(reports):
            say(line)
    wrong = [
        f"{file}: {report.problems} problems"
        for file, (_, report) in zip(files, reports, strict=True)
        if report.problems
    ]
    if wrong:
        raise VerificationError("\n".join(wrong))
