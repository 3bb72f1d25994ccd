"""`audit --propose`: what the rows tie together and no claim states, as rows that can be pasted."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mjq_report.analysis import audit
from mjq_report.analysis.proposals import proposals
from mjq_report.cli.app import program
from mjq_report.dataset import loading
from mjq_report.model.codes import IndicatorKind, Qualifier, Status, Verdict
from mjq_report.model.tables import Observation
from tests.towns.lakeside import CLAIMS, LAKESIDE, append, lay, observation
from tests.towns.rows import claim, row, town

NOW, BEFORE, RATE = "output@2024#whole_town", "output@2023#whole_town", "output_growth@2024#whole_town"


def found(*rows: Observation, **parts: object) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(c.operation, c.result, c.operands) for c in proposals(town(*rows, **parts))]  # type: ignore[arg-type]


def test_a_growth_rate_with_the_levels_of_both_periods() -> None:
    rows = row(NOW, "120"), row(BEFORE, "100"), row(RATE, "20")
    assert found(*rows) == [("growth_rate", RATE, (NOW, BEFORE))]
    assert found(*rows, claims=(claim("growth_rate", RATE, f"{NOW} {BEFORE}"),)) == []
    assert found(*rows, claims=(claim("uncheckable", RATE),)) != []  # it can be checked now


@pytest.mark.parametrize(
    "rows",
    [
        (row(NOW, "120"), row(RATE, "20")),  # no base
        (row(NOW, "120"), row("output@2023-01/2023-11#whole_town", "100"), row(RATE, "20")),  # other months
        (row(NOW, "120"), row("output@2023#west", "100"), row(RATE, "20")),  # another coverage
        (row(NOW, "120"), row(BEFORE, "100", status=Status.PLANNED), row(RATE, "20")),  # a plan is no base
        (row(NOW, "120", "人"), row(BEFORE, "100"), row(RATE, "20")),  # nothing to divide
        (row(NOW, "120"), row(BEFORE, "100"), row(RATE, "20", status=Status.TARGET)),
    ],
)
def test_what_may_not_be_compared_is_not_proposed(rows: tuple[Observation, ...]) -> None:
    assert found(*rows) == []


def test_an_average_growth_from_the_year_before_the_first() -> None:
    rate, first, last = "output_average_growth@2021/2025#whole_town", "output@2020#whole_town", "output@2025#whole_town"
    assert found(row(rate, "20"), row(first, "100"), row(last, "250")) == [
        ("average_growth", rate, (last, first, "n=5"))
    ]


def test_sums_of_parts_by_indicator_breakdown_and_area() -> None:
    firms, moved = row("firms@2024#whole_town", "9"), row("firms_moved_in@2024#whole_town", "9")
    assert found(firms, moved) == []  # one part is no sum
    cars, silk = row("output/cars@2024#whole_town", "70"), row("output/silk@2024#whole_town", "50")
    assert found(row(NOW, "120"), cars, silk) == [
        ("sum", NOW, ("output/cars@2024#whole_town", "output/silk@2024#whole_town"))
    ]
    assert found(row(NOW, "140"), cars, silk) == []  # there may be other industries
    hedged = row("output/silk@2024#whole_town", "50", qualifier=Qualifier.MORE_THAN)
    assert found(row(NOW, "140"), cars, hedged) == []  # 超50 could be anything
    areas = row("land_area@2024#west", "46"), row("land_area@2024#river_area", "36")
    assert found(row("land_area@2024#whole_town", "82"), *areas) == [
        ("sum", "land_area@2024#whole_town", ("land_area@2024#west", "land_area@2024#river_area"))
    ]


def test_a_share_by_what_its_part_is_a_part_of() -> None:
    share, part, whole = "share_of_district@2024#west", "land_area@2024#west", "land_area@2024#district"
    assert found(row(share, "20"), row(part, "46"), row(whole, "225")) == [("share", share, (part, whole))]
    assert found(row(share, "25"), row(part, "46"), row(whole, "225")) == []  # of something else


def test_ranks_and_magnitudes_are_no_operands() -> None:
    rows = [row(NOW, "1000"), row(BEFORE, "500"), row(RATE, "100")]
    assert found(*rows) != []
    object.__setattr__(rows[0], "kind", IndicatorKind.MAGNITUDE)
    assert found(*rows) == []


@given(st.decimals(1, 500, places=1), st.decimals(1, 500, places=1), st.decimals(-90, 400, places=1))
def test_a_growth_is_proposed_whether_it_is_right_or_wrong_and_then_judged(
    now: Decimal, then: Decimal, rate: Decimal
) -> None:
    """What is proposed is decided by what rows are of, not by what they say: a wrong one is what an editor looks for."""
    rows = row(NOW, str(now)), row(BEFORE, str(then)), row(RATE, str(rate))
    (made,) = proposals(town(*rows))
    (result,) = audit(town(*rows, claims=(made,)))
    assert result.verdict in (Verdict.CONSISTENT, Verdict.INCONSISTENT)
    assert (made.result, made.operation) == (RATE, "growth_rate")
    assert proposals(town(*rows, claims=(made,))) == []


def test_the_printed_rows_can_be_pasted(tmp_path: Path) -> None:
    data = lay(tmp_path / "data")
    for value, breakdown in (("5", "village:east"), ("15", "festival")):
        cells = {"value": value, "breakdown": breakdown, "locator": "3", "period": "2023", "coverage": "above_size"}
        append(data, LAKESIDE, *observation(**cells))
    runner = CliRunner()
    (data.parent / "templates").mkdir(exist_ok=True)
    command = ["audit", "--town", "lakeside", "--propose", "--root", str(data.parent)]
    (data / CLAIMS).write_text((data / CLAIMS).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    first, again = runner.invoke(program(), command), runner.invoke(program(), command)
    assert first.exit_code == 0, first.output
    assert first.output == again.output
    header, *lines = csv.reader(io.StringIO(first.output))
    assert ",".join(header) == (data / CLAIMS).read_text(encoding="utf-8").splitlines()[0]
    assert [line[header.index("operation")] for line in lines] == ["growth_rate"]
    (data / CLAIMS).write_text(first.output, encoding="utf-8")
    assert [str(problem) for problem in loading.check(data)] == []
    assert len(list(csv.reader(io.StringIO(runner.invoke(program(), command).output)))) == 1
