"""A photograph or map that a text names stands on the page with its words, is enclosed without notes, and refused where it must be."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mjq_report.archive import forms
from mjq_report.checking import extract
from mjq_report.checking.layout import inspect
from mjq_report.errors import ConfigError, ReportError, TemplateError
from mjq_report.pdf.watermark import tint
from mjq_report.pipeline import compose, drawn, render
from mjq_report.runs.plan import plan
from mjq_report.runs.proof import prove
from mjq_report.settings.options import Options, Selection
from mjq_report.settings.paths import Root, find_root
from mjq_report.settings.theme import contrast, load_theme

MM = 72 / 25.4
WHAT, CAPTION = "镇政府广场上的人群", "镇政府广场，2025年10月1日（镇党政办公室供图）"
SECRET = "39.9N116.7E"
Lay = Callable[..., Path]


def photograph(size: tuple[int, int] = (900, 600)) -> bytes:
    notes, out = Image.Exif(), io.BytesIO()
    notes[0x010E] = SECRET
    Image.radial_gradient("L").resize(size).convert("RGB").save(out, "JPEG", exif=notes)
    return out.getvalue()


@pytest.fixture(scope="module")
def lay(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Lay:
    """A project of the example with a line at the end of its story, a picture beside it, and an office's file."""

    def lay(line: str, picture: bytes = photograph(), office: str = "", name: str = "square.jpg") -> Path:
        folder = tmp_path_factory.mktemp("pictures")
        shutil.copytree(project / "data", folder / "data")
        place = folder / "data" / "towns" / "majuqiao" / "2025"
        (place / name).write_bytes(picture)
        story = place / "story.zh.md"
        story.write_text(f"{story.read_text(encoding='utf-8')}\n\n{line}\n", encoding="utf-8")
        (folder / "mjq-report.toml").write_text(office, encoding="utf-8")
        return folder

    return lay


def build(folder: Path, theme: str = "briefing") -> bytes:
    root = Root(folder / "data", find_root(None).templates, folder / "out")
    return render(compose(root, "majuqiao", 2025, Options(theme=theme)))[0]


@pytest.fixture(scope="module")
def placed(lay: Lay) -> Path:
    return lay(f'![{WHAT}](square.jpg "{CAPTION}")')


@pytest.fixture(scope="module")
def data(placed: Path) -> bytes:
    return build(placed)


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pdf]


def test_a_photograph_stands_with_its_caption_and_its_words(data: bytes) -> None:
    number = next(n for n, text in enumerate(pages(data)) if CAPTION in text)
    assert re.search(rf"图\d{re.escape(CAPTION)}", pages(data)[number])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        figure = next(f for f in figures if str(f.Alt) == WHAT)
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
    theme = load_theme()
    assert left >= theme.margins[3] - 0.1
    assert right <= theme.page[0] - theme.margins[1] + 0.1
    assert (right - left) / (top - bottom) == pytest.approx(1.5, abs=0.01)


def test_inspect_tells_a_photograph_from_a_chart_of_pixels(data: bytes) -> None:
    report = inspect(data)
    assert report.count("raster") == report.count("overlap") == report.count("outside-margins") == 0
    with pikepdf.open(io.BytesIO(data)) as pdf:  # the same picture, not said to be a photograph
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/T" in item:
                del item["/T"]
        out = io.BytesIO()
        pdf.save(out)
    assert inspect(out.getvalue()).count("raster") == 1


def test_no_notes_of_the_camera_are_left_and_the_file_is_built_again(data: bytes, tmp_path: Path) -> None:
    assert SECRET.encode() not in data
    assert prove(data).problems == ()
    assert prove(data, quick=True).problems == ()
    extract(data, tmp_path)
    held = tmp_path / "data" / "towns" / "majuqiao" / "2025" / "square.jpg"
    assert SECRET.encode() not in held.read_bytes()
    root = find_root(tmp_path)
    assert render(compose(root, "majuqiao", 2025, Options(theme=str(tmp_path / "theme.toml"))))[0] == data


