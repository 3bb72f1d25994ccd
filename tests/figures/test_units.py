"""Units: dimensions, exact conversion, what is counted one by one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset.rules import words
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


def _printed_forms(unit: str) -> list[str]:
    """A listed unit as texts spell it: ² ³ ₂ for digits, squared signs, full width."""
    raised = unit.translate(str.maketrans("23", "²³")), unit.replace("2", "₂"), unit.replace("%", "％")
    return [unit, *raised, *(sign for sign in "㎡㎢㎥㎏㎎㎞㎜㎝" if normalize("NFKC", sign) == unit)]


spelled = st.sampled_from([form for unit in units.SPELLED for form in _printed_forms(unit)])
numerals = st.sampled_from(["", "百", "千", "万", "百万", "千万", "亿", "百亿", "千亿", "万亿"])


@given(spelled, numerals, numerals)
def test_every_spelled_form_converts_exactly_into_its_unit_and_back(form: str, one: str, other: str) -> None:
    assert units.ratio(one + form, other + form) * units.ratio(other + form, one + form) == 1
    assert units.dimension(one + form) == units.dimension(form)
    assert Fraction(units.scale(one + "家"), units.scale(other + "家")) == units.ratio(one + form, other + form)


@given(spelled, spelled, spelled)
def test_units_of_one_dimension_convert_through_any_third(a: str, b: str, c: str) -> None:
    if units.dimension(a) == units.dimension(b) == units.dimension(c):
        assert units.ratio(a, b) * units.ratio(b, c) == units.ratio(a, c)


@given(spelled, numerals)
def test_a_figure_in_any_spelled_form_is_read_in_its_published_words(form: str, numeral: str) -> None:
    unit = numeral + form
    assert words.fault("86.25", unit, "exact", f"总量86.25{unit}，") is None
    if len(form) > 1:
        found = words.fault("86.25", unit, "exact", f"总量86.25{'' if numeral else '亿'}{form}，")
        assert found is not None, "another numeral in front of the unit is another unit"


@pytest.mark.parametrize(
    ("one", "other", "times"),
    [
        ("km²", "hm²", 100), ("km²", "亩", 1500), ("㎡", "m²", 1), ("万m³", "立方米", 10_000), ("万千瓦时", "度", 10_000),
        ("亿千瓦时", "万kWh", 10_000), ("万吨CO₂", "吨二氧化碳", 10_000), ("吨标煤", "公斤标准煤", 1000),
        ("毫克/立方米", "μg/m³", 1000), ("个百分点", "个千分点", 10), ("成", "%", 10),
    ],
)  # fmt: skip
def test_units_as_bulletins_print_them(one: str, other: str, times: int) -> None:
    assert units.ratio(one, other) == times


@pytest.mark.parametrize(("one", "other"), [("吨", "吨CO₂"), ("吨标准煤", "吨CO₂"), ("千瓦", "千瓦时"), ("m²", "m³")])
def test_a_tonne_of_one_thing_is_none_of_another(one: str, other: str) -> None:
    assert not units.compatible(one, other)
