"""推算 in sentences, as a publisher prints them."""

from __future__ import annotations

from mjq_report.model.tables import Observation
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import shown
from mjq_report.narrative.telling.narrator import Narrator
from tests.towns.rows import TEMPLATES, findings, row

THIS = "2024-01/2024-11#whole_town"


def told(domain: str, *rows: Observation) -> str:
    """What is concluded in a chapter, behind its finding."""
    lookup = Lookup(findings(*rows))
    narrator = Narrator(lookup, FigurePhrases(lookup, load_words(TEMPLATES, "zh")))
    narrator.begin([domain])
    narrator.lead()
    return "".join("".join(shown(phrase.parts)) for phrase in narrator.paragraphs())


def test_a_doubling_is_told_with_its_base_and_who_it_is_due_to_at_least() -> None:
    text = told(
        "industry",
        row(f"output@{THIS}", "400.19"),
        row(f"output_growth@{THIS}", "230.08"),
        row(f"output/cars@{THIS}", "269.20"),
    )
    assert "按增速推算，工业总产值上年同期约121亿元，净增约279亿元。" in text
    assert "汽车制造业以外的部分合计约131亿元。" in text
    assert "但不会超过当时的总数，据此推算，至少增加147.9亿元，占全部增量的53%以上。" in text


def test_a_contribution_above_one_hundred_means_that_the_rest_fell() -> None:
    text = told(
        "investment",
        row(f"investment_share_of_district@{THIS}", "28.2"),
        row(f"investment_share_change_of_district@{THIS}", "6.31"),
        row(f"investment_pull_on_district@{THIS}", "7.43"),
        row(f"investment_contribution_to_district@{THIS}", "187.98"),
    )
    assert "按拉动和贡献率推算，全区增长约3.95%，其他地方合计下拉约3.48个百分点，下降约4.45%。" in text


def test_a_figure_that_does_not_stand_out_has_no_conclusions() -> None:
    assert "推算" not in told("industry", row(f"output@{THIS}", "400.19"), row(f"output_growth@{THIS}", "1.2"))


def test_of_two_coverages_one_is_told() -> None:
    rows = [
        one
        for place, value, growth in (("whole_town", "400.19", "230.08"), ("west", "385.9", "276.1"))
        for one in (
            row(f"output@2024-01/2024-11#{place}", value),
            row(f"output_growth@2024-01/2024-11#{place}", growth),
        )
    ]
    assert told("industry", *rows).count("按增速推算") == 1
