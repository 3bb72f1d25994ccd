"""How sources are cited: GB/T 7714-2015."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mjq_report.model.codes import SourceKind
from mjq_report.model.document import Table, plain_text
from mjq_report.model.tables import Source
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import TEMPLATES, findings, row

URL = "https://tj.example.cn/2025/1.html"
BULLETIN = Source("s2024", 2024, "河西镇2024年统计公报", "", "某区统计局", "2025-03", "", "", "", "")


def cited(source: Source) -> str:
    found = findings(row("firms@2024#whole_town", "7"))
    found = replace(found, data=replace(found.data, sources={"s2024": source}))
    table = SourceBook(found, load_words(TEMPLATES, "zh"), "zh").section().blocks[0]
    assert isinstance(table, Table)
    return plain_text(table.rows[0].cells[1])


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        (replace(BULLETIN, kind=SourceKind.BULLETIN), "某区统计局. 河西镇2024年统计公报[R]. 2025-03."),
        (
            replace(BULLETIN, kind=SourceKind.BULLETIN, url=URL, accessed="2025-04-02"),
            f"某区统计局. 河西镇2024年统计公报[R/OL]. (2025-03)[2025-04-02]. {URL}",
        ),
        (
            replace(
                BULLETIN,
                kind=SourceKind.NEWSPAPER,
                author="甲",
                title="新答卷",
                publisher="某报",
                published="2025-03-08",
            ),
            "甲. 新答卷[N]. 某报, 2025-03-08.",
        ),
        (
            replace(BULLETIN, kind=SourceKind.NEWSPAPER, publisher="某报", url=URL, accessed="2025-04-02"),
            f"河西镇2024年统计公报[N/OL]. 某报, 2025-03[2025-04-02]. {URL}",
        ),
        (
            replace(
                BULLETIN, kind=SourceKind.YEARBOOK, title="某区统计年鉴2025", author="某区统计局", publisher="某出版社"
            ),
            "某区统计局. 某区统计年鉴2025[M]. 某出版社, 2025-03.",
        ),
        (
            replace(
                BULLETIN,
                kind=SourceKind.WEB,
                title="镇情",
                author="",
                publisher="某镇政府",
                url=URL,
                accessed="2025-04",
            ),
            f"某镇政府. 镇情[EB/OL]. (2025-03)[2025-04]. {URL}",
        ),
        (replace(BULLETIN, kind=SourceKind.TABLE), "某区统计局. 河西镇2024年统计公报[DS]. 2025-03."),
        (replace(BULLETIN, kind=SourceKind.WORK_REPORT), "某区统计局. 河西镇2024年统计公报[R]. 2025-03."),
        (BULLETIN, "某区统计局. 河西镇2024年统计公报[Z]. 2025-03."),
        (
            replace(BULLETIN, kind=SourceKind.NEWSPAPER, published_note="由文推断"),
            "河西镇2024年统计公报[N]. 某区统计局, [2025-03]（推定）.［由文推断］",
        ),
    ],
)
def test_each_kind_of_source_has_its_form(source: Source, reads: str) -> None:
    assert cited(source) == reads
