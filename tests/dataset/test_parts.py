"""Parts against wholes: villages together, and quantities that a loss makes negative."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mjq_report.dataset.loading import check
from tests.towns.lakeside import LAKESIDE, append, lay, observation, widen

VILLAGES = ("v0", "v1", "v2", "v3")


def _town(folder: Path, whole: str, parts: list[str], indicator: str = "enterprises", name: str = "") -> Path:
    """A town whose enterprises of 2021 are `whole`, and those of its villages `parts`."""
    data = lay(folder)
    for village in VILLAGES:
        append(data, "breakdowns.csv", village, village, village, "village", "")
    if name:
        append(data, "indicators.csv", indicator, name, name, "economy", "亿元", "flow", "2", "", "", "")
    unit = "亿元" if name else "家"
    for number, (breakdown, value) in enumerate(zip(["", *VILLAGES], [whole, *parts], strict=False), 1):
        append(
            data,
            LAKESIDE,
            *observation(
                indicator=indicator, breakdown=breakdown, period="2021", value=value, unit=unit, locator=str(number),
                as_published=f"{value}{unit}",
            ),
        )  # fmt: skip
    return data


def _codes(data: Path) -> set[str]:
    return {problem.rule.code for problem in check(data) if "exceed" in problem.rule.code}


def test_villages_that_are_more_than_their_town_together_are_named(tmp_path: Path) -> None:
    data = _town(tmp_path, "100", ["60", "70", "80", "90"])
    found = [str(problem) for problem in check(data) if problem.rule.code == "parts-exceed-whole"]
    assert len(found) == 1
    assert "100家" in found[0]
    assert "4 parts together, at least 300家" in found[0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(1, 400), min_size=2, max_size=4), off=st.integers(-3, 3))
def test_counts_of_villages_are_held_to_the_last_one(tmp_path_factory, parts: list[int], off: int) -> None:  # type: ignore[no-untyped-def]
    whole = sum(parts) + off
    if whole >= max(parts):
        data = _town(tmp_path_factory.mktemp("town"), str(whole), [str(part) for part in parts])
        assert ("parts-exceed-whole" in _codes(data)) == (off < 0)


def test_what_was_rounded_is_given_its_room(tmp_path: Path) -> None:
    data = _town(tmp_path, "2.0", ["0.7", "0.7", "0.7"], "output_of_shops", "商铺产值")
    assert Decimal("0.7") * 3 > Decimal("2.0")
    assert _codes(data) == set()


def test_a_branch_may_earn_more_than_all_when_another_loses(tmp_path: Path) -> None:
    assert _codes(_town(tmp_path / "loss", "4.6", ["5.1", "-0.5"], "surplus", "余额")) == set()
    assert _codes(_town(tmp_path / "profit", "4.6", ["5.1"], "profit", "利润总额")) == set()
    assert _codes(_town(tmp_path / "sales", "4.6", ["5.1"], "sales", "商铺产值")) == {"part-exceeds-whole"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(1, 400), min_size=2, max_size=3), off=st.integers(-3, 3), exhaustive=st.booleans())
def test_parts_that_make_up_their_whole_are_not_more_than_it(  # type: ignore[no-untyped-def]
    tmp_path_factory, parts: list[int], off: int, exhaustive: bool
) -> None:
    whole = sum(parts) + off
    if whole < max(parts):
        return
    for by in ("breakdowns", "indicators"):
        data = lay(tmp_path_factory.mktemp(by))
        append_parts(data, by, exhaustive)
        for number, (name, value) in enumerate(zip(["w", "p0", "p1", "p2"], [whole, *parts], strict=False), 1):
            of = {"breakdown": name} if by == "breakdowns" else {"indicator": name}
            append(data, LAKESIDE, *observation(**of, period="2021", value=str(value), locator=str(number)))
        assert ("parts-exceed-whole" in _codes(data)) == (exhaustive and off < 0)


def append_parts(data: Path, by: str, exhaustive: bool) -> None:
    """A whole `w` and three parts of it."""
    names = {"w": "", "p0": "w", "p1": "w", "p2": "w"}
    for name, whole in names.items():
        row = {
            "breakdowns": (name, name, name, "industry", ""),
            "indicators": (name, name, name, "economy", "家", "stock", "0", whole, "", ""),
        }
        append(data, f"{by}.csv", *row[by])
    lines = {name: number for number, name in enumerate(names)}
    first = len((data / f"{by}.csv").read_text(encoding="utf-8").splitlines()) - 3
    for name, whole in names.items():
        cells = {"part_of": whole} if by == "breakdowns" else {}
        cells |= {"exhaustive": "yes"} if exhaustive and name == "w" else {}
        widen(data, f"{by}.csv", first + lines[name], **cells)


def test_parts_are_held_to_the_greatest_of_several_vintages(tmp_path: Path) -> None:
    data = _town(tmp_path, "300", ["140", "150"])
    later = observation(period="2021", value="280", source="src-2", locator="9")
    append(data, LAKESIDE, *later)
    assert _codes(data) == set()
