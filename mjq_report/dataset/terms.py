"""The terms of one town: the shared indicators, breakdowns and coverages, those of its own folder, and what they imply.

A town's own tables add to the shared ones; neither may give an id that the other has. Indicators that exist without a row
(`figures.implied`) become rows here as far as a town's figures use them, so that nothing behind this module knows that
they had none.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mjq_report.dataset import catalogue, schema
from mjq_report.dataset.csv_reader import Cells, Rows
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules import links, names
from mjq_report.errors import shown
from mjq_report.figures import implied
from mjq_report.model.tables import Coverage, Town


def merged(shared: Mapping[str, Rows], own: Mapping[str, Rows]) -> dict[str, Rows]:
    """The shared tables, with a town's own terms behind those of its kind, and with the implied indicators it uses."""
    found = dict(shared)
    for name, table in schema.TERMS.items():
        if len(own[table.name]) and shared[name].usable and own[table.name].usable:
            found[name] = _joined(shared[name], own[table.name])
    found["indicators"] = with_implied(found["indicators"], own["observations"])
    return found


def with_implied(indicators: Rows, observations: Rows) -> Rows:
    """The indicators, and behind them those that have no row but are used by observations and follow from one that has."""
    if not indicators.usable or "indicator" not in observations.columns:
        return indicators
    used = [text for text in observations.columns["indicator"].texts if text not in indicators.keys]
    rows = [row for text in used if (row := implied.row(text, indicators.by_key)) is not None]
    if not rows:
        return indicators
    numbers = array("i", range(len(rows)))
    columns = {name: Cells([row.get(name, "") for row in rows], numbers) for name in indicators.table.header}
    lines = array("q", bytes(8 * len(rows)))
    return _joined(indicators, replace(indicators, columns=columns, lines=lines))


def _joined(one: Rows, other: Rows) -> Rows:
    """The rows of two tables of the same columns, one behind the other."""
    columns = {}
    for name, cells in one.columns.items():
        more, shift = other.columns[name], len(cells.texts)
        codes = cells.codes + array("i", (code + shift for code in more.codes))
        faulty = cells.faulty | {code + shift for code in more.faulty}
        columns[name] = Cells(cells.texts + more.texts, codes, faulty)
    return Rows(one.table, one.file, columns, one.lines + other.lines, given=one.given)


def check_own(
    own: Mapping[str, Rows], shared: Mapping[str, Rows], tables: Mapping[str, Rows], problems: Problems
) -> None:
    """The rules of the shared terms, for a town's own; `tables` are those that `merged` gives."""
    for name, table in schema.TERMS.items():
        rows, key = own[table.name], table.key[0]
        for number, row in rows.sound():
            if row[key] in shared[name].keys:
                what = f"{shown(row[key])} stands in {schema.PREFIX}{schema.TABLES[name].path} already"
                problems.add(catalogue.DUPLICATE_KEY, rows.file, rows.lines[number], key, what)
    for name in ("own_indicators", "own_breakdowns"):
        links.check_parents(own[name], "part_of", problems)
    links.check_parts(own["own_indicators"], problems, tables["indicators"])
    names.check_coverages(own["own_coverages"], problems)


def localised(coverages: Iterable[Coverage], town: Town) -> dict[str, Coverage]:
    """Coverages by id, with the town's name, level and district where their names say {place}, {level}, {district}."""
    level = next((zh for zh in _LEVELS if (town.level or town.name_zh).endswith(zh)), "域")
    words_zh = {"place": town.name_zh, "level": level, "district": town.district_zh or "上级地区"}
    words_en = {"place": town.name_en, "level": _LEVELS[level], "district": town.district_en or "Higher level"}
    return {
        one.id: replace(one, name_zh=_filled(one.name_zh, words_zh), name_en=_filled(one.name_en, words_en))
        for one in coverages
    }


_LEVELS = {
    "街道": "subdistrict", "镇": "town", "乡": "township", "区": "district", "县": "county", "旗": "banner", "市": "city",
    "域": "area",
}  # fmt: skip
"""What a name may end in, and the English word; the last serves names that end otherwise: 全域."""


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text
