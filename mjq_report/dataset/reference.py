"""Reference pages that are generated from the schema: docs/tables.md, and the page in a new town's folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from mjq_report.dataset import schema
from mjq_report.dataset.schema import Table


def tables_page() -> str:
    """Every table with an example row and its columns."""
    intro = """# 数据表 · The tables

Generated from `mjq_report/dataset/schema/`. UTF-8, comma-separated (RFC 4180), these columns in this order,
one row a line, no cell longer than 10,000 characters. A file may lack the columns called 可缺 · optional; it then reads as
if they were blank. How to fill them in: [curation.md](curation.md);
the rules they obey: [data-rules.md](data-rules.md).
"""
    return "\n".join([intro, *(table_help(table) for table in schema.TABLES.values())])


def csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as UTF-8 CSV, quoted where needed."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogateescape")


def table_help(table: Table) -> str:
    """An example row of a table, then its columns one by one."""
    example = csv_lines([table.header, [column.example for column in table.columns]]).decode()
    lines = [f"## {_file(table)} · {table.zh} · {table.en}\n", f"```csv\n{example}```\n"]
    for column in table.columns:
        need = "必填 · required" if column.required else "可缺 · optional" if column.optional else "可空 · may be blank"
        codes = f" `{'` `'.join(column.codes)}`" if column.codes else ""
        link = f" → {', '.join(f'{name}.csv' for name in column.refers)}" if column.refers else ""
        lines.append(f"- `{column.name}`（{need}）{column.zh} · {column.en}{codes}{link}")
    return "\n".join(lines) + "\n"


def _file(table: Table) -> str:
    return table.path.replace("{town}", "<town>")
