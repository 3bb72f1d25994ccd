"""From figures to sentences: what stands together, the verbs, the marks, and that no figure is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis import find
from mjq_report.lang import zh
from mjq_report.model.codes import DOMAINS, Basis, IndicatorKind, Movement, Qualifier, Status
from mjq_report.model.document import plain_text
from mjq_report.model.findings import Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import MovementRow, Observation
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import Figure, Phrase
from mjq_report.narrative.plan import GENERIC, SectionPlan
from mjq_report.narrative.telling.chapters import chapters, named
from mjq_report.narrative.telling.groups import grouped
from mjq_report.narrative.telling.narrator import Narrator
from mjq_report.narrative.telling.summary import Summary
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.sentences import Home
from tests.towns.rows import BREAKDOWNS, INDICATORS, ROW, TEMPLATES, findings, row, town

HOME = Home("2024", "whole_town", "实际")


def told(*observations: Observation, year: int = 2024) -> str:
    """The finding and the paragraphs of a chapter about everything, one a line."""
    return "\n".join(lines(findings(*observations, year=year)))


def lines(found: Findings) -> list[str]:
    narrator = narrated(found)
    narrator.begin(DOMAINS)
    return [said(narrator.lead()), *map(said, narrator.paragraphs())]


def narrated(found: Findings) -> Narrator:
    lookup = Lookup(found)
    return Narrator(lookup, FigurePhrases(lookup, load_words(TEMPLATES, "zh")))


def said(phrase: Phrase) -> str:
    return plain_text(parse.spans(phrase, "test", HOME))


# --------------------------------------------------------------------------- what stands together


def test_growth_stands_beside_its_level_and_a_fall_is_one() -> None:
    assert told(
        row("fixed_asset_investment@2024#whole_town", "30.50"),
        row("fixed_asset_investment_growth@2024#whole_town", "-5.2"),
    ) == ("2024年，全镇固定资产投资30.50亿元，比上年下降5.2%。")


def test_growth_without_a_level_is_told_of_its_subject() -> None:
    assert told(row("fixed_asset_investment_growth@2024-01/2024-11#west", "33.95")) == (
        "2024年1—11月，西部固定资产投资同比增长33.95%。"
    )


def test_an_estimate_stands_before_the_comparison() -> None:
    text = told(
        row("output@2024#whole_town", "31.6", status=Status.ESTIMATED),
        row("output_growth@2024#whole_town", "1.3", status=Status.ESTIMATED),
    )
    assert text == "2024年，全镇工业总产值预计31.6亿元，比上年增长1.3%。"
    assert told(row("output_growth@2024#whole_town", "1.3", status=Status.ESTIMATED)) == (
        "2024年，全镇工业总产值预计比上年增长1.3%。"
    )


def test_preliminary_figures_are_said_to_be_so_once() -> None:
    text = told(
        row("output@2020#whole_town", "70.15", source="s2024"),
        row("output@2024#whole_town", "96.83", status=Status.PRELIMINARY),
        row("output_growth@2024#whole_town", "5.7", status=Status.PRELIMINARY),
    )
    assert text == "2024年，初步核算，全镇工业总产值由2020年的70.15亿元增至96.83亿元，比上年增长5.7%。"


def test_growth_is_computed_where_no_source_says_it() -> None:
    assert told(row("output@2023#whole_town", "180"), row("output@2024#whole_town", "200")) == (
        "2024年，全镇工业总产值200亿元，比上年增长11%。"
    )
    assert told(row("firms@2020#whole_town", "20"), row("firms@2024#whole_town", "60")) == (
        "2024年，全镇企业60家，为2020年的3.0倍。"
    )


def test_growth_of_another_status_than_its_level_is_parted_from_it() -> None:
    text = told(
        row("output@2024#whole_town", "31.6", status=Status.ESTIMATED),
        row("output_growth@2024#whole_town", "1.3"),
    )
    assert text == "2024年，全镇工业总产值预计31.6亿元；比上年增长1.3%。"


def test_parts_stand_behind_their_whole() -> None:
    text = told(
        row("output@2024#whole_town", "200"),
        row("output/cars@2024#whole_town", "150"),
        row("output/silk@2024#whole_town", "20", qualifier=Qualifier.MORE_THAN),
    )
    assert text == "2024年，全镇工业总产值200亿元，其中汽车制造业150亿元、丝绸超20亿元。"


def test_what_is_larger_than_the_whole_is_no_part_of_it() -> None:
    text = told(row("output@2024#whole_town", "200"), row("output/cars@2024#whole_town", "250"))
    assert "其中" not in text
    assert "250" in text


def test_a_size_in_words_is_no_part_of_a_figure() -> None:
    size = replace(row("output/cars@2024#whole_town", "100", text="构筑百亿元产值"), kind=IndicatorKind.MAGNITUDE)
    text = told(row("output@2024#whole_town", "200"), size, row("output/silk@2024#whole_town", "20"))
    assert "200亿元，其中丝绸20亿元" in text
    assert "汽车制造业工业总产值达到百亿元" in text


def test_the_only_one_of_its_kind_has_its_subject_and_no_frame_of_counts() -> None:
    sole = row("firms@2024#west", "1", "家", text="全区唯一一家企业")
    assert told(row("output@2024#west", "20"), sole).endswith("西部为全区唯一一家企业。")


def test_a_level_that_was_reached_in_years_stands_at_their_end() -> None:
    level = replace(row("output@2021/2025#west", "4000", source="s2025"), kind=IndicatorKind.STOCK)
    assert told(level, year=2025) == "“十四五”时期末，西部工业总产值4000亿元。"


def test_a_planned_day_says_itself_when_it_is() -> None:
    day = replace(
        row("output@2026#whole_town", "2026", "年", text="2026年底前建成", status=Status.PLANNED, source="s2024"),
        kind=IndicatorKind.DATE,
    )
    assert told(row("firms@2024#whole_town", "60"), day).endswith("计划工业总产值为2026年底前。")


def test_an_indicator_is_told_as_part_of_the_one_that_it_belongs_to() -> None:
    assert told(row("firms@2024#whole_town", "54"), row("firms_moved_in@2024#whole_town", "6")) == (
        "2024年，全镇企业54家，其中迁入企业6家。"
    )


def test_an_earlier_figure_of_the_same_source_becomes_a_movement_whatever_the_units() -> None:
    text = told(
        row("forest_area@2020#whole_town", "3000", source="s2024", qualifier=Qualifier.MORE_THAN),
        row("forest_area@2024#whole_town", "2.6", unit="万亩"),
    )
    assert text == "2024年，全镇林地面积由2020年的超3000亩增至2.6万亩。"


def test_breakdowns_without_a_whole_are_one_sentence() -> None:
    text = told(row("duck_eggs/cars@2024#whole_town", "4"), row("duck_eggs/silk@2024#whole_town", "2"))
    assert text == "2024年，全镇汽车制造业、丝绸的咸鸭蛋产量分别为4万枚和2万枚。"


def test_targets_come_last_and_are_said_to_be_such_once() -> None:
    text = told(
        row("output@2024#whole_town", "200"),
        row("output@2025#whole_town", "230", status=Status.TARGET, source="s2024"),
        row("firms@2025#whole_town", "60", status=Status.TARGET, source="s2024"),
    )
    assert text.splitlines() == [
        "2024年，全镇工业总产值200亿元。",
        "2025年的目标是：工业总产值达到230亿元，企业达到60家。",
    ]


def test_a_frame_gives_way_to_the_hedge_and_to_the_plan() -> None:
    framed = {**INDICATORS, "firms": replace(INDICATORS["firms"], frame_zh="占全区的{}"),
              "ferries": replace(INDICATORS["ferries"], frame_zh="计划{}通航")}  # fmt: skip
    rows = (row("firms@2024#whole_town", "54", qualifier=Qualifier.ABOUT),
            row("ferries@2025#whole_town", "7", status=Status.PLANNED, source="s2024"))  # fmt: skip
    found = find(replace(town(*rows), indicators=framed), 2024)
    assert lines(found) == ["2024年，全镇占全区约54家。", "2025年，计划7个通航。"]


def test_words_that_coverage_and_name_share_are_said_once() -> None:
    assert zh.linked("全镇规模以上", "规模以上工业总产值") == "全镇规模以上工业总产值"
    assert zh.linked("大河村", "村集体收入") == "大河村集体收入"
    assert zh.linked("全镇", "镇区车程") == "全镇镇区车程"


@pytest.mark.parametrize(
    ("name", "unit", "shown"),
    [
        ("研发投入强度提高百分点", "个百分点", "研发投入强度提高"),
        ("增速高于全县的百分点", "个百分点", "增速高于全县"),
        ("投资相当于上个五年的倍数", "倍", "投资相当于上个五年的"),
        ("收入增长倍数", "倍", "收入增长"),
        ("森林覆盖率", "%", "森林覆盖率"),
        ("企业人数", "人", "企业员工"),
        ("城镇新增就业人数", "人", "城镇新增就业"),
        ("带动农户数", "户", "带动农户数"),
        ("接待游客人次", "万人次", "接待游客"),
    ],
)
def test_what_the_unit_says_is_not_said_before_it(name: str, unit: str, shown: str) -> None:
    assert zh.said(name, unit) == shown


def test_names_are_strung_without_a_mark_between_quotes() -> None:
    assert zh.enumerated(["“一网”", "“两会”", "三农"]) == "“一网”“两会”、三农"
    assert zh.enumerated(["4亩", "2亩", "1亩"], "和") == "4亩、2亩和1亩"


def test_a_movement_without_a_figure_stands_beside_its_level() -> None:
    level = replace(row("firms@2024#west", "94"), movement=Movement.FALL_NARROWED)
    assert told(level) == "2024年，西部企业94家，仍低于上年，降幅收窄（幅度未公布）。"
    plain = findings(row("firms@2024#west", "94"))
    said_apart = MovementRow(
        "hexi",
        "firms",
        "",
        Period.parse("2024"),
        "west",
        Movement.SLIGHT_FALL,
        Status.ACTUAL,
        "s2024",
        3,
        "",
        "",
        "",
        ROW,
    )
    assert "企业94家，略有下降" in "".join(lines(replace(plain, data=replace(plain.data, movements=(said_apart,)))))


def test_the_names_behind_a_count_follow_it() -> None:
    three = replace(row("clusters@2024#whole_town", "3"), members_zh=("纸", "丝", "“云”"))
    assert told(three) == "2024年，全镇产业集群3个，即纸、丝、“云”。"
    some = replace(row("clusters@2024#whole_town", "5"), members_zh=("纸", "丝"))
    assert told(some) == "2024年，全镇产业集群5个，包括纸、丝等。"


def test_milestones_are_passed_one_after_the_other() -> None:
    breakdowns = {**BREAKDOWNS, "milestone_1": replace(BREAKDOWNS["milestone_1"], group="milestone"),
                  "milestone": replace(BREAKDOWNS["milestone"], group="milestone")}  # fmt: skip
    rows = [row(f"output/{b}@2021/2025#whole_town", v, source="s2025", qualifier=Qualifier.MORE_THAN)
            for b, v in (("milestone", "400"), ("milestone_1", "80"))]  # fmt: skip
    found = find(replace(town(*rows), breakdowns=breakdowns), 2025)
    assert lines(found)[0] == "“十四五”时期，全镇工业总产值先后越过80亿元和400亿元。"


# --------------------------------------------------------------------------- sentences


_FIGURES = st.lists(
    st.builds(
        row,
        st.sampled_from(
            [f"{i}{b}@{p}#{c}" for i in ("output", "output_growth", "firms", "forest_area", "ferries", "firms_moved_in")
             for b in ("", "/cars", "/silk") for p in ("2020", "2024", "2024-01/2024-11", "2025")
             for c in ("whole_town", "west", "park:silk")]
        ),
        st.decimals("0.5", "900", places=1).map(str),
        status=st.sampled_from(list(Status)),
        source=st.just("s2024"),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda observation: observation.identity,
)  # fmt: skip


@given(_FIGURES)
def test_every_figure_is_in_one_group_and_told_once(observations: list[Observation]) -> None:
    found = findings(*observations)
    grouped_facts = [fact.id for group in grouped(Lookup(found), Lookup(found).own()) for fact in group.facts]
    assert sorted(grouped_facts) == sorted(fact.id for fact in Lookup(found).own())
    narrator = narrated(found)
    narrator.begin(DOMAINS)
    printed = [
        part.fact
        for phrase in (narrator.lead(), *narrator.paragraphs())
        for part in phrase.parts
        if isinstance(part, Figure) and part.fact in grouped_facts  # and not a conclusion's
    ]
    assert len(printed) == len(set(printed))
    assert narrator.told >= set(grouped_facts)  # of figures that are alike one is printed


def test_what_is_part_of_a_part_is_told_by_itself() -> None:
    whole, part, inner = "firms@2024#west", "firms_moved_in@2024#west", "firms_moved_in/cars@2024#west"
    text = "".join(lines(findings(row(whole, "9"), row(part, "5"), row(inner, "2"))))
    assert "其中迁入企业5家" in text
    assert "汽车制造业" in text and "2家" in text


@given(_FIGURES)
def test_no_order_of_coverages_makes_a_figure_stand_without_its_period(observations: list[Observation]) -> None:
    text = "".join(lines(findings(*observations)))
    assert "。。" not in text
    assert "，，" not in text
    assert "（2" not in text, "a period in brackets: the clause has not named it"


def test_a_chapter_opens_with_what_stands_out_most() -> None:
    found = findings(row("ferries@2024#whole_town", "7"), row("output@2024#whole_town", "200"))
    ranked = tuple(sorted(found.salience, key=lambda s: "output" not in s.fact))
    assert lines(replace(found, salience=ranked))[0].startswith("2024年，全镇工业总产值200亿元")


# --------------------------------------------------------------------------- chapters


def plan(key: str, *domains: str, joins: tuple[str, ...] = (), template: str = GENERIC) -> SectionPlan:
    return SectionPlan(key, {}, template, domains, (), (), (), joins)


def test_a_section_with_too_little_joins_the_one_that_it_names() -> None:
    sections = [plan("a", "economy"), plan("b", "industry"), plan("c", "land", joins=("x", "a"))]
    found = chapters(sections, {"economy": 4, "industry": 2, "land": 1}, {}, {})
    assert [(c.plan.id, c.domains) for c in found] == [("a", ("economy", "land")), ("b", ("industry",))]


def test_a_section_with_nothing_is_no_chapter_and_one_with_a_template_always_is() -> None:
    sections = [plan("a", "economy"), plan("b", "industry"), plan("c", "land", template="land.md.j2")]
    assert [c.plan.id for c in chapters(sections, {"economy": 1}, {}, {})] == ["c"]
    assert [c.plan.id for c in chapters(sections, {"industry": 2}, {"economy": 3}, {"a": 3})] == ["a", "b", "c"]


def test_what_is_only_named_joins_a_chapter_and_is_one_where_there_is_no_other() -> None:
    sections = [plan("a", "economy"), plan("b", "industry")]
    assert [c.domains for c in chapters(sections, {"industry": 2}, {}, {"a": 1})] == [("economy", "industry")]
    assert [c.plan.id for c in chapters(sections, {}, {}, {"b": 1})] == ["b"]
    assert chapters(sections, {}, {}, {}) == []


def test_a_title_names_the_domains_that_have_most_to_say() -> None:
    domains = ("culture", "agriculture", "land", "planning", "economy")
    assert named(domains, {"culture": 1, "agriculture": 5, "land": 2, "planning": 2}, {}) == [
        "agriculture", "land", "planning",
    ]  # fmt: skip
    assert zh.titled(["农业", "文化旅游", "民生"]) == "农业、文化旅游与民生"


def test_a_whole_number_of_a_list_too_long_for_a_sentence_is_left_to_the_table() -> None:
    found = findings(*(row(f"ferries/{b}@2024#whole_town", str(n + 1)) for n, b in enumerate(("cars", "silk"))))
    (group,) = grouped(Lookup(found), Lookup(found).own())
    many = replace(group, parts=tuple(replace(group.parts[0], level=replace(group.parts[0].head, value=Decimal(n)))
                                      for n in range(12)))  # fmt: skip
    narrator = narrated(found)
    figures = [part for part in narrator.teller.clause(many).parts if isinstance(part, Figure)]
    assert len(figures) == 5


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=29), st.integers(1, 9999))
def test_a_long_series_is_told_by_its_ends_and_what_lies_outside_them(earlier: list[int], now: int) -> None:
    first = 2024 - len(earlier)
    rows = [row(f"output@{first + n}#whole_town", f"{v}", source="s2024", line=n + 2) for n, v in enumerate(earlier)]
    text = told(*rows, row("output@2024#whole_town", f"{now}"))
    printed = [int(found) for found in re.findall(r"([0-9]+)亿元", text)]
    known = {first + n: value for n, value in enumerate(earlier)} | {2024: now}
    if len(earlier) <= 3:
        assert sorted(printed) == sorted(known.values())
        return
    assert len(printed) <= 4
    assert {earlier[0], now, max(known.values()), min(known.values())} == set(printed)
    for year, value in re.findall(r"([0-9]{4})年的([0-9]+)亿元", text):
        assert known[int(year)] == int(value)
    assert ("其间最高为" in text) == (max(known.values()) > max(earlier[0], now))
    assert ("其间最低为" in text) == (min(known.values()) < min(earlier[0], now))


def test_rates_and_places_move_as_such() -> None:
    def of(indicator: str, before: str, now: str, text: str = "{}") -> str:
        return told(
            row(f"{indicator}@2023#whole_town", before, text=text.format(before)),
            row(f"{indicator}@2024#whole_town", now, text=text.format(now)),
        )

    assert of("natural_increase", "3.55", "2.35") == "2024年，全镇人口自然增长率为2.35‰，比上年下降1.20个千分点。"
    assert of("economic_rank", "8", "5", "第{}位") == "2024年，全镇经济居第5位，比上年前移3位。"
    assert of("gdp_position", "4", "12", "第{}名").endswith("第12名，比上年后移8位。")
    batches = (row(f"firms@{year}#whole_town", f"{n}", "批", text=f"第{n}批") for year, n in ((2023, 2), (2024, 3)))
    assert "比上年" not in told(*batches)


def test_a_growth_says_by_which_measure_it_is() -> None:
    level, before = row("output@2024#whole_town", "236.10"), row("output@2023#whole_town", "240.31")
    growth = row("output_growth@2024#whole_town", "5.2", text="按可比口径增长5.2%")
    assert told(level, growth, before) == "2024年，全镇工业总产值236.10亿元，按可比口径比上年增长5.2%。"


def test_a_frame_that_says_the_status_says_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INDICATORS, "ferries", replace(INDICATORS["ferries"], frame_zh="计划建成渡口{}"))
    text = told(row("ferries@2024#whole_town", "7", status=Status.PLANNED))
    assert text.count("计划") == 1
    assert "建成渡口7个" in text


@pytest.mark.parametrize(
    ("name", "stem", "among"),
    [
        ("“服务包”考核全市前列名次", "“服务包”考核", "全市"),
        ("综合实力全国排名", "综合实力", "全国"),
        ("经济排名", "经济", ""),
    ],
)
def test_a_rank_says_among_whom_it_is(name: str, stem: str, among: str) -> None:
    assert zh.ranked(name) == (stem, among)


def test_figures_that_are_alike_are_said_once() -> None:
    rows = (row("ferries/cars@2024#whole_town", "3"), row("ferries/silk@2024#whole_town", "3"))
    text = told(*rows)
    assert "均为3" in text and "分别为" not in text
    narrator = narrated(findings(*rows))
    narrator.begin(DOMAINS)
    narrator.lead()
    assert len(narrator.told) == 2


def test_what_is_above_a_size_has_no_verb_of_a_place_and_a_whole_of_the_same_size() -> None:
    framed = INDICATORS | {"output": replace(INDICATORS["output"], frame_zh="完成工业总产值{}")}
    own = row("output@2024#above_size", "400.19"), row("output_share_of_district@2024#above_size", "45.5")
    data = replace(town(*own), indicators=framed)
    assert lines(find(data, 2024))[0] == "2024年，全镇规模以上工业总产值400.19亿元，占全区规模以上的45.5%。"


@pytest.mark.parametrize(
    ("whole", "scope", "said"),
    [
        ("全区工业总产值", "规模以上", "全区规模以上工业总产值"),
        ("全区规模以上工业总产值", "规模以上", "全区规模以上工业总产值"),
        ("全区", "规模以上", "全区规模以上"),
        ("全区工业总产值", "", "全区工业总产值"),
        ("农民收入", "规模以上", "农民收入"),
    ],
)
def test_a_whole_is_of_the_scope_of_its_part(whole: str, scope: str, said: str) -> None:
    assert zh.within(whole, scope) == said


@pytest.mark.parametrize(
    ("one", "other", "front"),
    [
        ("“服务包”诉求办结率", "“服务包”诉求满意率", "“服务包”诉求"),
        ("“服务包”办结率", "“服务包诉求”满意率", ""),
        ("优良率", "满意率", ""),
        ("义务教育巩固率", "义务教育率", ""),
    ],
)
def test_what_two_names_begin_with_is_said_once_where_it_is_worth_it(one: str, other: str, front: str) -> None:
    assert zh.shared_front(one, other) == front


def all_of(phrases: list[Phrase]) -> str:
    return "".join(map(said, phrases))


def summary_of(*observations: Observation, **indicators: object) -> Summary:
    """The summary of a year's figures, some indicators changed."""
    changed = {name: replace(INDICATORS[name], **fields) for name, fields in indicators.items()}  # type: ignore[arg-type]
    found = find(replace(town(*observations), indicators=INDICATORS | changed), 2024)
    narrator = narrated(found)
    narrator.begin(DOMAINS)
    return narrator.summary


def test_a_target_for_growth_is_not_growth_without_its_level() -> None:
    output = row("output@2024#whole_town", "20")
    target = row("output_growth@2025#whole_town", "6", status=Status.TARGET, source="s2024")
    assert "没有公布数额" not in all_of(summary_of(output, target).unknown())
    assert "没有公布数额" in all_of(summary_of(row("output_growth@2024#whole_town", "6")).unknown())


def test_growth_at_constant_prices_beside_levels_is_remarked_on() -> None:
    rows = (
        row("output@2023#whole_town", "20", source="s2024"),
        row("output@2024#whole_town", "23"),
        row("output_growth@2024#whole_town", "6"),
    )
    real = {"growth_basis": Basis.CONSTANT_PRICE}
    assert "增速按可比价格计算" in all_of(summary_of(*rows, output=real).reading())
    assert "可比价格" not in all_of(summary_of(*rows).reading())


def test_a_headline_of_a_list_alone_names_its_parts() -> None:
    """Figures of parts of an earlier year, from the year's source, without their whole."""
    parts = [
        row(f"output/{name}@2019#whole_town", value, source="s2024") for name, value in (("cars", "9"), ("silk", "5"))
    ]
    assert all_of([summary_of(*parts).headline()])
