"""The tables that a PDF carries, read into rows: what it prints, and the inputs that this was made from.

Cells that a spreadsheet would take for a formula carry a `'` in the published tables; it is taken off here.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from mjq_report.checking.opening import Opened
from mjq_report.figures import formats
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period
from mjq_report.model.tables import Observation, RowRef

DATA = (
    "anchor id indicator indicator_name breakdown breakdown_name period coverage coverage_name value printed "
    "unit qualifier wording status sources locator as_published operation inputs note"
).split()
CLAIMS = (
    "claim period statement operation result operands verdict stated_low stated_high computed_low computed_high "
    "arithmetic reason source locator as_published"
).split()
SOURCES = "source year title author publisher published published_note sha256 note".split()
HEADERS = {"data.csv": DATA, "claims.csv": CLAIMS, "sources.csv": SOURCES}
_SHARED = ("towns", "indicators", "breakdowns", "coverages", "sources")
_OF_TOWN = ("observations", "claims", "programmes", "organisations", "corrections")
# what is read of the inputs; a table that has not these columns is as good as none
_COLUMNS = {
    name: columns.split()
    for name, columns in {
        "towns": "town name_zh name_en district_zh district_en",
        "indicators": "indicator name_zh name_en part_of definition_zh definition_en",
        "breakdowns": "breakdown name_zh name_en",
        "coverages": "coverage name_zh name_en entity note",
        "sources": "source year title author publisher published published_note sha256 note",
        "observations": "indicator breakdown period coverage value unit qualifier status source locator as_published note",
        "claims": "claim period statement_zh statement_en operation result operands source locator as_published note",
        "programmes": "programme name_zh name_en kind since operator summary_zh summary_en observations source",
        "organisations": "organisation name_zh name_en kind industry role_zh role_en source",
        "corrections": "key published used reason",
    }.items()
}
_MOST_TOML = 2**18
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A row of data.csv: a figure that is printed, with the anchor of its row in the annex."""

    anchor: str
    fact: Fact
    cells: Cells

    @property
    def is_derived(self) -> bool:
        """Whether it was computed."""
        return self.fact.is_derived

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The words that may stand for its period, without white space."""
        period = self.fact.period
        return tuple(dict.fromkeys((formats.period(period), formats.plan_period(period))))


@dataclass(frozen=True)
class Records:
    """Everything that was attached, as rows. `problems` says what could not be read."""

    rows: tuple[Row, ...]
    claims: tuple[Cells, ...]
    sources: tuple[Cells, ...]
    inputs: Mapping[str, tuple[Cells, ...]]
    observations: tuple[Observation, ...]
    words: Mapping[str, str]
    templates: Mapping[str, str]
    lang: str
    year: int
    problems: list[str] = field(default_factory=list)

    @cached_property
    def by_anchor(self) -> dict[str, list[Row]]:
        """Rows by the anchor of their annex row; figures printed several times by one source share one."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.anchor, []).append(row)
        return found

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Rows by the id of their figure."""
        return {row.fact.id: row for row in self.rows}

    def named(self, table: str, key: str) -> Cells:
        """The row of an input table with this id in its first column; empty if there is none."""
        return self._by_key.get((table, key), {})

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Cells]:
        return {
            (table, next(iter(row.values()), "")): row
            for table, rows in self.inputs.items()
            if table in (*_SHARED, "programmes", "organisations")
            for row in rows
        }

    @cached_property
    def home(self) -> Period:
        """The briefing year."""
        return Period.parse(f"{self.year:04d}")

    @cached_property
    def home_coverage(self) -> str:
        """The coverage that figures are of unless it is said otherwise: the first of the town as a whole."""
        return next((row["coverage"] for row in self.inputs["coverages"] if row["entity"] == "town"), "")

    def word(self, key: str, default: str = "") -> str:
        """A word of the language."""
        return self.words.get(key, default)

    def fill(self, key: str, **values: str) -> str:
        """A word with its fields filled in."""
        return filled(self.words.get(key, ""), **values)


def filled(text: str, **values: str) -> str:
    """A text with `{name}` replaced; unlike `str.format` it makes nothing of whatever else stands in it."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), text)


def read_records(briefing: Opened) -> Records:
    """Read all tables of a briefing."""
    problems: list[str] = []
    published = {name: _table(briefing, name, header, problems) for name, header in HEADERS.items()}
    files = briefing.inputs()
    town, lang = briefing.manifest["town"], briefing.manifest["options"].get("lang", "zh")
    paths = {name: f"data/{name}.csv" for name in _SHARED} | {
        name: f"data/towns/{town}/{name}.csv" for name in _OF_TOWN
    }
    inputs = {name: tuple(_input(files.get(path, b""), path, _COLUMNS[name], problems)) for name, path in paths.items()}
    templates = {
        path: data.decode("utf-8-sig", "replace") for path, data in files.items() if path.startswith("templates/")
    }
    return Records(
        tuple(_data_rows(published["data.csv"], problems)),
        tuple(published["claims.csv"]),
        tuple(published["sources.csv"]),
        inputs,
        tuple(_observations(inputs["observations"], town, problems)),
        _flat(_toml(templates.get(f"templates/{lang}/words.toml", ""), problems)),
        templates,
        lang,
        briefing.manifest["year"],
        problems,
    )


