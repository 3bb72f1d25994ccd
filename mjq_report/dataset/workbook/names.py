"""Ids behind names: what a person writes for a term, and how a workbook shows an id beside its name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from mjq_report.dataset import schema, terms, values
from mjq_report.dataset.csv_reader import Rows
from mjq_report.errors import shown
from mjq_report.figures import implied

_ID = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,99}")
_NAMED_BY = ("short_zh", "aliases_zh")  # further names, the second several of them


class Names:
    """The names and ids of all that a town's tables refer to: terms, sources, programmes, organisations."""

    def __init__(self, town: str, tables: Mapping[str, Rows], added: Mapping[str, Iterable[str]] | None = None) -> None:
        """`tables` are the shared ones and the town's own; `added` are ids that an import brings along, by table."""
        self._town, self._tables, self._added = town, tables, added or {}
        self._known: dict[tuple[str, ...], dict[str, str]] = {}
        self._by_name: dict[tuple[str, ...], dict[str, set[str]]] = {}

    def id_of(self, tables: Sequence[str], text: str) -> str:
        """The id that a text means: itself, one behind a name, or the only one of that name; ValueError when none is meant."""
        if self._name_of(tables, text) is not None:
            return text
        name, _, last = text.rpartition(" ")
        if name and self._name_of(tables, last) is not None:
            others = self._named(tables).get(_plain(name), set())
            if others and last not in others:
                raise ValueError(f"{shown(name)} is the name of {' or '.join(sorted(others))}, not of {last}")
            return last
        meant = self._named(tables).get(_plain(text), set())
        if len(meant) > 1:
            raise ValueError(f"{shown(text)} may be {' or '.join(sorted(meant))}; write the id")
        if meant:
            return next(iter(meant))
        what = "id" if _ID.fullmatch(text) else "name"
        raise ValueError(f"{shown(text)} is no {what} in {' or '.join(tables)}; {self.nearest(tables, text)}")

    def _name_of(self, tables: Sequence[str], identifier: str) -> str | None:
        """The name of an id, also of one that follows from an indicator; None where there is no such id."""
        known = self._ids(tables)
        if identifier in known or "indicators" not in tables:
            return known.get(identifier)
        row = implied.row(identifier, self._rows_by_id)
        return row["name_zh"] if row else None

    def label(self, tables: Sequence[str], identifier: str) -> str:
        """An id as a workbook shows it, behind its name; the id alone where that would not be read back as it."""
        name = self._name_of(tables, identifier) or ""
        label = f"{name} {identifier}"
        return label if name and name == name.strip() and self._is_read_back(tables, label, identifier) else identifier

    def _is_read_back(self, tables: Sequence[str], label: str, identifier: str) -> bool:
        try:
            return self.id_of(tables, label) == identifier
        except ValueError:
            return False

    def labels(self, tables: Sequence[str]) -> list[str]:
        """All that a drop-down list offers."""
        return [self.label(tables, identifier) for identifier in self._ids(tables)]

    def nearest(self, tables: Sequence[str], text: str) -> str:
        """What comes near to a name that none has, for a message."""
        if _ID.fullmatch(text):
            near = difflib.get_close_matches(text, self._ids(tables), n=3, cutoff=0.5)
            told = ", ".join(f"{self._ids(tables)[one]} ({one})" for one in near)
            return f"the nearest: {told}" if told else "add it to that table first"
        known = self._named(tables)
        near = difflib.get_close_matches(_plain(text), known, n=3, cutoff=0.5)
        near = near or [name for name in known if text and text in name][:3]
        told = ", ".join(f"{name} ({' or '.join(sorted(known[name]))})" for name in near)
        return f"the nearest: {told}" if told else "add it to that table first, or write its id"

    def _ids(self, tables: Sequence[str]) -> dict[str, str]:
        """The ids of some tables, each with its name."""
        key = tuple(tables)
        if key not in self._known:
            self._known[key] = {identifier: name for table in tables for identifier, name in self._of(table).items()}
        return self._known[key]

    def _of(self, table: str) -> dict[str, str]:
        found = dict.fromkeys(self._added.get(table, ()), "")
        column = "title" if table == "sources" else "name_zh"
        for rows in self._rows(table):
            key = rows.table.key[0]
            found |= {row[key]: self._local(table, row.get(column, "")) for row in rows}
        return found

    @cached_property
    def _rows_by_id(self) -> dict[str, dict[str, str]]:
        return {row[rows.table.key[0]]: row for rows in self._rows("indicators") for row in rows}

    def _rows(self, table: str) -> list[Rows]:
        own = schema.TERMS[table].name if table in schema.TERMS else ""
        return [self._tables[name] for name in (table, own) if name in self._tables and self._tables[name].usable]

    def _local(self, table: str, name: str) -> str:
        """A coverage's name with the place's own words in it: 全镇 for 全{level}."""
        return self._coverages.get(name, name) if table == "coverages" else name

    @cached_property
    def _coverages(self) -> dict[str, str]:
        towns = values.towns(self._tables["towns"])
        if self._town not in towns:
            return {}
        raw = [one for rows in self._rows("coverages") for one in values.coverages(rows).values()]
        local = terms.localised(raw, towns[self._town])
        return {one.name_zh: local[one.id].name_zh for one in raw}

    def _named(self, tables: Sequence[str]) -> dict[str, set[str]]:
        key = tuple(tables)
        if key not in self._by_name:
            found: dict[str, set[str]] = {}
            for table in tables:
                for name, ids in self._names_of(table).items():
                    found.setdefault(name, set()).update(ids)
            self._by_name[key] = found
        return self._by_name[key]

    def _names_of(self, table: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for identifier, name in self._of(table).items():
            if name:
                found.setdefault(_plain(name), set()).add(identifier)
        for rows in self._rows(table):
            for row in rows:
                for name in (n for column in _NAMED_BY for n in row.get(column, "").split("|") if n.strip()):
                    found.setdefault(_plain(name), set()).add(row[rows.table.key[0]])
        if table == "indicators":
            self._add_implied(found)
        return found

    def _add_implied(self, found: dict[str, set[str]]) -> None:
        """Growth, rank and shares of every indicator, which need no row of their own."""
        for name, ids in list(found.items()):
            for one in implied.IMPLIED:
                other = _plain(one.name_zh.format(name))
                if other not in found:
                    found[other] = {identifier + one.ending for identifier in ids}


def _plain(name: str) -> str:
    """A name without spaces and with brackets in one width, for comparing."""
    return "".join(name.split()).translate(_BRACKETS)


_BRACKETS = str.maketrans("()", "（）")
