"""Figures that stay whole, and breaks that are legal but unwelcome."""

from __future__ import annotations

import pytest

from mjq_report.typesetting.numerals import figures, soft_penalties


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("增长−3.5%，共1,320.5亿元。", ["−3.5%", "1,320.5亿元"]),
        ("约2.4万余亩，900余万元，1400多年", ["2.4万余亩", "900余万元", "1400多年"]),
        ("提高6.31个百分点、12个季度、3.2万平方公里", ["6.31个百分点", "12个季度", "3.2万平方公里"]),
        ("2024年1—11月，5%—8%，3～5℃", ["2024年", "1—11月", "5%—8%", "3～5℃"]),
        ("10至20万元，第3届，¥300，US$5", ["10至20万元", "第3届", "¥300", "US$5"]),
        ("小米SU7超级工厂、YU7", []),
        ("YU7：37281辆，SU7：3.5万辆", ["37281辆", "3.5万辆"]),
        ("Web3.0时代", []),
        ("SU7—10月", ["10月"]),
        ("20 km²，5 kW·h，30微克/立方米", ["20 km²", "5 kW·h", "30微克/立方米"]),
        ("第二十届，三分之二，二〇二五年", ["第二十届", "三分之二", "二〇二五年"]),
        ("一家，没有数字", []),
    ],
)
def test_figures(text: str, whole: list[str]) -> None:
    assert [text[start:end] for start, end in figures(text)] == whole


@pytest.mark.parametrize(
    ("text", "after"),
    [("约290家", "约"), ("2024年1月", "2024年"), ("1月8日", "1月"), ("74%以上", "74%"), ("超过5万", "超过")],
)
def test_unwelcome_breaks(text: str, after: str) -> None:
    penalties = dict(soft_penalties(text))
    assert 0 < penalties[len(after)] < 10000
    assert len(penalties) == 1


def test_a_direction_is_rather_not_parted_from_its_figure_nor_divided() -> None:
    for text in ("同比增长230.08%", "比上年下降超5%"):
        penalties = dict(soft_penalties(text))
        assert {text[:at][-1] for at in penalties} - {"超"} in ({"增", "长"}, {"下", "降"})
        assert all(0 < penalty < 10000 for penalty in penalties.values())
    assert dict(soft_penalties("增长点多，有2处")) == {}
