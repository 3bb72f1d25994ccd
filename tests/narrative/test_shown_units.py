"""The unit of a chart or column comes from its figures; one that is typed is honoured or refused, never wrong."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.errors import TemplateError
from mjq_report.figures import units
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.document import Chart
from mjq_report.model.period import Period
from mjq_report.narrative import lint, shown_units, write
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import ChartPlan, Pick
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import INDICATORS, TEMPLATES, findings, row, templates

X = "gross_industrial_output"
WORDS = load_words(TEMPLATES, "zh")
MONEY = ("元", "万元", "百万元", "亿元")
amounts = st.decimals(min_value="0.01", max_value="999999", places=2)
rows_of_money = st.lists(st.tuples(amounts, st.sampled_from(MONEY)), min_size=2, max_size=3)


def drawn(rows: list[tuple[Decimal, str]], subtitle: str) -> Chart:
    """A ranked chart of one figure for each industry."""
    places = zip(("cars", "silk", "paper"), rows, strict=False)
    found = findings(*(row(f"{X}/{place}@2024#whole_town", f"{value}", unit) for place, (value, unit) in places))
    plan = ChartPlan("c", "ranked", {}, {}, (Pick(X, group="industry"),), None, 2, 50)
    chart = ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh")).resolve(plan, (), subtitle, "here")
    assert chart is not None
    return chart


@given(rows_of_money, st.sampled_from(["", *MONEY]))
def test_every_label_is_in_the_unit_that_stands_under_the_title(rows: list[tuple[Decimal, str]], typed: str) -> None:
    chart = drawn(rows, f"各业产值，{typed}" if typed else "各业产值")
    own = [unit for _, unit in rows]
    assert chart.subtitle == f"各业产值，{chart.unit}"
    assert chart.unit == typed or not typed
    assert typed or own.count(chart.unit) == max(map(own.count, own))
    assert typed or chart.unit == "亿元" or own.count("亿元") < own.count(chart.unit), (
        "the indicator's own among as common ones"
    )
    given_in_yuan = sorted(units.convert(value, unit, "元") for value, unit in rows)
    for mark, exact in zip(reversed(chart.series[0].marks), given_in_yuan, strict=True):
        printed = units.convert(Decimal(mark.label), chart.unit, "元")
        assert abs(printed - exact) <= exact * Decimal("0.05"), "two digits at least say something"
    assert ("换算为" in chart.remark) == any(unit != chart.unit for unit in own)


@given(amounts, st.sampled_from(units.SPELLED), st.sampled_from(units.SPELLED), st.sampled_from(Qualifier))
def test_a_converted_figure_is_never_more_than_its_hedge_allows(
    value: Decimal, source: str, target: str, qualifier: Qualifier
) -> None:
    if not units.compatible(source, target):
        return
    fact = next(iter(findings(row(f"{X}@2024#whole_town", f"{value}", source, qualifier=qualifier)).facts.values()))
    exact, made = units.convert(value, source, target), shown_units.converted(fact, target, 1)
    printed = Decimal(made.printed)
    assert made.rounded == (printed != exact)
    assert printed > 0
    assert abs(printed - exact) <= min(exact / 10, Decimal("0.01")) or not made.rounded
    if qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        assert printed <= exact
    elif qualifier is Qualifier.NEARLY:
        assert printed >= exact


@given(rows_of_money, st.sampled_from(["家", "平方公里", "%", "万人"]))
def test_a_unit_that_is_not_drawn_is_refused_with_its_place(rows: list[tuple[Decimal, str]], typed: str) -> None:
    for text in (f"各业产值，{typed}", f"各业产值（{typed}）", f"各业产值（单位：{typed}）", typed):
        with pytest.raises(
            TemplateError, match=f"^here: says '{typed}', but its figures are in '.*元'; take the unit out"
        ):
            drawn(rows, text)


@pytest.mark.parametrize("text", ["与上年同期相比", "全镇，规模以上", "镇域面积", "各村收入（含租金）", ""])
def test_words_are_no_unit(text: str) -> None:
    assert shown_units.subtitle(text, {"家", "个"}) == shown_units.Subtitle(text, "")


def changed(folder: Path, old: str, new: str) -> Path:
    path = folder / "briefing.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('zh = "工业总产值" }', 'zh = "工业总产值，平方公里" }', "charts.output_trend.subtitle.zh"),
        ('zh = "数值" }', 'zh = "数值（平方公里）" }', "tables.main_indicators.value.title.zh"),
    ],
)
def test_check_and_build_refuse_a_unit_that_is_not_shown(tmp_path: Path, old: str, new: str, key: str) -> None:
    data = tmp_path / "data" / "towns" / "hexi"
    data.mkdir(parents=True)
    head = "indicator,breakdown,period,coverage,value,unit\n"
    (data / "observations.csv").write_text(f"{head}{X},,2024,whole_town,200,亿元\n", "utf-8")
    (tmp_path / "data" / "indicators.csv").write_text(f"indicator,name_zh,unit\n{X},工业总产值,亿元\n", "utf-8")
    folder = changed(templates(tmp_path), old, new)
    (found,) = (what for what in lint(folder) if key in what)  # the dictionary of one indicator lacks others
    assert found.startswith(f"briefing.toml: {key}: says ")
    assert "take the unit out" in found
    found_of_town = findings(
        row(f"{X}@2023#whole_town", "180"),
        *(row(f"{X}{place}@2024#whole_town", "200") for place in ("", "/cars", "/silk")),
        *(row(f"{X}_growth{place}@2024#whole_town", "5.2") for place in ("", "/cars")),
    )
    with pytest.raises(TemplateError, match=f"^briefing.toml: {key}: says "):
        write(found_of_town, folder, Period.parse("2025-01-01"))


@pytest.mark.parametrize(
    "text", ["产值{{ fact('x') }}亿元。", "{{ share('x') }}平方公里", "（单位：万元）", "{{ fact('x') }}吨。"]
)
def test_a_unit_typed_beside_a_figure_is_refused(tmp_path: Path, text: str) -> None:
    (found,) = lint(templates(tmp_path, economy=text))
    assert "unit" in found


@given(rows_of_money, st.sampled_from(MONEY))
def test_the_dictionary_says_into_which_unit_several_are_converted(rows: list[tuple[Decimal, str]], unit: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(INDICATORS, X, replace(INDICATORS[X], shown_in=unit))
        chart = drawn(rows, "各业产值")
        own = {one for _, one in rows}
        assert chart.unit == (unit if len(own) > 1 else own.pop())
        assert drawn(rows, "各业产值，元").subtitle == "各业产值，元"


@given(st.sampled_from(MONEY), st.sampled_from(MONEY), amounts, amounts)
def test_a_row_of_its_own_scale_keeps_its_units(one: str, other: str, now: Decimal, aim: Decimal) -> None:
    """Figures of several dimensions in one chart: each label has its unit, and marks of one row are to scale."""
    found = findings(
        row("firms@2024#whole_town", "9"), row("firms@2025#whole_town", "12", status=Status.PLANNED, source="s2024"),
        row(f"{X}@2024#whole_town", f"{now}", one),
        row(f"{X}@2025#whole_town", f"{aim}", other, status=Status.TARGET, source="s2024"),
    )  # fmt: skip
    plan = ChartPlan("c", "bullet", {}, {}, (Pick("firms"), Pick(X)), None, 1, 50)
    resolver = ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh"))
    chart = resolver.resolve(plan, (), "计划与实绩", "here")
    assert chart is not None
    assert (chart.unit, chart.subtitle) == ("", "计划与实绩")
    (firms, output), (_, aimed) = chart.series[0].marks, chart.series[1].marks
    assert (firms.label, output.label, aimed.label) == ("9家", f"{now}{one}", f"{aim}{other}")
    assert output.value is not None
    assert aimed.value is not None
    ratio = units.convert(aim, other, one) / now
    assert abs(aimed.value / output.value - ratio) < ratio * Decimal("1e-9")
    with pytest.raises(TemplateError, match=r"^here: says '万元', but its figures have units of their own"):
        resolver.resolve(plan, (), "计划与实绩，万元", "here")
