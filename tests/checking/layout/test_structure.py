"""The structure tree: blocks in reading order, whatever the tree's shape."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from mjq_report.checking.layout import inspect
from mjq_report.checking.layout.area import lay_out
from mjq_report.checking.layout.lines import Block
from mjq_report.checking.reader import read_sheets, read_tree
from tests.checking.layout.books import Book


def blocks(data: bytes) -> list[Block]:
    """The blocks of a document in order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sheets = read_sheets(data)
        return lay_out(sheets, read_tree(pdf, sheets), None).blocks


def kinds(data: bytes) -> list[str]:
    """Kinds of the blocks in order."""
    return [block.kind for block in blocks(data)]


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file with something changed in it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_blocks_come_in_the_order_of_the_tree_not_of_the_page(book: Book) -> None:
    first, second = book.root.add("H1"), book.root.add("P")
    book.line(second, "其后", book.left, 300)
    book.line(first, "其前", book.left, 400)
    assert kinds(book.data()) == ["H1", "P"]


def test_inline_elements_belong_to_their_paragraph(book: Book) -> None:
    node = book.root.add("Sect").add("P")
    book.line(node, "产值", book.left, book.y)
    book.line(node.add("Span").add("Link"), "1200", book.left + 21, book.y)
    assert kinds(book.data()) == ["P"]


def test_paragraphs_within_cells_captions_and_figures(book: Book) -> None:
    table = book.root.add("Table")
    for node in (table.add("Caption").add("P"), table.add("TR").add("TD").add("P"), book.root.add("Figure").add("P")):
        book.line(node, "文字", book.left, book.y)
        book.y -= 17
    data = book.data()
    assert kinds(data) == ["Caption", "P", "Figure"]
    caption, cell, figure = blocks(data)
    assert caption.owner == cell.owner != figure.owner
    assert (caption.in_table, cell.in_table) == (False, True)


def test_roles_are_mapped_to_standard_ones(book: Book) -> None:
    book.line(book.root.add("Überschrift"), "工业", book.left, book.y)

    def rename(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Überschrift": Name("/Head"), "/Head": Name.H2})

    assert kinds(changed(book.data(), rename)) == ["H2"]


def test_a_role_map_that_runs_in_circles_ends(book: Book) -> None:
    book.line(book.root.add("A"), "工业", book.left, book.y)

    def circle(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/A": Name.B, "/B": Name.A})

    assert kinds(changed(book.data(), circle)) == ["P"]


def test_plain_numbers_are_content_of_the_elements_page(book: Book) -> None:
    book.line(book.root.add("P"), "工业", book.left, book.y)

    def plain(pdf: pikepdf.Pdf) -> None:
        element = pdf.Root.StructTreeRoot.K.K[0]
        element.Pg, element.K = pdf.pages[0].obj, 0

    assert kinds(changed(book.data(), plain)) == ["P"]


def test_a_tree_that_contains_itself_is_walked_once(book: Book) -> None:
    book.body()

    def knot(pdf: pikepdf.Pdf) -> None:
        top = pdf.Root.StructTreeRoot.K
        top.K.append(top)

    data = changed(book.data(), knot)
    assert kinds(data) == ["P"]
    assert inspect(data, "briefing").problems == 0


def test_a_very_deep_tree_is_walked(book: Book) -> None:
    book.line(book.root.add("P"), "工业", book.left, book.y)

    def bury(pdf: pikepdf.Pdf) -> None:
        node = pdf.Root.StructTreeRoot.K
        for _ in range(3000):
            node = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, K=Array([node])))
        pdf.Root.StructTreeRoot.K = node

    assert kinds(changed(book.data(), bury)) == ["P"]


def test_text_that_no_tag_has_is_named_with_its_place(book: Book) -> None:
    book.body()
    book.tagged = False
    book.paragraph(["此行无标签。"])
    book.tagged = True
    (found,) = inspect(book.data(), "briefing").findings
    assert (found.kind, found.page, found.text) == ("untagged", 1, "此行无标签。")


def test_a_tree_that_names_absent_content_is_passed_over(book: Book) -> None:
    node = book.body()
    node.kids.append((0, 999))
    assert inspect(book.data(), "briefing").findings == ()


@pytest.mark.parametrize("key", ["Pg", "MCID", "S", "K", "RoleMap"])
@pytest.mark.parametrize("value", [5, Name.Nonsense, Array([1]), Dictionary(), pikepdf.String("x"), True], ids=str)
def test_wrong_kinds_of_values_in_the_tree_are_passed_over(book: Book, key: str, value: object) -> None:
    book.body()

    def damage(pdf: pikepdf.Pdf) -> None:
        tree = pdf.Root.StructTreeRoot
        element = tree.K.K[0]
        holder = {"RoleMap": tree, "S": element, "K": element}.get(key, element.K[0])
        holder["/" + key] = value

    found = {finding.kind for finding in inspect(changed(book.data(), damage), "briefing").findings}
    assert found <= {"untagged"}
