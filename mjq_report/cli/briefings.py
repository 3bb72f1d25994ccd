"""Commands that make, list and check briefings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mjq_report.archive.forms import FORMS
from mjq_report.cli.auditing import print_audit, print_inspection, print_proposals
from mjq_report.cli.checking import check_data, check_evidence, check_glyphs, check_office, check_templates
from mjq_report.cli.messages import note, say
from mjq_report.cli.pdfs import signing_time
from mjq_report.cli.places import TOWN, OutOption, RootOption, root_of, town_of, towns_of
from mjq_report.cli.progress import Stages
from mjq_report.errors import UsageError
from mjq_report.settings.options import Options, Selection

TownOption = Annotated[str | None, typer.Option("--town", help=TOWN)]
YearOption = Annotated[int | None, typer.Option("--year", help="Briefing year.", min=1900, max=2200)]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(build)
    app.command(name="list")(list_)
    for command in (check, audit, inspect):
        app.command()(command)


def build(
    town: Annotated[list[str] | None, typer.Option("--town", help=f"{TOWN} May be repeated.")] = None,
    year: YearOption = None,
    since: Annotated[int | None, typer.Option("--since", help="Only briefing years from this one on.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every town and year that has data.")] = False,
    date: Annotated[str | None, typer.Option("--date", help="Edition date, YYYY-MM-DD.")] = None,
    out: OutOption = None,
    root: RootOption = None,
    lang: Annotated[str, typer.Option("--lang", help="Language of the briefing.")] = "zh",
    theme: Annotated[str, typer.Option("--theme", help="A shipped theme, or a TOML file.")] = "briefing",
    sign: Annotated[
        str, typer.Option("--sign", metavar="KEY.p12", help="Sign; the password is in MJQ_SIGN_PASSWORD.")
    ] = "",
    timestamp: Annotated[str, typer.Option("--timestamp", metavar="URL", help="Time stamp server for --sign.")] = "",
    formats: Annotated[
        list[str] | None, typer.Option("--format", help=f"{', '.join(FORMS)}; may be repeated. The PDF is always made.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="How many to build at a time.", min=1, max=256)] = 1,
    dask: Annotated[str, typer.Option("--dask", help="`local`, or a scheduler's address.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Build also what is up to date.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why each is built, why each thing is told, and what is not printed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --explain: as JSON, in place of the paths.")] = False,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Do not stop at the first failure.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Then inspect the pages; exit 11 if anything is wrong.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but paths.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print each stage with its time.")] = False,
) -> None:
    """Build briefings that are not up to date. The paths of what was asked for go to stdout, progress to stderr."""
    from mjq_report.cli.building import Running, build_all, parse_date, parse_formats

    if as_json and not explain:
        raise UsageError("--json says what --explain says, as JSON; give both")
    place = root_of(root, out)
    selection = Selection(towns_of(place, town), year, since, all_, force)
    at = None
    if sign:
        at = signing_time()
    options = Options(parse_date(date), lang, theme, sign, timestamp, at, parse_formats(formats))
    with Stages(quiet, verbose, sys.stderr) as stages:
        build_all(place, selection, options, Running(jobs, keep_going, explain, as_json, dask, strict), stages)


def list_(root: RootOption = None) -> None:
    """List towns and years, and how much each has."""
    from mjq_report.dataset.store import inventory

    for slug, found in sorted(inventory(root_of(root).data).items()):
        for problem in found.problems:
            note(str(problem), "warning")
        for year in found.years:
            have = ", ".join(f"{count} {what}" for what, count in found.counts[year].items())
            say(f"{slug}  {year}  {found.town.name_zh}  {have}")
        if not found.years:
            say(f"{slug}  -  {found.town.name_zh}  no data")


def check(
    town: TownOption = None,
    templates: Annotated[bool, typer.Option("--templates", help="Only lint the templates.")] = False,
    evidence: Annotated[Path | None, typer.Option("--evidence", help="Folder with the source texts.")] = None,
    theme: Annotated[str, typer.Option("--theme", help="Whose fonts must have every character.")] = "briefing",
    root: RootOption = None,
) -> None:
    """Check tables, templates and fonts; with --evidence, every figure against its source text."""

    place = root_of(root)
    check_templates(place)
    check_office(place)
    if templates:
        return
    town = town_of(place, town) if town else None
    check_data(place, town)
    check_glyphs(place, town, theme)
    if evidence is not None:
        check_evidence(place, evidence, town)
    note("no problems found")


def audit(
    town: Annotated[str, typer.Option("--town", help=TOWN)],
    year: YearOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    propose: Annotated[
        bool, typer.Option("--propose", help="Print rows for claims.csv: sums, shares and growth that no claim states.")
    ] = False,
    root: RootOption = None,
) -> None:
    """Recompute every published claim, and say which hold."""

    place = root_of(root)
    town = town_of(place, town)
    if propose:
        print_proposals(place, town, year)
    else:
        print_audit(place, town, year, json_)


def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.pdf...", help="Finished PDFs.", show_default=False)],
    style: Annotated[
        str | None, typer.Option("--style", help="briefing or gongwen; by default read from the file.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Measure set pages: gaps, white, search, contrast, line ends, labels, fonts. Exit 11 if anything is wrong."""

    print_inspection(files, style, json_)
