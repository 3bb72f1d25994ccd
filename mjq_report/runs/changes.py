"""What changed in the figures between two folders of briefings, for whoever has to approve or archive them.

Only the PDFs are asked: each encloses every figure that it prints and every verdict (`data.csv`, `claims.csv`). The
newest edition of a town and year is held against the newest one of before. A figure is known by what it is of
(indicator, part, period, coverage, how it was computed), not by its row, so that another source for it is a change of
the figure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mjq_report.checking.opening import opened
from mjq_report.errors import UsageError, VerificationError
from mjq_report.lang import zh
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.period import Period
from mjq_report.runs.site import Published, published

Row = Mapping[str, str]
Key = tuple[str, ...]
_KEY = ("indicator", "breakdown", "period", "coverage", "operation")
_COLUMNS = {
    "data.csv": (*_KEY, "indicator_name", "breakdown_name", "coverage_name", "printed", "unit", "qualifier", "wording", "status"),
    "claims.csv": ("claim", "period", "statement", "verdict"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, or one verdict. `old` or `new` is "" where there is none."""

    what: str
    about: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """A briefing that is not what it was. `old` is None for a new one, `new` for one that is gone."""

    old: Published | None
    new: Published | None
    figures: tuple[Change, ...] = ()
    verdicts: tuple[Change, ...] = ()
    inputs: tuple[str, ...] = ()
    unread: str = ""  # why the figures of before could not be read

    @property
    def latest(self) -> Published:
        """The side that there is."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def title(self) -> str:
        """The briefing's title."""
        return str(self.latest.record["title"])


def differences(before: Path, after: Path) -> Iterator[Difference]:
    """The briefings that differ, in the order of the site. Raises UsageError, and VerificationError for a damaged PDF."""
    for folder in (before, after):
        if not folder.is_dir():
            raise UsageError(
                f"{folder}: is no folder; give the folders with the briefings as they were and as they are"
            )
    old, new = _newest(before), _newest(after)
    for key in dict.fromkeys((*new, *old)):
        found = _difference(old.get(key), new.get(key))
        if found is not None:
            yield found


def _newest(folder: Path) -> dict[tuple[str, int, str], Published]:
    """The newest edition of each town, year and language."""
    found: dict[tuple[str, int, str], Published] = {}
    for item in published(folder):
        found.setdefault((item.place.town, item.place.year, item.place.lang), item)
    return found


def _difference(old: Published | None, new: Published | None) -> Difference | None:
    if old is None or new is None:
        return Difference(old, new)
    if old.record["pdf"]["sha256"] == new.record["pdf"]["sha256"]:
        return None
    data, now = old.read(), _tables(new.read(), new.pdf.name)
    try:
        tables = (_tables(data, old.pdf.name), now)
    except VerificationError as error:  # of a version long ago; what is new is shown all the same
        return Difference(old, new, inputs=_inputs(old, new), unread=str(error))
    return Difference(
        old,
        new,
        tuple(_compared(*(_figures(found["data.csv"]) for found in tables))),
        tuple(_compared(*(_verdicts(found["claims.csv"]) for found in tables))),
        _inputs(old, new),
    )


def _tables(pdf: bytes, name: str) -> dict[str, list[dict[str, str]]]:
    """The tables that a PDF encloses, by name. Raises VerificationError when they are not as we write them."""

    with opened(pdf) as briefing:
        found = {table: briefing.attachments.get(table, b"").decode("utf-8", "replace") for table in _COLUMNS}
    tables = {table: list(csv.DictReader(io.StringIO(text))) for table, text in found.items()}
    for table, columns in _COLUMNS.items():
        if not found[table] or any(row.get(column) is None for row in tables[table] for column in columns):
            raise VerificationError(f"{name}: another version made it, and its {table} has other columns")
    return tables


def _inputs(old: Published, new: Published) -> tuple[str, ...]:
    """The inputs that differ, by path."""
    then, now = ({entry["path"]: entry["sha256"] for entry in item.record["inputs"]} for item in (old, new))
    return tuple(sorted(path for path in then.keys() | now.keys() if then.get(path) != now.get(path)))


# --------------------------------------------------------------------------- figures and verdicts


def _figures(rows: Iterable[Row]) -> dict[Key, tuple[str, str, list[str]]]:
    """By key: what it is of, period and coverage, and the texts that stand for it, each once."""
    found: dict[Key, tuple[str, str, list[str]]] = {}
    for row in rows:
        part = f"（{row['breakdown_name']}）" if row["breakdown"] else ""
        word = f"，{row['operation'].replace('_', ' ')}" if row["operation"] else ""
        about = f"{_period(row['period'])}，{row['coverage_name']}"
        texts = found.setdefault(
            tuple(row[name] for name in _KEY), (f"{row['indicator_name']}{part}{word}", about, [])
        )[2]
        if (text := _text(row)) not in texts:
            texts.append(text)
    return found


def _text(row: Row) -> str:
    quantity = zh.quantity(row["printed"], row["unit"], Qualifier(row["qualifier"]), row["wording"]).text
    return f"{zh.status(Status(row['status']))}{quantity}"


def _period(text: str) -> str:
    try:
        return zh.period(Period.parse(text))
    except ValueError:
        return text


def _verdicts(rows: Iterable[Row]) -> dict[Key, tuple[str, str, list[str]]]:
    return {(row["claim"],): (row["statement"], _period(row["period"]), [row["verdict"]]) for row in rows}


def _compared(
    old: Mapping[Key, tuple[str, str, list[str]]], new: Mapping[Key, tuple[str, str, list[str]]]
) -> Iterator[Change]:
    """What differs; texts that stand on both sides are left out."""
    for key in dict.fromkeys((*new, *old)):
        then, now = (side[key][2] if key in side else [] for side in (old, new))
        if sorted(then) != sorted(now):
            what, about, _ = new.get(key) or old[key]
            yield Change(what, about, _only(then, now), _only(now, then))


def _only(texts: Sequence[str], others: Sequence[str]) -> str:
    return "、".join(text for text in texts if text not in others)
