"""Many briefings: which are due and why, run on a pool of warm processes, recorded as they land.

A briefing is due unless its manifest says that it was made from the very rows, templates, theme,
options, code and library versions that would be used now, and the PDF beside it still has the hash
that the manifest gives. Only contents decide. Planning imports none of the heavy libraries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from mjq_report.archive.briefings import Archive
from mjq_report.archive.forms import FORMS, templates_taken
from mjq_report.archive.place import archive
from mjq_report.archive.versions import build_versions
from mjq_report.dataset.edition_rows import Shared, read_shared, read_town
from mjq_report.dataset.sources import Reader, reader
from mjq_report.errors import DataError, NoData, UnknownTown, UsageError
from mjq_report.settings import logo as logos
from mjq_report.settings import office as offices
from mjq_report.settings.dates import edition_date
from mjq_report.settings.options import Options, Selection
from mjq_report.settings.paths import Root, edition_texts, template_files
from mjq_report.settings.pictures import edition_pictures
from mjq_report.settings.theme import load_theme, theme_files

FORCED = "--force"  # a task's reason, when it has no other


@dataclass(frozen=True, slots=True)
class Task:
    """One briefing: `reason` is why it is due, "" when it is whole and current; `path` is where it goes."""

    town: str
    year: int
    edition: str
    reason: str
    path: str


@dataclass(frozen=True, slots=True)
class Common:
    """What all briefings of a run depend on alike, and where they stand."""

    inputs: Mapping[str, str]
    theme: str
    place: Archive
    data: Path
    templates: Path
    texts: Sequence[tuple[str, bytes]]  # of the templates, which may name pictures
    forms: Mapping[str, str]  # what is wanted besides the PDF, with the digest of the templates that it is made with


def plan(root: Root, selection: Selection, options: Options) -> Iterator[Task]:
    """The briefings that are meant, each with why it is due.

    Raises UsageError when nothing is named or meant, UnknownTown, NoData.
    """
    if not selection.towns and not selection.everything:
        raise UsageError("say which briefing: --town SLUG --year YEAR, or --all; `mjq-report list` shows what there is")
    read = reader(root.data)
    shared = read_shared(read)
    if shared is None:
        _refuse(root, selection)
    known = shared.towns()
    for town in selection.towns:
        if town not in known:
            raise UnknownTown(town, known)
    towns = tuple(dict.fromkeys(selection.towns or sorted(known)))
    common = _common(root, options, towns[0] if len(towns) == 1 else "")
    found = False
    for town in towns:
        for task in _town_tasks(town, shared, read, selection, options, common):
            found = True
            yield task
    if not found:
        raise UsageError("nothing to build: no town has data for that; `mjq-report list` shows what there is")


def _refuse(root: Root, selection: Selection) -> NoReturn:
    """Shared tables that cannot be read: say so as the reader does, with file, row and column."""
    from mjq_report.dataset.loading import check

    errors = [problem for problem in check(root.data, selection.towns or None) if problem.rule.severity == "error"]
    raise (
        DataError(errors) if errors else UsageError(f"{root.data}: the tables changed while they were read; run again")
    )


def _town_tasks(
    town: str, shared: Shared, read: Reader, selection: Selection, options: Options, common: Common
) -> Iterator[Task]:
    tables = read_town(town, shared, read)
    if tables is None:
        yield Task(town, selection.year or 0, "", "its tables cannot be read", "")
        return
    have = tables.years()
    chosen = [y for y in have if selection.year in (None, y) and y >= (selection.since or 0)]
    if not chosen and selection.towns:
        raise NoData(town, selection.year or selection.since or 0, have)
    for year in chosen:
        rows = tables.edition(year, options.date)
        try:
            edition = edition_date(rows.published(), options.date).last.isoformat()
        except ValueError:
            yield Task(town, year, "", "a source's date cannot be read", "")
            continue
        name = f"{town}/{year}/{town}-{year}-{edition}"
        texts = [(f"data/{path}", text) for path, text in edition_texts(common.data, town, year, options.lang)]
        texts += edition_pictures(common.data, common.templates, [*texts, *common.texts])
        texts += offices.enclosed(offices.read_office(common.data.parent, town, year))
        wanted = {**rows.digests(), **common.inputs, **{p: hashlib.sha256(b).hexdigest() for p, b in texts}}
        reason = FORCED if selection.force else _why(common, name, wanted, options.recorded(common.theme, edition))
        yield Task(town, year, edition, reason, common.place.address(name))


def _common(root: Root, options: Options, below: str) -> Common:
    theme = load_theme(options.theme)
    templates = [(f"templates/{path}", data) for path, data in template_files(root.templates, options.lang)]
    files = dict(templates)
    files["theme.toml"] = theme.text.encode("utf-8")
    files |= logos.enclosed(logos.logo_of(theme))
    inputs = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    forms = templates_taken(options.formats, root.templates)
    return Common(
        {**inputs, **theme_files(theme)}, theme.name, archive(root, below), root.data, root.templates, templates, forms
    )


def _why(common: Common, name: str, inputs: Mapping[str, str], options: Mapping[str, str]) -> str:
    """Why the briefing of a name is due; "" when it is not."""
    place = common.place
    record = place.manifest(name)
    if record is None:
        return "it was not built yet, or its manifest is damaged"
    made = {item["path"]: item["sha256"] for item in record["inputs"]}
    changed = sorted(path for path in made.keys() | inputs.keys() if made.get(path) != inputs.get(path))
    if changed:
        return "changed: " + ", ".join(changed)
    if record["options"] != dict(options):
        return "other options"
    now, then = build_versions(), record["versions"]
    other = sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))
    if other:
        return "other versions: " + ", ".join(other)
    return place.holds(name, record["pdf"]) or _why_forms(common, name, record.get("forms", {}))


def _why_forms(common: Common, name: str, made: Mapping[str, dict[str, Any]]) -> str:
    """Why a form besides the PDF is due; "" when none is."""
    for kind, templates in common.forms.items():
        if kind not in made:
            return f"it was not built as {kind} yet"
        if made[kind].get("templates") != templates:
            return "changed: templates/site"
        if amiss := common.place.holds(name, made[kind], FORMS[kind].ending):
            return amiss
    return ""
