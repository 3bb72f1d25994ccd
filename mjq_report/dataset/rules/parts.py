"""Parts against wholes: none is larger than its whole, and villages together are no more than their town.

All by the intervals of what was printed. Profits and other balances are signed: where one part is a loss the others may
be larger than the whole, so these are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from mjq_report.dataset import catalogue
from mjq_report.dataset.rules.figures import SIGNED, Figures, identity
from mjq_report.dataset.rules.grouping import grouped
from mjq_report.figures import units

PART_GROUPS = ("industry", "village")  # breakdowns that divide the whole
DISJOINT = "village"  # those that never overlap; an industry may hold another


def check_parts(figures: Figures) -> None:
    """Report parts that exceed their whole, one by one and, where they cannot overlap, together."""
    _check_single(figures)
    _check_together(figures)


def _balanced(figures: Figures) -> np.ndarray:
    """Rows of indicators of which some figure is negative, or by their name may be."""
    negative = {figures.cell(number, "indicator") for number in figures.numbers[figures.columns["amount"] < 0].tolist()}

    def signed(indicator: str) -> bool:
        name = figures.indicators[indicator]["name_zh"]
        return indicator in negative or SIGNED.search(name) is not None

    return figures.of("indicator", signed)


_Whole = tuple[str, str, str, str, str, int]  # indicator, breakdown, period, coverage, status, dimension


def _check_together(figures: Figures) -> None:
    """Parts that do not overlap against their whole: villages of a town, and what a whole is declared to be made up of.

    Of several vintages of a part the least counts, of those of a whole the greatest.
    """
    parts: dict[_Whole, dict[str, int]] = defaultdict(dict)
    rows = np.flatnonzero(_may_be_parts(figures) & ~figures.columns["rate"] & ~_balanced(figures))
    for number, dimension in zip(
        figures.numbers[rows].tolist(), figures.columns["dimension"][rows].tolist(), strict=True
    ):
        for indicator, breakdown, part in _wholes_of(figures, number):
            key = _key(figures, number, indicator, breakdown, dimension)
            known = parts[key].setdefault(part, number)
            if figures.span(number)[0] < figures.span(known)[0]:
                parts[key][part] = number
    for number, dimension in _rows_of_wholes(figures, parts) if parts else ():
        indicator, breakdown = figures.cell(number, "indicator"), figures.cell(number, "breakdown")
        of = parts.get(_key(figures, number, indicator, breakdown, dimension), {})
        total = sum((figures.span(part)[0] for part in of.values()), Fraction())
        if len(of) > 1 and total > figures.span(number)[1]:
            what = f"{figures.told(number)} is less than its {len(of)} parts together, at least {_plain(figures, number, total)}"
            figures.report(catalogue.PARTS_EXCEED_WHOLE, number, "value", what)


_OF_BOTH = ("period", "coverage", "status")


def _key(figures: Figures, number: int, indicator: str, breakdown: str, dimension: int) -> _Whole:
    period, coverage, status = (figures.cell(number, name) for name in _OF_BOTH)
    return indicator, breakdown, period, coverage, status, dimension


def _may_be_parts(figures: Figures) -> np.ndarray:
    """Rows of a village, or of what is declared to be a part."""
    village = figures.of("breakdown", lambda text: figures.breakdowns.get(text, {}).get("group") == DISJOINT)
    of_breakdown = figures.of("breakdown", lambda text: bool(figures.breakdowns.get(text, {}).get("part_of")))
    found: np.ndarray = (
        village | of_breakdown | figures.of("indicator", lambda text: bool(figures.indicators[text]["part_of"]))
    )
    return found


def _wholes_of(figures: Figures, number: int) -> Iterator[tuple[str, str, str]]:
    """Indicator and breakdown of the wholes of which a row's figure is one of the parts that do not overlap, and the part."""
    indicator, breakdown = figures.cell(number, "indicator"), figures.cell(number, "breakdown")
    group = figures.breakdowns.get(breakdown, {})
    if group.get("group") == DISJOINT:
        yield indicator, "", breakdown
    for whole in group.get("part_of", "").split():
        if figures.breakdowns.get(whole, {}).get("exhaustive"):
            yield indicator, whole, breakdown
    for whole in figures.indicators[indicator]["part_of"].split():
        if figures.indicators.get(whole, {}).get("exhaustive"):
            yield whole, breakdown, indicator


