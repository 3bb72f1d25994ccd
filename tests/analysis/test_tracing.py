"""Where a figure comes from, down to the rows."""

from __future__ import annotations

import json

import pytest

from mjq_report.analysis import find, trace
from mjq_report.errors import NoData, UsageError
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.tables import TownData
from tests.towns.rows import FILE, row, town


@pytest.fixture
def data() -> TownData:
    return town(
        row("output@2020#whole_town", "84.6", status=Status.ESTIMATED, locator=12, text="84.6亿元", line=7),
        row("output@2025#whole_town", "1000", qualifier=Qualifier.MORE_THAN, locator=24, text="破千亿元", line=30),
        row("output@2025#whole_town", "1200", locator=28, text="跃升至1200亿", line=31),
        row("output/cars@2025#whole_town", "1000", qualifier=Qualifier.MORE_THAN, locator=29, line=32),
    )


def test_a_published_figure_leads_to_its_row_and_words(data: TownData) -> None:
    found = trace(data, "output", 2025)
    assert (found.reads, found.row, found.source, found.locator) == ("1200亿元", f"{FILE}:31", "s2025", 28)
    assert found.as_published == "跃升至1200亿"
    assert [other.row for other in found.repeated] == [f"{FILE}:30"]
    assert trace(find(data, 2025), "output", 2025) == found


def test_a_computed_figure_leads_to_the_rows_of_its_inputs(data: TownData) -> None:
    growth = next(t for t in trace(data, "output", 2025).computed if t.operation == "growth")
    assert (growth.row, growth.status) == ("", "estimated")
    assert [(leaf.reads, leaf.row) for leaf in growth.inputs] == [
        ("1200亿元", f"{FILE}:31"),
        ("84.6亿元", f"{FILE}:7"),
    ]


def test_a_breakdown_period_or_coverage_may_be_asked_for(data: TownData) -> None:
    assert trace(data, "output", 2025, "cars").reads == "超1000亿元"
    assert trace(data, "output", 2025, period="2020").reads == "84.6亿元"
    with pytest.raises(UsageError):
        trace(data, "output", 2025, coverage="west")


def test_the_tree_goes_through_json(data: TownData) -> None:
    found = json.loads(json.dumps(trace(data, "output", 2025).to_dict(), ensure_ascii=False))
    assert found["value"] == "1200"
    assert found["coverage_name"] == "全镇"
    assert "note" not in found
    assert {leaf["row"] for node in found["computed"] for leaf in node["inputs"]} >= {f"{FILE}:31", f"{FILE}:7"}


def test_the_printed_tree_shows_every_row(data: TownData) -> None:
    lines = trace(data, "output", 2025).lines()
    assert lines[:4] == [
        "工业总产值 1200亿元",
        "│  2025 · 全镇 · actual · exact",
        f"│  {FILE}:31",
        "│  《2025年的文章》 (s2025) ¶28: 跃升至1200亿",
    ]
    text = "\n".join(lines)
    assert "├─ also 工业总产值 超1000亿元" in text
    assert "computed: 工业总产值 1318%  = growth" in text
    assert lines[-1].endswith("84.6亿元") or f"{FILE}:7" in text


def test_what_is_not_there_names_what_is(data: TownData) -> None:
    with pytest.raises(NoData):
        trace(data, "output", 2023)
    with pytest.raises(UsageError, match="did you mean output"):
        trace(data, "outptu", 2025)
    with pytest.raises(UsageError, match=r"output is there for: \(whole\), cars"):
        trace(data, "output", 2025, "village:one")
    with pytest.raises(UsageError, match="there are figures of: "):
        trace(data, "xyz", 2025)
