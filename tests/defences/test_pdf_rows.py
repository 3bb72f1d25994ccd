"""Rows about ReportLab and about what a PDF holds: none of its markup is parsed, no picture is loaded, nothing acts."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.dataset.csv_reader import LONGEST_CELL
from mjq_report.dataset.rules.characters import refused_character
from mjq_report.errors import OutputError
from mjq_report.model.document import Column, Document, Paragraph, Row, Section, Span, Table
from mjq_report.pdf.assemble import assemble
from mjq_report.pdf.fontbook import FontBook, font_book
from mjq_report.settings.theme import load_theme
from tests.defences.strings import SHOWN
from tests.pdf.conftest import document, text, words

PACKAGE = Path(__file__).resolve().parent.parent.parent / "mjq_report"
TREES = {path: ast.parse(path.read_bytes()) for path in sorted(PACKAGE.rglob("*.py"))}
OF_REPORTLAB = {
    "reportlab",
    "reportlab.pdfbase",
    "reportlab.pdfgen.canvas",
}  # drawing and objects; no flowables, no markup


def imports() -> Iterator[tuple[Path, str, str]]:
    """Every import of the package: file, module, name."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((path, node.module or "", alias.name) for alias in node.names)


def called() -> dict[str, str]:
    """Every function or method that the package calls, by name, with a place."""
    found = {}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                found.setdefault(name, f"{path}:{node.lineno}")
    return found


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return font_book(load_theme())


def set_pages(doc: Document, fonts: FontBook) -> bytes:
    return assemble(doc, {}, load_theme(), fonts)[0]


def paragraphs(*texts: str) -> Document:
    return document(Section("s", "正文", tuple(Paragraph(text(Span(one))) for one in texts)))


def packed(one: str) -> str:
    return "".join(one.split())


def acts(data: bytes) -> list[str]:
    """Everything in a PDF that acts or leads outside: our own look, apart from `verify`'s."""
    found = []
    names = {"/JavaScript", "/JS", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/AA", "/OpenAction",
             "/RichMedia", "/XFA", "/Thread", "/Hide", "/ResetForm", "/SetOCGState", "/GoTo3DView"}  # fmt: skip
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                found += [key for key in map(str, item.keys()) if key in names]
                kind = str(item.get("/S", ""))
                found += [kind] if kind in names else []
                action = item.get("/A")
                if (
                    isinstance(action, pikepdf.Dictionary) and item.get("/Subtype") == "/Link"
                ):  # else attributes of an element
                    if str(action.get("/S")) != "/URI":
                        found.append(str(action.get("/S")))
                    elif not str(action.get("/URI")).startswith(("https://", "mailto:")):
                        found.append(str(action.get("/URI")))
    return found


@pytest.mark.guards("R1")
def test_the_librarys_markup_and_evaluators_are_not_even_imported() -> None:
    taken = {(module, name) for _, module, name in imports() if module.partition(".")[0] == "reportlab"}
    assert taken
    assert {module for module, _ in taken} <= OF_REPORTLAB
    assert not {"toColor", "safe_eval", "rl_safe_eval", "rl_safe_exec", "rl_exec", "docEval", "Paragraph"} & {
        name for _, name in taken
    }


@pytest.mark.guards("R3")
def test_a_build_asks_nobody_and_shows_no_file(fonts: FontBook, tmp_path: Path) -> None:
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.2/")
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/x.png"
    picture = tmp_path / "x.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    data = set_pages(paragraphs(*(f"<img src='{one}'/> ![]({one}) {one}" for one in (address, str(picture)))), fonts)
    server.shutdown()
    server.server_close()
    assert asked == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not [image for page in pdf.pages for image in page.get_images()]
    assert not {"drawImage", "drawInlineImage", "ImageReader", "urlretrieve"} & called().keys()
    asking = [path.name for path, tree in TREES.items() if "urlopen" in ast.dump(tree)]
    # `verify --against` asks a site for its register; no stage that makes a briefing does
    assert asking == ["proof.py"]


@pytest.mark.guards("R1", "R5", "R6")
def test_hostile_texts_come_out_of_the_pdf_as_they_went_in(fonts: FontBook) -> None:
    data = set_pages(paragraphs(*SHOWN), fonts)
    found = words(data)
    assert [one for one in SHOWN if packed(one) not in found] == []
    assert acts(data) == []


# A hyphen at a line's end is taken for hyphenation by who extracts.
KNOWN = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="-")
    | st.sampled_from("镇产值亿元，。《》“”（）·—…％"),
    min_size=1,
    max_size=60,
)


@pytest.mark.guards("R6")
@settings(max_examples=6)
@given(texts=st.lists(KNOWN.filter(lambda one: one.strip() == one), min_size=40, max_size=50))
def test_any_text_comes_out_as_it_went_in(fonts: FontBook, texts: list[str]) -> None:
    found = words(set_pages(paragraphs(*texts), fonts))
    assert [one for one in texts if packed(one) not in found] == []


