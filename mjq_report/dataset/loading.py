"""data/ to `TownData`: read the tables, check them all, and only then build values.

The rules load numpy, so what only lists towns and years imports `store` instead.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from mjq_report.dataset import catalogue, edition_rows, fields, schema, terms, values
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.edition_rows import EditionRows, read_town
from mjq_report.dataset.parquet import is_compiled
from mjq_report.dataset.rules import claims, links, names
from mjq_report.dataset.rules.observations import check_observations
from mjq_report.dataset.sources import Reader, reader
from mjq_report.dataset.store import Store
from mjq_report.errors import NoData, Problem, UnknownTown
from mjq_report.model.tables import Breakdown, Correction, Coverage, Indicator, Source, Town, TownData


def check(data: Path, towns: Sequence[str] | None = None, read: Reader | None = None) -> list[Problem]:
    """Every problem of the shared tables and of `towns` (all when None), warnings too, in file order.

    Raises UnknownTown for a town that towns.csv lacks. `read` serves files that are not written yet.
    """
    store = Store(data, read)
    shared = _check_shared(store)
    known = [row["town"] for row in shared["towns"]]
    for slug in towns or ():
        if slug not in known and not store.problems.errors():  # else it may be named in a row that cannot be read
            raise UnknownTown(slug, known)
    for slug in dict.fromkeys(towns if towns is not None else known):
        if _is_slug(slug) and slug in known:
            _check_town(store, slug, shared)
            store.forget(slug)
    if towns is None and not is_compiled(data):
        _check_folder(store, known)
    return store.problems.sorted()


def _is_slug(text: str) -> bool:
    """Whether a town's id may name a folder; a bad one has been reported with its cell."""
    try:
        return fields.slug(text) == text
    except ValueError:
        return False


def _check_folder(store: Store, known: Sequence[str]) -> None:
    """Report files and folders that nothing reads."""
    towns = store.data / "towns"
    expected = {table.path for table in schema.SHARED}
    expected |= {table.path.format(town=town) for table in schema.PER_TOWN for town in known}
    for path in sorted([*store.data.glob("*.csv"), *towns.glob("*/*.csv")]):
        name = path.relative_to(store.data).as_posix()
        if name not in expected and (path.parent == store.data or path.parent.name in known):
            store.problems.add(catalogue.UNKNOWN_FILE, schema.PREFIX + name, 0, "", "this is none of the tables")
    for folder in sorted(path for path in towns.glob("*") if path.is_dir()):
        if folder.name not in known:
            file = schema.PREFIX + folder.relative_to(store.data).as_posix()
            store.problems.add(catalogue.UNKNOWN_FOLDER, file, 0, "", "no town has this name")


def load_town(data: Path, slug: str) -> TownData:
    """Everything about one town, from the shared tables and its own folder and no other.

    Raises UnknownTown, and DataError with all problems that were found.
    """
    town = _load(data, reader(data, slug), slug)[0]
    return replace(town, coverages=terms.localised(town.coverages.values(), town.town))


def load_edition(data: Path, slug: str, year: int, day: dt.date | None = None) -> tuple[TownData, EditionRows]:
    """What a town's briefing of one year draws on, as values and as rows: with a `day`, what was published by then.

    Raises NoData beside what `load_town` does.
    """
    read = cache(reader(data, slug))  # values and rows are of the same bytes, though another program writes meanwhile
    town, shared = _load(data, read, slug)
    if year not in town.years:
        raise NoData(slug, year, town.years)
    raw = read_town(slug, shared.raw, read)
    assert raw is not None, "tables that were checked can be read"
    rows = raw.edition(year, day)
    chosen = rows.restrict(town)  # under the name that the town had then, which its coverages take too
    return replace(chosen, coverages=terms.localised(chosen.coverages.values(), chosen.town)), rows


def _load(data: Path, read: Reader, slug: str) -> tuple[TownData, _Shared]:
    store, shared = _with_shared(data, read)
    towns = shared.rows["towns"]
    if towns.usable and slug not in towns.keys:
        raise UnknownTown(slug, towns.keys)
    own, tables, corrected = _check_town(store, slug, shared.rows) if _is_slug(slug) else ({}, {}, {})
    store.problems.raise_errors()
    town = TownData(
        town=shared.towns[slug],
        observations=values.observations(slug, own["observations"], corrected),
        claims=values.claims(own["claims"]),
        programmes=values.programmes(own["programmes"]),
        organisations=values.organisations(own["organisations"]),
        indicators=shared.indicators | values.indicators(tables["indicators"].beyond(len(shared.rows["indicators"]))),
        breakdowns=shared.breakdowns | values.breakdowns(own["own_breakdowns"]),
        coverages=shared.coverages | values.coverages(own["own_coverages"]),
        sources=shared.sources,
        movements=values.movements(slug, own["observations"]),
        mentions=values.mentions(own["mentions"]),
        names=values.names(own["names"]),
    )
    return town, shared


