"""`data …`: tables to spreadsheets and back, a new town, the description that other tools read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.archive.folder import write_whole
from mjq_report.cli.messages import note, say
from mjq_report.cli.places import TOWN, RootOption, root_of, town_of
from mjq_report.errors import UsageError

if TYPE_CHECKING:
    from mjq_report.dataset.workbook.importing import ImportPlan
    from mjq_report.dataset.writing import Write

data_app = typer.Typer(
    help="Exchange tables with spreadsheets, lay out a new town.", no_args_is_help=True, rich_markup_mode=None
)
TownOption = Annotated[str, typer.Option("--town", help=TOWN)]


def register(app: typer.Typer) -> None:
    """Add the `data` commands to the program."""
    app.add_typer(data_app, name="data")


@data_app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The workbook to write, .xlsx.")],
    town: TownOption,
    root: RootOption = None,
) -> None:
    """Write a town's tables and the shared ones into a workbook, one sheet a table."""
    from mjq_report.dataset.workbook.exporting import export_xlsx

    if file.suffix != ".xlsx":
        raise UsageError(f"{file.name}: give a name that ends in .xlsx")
    place = root_of(root)
    content = export_xlsx(place.data, town_of(place, town))
    say(str(write_whole(file.absolute().parent, file.name, content)))


@data_app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A workbook, or one table as CSV.")],
    town: TownOption,
    encoding: Annotated[str, typer.Option("--encoding", help="Of a CSV file: utf-8 or gb18030.")] = "utf-8",
    replace: Annotated[
        bool, typer.Option("--replace", help="Also remove the rows of a table that the file lacks.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    root: RootOption = None,
) -> None:
    """Show row by row what a file adds and changes in the tables; write it after a yes."""
    from mjq_report.dataset.workbook.importing import apply_import, plan_import

    place = root_of(root)
    write_plan(plan_import(place.data, town_of(place, town), file, encoding, replace), yes, apply_import)


def write_plan(plan: ImportPlan, yes: bool, apply: Callable[[ImportPlan, Write], list[Path]]) -> None:
    """Show what is planned, ask where nobody has said yes, and write it."""
    for change in plan.changes:
        say(str(change))
    for problem in plan.problems:
        if problem.rule.severity == "warning":
            note(str(problem), "warning")
    if not plan.changes:
        note("nothing differs; nothing was written")
        return
    counts = Counter(change.kind for change in plan.changes)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "changed", "removed"))
    note(f"rows: {told}")
    if not any(p.rule.severity == "error" for p in plan.problems) and not yes:
        yes = typer.confirm(f"{len(plan.changes)} rows differ. Write them?", err=True)
        if not yes:
            note("nothing was written")
            return
    for path in apply(plan, write_whole):
        say(str(path))


@data_app.command()
def add(
    cells: Annotated[
        list[str],
        typer.Argument(metavar="HEAD=TEXT…", help="The cells: 指标=工业总产值 时期=2024年 数值=269.20 … or codes."),
    ],
    town: TownOption,
    table: Annotated[str, typer.Option("--table", help="The table that gets the row.")] = "observations",
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    root: RootOption = None,
) -> None:
    """Add one row to a table, read and checked as an import is; names that none has are told with the nearest."""
    from mjq_report.dataset.workbook.adding import apply_import, plan_row

    place = root_of(root)
    write_plan(plan_row(place.data, town_of(place, town), cells, table), yes, apply_import)


@data_app.command(name="new-town")
def new_town(
    slug: Annotated[str, typer.Argument(help="Its name in lower-case letters, digits and hyphens.")],
    name_zh: Annotated[str, typer.Option("--name-zh", help="Name in Chinese.")],
    name_en: Annotated[str, typer.Option("--name-en", help="Name in English.")],
    district_zh: Annotated[str, typer.Option("--district-zh", help="District or county, in Chinese.")] = "",
    district_en: Annotated[str, typer.Option("--district-en", help="The same in English.")] = "",
    code: Annotated[str, typer.Option("--code", help="Administrative division code.")] = "",
    root: RootOption = None,
) -> None:
    """Lay out a new town: its row in towns.csv, empty tables, and a page that explains every column."""
    from mjq_report.dataset.workbook.new_town import plan_new_town, write_files

    data = root_of(root).data
    files = plan_new_town(data, slug, name_zh, name_en, code=code, district_zh=district_zh, district_en=district_en)
    for path in write_files(data, files, write_whole):
        say(str(path))


@data_app.command()
def describe(
    write: Annotated[bool, typer.Option("--write", help="Write data/datapackage.json instead of printing.")] = False,
    root: RootOption = None,
) -> None:
    """Describe the tables as a Data Package (v2), for other tools."""
    from mjq_report.dataset.datapackage import as_json, datapackage

    data = root_of(root).data
    content = as_json(datapackage(data))
    if write:
        say(str(write_whole(data, "datapackage.json", content)))
    else:
        typer.echo(content.decode("utf-8"), nl=False)


@data_app.command(name="compile")
def compile_(
    out: Annotated[Path, typer.Option("--out", help="The folder to make; `build --root` takes it.")],
    root: RootOption = None,
) -> None:
    """Turn the tables of very many towns into Parquet, from which a town is read without the others."""
    import shutil

    from mjq_report.dataset.compiling import compile_tables

    place = root_of(root)
    towns, problems = compile_tables(place.data, out / "data")
    for problem in problems:
        note(str(problem), "warning")
    if place.templates == place.data.parent / "templates":
        shutil.copytree(place.templates, out / "templates", dirs_exist_ok=True)
    note(f"{towns} towns")
    say(str(out))
