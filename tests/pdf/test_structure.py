"""The structure tree: complete, in reading order, and nothing on a page outside it but artefacts."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from mjq_report.model.document import Entry, EntryList, Heading, Paragraph, Row, Section, Span, Table
from mjq_report.pdf.finishing import Attachment

from .conftest import Make, annex, document, open_pdf, text

PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}


def outside(page: pikepdf.Page) -> list[str]:
    """Painting operators that stand in no marked content."""
    depth, found = 0, []
    for _, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif name in PAINTING and depth == 0:
            found.append(name)
    assert depth == 0
    return found


def walk(element: Any) -> list[Any]:
    """A structure element and all below it, in order."""
    found = [element]
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += walk(kid)
    return found


def tags(pdf: pikepdf.Pdf) -> list[str]:
    return [str(e.S)[1:] for e in walk(pdf.Root.StructTreeRoot.K[0])]


@pytest.mark.parametrize("theme", ["briefing", "gongwen"])
def test_nothing_is_drawn_outside_a_tag_or_an_artefact(make: Make, theme: str) -> None:
    with open_pdf(make(theme=theme)) as pdf:
        assert [outside(page) for page in pdf.pages] == [[] for _ in pdf.pages]


def test_every_marked_content_id_has_its_element(sample: bytes) -> None:
    with open_pdf(sample) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        for page in pdf.pages:
            ids = [
                int(operands[1].MCID)
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and "/MCID" in operands[1]
            ]
            assert ids == list(range(len(ids)))
            assert len(owners[int(page.obj.StructParents)]) == len(ids)
            for annotation in page.obj.get("/Annots", []):
                assert str(owners[int(annotation.StructParent)].S) == "/Link"


def test_the_tree_has_the_parts_a_reader_needs(sample: bytes) -> None:
    with open_pdf(sample) as pdf:
        found = Counter(tags(pdf))
    assert found["Document"] == 1
    for tag in (
        "H1",
        "H2",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Figure",
        "Caption",
        "Link",
        "TOC",
    ):
        assert found[tag], tag
    assert found["Note"] == 1


def test_a_figure_says_its_data_and_where_it_is(sample: bytes) -> None:
    with open_pdf(sample) as pdf:
        figure = next(e for e in walk(pdf.Root.StructTreeRoot.K[0]) if str(e.S) == "/Figure")
        assert str(figure.Alt) == "图：产值从84.6亿元升至1200亿元"
        x0, y0, x1, y1 = (float(v) for v in figure.A.BBox)
    assert x1 - x0 == pytest.approx(460)
    assert y1 - y0 == pytest.approx(120)


def test_a_table_over_pages_is_one_element_and_its_repeated_head_an_artefact(make: Make) -> None:
    rows = 120
    with open_pdf(make(document(rows=rows))) as pdf:
        found = Counter(tags(pdf))
        assert len(pdf.pages) >= 4
        head = [e for e in walk(pdf.Root.StructTreeRoot.K[0]) if str(e.S) == "/TH" and str(e.A.Scope) == "/Column"]
    assert found["Table"] == 1
    assert found["TR"] == rows + 1
    assert len(head) == 4


def test_a_paragraph_over_pages_is_one_element(make: Make) -> None:
    section = Section("s", "正文", (Paragraph(text("全镇各业继续向好。" * 400)),))
    with open_pdf(make(document(section))) as pdf:
        long = [e for e in walk(pdf.Root.StructTreeRoot.K[0]) if str(e.S) == "/P" and len(e.K) > 20]
        assert len(long) == 1
        pages = {(long[0] if isinstance(kid, int) else kid).Pg.objgen for kid in long[0].K}
    assert len(pages) == 4


def test_figures_in_the_text_lead_to_their_row(sample: bytes) -> None:
    with open_pdf(sample) as pdf:
        tree = pdf.Root.Names.Dests.Names
        places = {str(tree[i]): tree[i + 1] for i in range(0, len(tree), 2)}
        followed = set()
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                assert (str(annotation.Subtype), int(annotation.F)) == ("/Link", 4)
                assert str(annotation.Contents)
                if "/Dest" in annotation:
                    followed.add(str(annotation.Dest))
        assert {"f001", "f002", "sec-economy", "sec-annex"} <= followed <= set(places)
        annex_page = pdf.pages[-1].obj.objgen
        assert places["f002"][0].objgen == annex_page
        assert float(places["f001"][3]) > float(places["f002"][3])


def test_only_https_and_mailto_leave_the_document(make: Make) -> None:
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "http://example.org/"):
        section = Section("s", "正文", (Paragraph((Span("链接", href=bad),)),))
        with pytest.raises(ValueError, match="link may lead"):
            make(document(section))


def test_attachments_are_associated_and_come_out_whole(make: Make) -> None:
    data = "列\n值\n".encode()
    attached = (
        Attachment("data.csv", data, "text/csv", "数据"),
        Attachment("a.json", b"{}", "application/json", "说明"),
    )
    with open_pdf(make(attachments=attached)) as pdf:
        assert bytes(pdf.attachments["data.csv"].get_file().read_bytes()) == data
        assert [str(spec.AFRelationship) for spec in pdf.Root.AF] == ["/Data", "/Data"]


def test_a_cell_longer_than_a_page_goes_over_pages_and_loses_nothing(make: Make) -> None:
    from .conftest import words

    content = "长" * 2000 + "完"
    row = Row((text("1"), text(content), text("1"), text("个")))
    table = Table(text("长表"), annex().columns, (row,))
    data = make(document(Section("s", "正文", (table,))))
    assert words(data).count("长") >= 2001
    assert "完" in words(data)


def test_an_empty_table_sets_nothing(make: Make) -> None:
    table = Table(text("空表"), annex().columns, ())
    from .conftest import words

    assert "空表" not in words(make(document(Section("s", "正文", (table, Paragraph(text("仅此一段。")))))))


def test_heading_levels_are_never_skipped(make: Make) -> None:
    entries = EntryList((Entry("服务包", "", text("一句话。")),), "项目")
    sections = (Section("a", "一", (entries,)), Section("b", "二", (Heading(3, text("小节"), "h"), entries)))
    with open_pdf(make(document(*sections))) as pdf:
        levels = [int(tag[1]) for tag in tags(pdf) if tag in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