class _Shared:
    """The tables that all towns share, checked, and what they say; each value is made when it is first asked for."""

    def __init__(self, rows: Mapping[str, Rows], contents: Mapping[str, bytes | None]) -> None:
        self.rows, self._contents = rows, contents

    @cached_property
    def raw(self) -> edition_rows.Shared:
        found = edition_rows.read_shared(self._contents.get)
        assert found is not None, "tables that were checked can be read"
        return found

    @cached_property
    def towns(self) -> dict[str, Town]:
        return values.towns(self.rows["towns"])

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return values.indicators(self.rows["indicators"])

    @cached_property
    def breakdowns(self) -> dict[str, Breakdown]:
        return values.breakdowns(self.rows["breakdowns"])

    @cached_property
    def coverages(self) -> dict[str, Coverage]:
        return values.coverages(self.rows["coverages"])

    @cached_property
    def sources(self) -> dict[str, Source]:
        return values.sources(self.rows["sources"])


_LAST: dict[tuple[bytes | None, ...], _Shared] = {}
"""The shared tables that were read last, by their contents: read for each town anew, a country's would cost more than
the towns' own. Only sound ones stay."""


def _with_shared(data: Path, read: Reader) -> tuple[Store, _Shared]:
    """The tables of a data folder, the shared ones checked: their problems are in the store."""
    try:
        contents = {table.path: read(table.path) for table in schema.SHARED}
    except (OSError, ValueError):
        contents = {}  # `read_table` will meet it again, and say so
    key = tuple(hashlib.sha256(content).digest() if content is not None else None for content in contents.values())
    store = Store(data, lambda path: contents[path] if path in contents else read(path))
    known = _LAST.get(key)
    if known is None:
        known = _Shared(_check_shared(store), contents)
        if contents and not store.problems.sorted():
            _LAST.clear()
            _LAST[key] = known
    return store, known


# --------------------------------------------------------------------------- the rules


def _check_shared(store: Store) -> dict[str, Rows]:
    """Read the shared tables and check them against each other."""
    shared = store.shared()
    for rows in shared.values():
        links.check_keys(rows, store.problems)
        links.check_links(rows, shared, store.problems)
    for name in ("indicators", "breakdowns"):
        links.check_parents(shared[name], "part_of", store.problems)
    links.check_parts(shared["indicators"], store.problems)
    links.check_sources(shared["sources"], store.problems)
    names.check_coverages(shared["coverages"], store.problems)
    return shared


def _check_town(
    store: Store, town: str, shared: Mapping[str, Rows]
) -> tuple[dict[str, Rows], dict[str, Rows], dict[int, Correction]]:
    """Read a town's tables and check them by every rule; also its terms, and which corrections apply to which rows."""
    own = store.of_town(town)
    merged = terms.merged(shared, own)
    tables = {**merged, **own}
    for rows in own.values():
        links.check_keys(rows, store.problems)
        links.check_links(rows, tables, store.problems)
    terms.check_own(own, shared, merged, store.problems)
    links.check_parents(own["programmes"], "parent", store.problems)
    links.check_parents(own["claims"], "reading_of", store.problems)
    links.check_mentions(own["mentions"], (own["programmes"], own["organisations"]), shared["sources"], store.problems)
    observations = own["observations"]
    links.check_names(own["names"], observations, shared["sources"], store.problems)
    corrected: dict[int, Correction] = {}
    if observations.usable and own["corrections"].usable and claims.is_findable(observations):
        found = claims.match_corrections(own["corrections"], observations, store.problems)
        corrections = values.corrections(own["corrections"])
        corrected = {number: corrections[place] for number, place in found.items()}
    check_observations(observations, merged, store.problems, {row: one.used for row, one in corrected.items()})
    if claims.is_findable(observations):
        for name in ("claims", "programmes"):
            claims.check_references(own[name], observations, store.problems)
    claims.check_readings(own["claims"], store.problems)
    claims.check_circles(own["claims"], observations, store.problems)
    claims.check_series(own["claims"], merged["indicators"], store.problems)
    return own, merged, corrected
