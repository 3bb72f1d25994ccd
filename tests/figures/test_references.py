"""References to observations: their form, and which figure one without a place means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures import references
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.period import Period
from mjq_report.model.tables import Observation, RowRef, Source

SOURCES = {
    name: Source(name, 2024, "", "", "", published, "", "", "", "")
    for name, published in {
        "a": "2025-03",
        "b": "2025-11",
        "between": "2026-01",
        "c": "2026-06",
        "d": "2026-06-30",
    }.items()
}


def row(
    printed: str,
    qualifier: Qualifier = Qualifier.EXACT,
    status: Status = Status.ACTUAL,
    source: str = "a",
    locator: int = 1,
) -> Observation:
    return Observation(
        "town", "output", "", Period.parse("2024"), "whole_town", Decimal(printed), printed, "亿元", qualifier, status,
        source, locator, printed, "", RowRef("f", 2),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "output@2024#whole_town",
        "output/cars@2024-01/2024-11#whole_town",
        "output/month:2024-03@2024-03#park:east^src-2024:17",
        "investment/infrastructure@2021/2025#whole_town^src:24",
    ],
)
def test_a_reference_reads_back_as_it_was_written(text: str) -> None:
    assert str(references.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "output",
        "output@2024",
        "output#whole_town",
        "@2024#x",
        "output@2024-13#x",
        "output@2024#x^src",
        "a b@2024#x",
        "output@2024#x^src:x",
    ],
)
def test_what_is_no_reference_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        references.parse(text)


@given(st.text(max_size=40))
def test_any_text_is_a_reference_or_a_value_error(text: str) -> None:
    try:
        reference = references.parse(text)
    except ValueError:
        return
    assert str(reference) == text


def test_the_most_precise_figure_is_meant() -> None:
    rows = [
        row("1000", Qualifier.MORE_THAN),
        row("1001", status=Status.PLANNED),
        row("1002", status=Status.ESTIMATED),
        row("1003", locator=7),
        row("1004", locator=8),
    ]
    reference = references.parse("output@2024#whole_town")
    found = references.resolve(reference, references.index(rows, SOURCES))
    assert found is not None
    assert found.printed == "1003"
    assert references.resolve(reference, references.index(rows[:2], SOURCES)) == rows[1]


def test_of_several_vintages_the_one_that_the_referring_source_used_is_meant() -> None:
    index = references.index([row("269.20"), row("265.83", source="b"), row("266.4", source="c")], SOURCES)
    reference = references.parse("output@2024#whole_town")

    def meant(index: references.Index) -> str:
        found = references.resolve(reference, index)
        return found.printed if found is not None else ""

    known = {source: meant(index.as_known_to(source)) for source in ("a", "b", "between", "c", "d", "")}
    assert known == {"a": "269.20", "b": "265.83", "between": "265.83", "c": "266.4", "d": "266.4", "": "266.4"}


def test_a_place_picks_the_figure_that_stands_there() -> None:
    rows = [row("1", locator=3), row("2", locator=4), row("3", source="b", locator=3)]
    index = references.index(rows, SOURCES)
    found = references.resolve(references.parse("output@2024#whole_town^b:3"), index)
    assert found is not None
    assert found.printed == "3"
    assert references.resolve(references.parse("output@2024#whole_town^b:4"), index) is None
    assert references.resolve(references.parse("output@2023#whole_town"), index) is None
