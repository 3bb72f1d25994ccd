"""Rules that hold the rows of a town against the words beside their figures; `beside` says what is compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mjq_report.dataset import catalogue
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules import words
from mjq_report.dataset.rules.beside import Beside, Meaning
from mjq_report.dataset.rules.named_indicators import Named, Names, exchanged
from mjq_report.errors import shown
from mjq_report.model.period import Period

Row = Mapping[str, str]
_MOST_OF_A_PARAGRAPH = 200  # rows whose names are compared with each other's words


def dictionary(indicators: Mapping[str, Row]) -> Beside:
    """The rules over the names of a dictionary of indicators, by id."""
    return Beside(Names(_names(row) for row in indicators.values()))


def _names(row: Row) -> tuple[str, ...]:
    """All names of an indicator or a breakdown, the full one first."""
    return tuple(filter(None, (row["name_zh"], row["short_zh"], *row["aliases_zh"].split("|"))))


def meaning(row: Row, shared: Mapping[str, Rows]) -> Meaning:
    """What a row says of its figure."""
    indicator, group = shared["indicators"].by_key[row["indicator"]], shared["breakdowns"].by_key.get(row["breakdown"])
    period, source = Period.parse(row["period"]), shared["sources"].by_key[row["source"]]
    return Meaning(
        row["value"], row["unit"], row["qualifier"], row["status"], period, indicator["kind"],
        _names(indicator), _names(group) if group else (), period.last < Period.parse(source["published"]).last,
    )  # fmt: skip


def check_words(rows: Rows, numbers: Iterable[int], shared: Mapping[str, Rows], problems: Problems) -> None:
    """Hold the rows with these numbers against their own published words, and neighbours against each other."""
    indicators, breakdowns = shared["indicators"].by_key, shared["breakdowns"].by_key
    beside = dictionary(indicators)
    paragraphs = defaultdict[tuple[str, str], list[Named]](list)
    for number in numbers:
        row = rows.row(number)
        text = row["as_published"]
        if text != row["value"] + row["unit"]:  # the bare figure says nothing more
            for rule, column, what in beside.own_faults(meaning(row, shared), text):
                problems.add(rule, rows.file, rows.lines[number], column, what)
        paragraphs[row["source"], row["locator"]].append(
            Named(number, row["indicator"], full_name(row, indicators, breakdowns), row["unit"], text)
        )
    for named in paragraphs.values():
        for one, other in _exchanged(named):
            what = f"line {rows.lines[one]} and this one would each fit the other's words better: {shown(rows.row(other)['as_published'])}"
            problems.add(catalogue.NAME_NOT_AS_PRINTED, rows.file, rows.lines[other], "indicator", what)


def _exchanged(named: Sequence[Named]) -> Iterator[tuple[int, int]]:
    return exchanged(named) if len(named) <= _MOST_OF_A_PARAGRAPH else iter(())


def full_name(row: Row, indicators: Mapping[str, Row], breakdowns: Mapping[str, Row]) -> str:
    """The name of a row's group and that of its indicator."""
    group = breakdowns[row["breakdown"]]["name_zh"] if row["breakdown"] else ""
    return group + indicators[row["indicator"]]["name_zh"]


def source_faults(
    rows: Rows, paragraphs: Mapping[str, Mapping[str, str]], shared: Mapping[str, Rows]
) -> Iterator[tuple[int, str]]:
    """What the texts say against rows of observations, by the row's line; sources that are not at hand are passed over."""
    indicators, breakdowns = shared["indicators"].by_key, shared["breakdowns"].by_key
    beside = dictionary(indicators)
    named = defaultdict[tuple[str, str], list[Named]](list)
    for row, line in zip(rows, rows.lines, strict=True):
        text = paragraphs.get(row["source"], {}).get(row["locator"])
        if text is None or row["indicator"] not in indicators:
            continue
        for _, column, what in beside.source_faults(meaning(row, shared), text, row["as_published"]):
            yield line, f"{column}: {what}"
        around = words.between_figures(text, row["as_published"])
        name = full_name(row, indicators, breakdowns)
        named[row["source"], row["locator"]].append(Named(line, row["indicator"], name, row["unit"], around))
    for neighbours in named.values():
        for one, other in _exchanged(neighbours):
            yield other, f"indicator: the text around it fits the name of line {one} better, and the other way round"
