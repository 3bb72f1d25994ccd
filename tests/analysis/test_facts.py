"""Observations as facts: their words and corrections."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mjq_report.analysis.facts import fact, wording
from mjq_report.lang import zh
from mjq_report.model.codes import Qualifier
from mjq_report.model.tables import Correction, RowRef
from tests.towns.rows import INDICATORS, row


@pytest.mark.parametrize(
    ("text", "printed", "unit", "wording_", "reads"),
    [
        ("高新技术企业290余家", "290", "家", "余", "290余家"),
        ("2.4万余亩", "2.4", "万亩", "万余", "2.4万余亩"),
        ("900余万元", "900", "万元", "余", "900余万元"),
        ("20万余辆", "20", "万辆", "万余", "20万余辆"),
        ("零部件300多种", "300", "种", "多", "300多种"),
        ("二十余家", "20", "家", "余", "20余家"),
        ("突破80亿", "80", "亿元", "", "超80亿元"),
        ("180家企业、80余支队伍", "80", "支", "余", "80余支"),
        ("超1320亿元，另有290余家", "1320", "亿元", "", "超1320亿元"),
    ],
)
def test_a_hedge_behind_the_digits_is_kept_where_it_stood(
    text: str, printed: str, unit: str, wording_: str, reads: str
) -> None:
    observation = row("firms@2025#whole_town", printed, unit, qualifier=Qualifier.MORE_THAN, text=text)
    assert wording(observation) == wording_
    assert zh.figure(fact(observation, INDICATORS["firms"])).text == reads


def test_only_more_than_has_a_wording() -> None:
    observation = row("firms@2025#whole_town", "290", qualifier=Qualifier.ABOUT, text="约290余家")
    assert wording(observation) == ""


def test_a_correction_replaces_the_published_figure_and_says_why() -> None:
    observation = row("firms@2025#whole_town", "56")
    correction = Correction(observation.key, "56", "55", "见段落18", "56", RowRef("corrections.csv", 2))
    used = fact(replace(observation, printed="55", value=Decimal(55), correction=correction), INDICATORS["firms"])
    assert (used.value, used.printed, used.note) == (Decimal(55), "55", "见段落18")
    assert used.note_public_zh == "来源原文作56家，更正依据：见段落18"
