"""The dictionary as the lint knows it: which ids there are, which names, and which of its words only look like figures.

第一产业 is no claim, 5G no number and 增加值 no direction: a word of the dictionary is a term wherever it stands. What is a
term follows from the names in the tables alone, from those that the program brings and from those of the project.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from mjq_report.figures import implied
from mjq_report.narrative.templates.borrowed import rows
from mjq_report.settings.paths import installed

_TABLES = {"indicators": "indicator", "breakdowns": "breakdown", "coverages": "coverage", "programmes": "programme"}
_TOKEN = re.compile(r"[A-Za-z]+[0-9]+(?:\.[0-9]+)?|[0-9]+[A-Z](?![A-Za-z])")  # PM2.5 in PM2.5年均浓度, 5G in 5G基站
_QUANTITY = re.compile(  # a figure, whatever is called so; and what only a place completes
    r"[0-9.,%〇零一二两三四五六七八九十百千万亿余多约超近]+(?:[元亩吨家人户个名件倍成％]|公里|平方米)?|.*\{.*"
)
_LONGEST = 60  # characters of a name that a text could write; what is longer is none, and would cost the square of it
_SHARED, _LONGEST_PART, _SHORTEST_PART = 4, 8, 3  # names that share a head or a tail make it a term: 12345热线, 增加值


@dataclass(frozen=True)
class Terms:
    """Names by id: the full one, the short one, the others. `tables` are indicators, breakdowns, coverages, programmes."""

    tables: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def names(self, table: str, id_: str) -> tuple[str, ...]:
        """All names of an id; of an implied indicator those of its level, too."""
        known = self.tables.get(table, {})
        if id_ in known or table != "indicators":
            return known.get(id_, ())
        return known.get(implied.base(id_, known), ())

    @cached_property
    def written(self) -> Mapping[str, tuple[str, ...]]:
        """How texts may write the names of each table, of two characters and more, also without 数 at their end."""
        return {
            table: tuple({form for names in known.values() for name in names for form in _written(name)})
            for table, known in self.tables.items()
        }

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that a text may say, whatever they are made of."""
        return words(name for table in self.tables.values() for names in table.values() for name in names)

    def unknown(self, table: str, id_: str, *, may_lack: bool = False) -> str:
        """Why an id is none of a table's, with the nearest that is; empty where it is one, or where nothing is known.

        Where a project `may_lack` it, as the key figures of briefing.toml, only one with a nearest is a slip of the pen.
        """
        known = self.tables.get(table, {})
        if not known or id_ in known or (table == "indicators" and implied.base(id_, known)):
            return ""
        ending = next((one.ending for one in implied.IMPLIED if id_.endswith(one.ending)), "")
        level = id_.removesuffix(ending)
        nearest = [near + ending for near in difflib.get_close_matches(level, known, 1)]
        if may_lack and not nearest:
            return ""
        what = f"; the nearest is {nearest[0]}" if nearest else ""
        return f"{id_!r} is not in {table}.csv{what}"


NOTHING = Terms()


def _written(name: str) -> set[str]:
    return {form for form in (name, name.removesuffix("数")) if len(form) > 1}


def of_project(data: Path, town: str = "*") -> Terms:
    """The terms of a data folder: the shared ones, and those of one town or of all."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for table, key in _TABLES.items():
        files = [data / f"{table}.csv", *sorted(data.glob(f"towns/{town}/{table}.csv"))]
        tables[table] = {row[key]: _names(row) for file in files for row in rows(file) if row.get(key)}
    return Terms(tables)


def _names(row: Mapping[str, str]) -> tuple[str, ...]:
    own = (row.get("name_zh", ""), row.get("short_zh", ""), *row.get("aliases_zh", "").split("|"))
    return tuple(dict.fromkeys(name for name in own if 0 < len(name) <= _LONGEST))


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """The words of the dictionary that comes with the program."""
    return of_project(installed() / "data", "").words


def words(names: Iterable[str]) -> tuple[str, ...]:
    """Names, the tokens of letters and digits in them, and what several of them start or end with; the longest first."""
    found = {name for name in names if len(name) >= _SHORTEST_PART and not _QUANTITY.fullmatch(name)}
    parts = Counter(part for name in found for part in _parts(name))
    found |= {token for name in found for token in _TOKEN.findall(name)}
    found |= {part for part, number in parts.items() if number >= _SHARED and not _QUANTITY.fullmatch(part)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def _parts(name: str) -> set[str]:
    """The heads and tails of a name."""
    lengths = range(_SHORTEST_PART, min(_LONGEST_PART + 1, len(name)))
    return {name[:length] for length in lengths} | {name[-length:] for length in lengths}