def test_another_picture_in_a_finished_file_is_found(data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        image = next(o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image")
        out = io.BytesIO()
        Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(out, "JPEG", subsampling=0)
        image.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
        changed = io.BytesIO()
        pdf.save(changed)
    assert prove(changed.getvalue(), quick=True).problems
    assert prove(changed.getvalue()).problems


def test_an_official_document_has_it_among_its_attachments(placed: Path) -> None:
    found = pages(build(placed, "gongwen"))
    first = next(n for n, text in enumerate(found) if re.match("—[0-9]+—附件1", text))
    assert next(n for n, text in enumerate(found) if CAPTION in text) > first


def test_the_page_on_the_web_shows_it(placed: Path) -> None:
    templates = find_root(None).templates
    composed = compose(Root(placed / "data", templates, placed / "out"), "majuqiao", 2025, Options())
    html = forms.make("html", drawn(composed), templates).decode()
    assert f'alt="{WHAT}"' in html
    assert 'src="data:image/jpeg;base64,' in html
    assert "img-src data:" in html.replace("&#39;", "'")
    record = json.loads(forms.make("json", drawn(composed), templates))
    shown = [block for section in record["sections"] for block in section["blocks"] if block["type"] == "picture"]
    assert [block["alt"] for block in shown] == [WHAT]


def test_a_changed_picture_makes_a_briefing_due(placed: Path, lay: Lay) -> None:
    root = Root(placed / "data", find_root(None).templates, placed / "out")
    (inputs,) = [c for c in compose(root, "majuqiao", 2025, Options()).inputs if c[0].endswith("square.jpg")]
    assert SECRET.encode() not in inputs[1]
    (task,) = plan(root, Selection(("majuqiao",), 2025), Options())
    assert task.reason


@pytest.mark.parametrize(
    ("line", "error", "message"),
    [
        ('![马驹桥镇区位图](square.jpg "区位图")', TemplateError, "审图号"),
        ("![](square.jpg)", TemplateError, "write what it shows"),
        ("![广场](other.jpg)", ConfigError, "lay it beside the text"),
        ("![广场](../square.jpg)", ConfigError, "name a file beside the text"),
        ("![广场](https://example.org/a.jpg)", ConfigError, "name a file beside the text"),
        ("前面有字![广场](square.jpg)", TemplateError, "a picture stands alone on its line"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_place(
    lay: Lay, line: str, error: type[ReportError], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)) as raised:
        build(lay(line))
    assert "story.zh.md" in str(raised.value)
    assert len(raised.value.lines()) == 1


def test_a_map_with_its_number_is_printed(lay: Lay) -> None:
    found = pages(build(lay('![马驹桥镇区位图](map.png "马驹桥镇区位图，审图号：京S（2024）012号")', name="map.png")))
    assert any("审图号：京S（2024）012号" in text for text in found)


# --------------------------------------------------------------------------- watermark, double-sided print, bleed


@pytest.fixture(scope="module")
def marked(lay: Lay) -> Path:
    return lay("", office='[office]\nwatermark = "征求意见稿"\n')


def test_a_watermark_lies_under_every_page_and_hides_nothing(marked: Path, lay: Lay) -> None:
    for theme in ("briefing", "gongwen"):
        data = build(marked, theme)
        report = inspect(data)
        assert report.count("overlap") == report.count("outside-margins") == 0
    assert prove(build(marked)).problems == ()
    assert pages(build(marked)) == pages(build(lay("")))  # no search and no copy finds it between other words
    with pypdfium2.PdfDocument(build(marked)) as pdf:
        picture = pdf[2].render(scale=0.5).to_pil().convert("L")
    middle = picture.crop((picture.width // 4, picture.height // 3, picture.width * 3 // 4, picture.height * 2 // 3))
    grey = round(tint(load_theme())[0] * 255)
    assert sum(abs(value - grey) <= 1 for value in middle.tobytes()) > 1000
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            assert (
                b"/Watermark" in b"".join(part.read_bytes() for part in page.obj.Contents)
                if isinstance(page.obj.Contents, pikepdf.Array)
                else b"/Watermark" in page.obj.Contents.read_bytes()
            )


@given(st.integers(0, 90), st.integers(0, 90), st.integers(0, 90))
def test_text_on_a_watermark_is_as_readable_as_on_paper(ink: int, primary: int, muted: int) -> None:
    theme = load_theme()
    greys = {"ink": ink, "primary": primary, "muted": muted}
    colours = {**theme.colours, **{name: (grey / 255,) * 3 for name, grey in greys.items()}}
    ground = tint(replace(theme, colours=colours))  # type: ignore[arg-type]
    assert all(contrast((grey / 255,) * 3, ground) >= 4.5 for grey in greys.values())  # type: ignore[arg-type]


def test_even_pages_have_their_inner_margin_on_the_right(placed: Path, tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        'base = "briefing"\n[page]\nleft = 30\nright = 15\nmirrored = true\nbleed = 3\n', encoding="utf-8"
    )
    data = build(placed, str(tmp_path / "book.toml"))
    with pypdfium2.PdfDocument(data) as pdf:
        left = []
        for page in pdf:
            text = page.get_textpage()
            left.append(min(text.get_rect(i)[0] for i in range(text.count_rects())) / MM)
    assert left[1] == pytest.approx(15, abs=1)
    assert left[2] == pytest.approx(30, abs=1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            assert [float(x) for x in page.obj.TrimBox] == pytest.approx([0, 0, 210 * MM, 297 * MM], abs=0.1)
            assert [float(x) for x in page.obj.BleedBox] == pytest.approx(
                [-3 * MM, -3 * MM, 213 * MM, 300 * MM], abs=0.1
            )
    assert prove(data).problems == ()


def test_secrecy_and_serial_number_stand_at_the_foot_of_every_page_inside(lay: Lay) -> None:
    found = pages(build(lay("", office='[office]\nserial = "000012"\nsecrecy = "内部资料"\n')))
    assert all("000012内部资料" in text for text in found[1:])
