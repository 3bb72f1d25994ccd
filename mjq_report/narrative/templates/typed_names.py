"""Ids and names that a template or briefing.toml writes, against the dictionary.

An id that is in no table would print nothing, in silence: it is an error with the nearest one. A name of the dictionary in
front of a figure must be that figure's: 固定资产投资{{ fact('tax_revenue') }} would put one name to another's number.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from mjq_report.figures import implied
from mjq_report.narrative import plan as plans
from mjq_report.narrative.templates.functions import Functions
from mjq_report.narrative.templates.known_terms import Terms

_IDS = {"indicator": "indicators", "breakdown": "breakdowns", "industry": "breakdowns", "coverage": "coverages"}
_FIGURES = frozenset({"fact", "change", "average", "multiple", "share", "movement", "since", "average_since"})
_NAMING = frozenset({"name", "term", "statement", "account", "told"})  # calls that print a name with what they print
_SENTENCE_END = re.compile(r"[。；！？|]|\n\s*\n")
_MOST_OF_IT, _WHOLE_NAME = 0.6, 5  # of pairs; characters
_IN_TURN = "分别"
_CLAUSE_END = re.compile(r"[，。；：！？、|（）()\n⟦⟧]")
_SHORT = 2  # characters of a name that must stand right in front of its figure
_LINKING = re.compile(r"(?:总量|总额|数)?(?:预计|计划)?(?:达到|达|为|是|共|约|超|近|完成|实现|有)*")


def findings(tree: nodes.Template, name: str, terms: Terms) -> Iterator[str]:
    """Unknown ids, then names beside the figures of others, each with its line."""
    for call in tree.find_all(nodes.Call):
        for parameter, id_ in _constants(call).items():
            if parameter in _IDS and id_ and (what := terms.unknown(_IDS[parameter], id_)):
                yield f"{name}:{call.lineno}: {what}"
    yield from (f"{name}:{line}: {what}" for line, what in _faults(tree, terms))


def plan_findings(plan: plans.Plan, terms: Terms) -> Iterator[str]:
    """Unknown ids in briefing.toml."""
    picks = [("cover.cards", pick) for pick in plan.cards]
    picks += [(f"charts.{chart.id}.marks", pick) for chart in plan.charts.values() for pick in chart.picks]
    picks += [(f"charts.{chart.id}.whole", chart.whole) for chart in plan.charts.values() if chart.whole]
    for key, pick in picks:
        for table, id_ in (
            ("indicators", pick.indicator),
            ("breakdowns", pick.breakdown),
            ("coverages", pick.coverage),
        ):
            if id_ and id_ not in ("*", "all") and (what := terms.unknown(table, id_, may_lack=True)):
                yield f"{plans.FILE}: {key}: {what}"
    for table_plan in plan.tables.values():
        for row in table_plan.rows:
            for what in filter(None, (terms.unknown("indicators", id_, may_lack=True) for id_ in row.values())):
                yield f"{plans.FILE}: tables.{table_plan.id}.rows: {what}"


def _constants(call: nodes.Call) -> dict[str, str]:
    """The texts that a call of a function gives, by parameter."""
    function = getattr(Functions, call.node.name, None) if isinstance(call.node, nodes.Name) else None
    if function is None:
        return {}
    taken = [key for key in inspect.signature(function).parameters if key != "self"]
    given = dict(zip(taken, call.args, strict=False)) | {pair.key: pair.value for pair in call.kwargs}
    return {
        key: node.value for key, node in given.items() if isinstance(node, nodes.Const) and isinstance(node.value, str)
    }


# --------------------------------------------------------------------------- names beside figures


@dataclass(slots=True)
class _Sentence:
    """A sentence of a template: its text, what its calls name, and its figures, each with line and the text before it."""

    text: str = ""
    named: set[str] = field(default_factory=set)
    figures: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)


def _faults(tree: nodes.Template, terms: Terms) -> Iterator[tuple[int, str]]:
    """Figures behind the name of another indicator, or behind none."""
    for sentence in _sentences(tree):
        for line, clause, given in sentence.figures:
            if what := _fault(clause, given, terms) or _unnamed(sentence, given.get("indicator", ""), terms):
                yield line, what


def _sentences(tree: nodes.Template) -> Iterator[_Sentence]:
    """The sentences in the order in which they are written, whatever conditions and loops they stand in."""
    sentence, before = _Sentence(), ""
    parts: Iterable[nodes.Node] = tree.find_all((nodes.TemplateData, nodes.Call))
    for part in parts:
        if isinstance(part, nodes.TemplateData):
            first, *others = _SENTENCE_END.split(part.data)
            sentence.text, before = sentence.text + first, before + first
            for text in others:
                yield sentence
                sentence, before = _Sentence(text), text
        elif isinstance(part, nodes.Call) and isinstance(part.node, nodes.Name):
            given = _constants(part)
            if part.node.name in _NAMING:
                sentence.named.add(given.get("indicator", ""))
            elif part.node.name in _FIGURES and given.get("indicator"):
                sentence.figures.append((part.lineno, _CLAUSE_END.split(before)[-1].strip("*_ "), given))
            before = ""
    yield sentence


def _unnamed(sentence: _Sentence, indicator: str, terms: Terms) -> str:
    """Whether nothing in a figure's sentence is its name: no call, and no text that has most of it."""
    known = terms.tables.get("indicators", {})
    if sentence.named & {indicator, implied.base(indicator, known)} or not _own(indicator, terms):
        return ""
    own, text = _own(indicator, terms), sentence.text
    for other in (names[0] for names in known.values() if names):  # 固定资产投资 is not most of 工业固定资产投资
        if len(other) >= _WHOLE_NAME and other in text and not any(other in name and text.count(name) for name in own):
            text = text.replace(other, "")
    if any(_share_of(name.removesuffix("数"), text) >= _MOST_OF_IT for name in own):
        return ""
    return f"a figure of {indicator}, {_own(indicator, terms)[0]}, stands behind no name of it; print it by name() or statement()"


