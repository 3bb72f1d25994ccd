"""A new town: its row in towns.csv, its empty tables, and a page that explains every column by an example."""

from __future__ import annotations

from pathlib import Path

from mjq_report.dataset import fields, schema
from mjq_report.dataset.csv_reader import parse_table
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.reference import csv_lines, table_help
from mjq_report.dataset.store import Store
from mjq_report.dataset.writing import PlannedFile, digest, write_files
from mjq_report.errors import UsageError

__all__ = ["example_page", "plan_new_town", "write_files"]


def plan_new_town(
    data: Path,
    slug: str,
    name_zh: str,
    name_en: str,
    *,
    code: str = "",
    district_zh: str = "",
    district_en: str = "",
) -> tuple[PlannedFile, ...]:
    """The files that a new town needs, for `write_files`.

    Raises UsageError when the slug is no slug or is taken, DataError when towns.csv, or a name given, is bad.
    """
    try:
        fields.slug(slug)
    except ValueError as error:
        raise UsageError(str(error)) from None
    store = Store(data)
    towns = store.rows(schema.TOWNS)
    store.problems.raise_errors()
    if slug in towns.keys or (data / "towns" / slug).exists():
        raise UsageError(f"the town {slug} is there already; choose another name or edit {schema.PREFIX}towns/{slug}")
    old = store.read(schema.TOWNS.path) or b""
    cells = {"town": slug, "name_zh": name_zh, "name_en": name_en, "code": code, "district_zh": district_zh}
    cells["district_en"] = district_en
    row = csv_lines([[cells.get(column, "") for column in towns.given]])
    new = old + (b"" if old.endswith(b"\n") else b"\n") + row
    problems = Problems()
    parse_table(schema.TOWNS, schema.PREFIX + schema.TOWNS.path, new, problems)
    problems.raise_errors()
    tables = (PlannedFile(table.path.format(town=slug), "", csv_lines([table.header])) for table in schema.PER_TOWN)
    page = PlannedFile(f"towns/{slug}/README.md", "", example_page(slug).encode())
    return PlannedFile(schema.TOWNS.path, digest(data / schema.TOWNS.path), new), *tables, page


def example_page(slug: str) -> str:
    """What to put into each table: an example row, then its columns one by one."""
    parts = [
        f"# 如何填写 · How to fill in `{slug}`\n",
        "每行一个事实；示例不是数据，请勿照抄入表。步骤见 docs/curation.md。\n\n"
        "One row a fact. The examples are not data: do not copy them into the tables. The steps are in\n"
        "docs/curation.md. Nothing reads this page; delete it when you no longer need it.\n",
    ]
    return "\n".join([*parts, *(table_help(table) for table in schema.PER_TOWN)])
