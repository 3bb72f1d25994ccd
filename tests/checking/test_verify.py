"""`verify`: a finished briefing holds, a changed one does not, and each change is named where it is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from mjq_report.checking import verify
from mjq_report.dataset import load_town
from mjq_report.errors import VerificationError
from mjq_report.pipeline import Options, compose, render
from mjq_report.settings.paths import find_root
from tests.towns.drawn import write_towns

from .conftest import changed, held, replaced
from .mutations import Mutator, read


def problems(data: bytes) -> str:
    return "\n".join(verify(data).problems)


def rewritten(data: bytes, change: Callable[[dict[str, object]], None]) -> bytes:
    """A copy with another manifest."""
    record = json.loads(held(data, "manifest.json"))
    change(record)
    return changed(data, replaced({"manifest.json": json.dumps(record, ensure_ascii=False).encode()}))


# ---------------------------------------------------------------------- what holds


@pytest.mark.parametrize("which", ["briefing", "estimated"])
def test_a_finished_briefing_holds(which: str, request: pytest.FixtureRequest) -> None:
    report = verify(request.getfixturevalue(which))
    assert report.problems == ()
    assert report.holds
    assert all(report.checked[what] > 10 for what in ("figures", "links", "claims", "attachments"))
    assert "figures" in report.summary()


@pytest.mark.parametrize(
    "how",
    [{"linearize": True}, {"qdf": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}],
)
def test_a_file_that_was_only_saved_anew_still_holds(briefing: bytes, how: Mapping[str, object]) -> None:
    with pikepdf.open(io.BytesIO(briefing)) as pdf:
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False, **how)  # type: ignore[arg-type]
    assert out.getvalue() != briefing
    assert problems(out.getvalue()) == ""


def test_built_again_it_has_the_same_bytes(briefing: bytes) -> None:
    asked = []

    def again(folder: Path, options: Mapping[str, str], town: str, year: int) -> bytes:
        asked.append(((folder / "theme.toml").is_file(), options["date"], town, year))
        return briefing

    assert verify(briefing, again).problems == ()
    assert asked == [(True, "2024-12-01", "majuqiao", 2024)]


def test_other_bytes_are_told_apart_from_other_versions(briefing: bytes) -> None:
    versions = json.loads(held(briefing, "manifest.json"))["versions"]
    same = verify(briefing, lambda *_: b"other", versions).problems
    assert same == ("built again from its own inputs it has other bytes",)
    (line,) = verify(briefing, lambda *_: b"other", {**versions, "reportlab": "0"}).problems
    assert line.startswith("built again it has other bytes; it was made with other versions: reportlab ")
    assert "(here 0)" in line


# ---------------------------------------------------------------------- one change in the file


def test_one_digit_in_the_text_is_found_and_its_page_named(briefing: bytes) -> None:
    mutator = Mutator(briefing)
    index = mutator.text.index("400.19亿元")
    glyph = mutator.glyphs[index]

    def change(pdf: pikepdf.Pdf) -> None:
        mutator._set(pdf, [glyph], "5")

    assert f"page {glyph.page + 1} is not what the manifest says" in problems(changed(briefing, change))
    said = problems(changed(briefing, change, fit=True))
    assert f"page {glyph.page + 1}: " in said
    assert "«500.19" in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("同比增长230.08%", "同比下降230.08%", "«下降230.08%» leads to f003, which is «230.08%» or «增长230.08%»"),
        ("同比增长230.08%", "比上增长230.08%", "is not compared with what the figure is: «同比»"),
        ("400.19亿元", "400.19万元", "which is «400.19亿元»"),
        ("2024年1—11月，全镇规模以上工业总产值", "2022年1—11月，全镇规模以上工业总产值", "no table or template gives"),
        ("预计84.6亿元", "计划84.6亿元", "is said to be 计划"),
        ("（2020年）", "（2022年）", "reads as a figure of 2022年, its row is of 2020年"),
        ("290余家", "290多家", "which is «290余家»"),
        ("约43.87", "超43.87", "which is «约43.87"),
    ],
)
def test_a_changed_sentence_is_found_even_when_the_manifest_fits(
    briefing: bytes, old: str, new: str, words: str
) -> None:
    mutator = Mutator(briefing)
    index = mutator.text.index(old)
    spots = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    glyphs = [mutator.glyphs[index + n] for n in spots]
    if any(new[n] not in mutator.codes[g.font] for n, g in zip(spots, glyphs, strict=True)):
        pytest.fail(f"the briefing's font has no {new}")
    data = changed(briefing, lambda pdf: mutator._set(pdf, glyphs, "".join(new[n] for n in spots)) and None, fit=True)
    assert words in problems(data)


def test_a_source_that_is_not_the_figures_is_found(briefing: bytes) -> None:
    mutator = Mutator(briefing)
    index = mutator.text.index("来源：[1]") + 4
    data = changed(briefing, lambda pdf: mutator._set(pdf, [mutator.glyphs[index]], "2") and None, fit=True)
    assert "its sources are" in problems(data)


def test_a_link_that_leads_to_another_row_is_found(briefing: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots[0].Dest = String("f001")

    assert "page 1 is not what the manifest says" in problems(changed(briefing, change))
    assert "leads to f001, which is" in problems(changed(briefing, change, fit=True))


def test_a_link_that_was_moved_is_found(briefing: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots[0].Rect = [0, 0, 9, 9]

    assert "does not lie over it" in problems(changed(briefing, change, fit=True))


def test_a_place_that_was_moved_is_found(briefing: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        tree = pikepdf.NameTree(pdf.Root.Names.Dests)
        tree["f001"] = tree["f009"]

    assert "bookmarks or the places that links lead to are not" in problems(changed(briefing, change))
    assert "links to f001 land on another row" in problems(changed(briefing, change, fit=True))


def test_an_alternative_text_with_another_figure_is_found(briefing: bytes) -> None:
    def figure(pdf: pikepdf.Pdf) -> pikepdf.Object:
        waiting = [pdf.Root.StructTreeRoot.K[0]]
        while waiting:
            element = waiting.pop()
            if "/Alt" in element:
                return element
            waiting += [kid for kid in element.get("/K", []) if isinstance(kid, Dictionary) and "/S" in kid]
        raise AssertionError("no figure")

    def change(pdf: pikepdf.Pdf) -> None:
        element = figure(pdf)
        digits = [index for index, char in enumerate(str(element.Alt)) if char.isdecimal()]
        last = digits[-1]
        element.Alt = String(str(element.Alt)[:last] + "x" + str(element.Alt)[last + 1 :])

    assert "the structure or an alternative text is not" in problems(changed(briefing, change))
    assert problems(changed(briefing, change, fit=True)) != ""


def test_a_glyph_that_stands_for_another_character_is_found(briefing: bytes) -> None:
    """The page looks as before, what is copied from it does not."""

    def change(pdf: pikepdf.Pdf) -> None:
        font = pdf.pages[0].obj.Resources.Font.FR
        cmap = font.ToUnicode.read_bytes()
        font.ToUnicode.write(cmap.replace(b"<0034>", b"<0035>", 1) if b"<0034>" in cmap else cmap[:-1])

    assert "the fonts, or the characters that they stand for, are not" in problems(changed(briefing, change))


@pytest.mark.guards("A2")
def test_what_acts_is_reported(briefing: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.pages[1].obj.AA = Dictionary(O=Dictionary(S=Name.Launch))
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9])
        pdf.pages[2].obj.Annots.append(pdf.make_indirect(note))
        pdf.Root.Names.JavaScript = Dictionary(Names=[])

    said = problems(changed(briefing, change, fit=True))
    assert "the catalog has an entry /OpenAction" in said
    assert "page 2 does something when it is opened" in said
    assert "page 3 has an annotation /FileAttachment" in said
    assert "the name tree has an entry /JavaScript" in said


def test_a_page_taken_out_is_found(briefing: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[4]

    said = problems(changed(briefing, change))
    assert "pages, the manifest has" in said
    assert problems(changed(briefing, change, fit=True)) != ""


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
    assert "attachment data.csv is not what the manifest says" in problems(
        cell(briefing, "data.csv", column, "7", False)
    )
    assert "data.csv" in problems(cell(briefing, "data.csv", column, "7", True))


def test_an_attachment_taken_out_or_put_in_is_found(briefing: bytes) -> None:
    def out(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["sources.csv"]

    def put_in(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["more.csv"] = pikepdf.AttachedFileSpec(pdf, b"a", filename="more.csv")

    assert "attachment sources.csv is missing" in problems(changed(briefing, out))
    assert "attachment more.csv is not in the manifest" in problems(changed(briefing, put_in))


def test_tables_that_cannot_be_read_are_problems_not_failures(briefing: bytes) -> None:
    names = ["data.csv", "claims.csv", "sources.csv", "datapackage.json"]
    broken = (b"", b"\xff\xfe", b'"', b"a,a\n1,2\n", b"a,b\n1\n", b"[]", b"{}")
    for index, data in enumerate(broken):
        name = names[index % len(names)]
        assert name in problems(changed(briefing, replaced({name: data}), fit=name != "datapackage.json"))


def test_a_digit_of_the_manifest_is_found(briefing: bytes) -> None:
    def digest(record: dict[str, object]) -> None:
        record["files"]["data.csv"]["sha256"] = "0" * 64  # type: ignore[index]

    def page(record: dict[str, object]) -> None:
        record["content"]["pages"][2] = "0" * 64  # type: ignore[index]

    def year(record: dict[str, object]) -> None:
        record["year"] = 2022

    def edition(record: dict[str, object]) -> None:
        record["edition"] = "2024-12-02"

    def title(record: dict[str, object]) -> None:
        record["title"] = "别的简报"

    def no_digests(record: dict[str, object]) -> None:
        del record["content"]

    assert "attachment data.csv is not what the manifest says" in problems(rewritten(briefing, digest))
    assert "page 3 is not what the manifest says" in problems(rewritten(briefing, page))
    assert "which the year's own sources give" in problems(rewritten(briefing, year))
    assert "stands at the edge of the page" in problems(rewritten(briefing, edition))
    assert "the title in the document information is not that of the manifest" in problems(rewritten(briefing, title))
    assert "the manifest has no digests of the pages" in problems(rewritten(briefing, no_digests))


def test_a_file_that_is_not_ours_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(VerificationError, match=r"a\.pdf: is not a PDF that can be read"):
        verify(tmp_path / "a.pdf")


def test_briefings_of_made_up_towns_hold(tmp_path: Path) -> None:
    """No rule here is fitted to the towns that come with the program."""
    root = tmp_path / "made"
    slugs = write_towns(root, 3, seed=5)
    place = find_root(root)
    for slug in slugs:
        year = load_town(place.data, slug).years[-1]
        report = verify(render(compose(place, slug, year, Options()))[0])
        assert report.problems == (), slug
        assert report.checked["figures"] > 5
