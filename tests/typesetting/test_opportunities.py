"""Where a line may end, shown with bars; and that the short way to UAX #14 says what the library says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_breakables

from mjq_report.typesetting import Run
from mjq_report.typesetting.opportunities import standard_opportunities
from mjq_report.typesetting.paragraph import paragraphs
from tests.typesetting.rules import PlainMetrics


def barred(*runs: Run) -> str:
    (paragraph,) = paragraphs(runs, PlainMetrics())
    allowed = paragraph.allowed
    return "".join("|" * bool(at and allowed[at]) + char for at, char in enumerate(paragraph.text))


@pytest.mark.parametrize(
    "expected",
    [
        "产|业，|发|展：|“两|山”|理|论|（试|行）。",
        "“AI”|“5G”|“IoT”|等|《规|划》|《方|案》",
        "其|中——|其|他……|“专|精|特|新”",
        "2.4万余亩|林|业、|1400多年|历|史，|290余家、|30多名|党|员",
        "增|长|276.1个百分点；|降|−3.5%，|升|+2％，|误|差|±0.5‰，|25℃|以|上",
        "2024年|1—11月，|2016—2020年，|1至11月，|12月|28日",
        "第二十届|三|中|全|会|第3条、|第十五批次",
        "百分之五十、|三分之二、|1/3、|1:2、|15:30—16:30",
        "RMB 42.48 billion |in |2024, |up |3.5 percent",
        "20 km²、|5 kW·h、|¥1,200元/平方米、|30微克/立方米",
        "PM2.5|浓|度、|SU7|超|级|工|厂、|5A级|景|区、|5G|网|络",
        "收|费|¥ 三|元、|（ 试|行 ）",
        "升|5‰|（3家）、|（8），|−5，|+6",
        "北|京—|上|海～|广|州·|深|圳/天|津",
        "小|米·|SU7、|史|蒂|夫·|乔|布|斯",
        "it’s |don’t |“hello |world,” |he |said",
        "中|文\u00a0不|断\u2060行，|软\u00ad连|字|符",
        "户|（人）|均 |1.2 |亩，|二〇二五年|十二月",
        "见https://www.example.gov.cn/zwgk/a-b.html|页".replace("见", "见|"),
    ],
)
def test_line_ends(expected: str) -> None:
    assert barred(Run(expected.replace("|", ""), 10.0)) == expected


def test_a_note_mark_stays_with_its_word_and_frees_what_follows() -> None:
    assert barred(Run("产业", 10.0), Run("[3]", 6.0, rise=3.0), Run("2024年", 10.0)) == "产|业[3]|2024年"
    assert barred(Run("产业", 10.0), Run("[3]", 6.0, rise=3.0), Run("，新", 10.0)) == "产|业[3]，|新"


def test_a_note_mark_behind_a_space_does_not_start_a_line() -> None:
    mark = Run("[3]", 6.0, rise=3.0)
    assert barred(Run("占5％", 10.0), mark, Run("【新】", 10.0)) == "占|5％[3]|【新】"
    assert barred(Run("（新）", 10.0), mark, Run("−5亩", 10.0)) == "（新）[3]|−5亩"
    assert barred(Run("产业GDP ", 10.0), Run("[3]", 6.0, rise=3.0), Run("新", 10.0)) == "产|业|GDP [3]|新"


def test_a_figure_is_whole_over_a_change_of_weight() -> None:
    assert barred(Run("约", 10.0), Run("424.8", 10.0, bold=True), Run("亿元", 10.0)) == "约|424.8亿元"


text_of_all_kinds = st.text(
    st.sampled_from(
        "中文あー—…%℃$¥“”《》（）()[]{}!?！？,.;:：、。 \u00a0\u2060\u200b-/'\"0123abXYZéΩ①·№±＋／々ゃ가🙂\u0301"
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=100)
@given(text_of_all_kinds)
def test_the_short_way_agrees_with_the_library(text: str) -> None:
    text = text.replace("·", "").replace("“", "（").replace("”", "）")
    assert list(standard_opportunities(text))[: len(text)] == [int(b) for b in line_break_breakables(text)]


@given(
    st.lists(
        st.sampled_from(("town", "GDP", "2024", "3.5", "of", "(a", "b)", "e.g.", "x", "é")), min_size=15, max_size=25
    )
)
def test_long_english_agrees_with_the_library(words: list[str]) -> None:
    text = " ".join(words)
    assert list(standard_opportunities(text))[: len(text)] == [int(b) for b in line_break_breakables(text)]


def test_long_latin_runs_are_asked_in_parts() -> None:
    allowed = standard_opportunities("中" + "ab/" * 2000 + "中")
    assert len(allowed) == 6003
    assert allowed[1] == allowed[6001] == 1


def test_a_sign_stays_with_its_number_over_a_space() -> None:
    found = barred(Run("得5 ÷ (1 + 33.95%) − 2止", 10.0))
    assert "+ 33.95%" in found
    assert "− 2" in found
    assert found.index("|", 3) < found.index("+"), "there is a break before the sign"
