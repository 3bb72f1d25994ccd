"""`build --explain`: why each thing is told, by salience, and what is not printed and why; also as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mjq_report.analysis.salience import WEIGHTS
from mjq_report.model.findings import Salient
from mjq_report.model.omission import Omission
from mjq_report.narrative.lookup import Lookup
from mjq_report.pipeline import Composed, compose
from mjq_report.runs.plan import Task
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root

REASONS = {
    "weight_1": "a headline indicator", "weight_2": "an ordinary indicator", "weight_3": "a detail",
    "amount": "an amount", "handful": "a count of ten or less", "own": "of the place as a whole",
    "area": "of a part of the place", "single": "of one company, park or village", "background": "wider than the place",
    "years": "a sum over several years", "earlier": "of an earlier period", "later": "of a later period",
    "estimated": "an estimate", "intended": "a plan or aim", "disputed": "at odds with other published figures",
    "depends": "at odds with others in one reading", "doubled": "moved by 100 % or more", "leap": "moved by 50 % or more",
    "strong": "moved by 20 % or more", "clear": "moved by 10 % or more", "some": "moved by 5 % or more",
    "slight": "moved by less than 5 %", "adverse": "for the worse", "moved": "moved, without a figure",
    "turned": "from profit to loss or back", "against_most": "against most of the year's changes", "first": "rank 1",
    "top_three": "among the first three", "top_ten": "among the first ten", "ranked": "ranked", "part": "part of a whole",
    "carries": "half of its whole or more", "large_part": "three tenths of its whole or more",
    "record_high": "highest so far", "record_low": "lowest so far", "threshold": "passed a power of ten",
    "multiplied": "at least twice an earlier year's",
    "bound": "due to it at least", "implied": "implies the growth of a wider place",
    "rest_falls": "all of it but this place fell", "rest": "what a large part leaves", "mean": "a mean",
    "implied_total": "implies a total", "base": "says the growth again",
}  # fmt: skip
OMITTED = {
    "superseded": "a later source has a newer figure", "same": "the text prints the same figure of another paragraph",
    "wider": "covers more than the place; in the annex", "earlier": "of an earlier period; in the annex",
    "less": "stands out less than what the text prints; in the annex", "nowhere": "is printed nowhere",
    "annex": "its figure is not in the text; in the annex", "below": "too little salience for a sentence",
    "unneeded": "the figure hardly moved, or its sentence names the parts itself", "wordless": "charts and templates have it, no sentence", "another": "the same is concluded of a figure that stands out more", "unnamed": "no sentence, card or list names it",
    "no_figure": "a figure in it is missing, shown as …", "few": "too few figures for it", "shape": "its figures have not the shape of that kind of chart, see docs/templates.md",
    "most": "the chapter has its charts", "joined": "too little for a chapter; it joined another",
    "empty": "nothing to say", "repeats": "says only what was said before",
}  # fmt: skip


def explained(root: Root, task: Task, options: Options) -> dict[str, Any]:
    """The explanation of a briefing, which is composed for it. Raises what `compose` does."""
    composed = compose(root, task.town, task.year, options)
    return explanation(task.town, task.year, task.reason, task.path, composed)


def explanation(town: str, year: int, due: str, path: str, composed: Composed) -> dict[str, Any]:
    """Everything as plain values: what is told with points and reasons, what is omitted with its reason and place."""
    lookup = Lookup(composed.findings)
    return {
        "town": town,
        "year": year,
        "due": due,
        "path": path,
        "ranked": [_told(salient, lookup) for salient in composed.findings.salience],
        "omitted": [_omitted(omission) for omission in composed.document.omissions],
    }


def _told(salient: Salient, lookup: Lookup) -> dict[str, Any]:
    fact = lookup.findings.facts[salient.fact]
    return {
        "fact": salient.fact,
        "name": " ".join((lookup.coverage_name(fact.coverage), lookup.label(fact), fact.operation)).strip(),
        "figure": lookup.language.figure(fact).text,
        "period": lookup.period(fact),
        "domain": salient.domain,
        "score": int(salient.score),
        "reasons": [{"code": code, "points": WEIGHTS[code], "text": REASONS[code]} for code in salient.reasons],
        "beside": salient.beside,
    }


def _omitted(omission: Omission) -> dict[str, str]:
    return {
        "kind": omission.kind,
        "what": omission.what,
        "reason": omission.reason,
        "text": OMITTED[omission.reason],
        "place": omission.place,
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The same in lines."""
    yield f"{found['town']} {found['year']}: {found['due'] or 'up to date'}"
    yield "  what stands out, by points:"
    for told in found["ranked"]:
        why = "; ".join(f"{reason['text']} {reason['points']:+d}" for reason in told["reasons"])
        beside = " (told beside another figure)" if told["beside"] else ""
        yield f"  {told['score']:4d}  {told['period']} {told['name']} {told['figure']}{beside}: {why}"
    yield "  not in the text, and why:"
    for omitted in found["omitted"]:
        place = f" [{omitted['place']}]" if omitted["place"] else ""
        yield f"    {omitted['kind']}: {omitted['what']}: {omitted['text']}{place}"