def grid(rows: int, cell: str = "某镇") -> Document:
    table = Table(text("表"), (Column("甲"), Column("乙")), tuple(Row((text(cell), text(str(n)))) for n in range(rows)))
    return document(Section("s", "正文", (table,)))


@pytest.mark.guards("R9")
def test_a_cell_taller_than_a_page_and_an_empty_table_are_set(fonts: FontBook) -> None:
    long = "产值" * (LONGEST_CELL // 2)
    assert words(set_pages(grid(2, long), fonts)).count("产") >= LONGEST_CELL
    assert "正文" in words(set_pages(grid(0), fonts))


@pytest.mark.guards("R10")
def test_the_longest_cell_and_paragraph_take_seconds_not_minutes(fonts: FontBook) -> None:
    """A cell may have 10,000 characters; a word of as many, without a place to break, is set too."""
    for content in ("产值增长，" * 2000, "x" * LONGEST_CELL):
        assert content[:40] in words(set_pages(paragraphs(content), fonts))


@pytest.mark.guards("R8")
def test_a_table_costs_as_much_as_its_rows(fonts: FontBook) -> None:
    """Ten times the rows, no more than some twenty times the processor's time: nothing here is quadratic."""
    costs = []
    for rows in (60, 600):
        before = sum(os.times()[:2])
        set_pages(grid(rows), fonts)
        costs.append(sum(os.times()[:2]) - before)
    assert costs[1] < 20 * costs[0] + 1


@pytest.mark.guards("R8")
def test_a_table_of_more_than_five_thousand_rows_is_refused(fonts: FontBook) -> None:
    with pytest.raises(OutputError, match="would have 5001 rows, more than 5000"):
        set_pages(grid(5001), fonts)


@pytest.mark.guards("R8")
@pytest.mark.slow
def test_a_table_of_five_thousand_rows_is_set(fonts: FontBook) -> None:
    assert "4999" in words(set_pages(grid(5000), fonts))


@pytest.mark.guards("L2")
@pytest.mark.slow
def test_more_than_five_hundred_pages_are_refused(fonts: FontBook) -> None:
    with pytest.raises(OutputError, match="500 pages"):
        set_pages(paragraphs(*["产值增长，" * 60] * 8000), fonts)


@pytest.mark.guards("R11")
def test_what_no_metadata_can_hold_is_refused_where_it_is_read() -> None:
    for char in ("\ud800", "\udfff", "\x00", "\ufffe"):
        assert refused_character(f"马{char}") is not None


CHECK = "import mjq_report.pdf.pen\nfrom reportlab import rl_config as c\nprint(c.invariant, c.trustedHosts, c.toColorCanUse)"


@pytest.mark.guards("R1")
def test_settings_of_the_surrounding_do_not_reach_the_library(tmp_path: Path) -> None:
    """Through the program's own entry: variables are dropped, a settings file in the folder is not read."""
    (tmp_path / "reportlab_settings.py").write_text("raise SystemExit('ran')\n")
    code = f"import sys, runpy\nsys.argv = ['x', '--version']\nfrom mjq_report import __main__ as m\ntry: m.main()\nexcept SystemExit: pass\n{CHECK}"
    environment = {**os.environ, "RL_toColorCanUse": "rl_safe_eval", "RL_invariant": "0", "RL_trustedHosts": "*"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**environment, "PYTHONPATH": str(PACKAGE.parent)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "rl_extended_literal_eval"
    assert done.stdout.split()[-2] == "None"


@pytest.mark.guards("A1")
def test_nothing_of_a_foreign_pdf_is_taken_over() -> None:
    """No page of another file is appended anywhere in the package: what acts in it cannot come along."""
    banned = {
        "PdfMerger",
        "PdfWriter",
        "add_blank_page",
        "copy_foreign",
        "from_pdf_page",
        "add_overlay",
        "add_underlay",
    }
    assert {name: place for name, place in called().items() if name in banned} == {}


@pytest.mark.guards("A2")
def test_the_look_for_what_acts_finds_what_is_planted(fonts: FontBook) -> None:
    plain = set_pages(paragraphs("文"), fonts)
    assert acts(plain) == []
    plants: list[Callable[[pikepdf.Pdf], Any]] = [
        lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")),
        lambda pdf: pdf.pages[0].obj.__setitem__("/AA", pdf.make_indirect(pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch)))),
        lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", [pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.GoToR)))]),
        lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", [pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="file:///x")))]),
    ]  # fmt: skip
    for plant in plants:
        with pikepdf.open(io.BytesIO(plain)) as pdf:
            plant(pdf)
            out = io.BytesIO()
            pdf.save(out)
        assert acts(out.getvalue()) != []
