"""What changed since the last edition."""

from __future__ import annotations

from mjq_report.narrative.sections.changes import changes

from mjq_report.model.codes import Status
from mjq_report.model.document import Table, plain_text
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from tests.towns.rows import TEMPLATES, findings, row

WORDS = load_words(TEMPLATES, "zh")
BEFORE = findings(
    row("firms@2024#whole_town", "90", status=Status.ESTIMATED), row("ferries@2024#whole_town", "7"),
    row("land_area@2024#whole_town", "82"),
)  # fmt: skip


def test_new_revised_and_gone_figures() -> None:
    now = findings(
        row("firms@2024#whole_town", "92"),
        row("party_members@2024#whole_town", "11"),
        row("land_area@2024#whole_town", "82"),
    )
    section = changes(Lookup(now), BEFORE, WORDS)
    assert section is not None
    assert section.role == "changes"
    tables = {plain_text(b.caption): b for b in section.blocks if isinstance(b, Table)}
    lines = {name: [[plain_text(c) for c in r.cells] for r in table.rows] for name, table in tables.items()}
    assert lines == {
        "有变动的指标": [["企业数", "2024年", "预计90家", "92家"]],
        "新增的指标": [["党员人数", "11", "人"]],
        "不再列出的指标": [["渡口数", "2024年", "7个"]],
    }
    revised = tables["有变动的指标"].rows[0]
    assert revised.cells[3][0].fact in now.facts
    assert all(not span.fact for span in revised.cells[2]), "an old figure has no row in this edition"


def test_no_change_no_section() -> None:
    assert changes(Lookup(BEFORE), BEFORE, WORDS) is None
