"""`verify`: a finished briefing holds, a changed one does not, and what differs is named; no more is claimed than that."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from mjq_report.archive.manifest import sha256
from mjq_report.archive.register import Registered, read_register, write_register
from mjq_report.archive.versions import versions
from mjq_report.checking import Demands
from mjq_report.dataset.loading import load_town
from mjq_report.errors import VerificationError
from mjq_report.pdf.fonts import default_font
from mjq_report.pipeline import Options, compose, render
from mjq_report.runs.proof import prove
from mjq_report.settings.paths import find_root
from tests.towns.drawn import write_towns

from .conftest import Change, changed, held, replaced
from .forging import Copy
from .mutations import Mutator, read


def problems(data: bytes, quick: bool = False) -> str:
    return "\n".join(prove(data, quick=quick).problems)


def rewritten(data: bytes, change: Callable[[dict[str, object]], None]) -> bytes:
    """A copy with another manifest."""
    record = json.loads(held(data, "manifest.json"))
    change(record)
    return changed(data, replaced({"manifest.json": json.dumps(record, ensure_ascii=False).encode()}))


# ---------------------------------------------------------------------- what holds


@pytest.mark.parametrize("which", ["briefing", "estimated"])
def test_a_finished_briefing_holds(which: str, request: pytest.FixtureRequest) -> None:
    report = prove(request.getfixturevalue(which))
    assert report.holds
    assert report.checked["figures"] > 10
    assert "the same bytes, and so the same text, pictures and attachments; not signed; no register" in report.summary()


def test_quickly_it_holds_too_and_claims_no_more(briefing: bytes) -> None:
    report = prove(briefing, quick=True)
    assert report.holds
    assert "not built again, so nothing else was compared" in report.summary()


@pytest.mark.parametrize(
    "how",
    [{"linearize": True}, {"qdf": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}],
)
def test_a_file_that_was_only_saved_anew_holds_by_its_objects(briefing: bytes, how: dict[str, object]) -> None:
    with pikepdf.open(io.BytesIO(briefing)) as pdf:
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False, **how)  # type: ignore[arg-type]
    assert out.getvalue() != briefing
    report = prove(out.getvalue())
    assert report.holds, report.problems
    assert "the same objects" in report.compared


def test_with_another_release_of_a_library_that_changes_nothing_it_holds(project: Path, briefing: bytes) -> None:
    """As it does where the file was made elsewhere: the recorded versions are written, not those here."""
    composed = compose(find_root(project), "majuqiao", 2024, Options())
    elsewhere = render(composed, versions() | {"pikepdf": "10.16.99", "mjq-report": "0.0.9"})[0]
    assert elsewhere != briefing
    report = prove(elsewhere)
    assert report.holds
    assert "the same bytes" in report.compared


def test_briefings_of_made_up_towns_hold(tmp_path: Path) -> None:
    """No rule here is fitted to the towns that come with the program."""
    root = tmp_path / "made"
    slugs = write_towns(root, 3, seed=5)
    place = find_root(root)
    for slug in slugs:
        data = render(compose(place, slug, load_town(place.data, slug).years[-1], Options()))[0]
        for quick in (False, True):
            assert prove(data, quick=quick).problems == (), slug


# ---------------------------------------------------------------------- other versions, other fonts


def older(project: Path) -> bytes:
    """The briefing as another version would have worded it."""
    composed = compose(find_root(project), "majuqiao", 2024, Options())
    data = render(composed, versions() | {"mjq-report": "0.0.4"})[0]
    mutator = Mutator(data)
    glyph = mutator.glyphs[mutator.text.index("十二项缺少")]

    def change(pdf: pikepdf.Pdf) -> None:
        mutator._set(pdf, [glyph], "一")

    return changed(data, change, fit=True)


def test_another_version_of_ours_is_named_with_what_would_read_otherwise(project: Path) -> None:
    report = prove(older(project))
    assert report.problems == ()
    assert not report.holds
    assert report.unproven[0].startswith("made with mjq-report 0.0.4 (here ")
    assert report.unproven[0].endswith("1 texts would now read otherwise:")
    assert "一二项缺少" in report.unproven[1]


def test_a_figure_is_held_against_its_row_whatever_version_made_it(project: Path) -> None:
    data = older(project)
    mutator = Mutator(data)
    glyph = mutator.glyphs[mutator.text.index("400.19亿元")]
    other = changed(data, lambda pdf: mutator._set(pdf, [glyph], "5") and None, fit=True)
    assert "«500.19亿元» leads to f002, which is «400.19亿元»" in problems(other)


def language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("ja-JP")


def profile(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"none")


def labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))


def author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Author = String("别人")


def role(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].K[0].Lang = String("ja-JP")


def shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def order(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.Tabs = Name.W


def private(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.PieceInfo = Dictionary()


def described(pdf: pikepdf.Pdf) -> None:
    pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)["data.csv"].Desc = String("geprüft")


UNSEEN = [
    (language, "/Lang of the catalog is another one"),
    (profile, "/OutputIntents of the catalog is another one"),
    (labels, "/PageLabels of the catalog"),
    (author, "metadata are not"),
    (role, "the structure or an alternative text is not"),
    (shown, "/ViewerPreferences of the catalog is missing"),
    (order, "/Tabs of the pages is another one"),
    (private, "/PieceInfo of the pages was added"),
    (described, "attachment data.csv is described as something else"),
]


@pytest.fixture(scope="module")
def elsewhere(project: Path) -> bytes:
    """The briefing as it is made with another release of a library that changes nothing."""
    composed = compose(find_root(project), "majuqiao", 2024, Options())
    return render(composed, versions() | {"pikepdf": "10.16.99"})[0]


@pytest.mark.parametrize(("change", "what"), UNSEEN)
def test_what_neither_text_nor_picture_shows_is_no_work_of_another_version(
    elsewhere: bytes, change: Change, what: str
) -> None:
    copy = Copy(elsewhere)
    change(copy.pdf)
    report = prove(copy.sealed())
    line = next((line for line in report.problems if what in line), "everything holds")
    assert "that it was made with pikepdf 10.16.99 (here " in line


@pytest.mark.parametrize(("change", "what"), UNSEEN[:3])
def test_nor_is_it_hidden_behind_a_text_that_another_version_may_have_worded(
    project: Path, change: Change, what: str
) -> None:
    report = prove(changed(older(project), change, fit=True))
    assert any(what in line for line in report.problems)
    assert "1 texts would now read otherwise:" in report.unproven[0]


def test_a_page_drawn_otherwise_by_another_version_is_not_said_to_hold(elsewhere: bytes) -> None:
    copy = Copy(elsewhere)
    copy.draw(4, "q 0 0 1 rg 60 600 200 90 re f Q")
    report = prove(copy.sealed())
    assert report.problems == ()
    assert "this version would make it otherwise" in report.unproven[0]
    assert report.unproven[1].startswith("page 5 looks otherwise ")


def test_a_file_of_another_version_that_was_saved_anew_holds(elsewhere: bytes) -> None:
    report = prove(changed(elsewhere, lambda pdf: None))
    assert report.holds, report
    assert "the same objects" in report.compared


def test_a_theme_with_fonts_of_its_own_is_proved_with_the_same_theme_only(briefing: bytes, tmp_path: Path) -> None:
    theme = next(item for item in attached(briefing).items() if item[0].endswith("theme.toml"))
    own = theme[1].replace(b"[fonts]", b'[fonts]\nregular = "own.ttf"')
    forged = changed(briefing, replaced({theme[0]: own}), fit=True)
    report = prove(forged)
    assert report.problems == ()
    (line,) = report.unproven
    assert "its theme names own.ttf, which it does not enclose; if you have the theme" in line
    assert "not built again, so nothing else was compared" in report.compared
    mine = tmp_path / "mine.toml"
    mine.write_bytes(own + b"\n")
    assert "is not the theme that it was built with" in prove(forged, theme=mine).unproven[0]
    mine.write_bytes(own)
    shutil.copyfile(default_font(), tmp_path / "own.ttf")
    assert any("theme.toml" in line for line in prove(forged, theme=mine).problems)  # built with it, and compared


def attached(data: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}


# ---------------------------------------------------------------------- one change in the file


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("同比增长230.08%", "同比下降230.08%"),
        ("385.9亿元", "385.9万元"),
        ("2024年1—11月，全镇规模以上工业总产值", "2022年1—11月，全镇规模以上工业总产值"),
        ("预计84.6亿元", "计划84.6亿元"),
        ("290余家", "290多家"),
        ("约43.87", "超43.87"),
        ("来源：[1]", "来源：[2]"),
    ],
)
def test_a_changed_text_is_named_with_its_page_even_when_the_manifest_fits(briefing: bytes, old: str, new: str) -> None:
    mutator = Mutator(briefing)
    index = mutator.text.index(old)
    spots = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    glyphs = [mutator.glyphs[index + n] for n in spots]
    data = changed(briefing, lambda pdf: mutator._set(pdf, glyphs, "".join(new[n] for n in spots)) and None, fit=True)
    said = problems(data).splitlines()
    (line,) = (line for line in said if new[spots[0]] in line and "its own tables and templates give" in line)
    assert line.startswith(f"page {glyphs[0].page + 1}: ")
    assert any(line.startswith(f"page {glyphs[0].page + 1} looks otherwise ") for line in said)


def test_a_changed_figure_is_found_quickly(briefing: bytes) -> None:
    mutator = Mutator(briefing)
    glyph = mutator.glyphs[mutator.text.index("400.19亿元")]
    data = changed(briefing, lambda pdf: mutator._set(pdf, [glyph], "5") and None)
    assert f"page {glyph.page + 1} is not what the manifest says" in problems(data, quick=True)
    fitted = changed(briefing, lambda pdf: mutator._set(pdf, [glyph], "5") and None, fit=True)
    assert "«500.19亿元» leads to f002, which is «400.19亿元»" in problems(fitted, quick=True)


def target(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Dest = String("f001")


def moved(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Rect = Array([0, 0, 9, 9])


def said_of(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Contents = String("999 亿元")


def place(pdf: pikepdf.Pdf) -> None:
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    tree["f001"] = tree["f009"]


def bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("别的简报")


def title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Title = String("别的简报")


def glyph(pdf: pikepdf.Pdf) -> None:
    font = pdf.pages[0].obj.Resources.Font.FB
    cmap = font.ToUnicode.read_bytes()
    font.ToUnicode.write(cmap.replace(b"<0034>", b"<0039>", 1))


def gone(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[4]


def widths(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.Font.FB.DescendantFonts[0].W[1][5] = 0


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (target, "page 1: the link of «400.19亿元» leads to 'f001' instead of 'f002'"),
        (moved, "page 1: the link of «400.19亿元» lies elsewhere than its text"),
        (said_of, "is read out as «999亿元»"),
        (place, "links to f001 land at page"),
        (bookmark, "bookmarks are «别的简报» instead of"),
        (title, "the title is «别的简报» instead of"),
        (glyph, "its own tables and templates give"),
        (gone, "pages instead of"),
        (widths, "looks otherwise"),
    ],
)
def test_each_change_is_named(briefing: bytes, change: Change, what: str) -> None:
    said = problems(changed(briefing, change, fit=True))
    assert what.replace(" ", "") in said.replace(" ", "")


@pytest.mark.guards("A2")
def test_what_acts_is_reported_wherever_it_stands(briefing: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.pages[1].obj.AA = Dictionary(O=Dictionary(S=Name.Launch))
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9])
        pdf.pages[2].obj.Annots.append(pdf.make_indirect(note))
        pdf.Root.Names.JavaScript = Dictionary(Names=[])
        step = Dictionary(S=Name.GoTo, Next=Array([Dictionary(S=Name.URI, URI=String("http://example.org"))]))
        pdf.Root.Outlines.First.A = pdf.make_indirect(step)

    for quick in (False, True):
        said = problems(changed(briefing, change, fit=True), quick)
        for name in ("/OpenAction", "/JavaScript", "/JS", "/AA", "/Launch"):
            assert f"it holds something that acts: {name}" in said
        assert "page 3 has an annotation /FileAttachment" in said
        assert "the name tree has an entry /JavaScript" in said
        assert "it holds an action behind another one: /Next" in said
        assert "a link leads to 'http://example.org'" in said


def faces(pdf: pikepdf.Pdf) -> None:
    spec = pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)["data.csv"]
    other = pdf.make_stream(b"other")
    other.Type, other.Subtype = Name.EmbeddedFile, spec.EF.F.Subtype
    spec.EF.UF = other


def layer(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.CropBox = Array([0, 0, 300, 300])


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Rotate = 180


def field(pdf: pikepdf.Pdf) -> None:
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=Array([0, 0, 99, 99]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(widget)]))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (faces, "attachment data.csv has more than one content"),
        (layer, "it holds /OCProperties"),
        (crop, "it holds /CropBox"),
        (turned, "page 3 is turned"),
        (field, "it holds /Widget, a field of a form"),
    ],
)
def test_a_file_with_two_faces_is_refused(briefing: bytes, change: Change, what: str) -> None:
    for quick in (False, True):
        assert what in problems(changed(briefing, change, fit=True), quick)


# ---------------------------------------------------------------------- one change in what is attached


def cell(data: bytes, name: str, column: str, value: str, fit: bool, row: int = 0) -> bytes:
    """A copy with another cell in an attached table."""

    def change(pdf: pikepdf.Pdf) -> None:
        rows = read(pdf, name)
        rows[row][column] = value
        Mutator._put(None, pdf, name, rows)  # type: ignore[arg-type]

    return changed(data, change, fit=fit)


@pytest.mark.parametrize("column", ["printed", "unit", "period", "coverage_name", "sources", "locator", "as_published"])
def test_a_cell_of_data_csv_is_found(briefing: bytes, column: str) -> None:
    told = problems(cell(briefing, "data.csv", column, "7", False), quick=True)
    assert "attachment data.csv is not what the manifest says" in told
    assert f"{column} is '7' instead of" in problems(cell(briefing, "data.csv", column, "7", True))


def test_an_attachment_taken_out_or_put_in_is_found(briefing: bytes) -> None:
    def out(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["sources.csv"]

    def put_in(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["more.csv"] = pikepdf.AttachedFileSpec(pdf, b"a", filename="more.csv")

    assert "attachment sources.csv is missing" in problems(changed(briefing, out))
    for quick in (False, True):
        assert "is not in the manifest" in problems(changed(briefing, put_in), quick)


def test_tables_that_cannot_be_read_are_problems_not_failures(briefing: bytes) -> None:
    names = ["data.csv", "claims.csv", "sources.csv", "datapackage.json"]
    broken = (b"", b"\xff\xfe", b'"', b"a,a\n1,2\n", b"a,b\n1\n", b"[]", b"{}")
    for index, data in enumerate(broken):
        name = names[index % len(names)]
        assert name in problems(changed(briefing, replaced({name: data}), fit=name != "datapackage.json"))


def test_a_number_with_an_exponent_is_none(briefing: bytes) -> None:
    inputs = next(name for name in attached(briefing) if name.endswith("-observations.csv"))
    assert "1E+999999999" in problems(cell(briefing, inputs, "value", "1E+999999999", True))
    for quick in (False, True):
        assert "1E+999999999" in problems(cell(briefing, "data.csv", "value", "1E+999999999", True), quick)


def test_a_digit_of_the_manifest_is_found(briefing: bytes) -> None:
    def digest(record: dict[str, object]) -> None:
        record["files"]["data.csv"]["sha256"] = "0" * 64  # type: ignore[index]

    def page(record: dict[str, object]) -> None:
        record["content"]["pages"][2] = "0" * 64  # type: ignore[index]

    def year(record: dict[str, object]) -> None:
        record["year"] = 2022

    def edition(record: dict[str, object]) -> None:
        record["edition"] = record["options"]["date"] = "2024-12-02"  # type: ignore[index]

    def title(record: dict[str, object]) -> None:
        record["title"] = "别的简报"

    def no_digests(record: dict[str, object]) -> None:
        del record["content"]

    assert "attachment data.csv is not what the manifest says" in problems(rewritten(briefing, digest))
    assert "page 3 is not what the manifest says" in problems(rewritten(briefing, page))
    assert "manifest.json: year is 2022" not in problems(rewritten(briefing, year))  # it is built as of 2022
    assert "pages instead of" in problems(rewritten(briefing, year))
    assert "edge of the page" in problems(rewritten(briefing, edition))
    assert "manifest.json: title is '别的简报'" in problems(rewritten(briefing, title))
    assert "the manifest has no digests of the pages" in problems(rewritten(briefing, no_digests))


def test_a_file_that_is_not_ours_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(VerificationError, match=r"a\.pdf: is not a PDF that can be read"):
        prove(tmp_path / "a.pdf")


# ---------------------------------------------------------------------- who made it


def test_the_register_says_whether_a_file_was_published(briefing: bytes, estimated: bytes) -> None:
    entry = Registered("majuqiao/2024/a.pdf", sha256(briefing), "majuqiao", 2024, "2024-12-01", "简报")
    register = read_register(write_register([entry]), "https://example.org")
    report = prove(briefing, Demands(register=register))
    assert report.holds
    assert "published: majuqiao/2024/a.pdf in the register of https://example.org" in report.compared
    (line,) = prove(estimated, Demands(register=register)).problems
    assert line == "the register of https://example.org does not list this file"
    resaved = changed(briefing, lambda pdf: None)
    (line,) = prove(resaved, Demands(register=register)).problems
    assert line.endswith("of majuqiao 2024 it has majuqiao/2024/a.pdf, with other bytes")


@pytest.mark.parametrize("data", [b"", b"[]", b'{"schema": 1}', b'{"schema": 1, "editions": [{}]}', b'{"schema": 2}'])
def test_a_register_that_is_none_is_an_error(data: bytes) -> None:
    with pytest.raises(VerificationError, match=r"here: its register\.json"):
        read_register(data, "here")
