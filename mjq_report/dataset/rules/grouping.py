"""Rows known by several columns of codes at once.

A town has a few hundred rows, on which loading pandas would take longer than all that is done here; from a million rows
on, its hash tables make up for that, and are used (docs/decisions/0013, 0018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_LARGE = 1_000_000  # rows from which hashing saves more than loading pandas costs
_ROOM = 2**62  # numbers that a key may have, so that none runs over


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows that are alike: `of[i]` is the group of row i, `first[g]` the first row of group g. Groups are numbered by it."""

    of: np.ndarray
    first: np.ndarray

    def __len__(self) -> int:
        return len(self.first)

    def lowest(self, values: np.ndarray) -> np.ndarray:
        """The least value of each group, given one a row."""
        found = np.full(len(self), np.inf)
        np.minimum.at(found, self.of, values)
        return found

    def highest(self, values: np.ndarray) -> np.ndarray:
        """The greatest value of each group, given one a row."""
        return -self.lowest(-values)

    def members(self, chosen: np.ndarray) -> list[np.ndarray]:
        """The rows of each group that `chosen`, a truth value a group, says, in their order."""
        rows = np.flatnonzero(chosen[self.of])
        order = rows[np.argsort(self.of[rows], kind="stable")]
        return np.split(order, np.flatnonzero(np.diff(self.of[order])) + 1) if len(order) else []


def grouped(columns: Sequence[np.ndarray]) -> Groups:
    """Group the rows by whole-number columns of one length, at least one: alike is what is alike in all."""
    key, size = np.zeros(len(columns[0]), np.int64), 1
    for column in columns if len(key) else ():
        least = int(column.min())
        span = int(column.max()) - least + 1
        if size * span > _ROOM:
            key = np.unique(key, return_inverse=True)[1]
            size = int(key.max()) + 1
        key = key * span + (column.astype(np.int64) - least)
        size *= span
    if len(key) >= _LARGE:
        return _hashed(key)
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)  # groups come by their key; they are numbered by their first row
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    return Groups(number[of], first[order])


def _hashed(key: np.ndarray) -> Groups:
    """The same groups, by pandas' hash tables: one pass instead of a sort."""
    import pandas as pd

    of, distinct = pd.factorize(key)
    first = np.flatnonzero(np.diff(np.maximum.accumulate(of), prepend=-1)) if len(of) else np.zeros(0, np.int64)
    assert len(first) == len(distinct)
    return Groups(of, first)
