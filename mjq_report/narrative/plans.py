"""What a year's sources say is to come: projects that are planned, begun or under construction, and when they are due."""

from __future__ import annotations

from mjq_report.lang import Language, text_of
from mjq_report.model.codes import Stage
from mjq_report.model.findings import Findings
from mjq_report.model.tables import Mention
from mjq_report.narrative.phrases import Id

_AHEAD = (Stage.PLANNED, Stage.STARTED, Stage.UNDER_CONSTRUCTION)


def plans(findings: Findings, lang: str, language: Language) -> list[dict[str, str]]:
    """The year's mentions of what is not finished, those with a date first and by date, the others in table order.

    `due` are the source's words for the date, blank where it gives none; `precision` says what they mean: `before`, `end`,
    `from` or `on` a date, `open` for none.
    """
    programmes, organisations = findings.programmes, findings.organisations
    named = {p.id: text_of(p, "name", lang) for p in programmes} | {
        o.id: text_of(o, "name", lang) for o in organisations
    }
    ahead = [m for m in findings.mentions.values() if (m.due or m.due_words or m.stage in _AHEAD) and m.entity in named]
    ahead.sort(key=lambda mention: (not mention.due, mention.due))
    return [_plan(mention, named[mention.entity], language) for mention in ahead]


def _plan(mention: Mention, name: str, language: Language) -> dict[str, str]:
    return {
        "id": Id(mention.entity),
        "name": name,
        "stage": language.STAGES.get(mention.stage, "") if mention.stage is not None else "",
        "due": mention.due_words,
        "precision": Id(language.due_precision(mention.due_words or mention.due)),
    }
