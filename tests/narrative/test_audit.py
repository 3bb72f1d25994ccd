"""The audit section counts what was recomputed and shows first what does not hold."""

from __future__ import annotations

from mjq_report.model.document import Paragraph, Section, Table, plain_text
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.sections.audit import audit
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import OUTPUT, TEMPLATES, claim, findings, row

WORDS = load_words(TEMPLATES, "zh")
WHOLE, PART = f"{OUTPUT}@2024#whole_town", f"{OUTPUT}/cars@2024#whole_town"


def section(*claims: object) -> Section | None:
    found = findings(row(WHOLE, "200"), row(PART, "150"), row("firms@2024#whole_town", "5"), claims=claims)
    return audit(found.audit, WORDS, SourceBook(found, WORDS, "zh"), "zh")


def test_what_does_not_hold_comes_first_with_its_arithmetic() -> None:
    made = section(
        claim("at_least", WHOLE, PART, statement="总数不小于部分"),
        claim("at_most", WHOLE, PART, statement="部分不小于总数"),
        claim("uncheckable", "firms@2024#whole_town", note="缺上年数", statement="企业多了"),
    )
    assert made is not None
    lead = next(block for block in made.blocks if isinstance(block, Paragraph) and block.role == "lead")
    assert plain_text(lead.spans) == (
        "来源中把数字联系在一起的表述共三项，逐项复算：一项相符，一项因所需数字没有公布而无法复算，一项不符。"
    )
    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert [plain_text(t.caption) for t in tables] == [
        "与其他公布数不符的表述", "无法复算的表述", "复算相符的表述"
    ]  # fmt: skip
    assert {table.kind for table in tables} == {"audit"}
    wrong = [plain_text(cell) for cell in tables[0].rows[0].cells]
    assert wrong[0] == "部分不小于总数"
    assert "200亿元" in wrong[1]
    assert "150亿元" in wrong[1]
    assert wrong[-1] == "[1]段落3"
    assert "缺上年数" in plain_text(tables[1].rows[0].cells[1])


def test_no_claims_no_section() -> None:
    assert section() is None


def test_counts_in_the_lead_are_words_so_that_every_digit_is_a_published_figure() -> None:
    made = section(*(claim("at_least", WHOLE, PART) for _ in range(21)))
    assert made is not None
    lead = plain_text(made.blocks[0].spans)  # type: ignore[union-attr]
    assert "共二十一项" in lead
    assert not any(character.isdigit() and character.isascii() for character in lead)
