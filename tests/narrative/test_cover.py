"""The cover: what it draws by what the town has, its figures, and that it says nothing which no row says."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.analysis import find
from mjq_report.model.document import Document, Picture, plain_text
from mjq_report.pipeline import find as found_in
from mjq_report.settings.paths import find_root
from tests.narrative.test_document import written
from tests.towns.rows import OUTPUT, row, town

PROJECT = Path(__file__).resolve().parents[2]
_DIGITS = re.compile(r"\d[\d.]*")


def made(*rows: object, year: int = 2024) -> Document:
    return written(find(town(*rows), year))  # type: ignore[arg-type]


def picture_of(document: Document) -> Picture:
    assert document.cover.picture is not None
    return document.cover.picture


def output(size: str, breakdown: str = "", period: str = "2024") -> object:
    return row(f"{OUTPUT}{'/' if breakdown else ''}{breakdown}@{period}#whole_town", size, source="s2024")


def test_a_part_within_its_whole_within_last_years_base_is_nested_and_the_base_is_computed() -> None:
    growth = row(f"{OUTPUT}_growth@2024#whole_town", "300", "%")
    drawn = picture_of(made(output("200"), output("120", "cars"), growth))
    assert (drawn.kind, dict(drawn.key).keys()) == ("nested", {"derived"})
    assert [(shape.value, shape.nature, shape.inside) for shape in drawn.shapes] == [
        (Decimal(200), "published", False), (Decimal(120), "published", False), (Decimal(50), "derived", True),
    ]  # fmt: skip


def test_parts_that_make_up_their_whole_are_a_composition_with_the_figure_of_the_whole() -> None:
    sizes = {"cars": "60", "silk": "90", "paper": "50"}
    drawn = made(output("200"), *(output(size, name) for name, size in sizes.items())).cover.picture
    assert drawn is not None and drawn.kind in ("composition", "nested")
    if drawn.kind == "composition":
        assert (plain_text(drawn.whole), sum(shape.value for shape in drawn.shapes)) == ("200亿元", 200)


@pytest.mark.parametrize("years", [2, 3, 6])
def test_three_periods_are_a_trend_two_are_not(years: int) -> None:
    rows = [output(str(100 + 7 * n), period=str(2025 - years + n)) for n in range(years)]
    drawn = made(*rows).cover.picture
    assert (drawn is not None and drawn.kind == "trend") is (years >= 3)


@pytest.mark.parametrize(("count", "each"), [("12", 0), ("54", 1), ("600", 1), ("2348", 10), ("48000", 100)])
def test_a_count_is_dots_of_which_each_stands_for_as_many_as_are_said(count: str, each: int) -> None:
    drawn = made(row("firms@2024#whole_town", count, "家")).cover.picture
    assert (drawn.each if drawn is not None and drawn.kind == "units" else 0) == each


def test_a_town_with_nothing_to_draw_has_no_picture() -> None:
    document = made(row("firms@2024#whole_town", "3", "家"), row("natural_increase@2024#whole_town", "4.1", "‰"))
    assert document.cover.picture is None


def test_the_status_stands_with_the_figure_and_the_period_is_never_left_out() -> None:
    (card, *_) = made(row(f"{OUTPUT}@2024#whole_town", "200", status="estimated")).cover.cards
    assert (card.status, card.figure.text, card.coverage) == ("预计", "200亿元", "全镇，2024年")


def test_the_latest_result_says_until_when_the_data_reach_and_plans_do_not() -> None:
    document = made(
        output("200"),
        row("firms@2024-03#whole_town", "20", "家"),
        row("ferries@2024#whole_town", "9", "个", status="planned"),
    )
    assert document.cover.until == "2024年"
    assert made(row("firms@2024-03#whole_town", "20", "家")).cover.until == "2024年3月"


def test_place_of_code_and_revision_take_no_room_until_they_are_given() -> None:
    cover = made(output("200")).cover
    assert (cover.code, cover.revision) == (None, "")


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "cars", "silk"]), st.integers(1, 9000), st.integers(2019, 2024)),
        min_size=1,
        max_size=8,
    )
)
def test_every_digit_of_a_picture_is_that_of_a_fact_or_a_period(figures: list[tuple[str, int, int]]) -> None:
    wanted = [(name, size, 2024 if name else year) for name, size, year in figures]
    rows = {(name, year): output(str(size), name, str(year)) for name, size, year in (*wanted, ("", 9500, 2024))}
    found = find(town(*rows.values()), 2024)  # type: ignore[arg-type]
    drawn = written(found).cover.picture
    if drawn is not None:
        for shape in drawn.shapes:
            for span in (*shape.figure, *shape.note):
                assert span.fact or not _DIGITS.search(span.text), span
        said = {fact.printed for fact in found.facts.values()} | {str(year) for year in range(2010, 2030)}
        assert set(_DIGITS.findall(drawn.title + drawn.subtitle + drawn.remark)) <= said


@pytest.mark.parametrize(
    ("slug", "year", "kind"),
    [("majuqiao", 2020, "nested"), ("majuqiao", 2022, "areas"), ("majuqiao", 2024, "nested"),
     ("majuqiao", 2025, "steps"), ("xiji", 2024, "units"), ("tongzhou", 2025, "units")],
)  # fmt: skip
def test_shipped_covers_draw_their_own_rows(slug: str, year: int, kind: str) -> None:
    found = found_in(find_root(PROJECT), slug, year)
    document = written(found)
    drawn = picture_of(document)
    assert drawn.kind == kind and drawn.facts <= set(document.facts)
    for shape in drawn.shapes:
        assert plain_text(shape.figure) in drawn.alt
