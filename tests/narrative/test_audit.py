"""The audit section: claims in the source's words by verdict; what only agrees is counted apart."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from mjq_report.lang import zh
from mjq_report.model.codes import Qualifier, Verdict
from mjq_report.model.document import CardRow, Paragraph, Section, Table, plain_text
from mjq_report.model.findings import AuditResult
from mjq_report.model.tables import Claim
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.audit import audit
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import OUTPUT, TEMPLATES, claim, findings, row

WORDS = load_words(TEMPLATES, "zh")
WHOLE, PART, FIRMS = f"{OUTPUT}@2024#whole_town", f"{OUTPUT}/cars@2024#whole_town", "firms@2024#whole_town"


def section(*claims: Claim) -> Section | None:
    found = findings(row(WHOLE, "200"), row(PART, "150"), row(FIRMS, "5"), claims=claims)
    return audit(Lookup(found), WORDS, SourceBook(found, WORDS, "zh"))


def texts(made: Section | None) -> tuple[str, list[str], list[list[str]], str]:
    """Lead, headings of the table, cells of its other rows, and the paragraph on what agrees."""
    assert made is not None
    paragraphs = [plain_text(block.spans) for block in made.blocks if isinstance(block, Paragraph)]
    rows = [row for block in made.blocks if isinstance(block, Table) for row in block.rows]
    heads = [plain_text(row.cells[0]) for row in rows if row.group]
    cells = [[plain_text(cell) for cell in row.cells] for row in rows if not row.group]
    return paragraphs[0], heads, cells, "".join(paragraphs[1:-1])


def test_each_claim_stands_under_its_verdict_in_the_words_of_the_source() -> None:
    lead, heads, cells, agreeing = texts(
        section(
            claim("at_least", WHOLE, PART, words="其中汽车150亿元", statement="总数不小于部分"),
            claim("at_most", WHOLE, PART, words="产值仅“200亿元”", statement="部分不小于总数"),
            claim("share", FIRMS, f"{PART} {WHOLE}", words="五成", statement="占比"),
            claim("uncheckable", "", note="缺上年数", words="全市首家", statement="企业最早", source="s2024"),
        )
    )
    assert heads == ["× 前后矛盾（一项）", "× 不成立（一项）", "○ 无法复算（一项）"]
    assert cells[0][0] == "工业总产值：“产值仅‘200亿元’”[1]段落3"
    assert "200亿元 > " in cells[0][1]
    assert cells[2] == ["“全市首家”[1]段落3", "核对的是：企业最早；缺：缺上年数"]
    assert cells[1][:2] == ["企业数：“五成”[1]段落3", cells[1][1]]
    assert (
        agreeing
        == "前后一致（一项，不计入复算）：“其中汽车150亿元”（工业总产值200亿元 ≥ 汽车制造业工业总产值150亿元）[1]段落3。"
    )
    assert (
        lead
        == "能复算的一项不成立。一项缺少所需的数，无法复算。一项与来源的其他数前后矛盾。另有一项只是前后一致，不计入复算。"
    )
    assert not any(curated in str(cells) for curated in ("总数不小于", "部分不小于", "占比"))


def test_both_readings_of_a_claim_stand_with_what_each_assumes() -> None:
    first = claim("at_most", PART, FIRMS, words="汽车150亿元", assumes="按家数")
    other = claim("at_most", PART, WHOLE, words="汽车150亿元", assumes="按产值", reading_of=first.id)
    lead, heads, cells, _ = texts(section(first, other))
    assert heads == ["◐ 取决于读法（一项）"]
    assert lead == "能复算的一项取决于读法。"
    assert "一、按家数：" in cells[0][1]
    assert "二、按产值：" in cells[0][1]
    assert cells[0][1].endswith("成立")


def test_claims_of_one_wording_that_cannot_be_checked_stand_once() -> None:
    alike = [claim("uncheckable", where, note="件数未公布", words="均为100%") for where in (WHOLE, PART)]
    lead, heads, cells, _ = texts(section(*alike))
    assert lead == "来源的两项说法缺少所需的数，无法复算。"
    assert heads == ["○ 无法复算（两项）"]
    assert cells == [["工业总产值、工业总产值（汽车制造业）：“均为100%”[1]段落3", "缺：件数未公布"]]


def test_at_the_head_the_four_verdicts_are_counted_apart_those_without_a_claim_too() -> None:
    made = section(
        claim("share", FIRMS, f"{PART} {WHOLE}", words="五成"),
        claim("uncheckable", WHOLE, note="缺上年数", words="首家"),
        claim("uncheckable", PART, note="缺上年数", words="最多"),
        claim("at_least", WHOLE, PART, words="其中汽车150亿元"),
    )
    assert made is not None
    (counts,) = [block for block in made.blocks if isinstance(block, CardRow)]
    assert [(card.figure.value, card.name) for card in counts.cards] == [
        ("● 0", "成立"), ("◐ 0", "取决于读法"), ("× 1", "不成立"), ("○ 2", "无法复算"),
    ]  # fmt: skip


def test_ranges_are_shown_where_a_hedge_or_a_contradiction_calls_for_them() -> None:
    share, growth = claim("share", FIRMS, f"{PART} {WHOLE}"), "share_of_district@2024#whole_town"
    for qualifier, ranges in ((Qualifier.EXACT, False), (Qualifier.ABOUT, True)):
        found = findings(
            row(WHOLE, "200"),
            row(PART, "150"),
            row(growth, "75", qualifier=qualifier),
            claims=(replace(share, result=growth),),
        )
        _, _, cells, _ = texts(audit(Lookup(found), WORDS, SourceBook(found, WORDS, "zh")))
        assert cells[0][1].startswith("150亿元 ÷ 200亿元 × 100% = 75.0%")
        assert ("两者相容" in cells[0][1]) is ranges
    _, heads, cells, _ = texts(section(share))
    assert heads == ["× 不成立（一项）"]
    assert "最低为" in cells[0][1]


def test_no_claims_no_section() -> None:
    assert section() is None


VERDICTS = [(verdict, recomputed) for verdict in Verdict for recomputed in (True, False)]


@pytest.mark.parametrize("chosen", [*itertools.combinations(VERDICTS, 3)])
@pytest.mark.parametrize("times", [1, 2, 11])
def test_whatever_the_verdicts_the_lead_counts_all_of_them_in_words(
    chosen: tuple[tuple[Verdict, bool], ...], times: int
) -> None:
    """Counts are numerals, so that every digit of a page is a published figure; no claim is left out or counted twice."""
    what = claim("at_least", WHOLE, PART)
    results = [AuditResult(what, v, (), "", (), None, None, recomputed=r) for v, r in chosen for _ in range(times)]
    lead = zh.audit_lead(results)
    assert not any(character.isascii() and character.isdigit() for character in lead)
    numerals = {"一项": 1, "两项": 2, "十一项": 11, "二十二项": 22, "三十三项": 33, "三项": 3, "六项": 6, "四项": 4}
    counted, rest = 0, lead.partition("中，")[2] or lead
    for word in sorted(numerals, key=len, reverse=True):
        counted += rest.count(word) * numerals[word]
        rest = rest.replace(word, "")
    assert counted == 3 * times
