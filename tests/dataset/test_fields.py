"""Types of cells: what they take, and that nothing is guessed (guarantees P5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset import fields
from mjq_report.errors import shown


@pytest.mark.parametrize("text", ["0", "269.20", "-3.2", "999999999999999", "0.000000000001"])
def test_a_number_is_its_digits(text: str) -> None:
    assert fields.number(text) == Decimal(text)


@pytest.mark.guards("P5")
@pytest.mark.parametrize(
    "text",
    [
        "0012",
        "1,234",
        "1e5",
        "inf",
        "nan",
        "NaN",
        "-inf",
        "１２",
        "٣",
        "²",
        "+1",
        "1.",
        ".5",
        "1.2.3",
        "--1",
        "- 1",
        "1_000",
        "0x1",
        "1000000000000000",
        "9" * 40,
        "",
        " 1",
        "1\n",
        "一",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        fields.number(text)


@given(st.text(max_size=30))
def test_any_text_is_a_plain_number_below_the_limit_or_refused(text: str) -> None:
    try:
        value = fields.number(text)
    except ValueError:
        return
    assert text.isascii()
    assert abs(value) < fields.LARGEST


@pytest.mark.parametrize("text", ["-1", "01", "1.0", "１", "1000000", "", "x"])
def test_an_integer_has_one_way_to_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        fields.integer(text)


def test_paragraphs_count_from_one() -> None:
    assert fields.positive("1") == 1
    with pytest.raises(ValueError, match="from 1"):
        fields.positive("0")


@pytest.mark.guards("T1")
@pytest.mark.parametrize("text", ["../evil", "/abs", "Big", "a_b", "", "a" * 65, "é", "a/b", ".", "a\n"])
def test_a_slug_never_leaves_its_folder(text: str) -> None:
    with pytest.raises(ValueError, match="slug"):
        fields.slug(text)


@pytest.mark.parametrize("text", ["a/b", "..", ".", "C:x", "a\\b", ""])
def test_a_source_file_is_a_plain_name(text: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        fields.file_name(text)


def test_operands_are_references_or_numbers() -> None:
    assert fields.operand("100") == 100
    assert fields.operand("n=5") == 5
    assert str(fields.operand("output@2024#whole_town")) == "output@2024#whole_town"
    for text in ("n=", "n=x", "nn=5", "output", "1e3"):
        with pytest.raises(ValueError, match=r"."):
            fields.operand(text)


def test_locators_are_one_paragraph_or_a_span() -> None:
    assert list(fields.locators("7")) == [7]
    assert list(fields.locators("3-5")) == [3, 4, 5]
    for text in ("5-3", "0-2", "a", "1-", "-1", "1-2-3"):
        with pytest.raises(ValueError, match=r"."):
            fields.locators(text)


def test_a_date_is_not_an_interval_and_a_year_has_four_digits() -> None:
    assert fields.date("2025-02").text == "2025-02"
    for parse, text in (
        (fields.date, "2024/2025"),
        (fields.date, "2025-02-30"),
        (fields.year, "24"),
        (fields.year, "2500"),
    ):
        with pytest.raises(ValueError, match=r"."):
            parse(text)


def test_a_message_shows_invisible_characters_and_not_whole_novels() -> None:
    assert shown("a\u202eb\x1b") == r"'a\u202eb\x1b'"
    assert len(shown("长" * 500)) < 70


@pytest.mark.parametrize(
    ("parse", "good", "bad", "said"),
    [
        (fields.division_code, ["110112", "110112105000"], ["11011", "1101121050001", "11011a", "１１０１１２", ""], "is not a division code of 6 to 12 digits"),
        (fields.sha256, ["0" * 64, "9af" + "0" * 61], ["0" * 63, "0" * 65, "A" * 64, "g" * 64, ""], "is not 64 lower-case hexadecimal digits"),
        (fields.file_name, ["a.txt", "甲 乙.docx", "x" * 200, "..."], ["", ".", "..", "a/b", "a\\b", "c:x", "x" * 201], "is not a plain file name"),
        (fields.identifier, ["a", "0a_.:-", "a" * 100], ["", "A", "_a", "a b", "a" * 101], "is not an id"),
        (fields.year, ["1900", "2199"], ["1899", "2200", "20245", "二〇二四", ""], "is not a year"),
    ],
)  # fmt: skip
def test_each_type_takes_its_form_and_names_what_has_another(
    parse: Callable[[str], object], good: list[str], bad: list[str], said: str
) -> None:
    assert [str(parse(text)) for text in good] == good
    for text in bad:
        with pytest.raises(ValueError, match=re.escape(said)) as caught:
            parse(text)
        assert str(caught.value) == f"{shown(text)} {said}"


def test_a_span_of_paragraphs_goes_forward() -> None:
    assert fields.locators("7") == range(7, 8)
    assert fields.locators("1-16") == range(1, 17)
    assert fields.locators("7-7") == range(7, 8)
    for text, said in {"16-1": "'16-1' ends before it starts", "0": "0 is not a number counted from 1"}.items():
        with pytest.raises(ValueError, match=f"^{said}$"):
            fields.locators(text)


def test_an_operand_is_a_reference_or_a_number_with_or_without_a_name() -> None:
    assert (
        fields.is_reference("output@2024#above_size")
        and not fields.is_reference("n=5")
        and not fields.is_reference("5")
    )
    assert (fields.operand("n=5"), fields.operand("2.50")) == (Decimal(5), Decimal("2.50"))


def test_a_text_in_a_message_is_quoted_and_short() -> None:
    assert shown("a\n") == r"'a\n'"
    assert shown("x" * 60) == repr("x" * 60)
    assert shown("x" * 61) == repr("x" * 59 + "…")


@pytest.mark.parametrize(
    ("parse", "text", "said"),
    [
        (fields.number, "1,2", "'1,2' is not a number"),
        (fields.number, "1000000000000000", "'1000000000000000' is not below 1e15"),
        (fields.integer, "01", "'01' is not a whole number from 0 to 999999"),
        (fields.positive, "0", "0 is not a number counted from 1"),
        (fields.date, "2024-01/2024-03", "'2024-01/2024-03' is an interval, not a date"),
        (fields.slug, "Xi Ji", "'Xi Ji' is not a slug of lower-case letters, digits and hyphens"),
    ],
)
def test_a_cell_that_cannot_be_read_is_quoted(parse: Callable[[str], object], text: str, said: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(said) + "$"):
        parse(text)
