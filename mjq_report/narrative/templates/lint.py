"""Template lint: what an editor may not write by hand, because only the data may say it.

Figures (digits, also full-width, and Chinese numerals before a measure word), superlatives and firsts,
direction words beside a figure, and names of towns, places and companies. Each finding is
`file:line: what; what to do`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jinja2 import nodes

from mjq_report.errors import TemplateError
from mjq_report.narrative import labels
from mjq_report.narrative import plan as plans
from mjq_report.narrative.templates import banned_words, known_terms, typed_names, typed_units
from mjq_report.narrative.templates.borrowed import rows
from mjq_report.narrative.templates.functions import NAMES, WHICH, Functions
from mjq_report.narrative.templates.known_terms import NOTHING, Terms
from mjq_report.narrative.templates.sandbox import Loader, UnreadableError, compiled, parsed

VALUES = frozenset({"town", "place"})  # what `Functions.values` gives
_NAME_COLUMNS = {
    "towns.csv": ("name_zh", "name_en", "district_zh"),
    "names.csv": ("name_zh", "name_en", "district_zh"),
    "organisations.csv": ("name_zh", "name_en"),
}


_UNUSED = "no section of briefing.toml has this template, and none includes it; name it there, or take it away"
_RAW = re.compile(
    r"\[\^[^\]\n]*\]|^\s*\|.*\|\s*$|</?[A-Za-z][^<>\n]*>"
)  # what Markdown has elsewhere, and a briefing has not
_LISTED = re.compile("[”’》]、[“‘《]")  # GB/T 15834-2011, 4.5.3.5
_INSTEAD = "a note belongs into note_public_zh of its row, a table into briefing.toml, emphasis between ** and **"


def lint(templates: Path) -> list[str]:
    """All findings in a templates folder, in file order; empty when it is clean.

    Names are taken from the `data` folder beside it, where there is one.
    """
    try:
        plan = plans.load_plan(templates)
    except TemplateError as error:
        return [str(error)]
    data = templates.parent / "data"
    names, terms = _names(data), known_terms.of_project(data)
    found = list[str]()
    langs = plans.languages(templates)
    if not langs:
        found.append(
            f"{templates.name}/: no folder in it is a language's, such as zh/ with {labels.FILE} and templates"
        )
    for lang in langs:
        found += labels.findings(templates, lang)
        loader = Loader(templates, NAMES)
        waiting = list(dict.fromkeys(f"{lang}/{template}" for template in plan.templates))
        included: dict[str, set[str]] = {}
        for name in waiting:  # which grows by what they include
            found += _lint_file(loader, name, names, terms, waiting, included.setdefault(name, set()))
        files = (f"{lang}/{path.name}" for path in sorted((templates / lang).glob("*.md.j2")))
        found += (f"{name}:1: {_UNUSED}" for name in files if name not in {*waiting, f"{lang}/{plans.GENERIC}"})
        found += (f"{name}:1: includes itself; take one include out" for name in included if _reaches(name, included))
    return [
        *found,
        *_lint_plan(plan, names, terms),
        *typed_names.plan_findings(plan, terms),
        *typed_units.findings(plan, data),
    ]


def _reaches(name: str, included: Mapping[str, set[str]]) -> bool:
    """Whether a template is among those that it includes, and that these include."""
    seen, ahead = set[str](), [name]
    while ahead:
        new = included.get(ahead.pop(), set()) - seen
        seen |= new
        ahead += new
    return name in seen


def _lint_file(
    loader: Loader, name: str, names: Iterable[str], terms: Terms, waiting: list[str], included: set[str]
) -> list[str]:
    try:
        source = loader.source(name)
        return [*lint_text(source, name, names, terms), *_includes(source, name, loader, waiting, included)]
    except TemplateError as error:
        return [str(error)]


def _includes(source: str, name: str, loader: Loader, waiting: list[str], included: set[str]) -> Iterator[str]:
    """Files that a template includes: those that cannot be read are told, the others join those that wait."""
    for node in parsed(source, name).find_all(nodes.Include):
        if isinstance(node.template, nodes.Const):
            try:
                loader.source(str(node.template.value))
            except UnreadableError as error:
                yield f"{name}:{node.lineno}: includes {error}"
                continue
            except TemplateError:
                pass  # is told where the file itself is looked at
            included.add(str(node.template.value))
            if str(node.template.value) not in waiting:
                waiting.append(str(node.template.value))


def _undefined(source: str, name: str) -> Iterator[str]:
    """Names that nothing gives: neither a function, nor a value, nor the template itself."""
    tree = parsed(source, name)
    given = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"} | NAMES | VALUES
    if next(tree.find_all(nodes.For), None) is not None:
        given.add("loop")
    for attribute in tree.find_all(nodes.Getattr):
        if isinstance(attribute.node, nodes.Name) and attribute.node.name in VALUES:
            yield f"{name}:{attribute.lineno}: {attribute.node.name} has no attribute {attribute.attr}"
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in given:
            yield f"{name}:{node.lineno}: {node.name!r} is undefined; there are {', '.join(sorted(VALUES))} and functions"


def _arguments(source: str, name: str) -> Iterator[str]:
    """Arguments that a function does not take; it would say so only where a briefing comes by."""
    for call in parsed(source, name).find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name not in NAMES:
            continue
        parameters = inspect.signature(getattr(Functions, call.node.name)).parameters
        taken = [key for key, given in parameters.items() if given.kind is not given.VAR_KEYWORD and key != "self"]
        if not any(given.kind is given.VAR_POSITIONAL for given in parameters.values()) and len(call.args) > len(taken):
            yield f"{name}:{call.lineno}: {call.node.name}() takes {len(taken)} arguments without a keyword, not {len(call.args)}"
        if len(taken) < len(parameters) - 1:
            taken += sorted(WHICH)
        for keyword in call.kwargs:
            if keyword.key not in taken:
                yield f"{name}:{call.lineno}: {call.node.name}() takes no {keyword.key!r}; it takes {', '.join(taken)}"


def _lint_plan(plan: plans.Plan, names: Iterable[str], terms: Terms) -> list[str]:
    """The texts of briefing.toml are templates too."""
    texts = {"document.title": plan.title, "document.subject": plan.subject, "document.kind": plan.kind}
    texts |= {f"charts.{chart.id}.title": chart.title for chart in plan.charts.values()}
    texts |= {f"charts.{chart.id}.subtitle": chart.subtitle for chart in plan.charts.values()}
    texts |= {f"tables.{table.id}.title": table.title for table in plan.tables.values()}
    texts |= {
        f"tables.{table.id}.{column.id}.title": column.title
        for table in plan.tables.values()
        for column in table.columns
    }
    texts |= {f"sections.{section.id}.title": section.title for section in plan.sections}
    found = list[str]()
    for key, by_lang in texts.items():
        for lang, source in by_lang.items():
            name = f"{plans.FILE}: {key}.{lang}"
            try:
                found += lint_text(source, name, names, terms)
            except TemplateError as error:
                found.append(str(error))
    return found


def lint_text(source: str, name: str, names: Iterable[str] = (), terms: Terms = NOTHING) -> Iterator[str]:
    """Findings in one template text; `names` are those that it may not say, `terms` the dictionary's, which it may.

    Raises TemplateError when it does not compile.
    """
    compiled(name, source, NAMES)
    yield from _undefined(source, name)
    yield from _arguments(source, name)
    yield from (
        f"{name}:{number}: {what}"
        for number, what in banned_words.findings(source, parsed(source, name), name, terms.words)
    )
    yield from typed_names.findings(parsed(source, name), name, terms)
    for number, line in enumerate(banned_words.lines(source), 1):
        if mark := _RAW.search(line):
            yield f"{name}:{number}: {mark[0].strip()!r} would be printed as it is typed; {_INSTEAD}"
        if _LISTED.search(line):
            yield f"{name}:{number}: 、 between quotes or titles; they stand beside each other without it"
        for known in names:
            if known in line:
                yield f"{name}:{number}: names {known!r}; templates serve every town: take the name from the data"


# --------------------------------------------------------------------------- names


def _names(data: Path) -> tuple[str, ...]:
    """Names of towns, districts and organisations in the tables.

    Also without the word for their kind, unless what is left is as short as a common word (示范镇, 中心镇).
    """
    found: set[str] = set()
    files = [
        data / "towns.csv",
        *(path for name in ("names", "organisations") for path in sorted(data.glob(f"towns/*/{name}.csv"))),
    ]
    for path in files:
        found |= set(_column_values(path, _NAME_COLUMNS[path.name]))
    found |= {
        name.removesuffix(kind)
        for name in found
        for kind in ("镇", "乡", "街道")
        if name.endswith(kind) and len(name) - len(kind) > 2
    }
    return tuple(sorted(name for name in found if len(name) > 1 and not name.isdigit()))


def _column_values(path: Path, columns: Iterable[str]) -> Iterator[str]:
    for row in rows(path):
        yield from (row[column] for column in columns if row.get(column))
