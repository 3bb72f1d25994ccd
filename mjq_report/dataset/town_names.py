"""Which town is meant, by whatever it is called."""

from __future__ import annotations

from pathlib import Path

from mjq_report.dataset.edition_rows import read_shared
from mjq_report.dataset.sources import reader
from mjq_report.errors import UnknownTown, UsageError
from mjq_report.model.naming import ids_called, town_names


def town_called(data: Path, called: str) -> str:
    """The id of the town of that name or id.

    Tables that cannot be read leave it as it is, and are reported by their reader. Raises UnknownTown, and UsageError
    where several towns have the name.
    """
    shared = read_shared(reader(data))
    if shared is None:
        return called
    towns = shared.by_key["towns"]
    found = ids_called(called, {id_: town_names(row["name_zh"], row["name_en"]) for id_, row in towns.items()})
    if len(found) > 1:
        those = ", ".join(f"{id_} ({towns[id_]['name_zh']}, {towns[id_]['district_zh']})" for id_ in found[:10])
        raise UsageError(f"{called}: {len(found)} towns are called so; give the id of one: {those}")
    if not found:
        raise UnknownTown(called, [row["name_zh"] for row in towns.values()])
    return found[0]
