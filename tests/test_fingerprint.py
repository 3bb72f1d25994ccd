"""A digest changes with what a file shows or says, and with nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from mjq_report.fingerprint import fingerprints, is_signature


def tagged() -> pikepdf.Pdf:
    """Two pages with a line of text and a link each, a structure tree, a bookmark."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    kids = []
    for number in range(2):
        page = pdf.add_blank_page()
        page.obj.Contents = pdf.make_stream(b"/P <</MCID 0>> BDC BT /F 9 Tf (12 0 R %d) Tj ET EMC" % number)
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Dest=String("f001"), Contents=String("(a)"))
        page.obj.Annots = Array([pdf.make_indirect(link)])
        element = pdf.make_indirect(Dictionary(S=Name.P, P=tree, Alt=String("7 0 R") if number else String("图")))
        content = Dictionary(Type=Name.MCR, Pg=page.obj, MCID=0)
        element.K = Array([content, Dictionary(Type=Name.OBJR, Obj=page.obj.Annots[0])])
        kids.append(element)
    tree.K = Array(kids)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("f001"), Array([pdf.pages[1].obj, Name.Fit])])))
    pdf.Root.Metadata = pdf.make_stream(b"<xmp/>")
    pdf.docinfo.Title = String("题")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("one", 0))
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> pikepdf.Pdf:
    out = io.BytesIO()
    pdf.save(out, fix_metadata_version=False, **how)  # type: ignore[arg-type]
    return pikepdf.open(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"linearize": True},
        {"qdf": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"stream_decode_level": pikepdf.StreamDecodeLevel.generalized, "compress_streams": False},
    ],
)
def test_saving_anew_changes_nothing(how: dict[str, object]) -> None:
    pdf = tagged()
    before = fingerprints(pdf)
    assert fingerprints(saved(pdf, **how)) == before
    assert fingerprints(saved(saved(pdf, **how))) == before


def set_text(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(pdf.pages[1].obj.Contents.read_bytes().replace(b"12", b"13"))


def move_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Dest = String("f002")


def change_alt(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[1].Alt = String("8 0 R")


def change_font(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Font.F.BaseFont = Name.Courier


def change_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Title = String("别")


def change_place(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests.Names[1][0] = pdf.pages[0].obj


def add_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (set_text, "pages"),
        (move_link, "pages"),
        (change_alt, "structure"),
        (change_font, "fonts"),
        (change_title, "metadata"),
        (change_place, "document"),
        (add_action, "document"),
        (add_page, "pages"),
    ],
)
def test_a_change_shows_in_its_part_and_in_no_other(change: Callable[[pikepdf.Pdf], None], part: str) -> None:
    pdf = tagged()
    before = fingerprints(pdf)
    change(pdf)
    after = fingerprints(saved(pdf))
    assert {key for key in before if before[key] != after[key]} == {part}


def test_a_changed_page_is_told_apart_from_the_others() -> None:
    pdf = tagged()
    before = fingerprints(pdf)
    set_text(pdf)
    assert [a == b for a, b in zip(before["pages"], fingerprints(pdf)["pages"], strict=True)] == [True, False]


def test_a_signature_widget_does_not_count() -> None:
    pdf = tagged()
    before = fingerprints(pdf)
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, Rect=[0, 0, 0, 0], T=String("Signature"))
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(widget))
    assert is_signature(pdf.pages[0].obj.Annots[1])
    assert fingerprints(saved(pdf)) == before


def test_a_reference_to_a_bare_number_to_nothing_or_nowhere_is_told_too() -> None:
    """pikepdf gives what these lead to as Python has it."""
    pdf = tagged()
    pdf.Root.PageLabels = Dictionary(A=pdf.make_indirect(Dictionary(Q=1)), B=pdf.make_indirect(Dictionary(C=1)))
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    held = b"<< /Q 1 >>"
    assert held in out.getvalue()
    digests = []
    for text in (b"5", b"6", b"2.5", b"true", b"null", b"[ ]"):
        with pikepdf.open(io.BytesIO(out.getvalue().replace(held, text.ljust(len(held))))) as odd:
            digests.append(fingerprints(odd)["document"][0])
    assert len({*digests}) == len(digests)