def _rows_of_wholes(figures: Figures, wanted: Iterable[_Whole]) -> Iterator[tuple[int, int]]:
    """The rows that may be such wholes, with their dimension; the greatest first, which alone of several is looked at."""
    indicators, breakdowns = {key[0] for key in wanted}, {key[1] for key in wanted}
    chosen = figures.of("indicator", indicators.__contains__) & figures.of("breakdown", breakdowns.__contains__)
    rows = np.flatnonzero(chosen & ~figures.columns["rate"])
    seen = set[tuple[object, ...]]()
    for place in rows[np.argsort(-figures.columns["high"][rows], kind="stable")].tolist():
        key = tuple(int(figures.columns[name][place]) for name in ("indicator", "breakdown", *_OF_BOTH, "dimension"))
        if key not in seen:
            seen.add(key)
            yield int(figures.numbers[place]), int(figures.columns["dimension"][place])


def _plain(figures: Figures, number: int, total: Fraction) -> str:
    """A sum of base units in a row's own unit."""
    unit = figures.cell(number, "unit")
    return f"{float(total / units.split(unit)[1]):.6g}{unit}"


def _check_single(figures: Figures) -> None:
    """Each industry and village against the whole, each indicator against those that it is a part of."""
    wholes = np.flatnonzero(~figures.columns["rate"] & ~_balanced(figures))
    parts, indicator, breakdown = (
        np.concatenate(both)
        for both in zip(_parts_by_breakdown(figures, wholes), _parts_by_indicator(figures, wholes), strict=True)
    )
    if not len(parts):
        return
    columns = figures.columns
    same = [np.concatenate([columns[name][wholes], columns[name][parts]]) for name in _WHOLE_KEY]
    key = [(columns["indicator"], indicator), (columns["breakdown"], breakdown)]
    groups = grouped([*(np.concatenate([own[wholes], of]) for own, of in key), *same])
    own, asked = groups.of[: len(wholes)], groups.of[len(wholes) :]
    limit = groups.highest(np.concatenate([columns["high"][wholes], np.full(len(parts), -np.inf)]))
    beyond = (groups.first[asked] < len(wholes)) & (columns["low"][parts] > limit[asked])
    suspects: dict[int, list[int]] = {}  # rows, with the groups of all that each is a part of
    for part, group in zip(parts[beyond].tolist(), asked[beyond].tolist(), strict=True):
        suspects.setdefault(part, []).append(group)
    for part, found in suspects.items():
        if figures.is_full(catalogue.PART_EXCEEDS_WHOLE):
            return
        number, candidates = int(figures.numbers[part]), figures.numbers[wholes[np.isin(own, found)]].tolist()
        whole = max(candidates, key=lambda candidate: figures.span(candidate)[1])
        if figures.span(number)[0] > figures.span(whole)[1]:
            what = f"{figures.told(number)} is a part of {identity(figures, whole)}, {figures.told(whole)}"
            figures.report(catalogue.PART_EXCEEDS_WHOLE, number, "value", what)


_WHOLE_KEY = ["period", "coverage", "status", "dimension"]  # beside indicator and breakdown

_Parts: TypeAlias = "tuple[np.ndarray, np.ndarray, np.ndarray]"
"""Rows that are parts, and the codes of the indicator and the breakdown of what each is a part of."""


def _parts_by_breakdown(figures: Figures, rows: np.ndarray) -> _Parts:
    """Rows for an industry or village, each with the undivided figure."""
    texts = figures.texts("breakdown")
    divides = np.array([figures.breakdowns.get(text, {}).get("group") in PART_GROUPS for text in texts])
    parts = rows[divides[figures.columns["breakdown"][rows]]]
    whole = texts.index("") if "" in texts else -1
    return parts, figures.columns["indicator"][parts], np.full(len(parts), whole)


def _parts_by_indicator(figures: Figures, rows: np.ndarray) -> _Parts:
    """Rows of an indicator that is part of others, once for each of those."""
    code_of = {text: code for code, text in enumerate(figures.texts("indicator"))}
    named = [figures.indicators.get(text, {}).get("part_of", "").split() for text in code_of]
    wholes = [[code_of[whole] for whole in of if whole in code_of] for of in named]
    many = np.array([len(of) for of in wholes])[figures.columns["indicator"][rows]]
    parts = np.repeat(rows, many)
    flat = np.array([code for of in wholes for code in of], np.int32)
    starts = np.cumsum([0, *map(len, wholes)])
    place = np.arange(len(parts)) - np.repeat(np.cumsum(many) - many, many)  # 0, 1 … within each row's
    indicator = flat[starts[figures.columns["indicator"][parts]] + place]
    return parts, indicator, figures.columns["breakdown"][parts]
