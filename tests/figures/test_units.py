"""Units: dimensions, exact conversion, what is counted one by one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures import units


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("1.5", "亿元", "万元", "15000"),
        ("2.4", "万亩", "平方公里", "16"),
        ("82", "平方公里", "公顷", "8200"),
        ("1", "公顷", "亩", "15"),
        ("220", "万斤", "吨", "1100"),
        ("13", "万辆", "辆", "130000"),
        ("1.2", "万亿元", "亿元", "12000"),
        ("5", "‰", "%", "0.5"),
        ("50", "名", "人", "50"),
    ],
)
def test_a_unit_converts_into_another_of_its_dimension(value: str, source: str, target: str, expected: str) -> None:
    assert units.convert(Decimal(value), source, target) == Decimal(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人", "人次"),
        ("%", "个百分点"),
        ("亿元", "亩"),
        ("家", "户"),
        ("元", "元/平方米"),
        ("米", "平方米"),
        ("台", "辆"),
    ],
)
def test_what_is_not_the_same_thing_never_converts(one: str, other: str) -> None:
    assert not units.compatible(one, other)
    with pytest.raises(ValueError, match="do not convert"):
        units.convert(Decimal(1), one, other)


def test_an_unlisted_unit_is_a_dimension_of_its_own_and_still_takes_numerals() -> None:
    assert units.split("万台") == ("台", Fraction(10_000))
    assert units.split("万元/亩") == ("元/亩", Fraction(10_000))
    assert units.split("万") == ("万", Fraction(1))


@pytest.mark.parametrize(
    ("unit", "scale"), [("亿元", 10**8), ("百分点", 1), ("个百分点", 1), ("千瓦时", 1000), ("家", 1)]
)
def test_the_numeral_in_front_of_a_unit(unit: str, scale: int) -> None:
    assert units.scale(unit) == scale


@pytest.mark.parametrize(
    ("unit", "counted"),
    [("家", True), ("人次", True), ("名", True), ("万辆", False), ("亿元", False), ("%", False), ("亩", False)],
)
def test_only_single_things_are_counted(unit: str, counted: bool) -> None:
    assert units.is_counted(unit) is counted


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    st.sampled_from(["亩", "万亩", "公顷", "平方公里", "平方米"]),
)
def test_there_and_back_is_the_same_as_far_as_a_decimal_goes(value: Decimal, unit: str) -> None:
    back = units.convert(units.convert(value, unit, "平方米"), "平方米", unit)
    assert abs(back - value) <= abs(value) * Decimal("1e-24")
