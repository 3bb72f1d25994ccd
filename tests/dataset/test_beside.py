"""Rows that the words beside their figure contradict, in their own words and in the sentence around them."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset.loading import check
from mjq_report.dataset.rules.beside import Beside, Meaning
from mjq_report.dataset.rules.evidence import check_evidence
from mjq_report.dataset.rules.named_indicators import Named, Names, exchanged, forms
from mjq_report.dataset.rules.named_periods import named_periods
from mjq_report.model.period import Period

DICTIONARY = (
    "工业总产值", "工业总产值增速", "占全区工业总产值比重", "固定资产投资", "建安投资", "税收", "党支部数", "临时党支部数", "常住人口",
    "夏粮产量", "秋粮产量", "群众满意率", "按期办结率", "社会消费品零售总额", "社会消费品零售总额增速",
)  # fmt: skip
BESIDE = Beside(Names((name,) for name in DICTIONARY))


def meaning(
    name: str, value: str, unit: str, period: str = "2024", status: str = "actual", kind: str = "flow"
) -> Meaning:
    return Meaning(value, unit, "exact", status, Period.parse(period), kind, (name,))


def own(row: Meaning, text: str) -> list[str]:
    return [column for _, column, _ in BESIDE.own_faults(row, text)]


def around(row: Meaning, before: str, words: str, after: str = "。") -> list[str]:
    return [column for _, column, _ in BESIDE.source_faults(row, before + words + after, words)]


OUTPUT = meaning("工业总产值", "269.20", "亿元")


@pytest.mark.parametrize(
    ("row", "text", "column"),
    [
        (OUTPUT, "1—11月工业总产值269.20亿元", "period"),
        (OUTPUT, "一至十一月工业总产值269.20亿元", "period"),
        (OUTPUT, "上半年工业总产值269.20亿元", "period"),
        (OUTPUT, "前三季度工业总产值269.20亿元", "period"),
        (OUTPUT, "2023年工业总产值269.20亿元", "period"),
        (OUTPUT, "“十四五”时期累计269.20亿元", "period"),
        (meaning("工业总产值", "9", "亿元", "2024-01/2024-06"), "前三季度工业总产值9亿元", "period"),
        (OUTPUT, "预计工业总产值269.20亿元", "status"),
        (OUTPUT, "力争工业总产值达到269.20亿元", "status"),
        (meaning("工业总产值", "269.20", "亿元", status="estimated"), "实际完成工业总产值269.20亿元", "status"),
        (meaning("工业总产值增速", "5.2", "%", kind="rate"), "同比下降5.2%", "value"),
        (meaning("工业总产值增速", "-4.1", "%", kind="rate"), "增长约4.1%", "value"),
        (meaning("占全区工业总产值比重", "45.5", "%", kind="rate"), "同比增长45.5%", "indicator"),
        (meaning("工业总产值增速", "45.5", "%", kind="rate"), "占比45.5%", "indicator"),
        (meaning("建安投资", "3.15", "亿元"), "固定资产投资3.15亿元", "indicator"),
        (meaning("秋粮产量", "3.1", "万吨"), "夏粮产量3.1万吨", "indicator"),
        (meaning("党支部数", "10", "个", kind="count"), "10个临时党支部", "indicator"),
        (meaning("常住人口", "41", "个", kind="count"), "41家", "unit"),
    ],
)  # fmt: skip
def test_words_that_contradict_their_row(row: Meaning, text: str, column: str) -> None:
    assert column in own(row, text)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (OUTPUT, "269.20亿元"),
        (OUTPUT, "全年工业总产值269.20亿元"),
        (OUTPUT, "2024年工业总产值269.20亿元"),
        (OUTPUT, "由2020年的70亿元增至269.20亿元"),
        (OUTPUT, "比2023年增加的269.20亿元"),
        (OUTPUT, "“十四五”规划收官之年，工业总产值269.20亿元"),
        (OUTPUT, "“十四五”期间跃升至269.20亿元"),
        (meaning("税收", "3", "亿元", "2024-01/2024-11"), "1—11月税收3亿元"),
        (meaning("税收", "3", "亿元", status="planned"), "预计税收3亿元"),
        (meaning("税收", "3", "亿元"), "完成年度计划的税收3亿元"),
        (meaning("常住人口", "4.37", "万人", kind="stock"), "截至12月底常住人口4.37万人"),
        (meaning("占全区工业总产值比重", "24.5", "%", kind="rate"), "占比下降至24.5%"),
        (meaning("单位能耗降幅", "4.4", "%", kind="rate"), "下降4.4%"),
        (meaning("工业总产值增速", "-4.4", "%", kind="rate"), "下降4.4%"),
        (meaning("群众满意率", "97.35", "%", kind="rate"), "群众满意率97.35%"),
        (meaning("临时党支部数", "10", "个", kind="count"), "10个临时党支部"),
        (meaning("占全区工业总产值比重", "45.5", "%", kind="rate"), "占全区工业总产值的45.5%"),
        (meaning("常住人口", "20", "户（人）", kind="count"), "20户（人）"),
    ],
)  # fmt: skip
def test_words_that_bear_their_row_out_or_say_nothing_of_it(row: Meaning, text: str) -> None:
    assert own(row, text) == []


def test_the_sentence_speaks_where_the_rows_words_do_not() -> None:
    row = meaning("工业总产值", "269.20", "亿元")
    assert around(row, "2024年1至11月，规模以上企业完成工业总产值", "269.20亿元") == ["period"]
    assert around(row, "全年预计完成税收19亿元，工业总产值", "269.20亿元") == ["status"]
    assert around(row, "全年预计完成税收19亿元；实际完成工业总产值", "269.20亿元") == []
    assert around(row, "固定资产投资完成", "269.20亿元") == ["indicator"]
    assert around(row, "工业总产值约", "269.20亿元") == ["qualifier"]
    assert around(row, "去年税收19亿元。工业总产值", "269.20亿元") == []


def test_a_growth_takes_the_nearest_name_of_its_sentence() -> None:
    row = meaning("社会消费品零售总额增速", "7.9", "%", kind="rate")
    assert around(row, "社会消费品零售总额94.45亿元，", "同比增长7.9%") == []
    assert around(row, "社会消费品零售总额94.45亿元；固定资产投资3亿元，", "同比增长7.9%") == ["indicator"]


def test_words_that_stand_twice_fit_when_they_fit_once() -> None:
    row = meaning("税收", "3", "亿元")
    assert around(row, "2023年税收3亿元。2024年税收", "3亿元") == []


def test_a_date_of_an_event_is_no_period_of_a_figure_behind_it() -> None:
    row = meaning("常住人口", "326", "户", "2025", kind="count")
    assert around(row, "2023年7月，加工园投产，现有", "326户") == []
    assert around(row, "2019年成立的合作社，现有", "326户") == []


def test_two_names_that_were_exchanged_are_found() -> None:
    rows = [Named(0, "a", "夏粮产量", "万吨", "秋粮总产3.1万吨"), Named(1, "b", "秋粮产量", "万吨", "夏粮总产2.2万吨")]
    assert [*exchanged(rows)] == [(0, 1)]
    assert [
        *exchanged([Named(0, "a", "秋粮产量", "万吨", rows[0].words), Named(1, "b", "夏粮产量", "万吨", rows[1].words)])
    ] == []


@given(
    first=st.integers(1, 11),
    last=st.integers(2, 12),
    year=st.sampled_from(("", "2024年")),
    to=st.sampled_from("—-至到~"),
)
def test_months_are_read_in_every_form(first: int, last: int, year: str, to: str) -> None:
    if first < last:
        (found,) = named_periods(f"{year}{first}{to}{last}月")
        assert found.months == (first, last)
        assert found.first == (2024 if year else 0)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    BESIDE.own_faults(meaning("税收", "3", "亿元"), text + "3亿元")
    BESIDE.source_faults(meaning("税收", "3", "亿元"), text + "3亿元" + text, "3亿元")


# --------------------------------------------------------------------------- on the shipped record

Change = Callable[[dict[str, str]], dict[str, str] | None]


def _sign(row: dict[str, str]) -> dict[str, str] | None:
    if row["unit"] not in ("%", "个百分点") or not any(w in row["as_published"] for w in ("增长", "上升", "下降")):
        return None
    return {"value": row["value"].removeprefix("-") if row["value"].startswith("-") else f"-{row['value']}"}


def _hedge(row: dict[str, str]) -> dict[str, str] | None:
    return {"qualifier": "exact"} if row["qualifier"] != "exact" else None


def _unit(row: dict[str, str]) -> dict[str, str] | None:
    other = {"亿元": "万元", "万元": "亿元", "家": "个", "万亩": "亩", "人": "万人", "个": "万个"}.get(row["unit"])
    return {"unit": other} if other else None


def _status(row: dict[str, str]) -> dict[str, str] | None:
    return {"status": "actual"} if "预计" in row["as_published"] or "计划" in row["as_published"] else None


@pytest.mark.parametrize("change", [_sign, _hedge, _unit, _status])
def test_a_row_of_the_record_that_is_made_to_contradict_its_words_is_named(
    tmp_path: Path, project: Path, change: Change
) -> None:
    copy = tmp_path
    shutil.copytree(project / "data", copy / "data")
    path = copy / "data/towns/majuqiao/observations.csv"
    if change is _status:
        path = copy / "data/towns/xiji/observations.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    table = [dict(zip(header, row, strict=True)) for row in rows]
    able = [number for number, row in enumerate(table) if change(row)]
    chosen = random.Random(7).sample(able, min(12, len(able)))
    for number in chosen:
        table[number] |= change(table[number]) or {}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    named = {problem.line for problem in check(copy / "data") if problem.rule.code.endswith("-not-as-printed")}
    assert {number + 2 for number in chosen} <= named


def test_the_shipped_record_stands_up_to_its_sources(project: Path) -> None:
    sources = project.parent / "shared" / "sources"
    if sources.is_dir():  # the texts belong to their publishers and are not part of the project
        assert check_evidence(project / "data", sources).contradicting == ()


@given(st.lists(st.text("甲乙丙", min_size=3, max_size=6), min_size=1, max_size=12), st.text("甲乙丙，", max_size=24))
def test_the_name_that_ends_last_is_found_and_of_two_the_longer(names: list[str], clause: str) -> None:
    """As by looking every name up, however many a dictionary has."""
    known = {form for name in names for form in forms([name])}
    places = [(clause.rfind(form) + len(form), len(form), form) for form in known if form in clause]
    end, _, best = max(places, default=(0, 0, ""))
    assert Names([[name] for name in names])._last(clause) == (best, clause[end:] if best else "")


@pytest.mark.parametrize(
    ("before", "over", "found"),
    [
        ("1至11月实现", True, ["status"]),
        ("全年完成税收", True, ["status"]),
        ("1至11月实现", False, []),
        ("超额完成全年计划", True, []),
        ("目标是2024年实现", True, []),
        ("目标是全年", True, []),
    ],
)
def test_what_was_achieved_in_a_period_that_is_over_is_no_plan(before: str, over: bool, found: list[str]) -> None:
    row = replace(meaning("税收", "94.45", "亿元", "2024", status="planned"), over=over)
    assert [column for column in around(row, before, "94.45亿元") if column == "status"] == found


@pytest.mark.parametrize(
    ("over", "status", "paragraph", "found"),
    [
        (True, "planned", "全镇走访企业62家。", ["status"]),
        (True, "target", "全镇走访企业62家。", ["status"]),
        (True, "planned", "年初确定的任务是走访。全镇走访企业62家。", []),
        (False, "planned", "全镇走访企业62家。", []),
        (True, "actual", "全镇走访企业62家。", []),
    ],
)
def test_a_plan_of_a_period_that_is_over_needs_a_word_of_intention(
    over: bool, status: str, paragraph: str, found: list[str]
) -> None:
    row = replace(meaning("走访企业", "62", "家", "2024", status=status), over=over)
    beside = Beside(Names([["走访企业"]]))
    assert [column for _, column, _ in beside.source_faults(row, paragraph, "62家")] == found


@pytest.mark.parametrize(
    ("value", "paragraph", "found"),
    [
        ("-100", "满意率增幅为100%。", ["value"]),
        ("-100", "满意率增幅下降100%。", []),
        ("-100", "满意率增幅-100%。", []),
        ("100", "满意率增幅为100%。", []),
    ],
)
def test_a_figure_below_zero_needs_a_sign_or_a_word_of_a_fall(value: str, paragraph: str, found: list[str]) -> None:
    row = meaning("满意率增幅", value, "%", "2024")
    assert [column for _, column, _ in Beside(Names([["满意率增幅"]])).source_faults(row, paragraph, "100%")] == found


def test_a_longer_name_that_begins_with_the_rows_own_is_no_other() -> None:
    beside = Beside(Names([["网格"], ["网格配备专职网格员"]]))
    row = meaning("网格", "86", "个", "2024")
    assert list(beside.source_faults(row, "86个网格配备专职网格员92名。", "86个")) == []


def test_what_has_a_share_may_be_named_before_it() -> None:
    beside = Beside(Names([["税收占一般公共预算收入比重"], ["税收收入"], ["一般公共预算收入"]]))
    row = meaning("税收占一般公共预算收入比重", "84.2", "%", "2024")
    assert list(beside.source_faults(row, "其中税收收入3.52亿元，占比84.2%。", "84.2%")) == []