# --------------------------------------------------------------------------- tables


def _table(briefing: Opened, name: str, header: list[str], problems: list[str]) -> list[Cells]:
    rows = list(_rows(briefing.attachments.get(name, b""), name, problems, published=True))
    if rows and list(rows[0]) != header:
        problems.append(f"{name} has other columns than it should have")
        return []
    return rows


def _input(data: bytes, name: str, columns: list[str], problems: list[str]) -> list[Cells]:
    """The rows of an input table; none when columns are missing."""
    rows = list(_rows(data, name, problems))
    missing = [column for column in columns if rows and column not in rows[0]]
    if missing:
        problems.append(f"the enclosed {name} has no column {missing[0]}")
    return [] if missing else rows


def _rows(data: bytes, name: str, problems: list[str], published: bool = False) -> Iterator[Cells]:
    """Rows of a CSV file by column; the fields of published tables without the sign that guards formulas."""
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(f"{name} cannot be read: {error}")
        return
    header = lines[0] if lines else []
    if len(set(header)) != len(header):
        problems.append(f"{name} has a column twice")
        return
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(header):
            problems.append(f"{name}:{number} has {len(line)} fields instead of {len(header)}")
            continue
        yield dict(zip(header, map(_bared, line) if published else line, strict=True))


def _bared(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _data_rows(rows: list[Cells], problems: list[str]) -> Iterator[Row]:
    seen: set[str] = set()
    for number, cells in enumerate(rows, 2):
        try:
            row = Row(cells["anchor"], _fact(cells), cells)
        except (ValueError, InvalidOperation) as error:
            what = "a value is not a number" if isinstance(error, InvalidOperation) else error
            problems.append(f"data.csv:{number} cannot be read: {what}")
            continue
        if row.fact.id in seen:
            problems.append(f"data.csv:{number} repeats the figure {row.fact.id}")
        seen.add(row.fact.id)
        yield row


def _fact(cells: Cells) -> Fact:
    return Fact(
        id=cells["id"],
        indicator=cells["indicator"],
        breakdown=cells["breakdown"],
        period=Period.parse(cells["period"]),
        coverage=cells["coverage"],
        value=_number(cells["value"]),
        printed=cells["printed"],
        unit=cells["unit"],
        qualifier=Qualifier(cells["qualifier"]),
        status=Status(cells["status"]),
        sources=tuple(cells["sources"].split()),
        operation=cells["operation"],
        inputs=tuple(cells["inputs"].split()),
        note=cells["note"],
        wording=cells["wording"],
    )


def _number(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(f"{text} is not a number")
    return value


def _observations(rows: tuple[Cells, ...], town: str, problems: list[str]) -> Iterator[Observation]:
    for number, cells in enumerate(rows, 2):
        try:
            yield Observation(
                town,
                cells["indicator"],
                cells["breakdown"],
                Period.parse(cells["period"]),
                cells["coverage"],
                _number(cells["value"]),
                cells["value"],
                cells["unit"],
                Qualifier(cells["qualifier"]),
                Status(cells["status"]),
                cells["source"],
                int(cells["locator"]),
                cells["as_published"],
                cells["note"],
                RowRef("observations.csv", number),
            )
        except (ValueError, InvalidOperation, KeyError) as error:
            problems.append(f"the enclosed observations.csv:{number} cannot be read: {error}")


# --------------------------------------------------------------------------- words


def parse_toml(text: str) -> Mapping[str, object]:
    """A TOML text. Raises ValueError for one that cannot be read, or that would cost more than any of ours.

    Python 3.11 takes seconds and gigabytes for a few thousand dotted keys (cpython gh-149231).
    """
    if len(text) > _MOST_TOML or any(line.count(".") > 64 or line.count("[") > 64 for line in text.splitlines()):
        raise ValueError("it is larger or deeper than any of ours")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _toml(text: str, problems: list[str]) -> Mapping[str, object]:
    try:
        return parse_toml(text)
    except ValueError as error:
        problems.append(f"the enclosed words.toml cannot be read: {error}")
        return {}


def _flat(table: Mapping[str, object], path: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{path}{key}.")
        elif isinstance(value, str):
            flat[f"{path}{key}"] = value
    return flat