def _share_of(name: str, text: str) -> float:
    """How many of a name's pairs of characters stand in a text: 走访…重点企业 has most of 走访重点企业."""
    pairs = [name[place : place + 2] for place in range(len(name) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0


def _fault(clause: str, given: dict[str, str], terms: Terms) -> str:
    """Which other indicator's or industry's name a clause puts in front of a figure; empty where none."""
    indicator, breakdown = given.get("indicator", ""), given.get("breakdown", "")
    own = _own(indicator, terms)
    if not own or _IN_TURN in clause:  # 解决率和满意率分别为…和…: two names, then their figures
        return ""
    found = _last_name(clause, terms.written.get("indicators", ()))
    if (
        found
        and not any(found in name for name in own)
        and not any(name in clause.replace(found, "") for name in own if len(name) > _SHORT)
    ):
        return f"{found!r} stands beside a figure of {indicator}, {own[0]}; print its name by name() or statement()"
    groups = terms.names("breakdowns", breakdown)
    found = _last_name(clause, terms.written.get("breakdowns", ())) if groups else ""
    if (
        found
        and not any(found in name for name in (*own, *groups))
        and not any(name in clause.replace(found, "") for name in groups)
    ):
        return f"{found!r} stands beside a figure of {breakdown}, {groups[0]}; print its name by name() or statement()"
    return ""


def _own(indicator: str, terms: Terms) -> tuple[str, ...]:
    """The names that may stand before an indicator's figure: its own, and those of the level that it follows from."""
    known = terms.tables.get("indicators", {})
    level = implied.base(indicator, known) if indicator else ""
    return (*known.get(indicator, ()), *known.get(level, ()))


def _last_name(clause: str, names: tuple[str, ...]) -> str:
    """The name that ends nearest to the end of a clause; a short one only right at its end."""
    best, end = "", -1
    for name in names if clause else ():
        place = clause.rfind(name)
        if place < 0 or (len(name) <= _SHORT and not _LINKING.fullmatch(clause, place + len(name))):
            continue
        if (place + len(name), len(name)) > (end, len(best)):
            best, end = name, place + len(name)
    return best
