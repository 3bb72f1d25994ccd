"""What a table and a column are, and short ways to declare the columns that many tables have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mjq_report.dataset import fields
from mjq_report.dataset.fields import Type


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `refers` names the tables whose keys it holds, `many` says that spaces separate several.

    A `required` cell is never blank. An `optional` column may be missing from a file, whose cells then read blank.
    """

    name: str
    type: Type
    zh: str
    en: str
    required: bool = False
    codes: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    many: bool = False
    example: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """A CSV file below data/: `path` has `{town}` in it when every town has one of its own."""

    name: str
    path: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of all columns in file order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def mandatory(self) -> tuple[str, ...]:
        """The names of the columns that every file has."""
        return tuple(column.name for column in self.columns if not column.optional)

    @property
    def per_town(self) -> bool:
        """Whether every town has a file of its own."""
        return "{town}" in self.path

    def accepts(self, header: Sequence[str]) -> bool:
        """Whether a file may have this header: the mandatory columns and any of the optional ones, in the table's order."""
        given = set(header)
        return given >= set(self.mandatory) and list(header) == [name for name in self.header if name in given]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return self.columns[self.header.index(name)]


def text(name: str, zh: str, en: str, *, required: bool = False, example: str = "") -> Column:
    """A column of text."""
    return Column(name, fields.TEXT, zh, en, required, example=example)


def code(name: str, codes: Sequence[str], zh: str, en: str, example: str) -> Column:
    """A column that holds one of some codes, always."""
    return Column(name, fields.CODE, zh, en, True, tuple(map(str, codes)), example=example)


def key(name: str, zh: str, en: str, example: str) -> Column:
    """A column of ids by which rows are known."""
    return Column(name, fields.ID, zh, en, True, example=example)


def more(name: str, zh: str, en: str, type_: Type = fields.TEXT, *, example: str = "", many: bool = False) -> Column:
    """A column that a file may lack."""
    return Column(name, type_, zh, en, many=many, example=example, optional=True)


def more_code(name: str, codes: Sequence[str], zh: str, en: str, *, many: bool = False) -> Column:
    """A column of codes that a file may lack; its cells may be blank."""
    return Column(name, fields.CODE, zh, en, codes=tuple(map(str, codes)), many=many, optional=True)


NAMES = (
    text("name_zh", "中文名", "Chinese name", required=True, example="示例"),
    text("name_en", "英文名", "English name", required=True, example="Example"),
)
NOTE = text("note", "读者须知", "What a reader must know")
CURATORS_NOTE = text(
    "note",
    "整理者的说明；没有note_public_zh一列的表中即读者须知",
    "The curator's; in a table without the column note_public_zh it is the reader's",
)
PUBLIC_NOTE = (
    more("note_public_zh", "读者须知，随数字印出", "What a reader must know, printed where the figure stands"),
    more("note_public_en", "读者须知（英文）", "The same in English"),
)
ALIASES = more("aliases_zh", "其他名称，以|分隔", "Other names, separated by |")
SHORT = more("short_zh", "简称", "Short name")
EXHAUSTIVE = more_code("exhaustive", ("yes",), "各部分合起来即总体", "yes: its parts make up the whole")
PLACE = (
    Column("source", fields.ID, "来源", "Where it was published", True, refers=("sources",), example="paper-2025"),
    Column(
        "locator",
        fields.LOCATOR,
        "段落号：只数来源中的非空行，从一起；表格来源用单元格，如表1!C6",
        "Paragraph: non-empty lines of the source, counted from 1; in a table a cell, as 表1!C6",
        True,
        example="4",
    ),
    text(
        "as_published",
        "原文中承载这一信息的最短字串，逐字照录",
        "The shortest run of characters in that paragraph which carries it, verbatim",
        required=True,
        example="269.20亿元",
    ),
)
