"""An official document has its parts where GB/T 9704-2012 puts them, with what the office gave, and × for what it did not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from mjq_report.checking import extract
from mjq_report.checking.layout import inspect
from mjq_report.errors import MissingGlyph
from mjq_report.pipeline import compose, render
from mjq_report.runs.proof import prove
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root, find_root

MM = 72 / 25.4
OFFICE = """
[office]
issuer = "马驹桥镇人民政府"
copies = ["区政府办公室", "区统计局"]
printer = "马驹桥镇党政办公室"
[[office.for]]
town = "majuqiao"
year = 2025
number = "马政发〔2026〕3号"
serial = "000012"
secrecy = "秘密★1年"
urgency = "特急"
signers = ["张三"]
addressees = ["各村", "各单位"]
dated = "2026-02-08"
printed = "2026-03-01"
"""

Build = Callable[..., bytes]


@pytest.fixture(scope="module")
def build(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """An official document of the example with an office's file, made once for each."""
    made: dict[tuple[str, str, int], bytes] = {}

    def build(office: str = "", town: str = "majuqiao", year: int = 2025) -> bytes:
        if (office, town, year) not in made:
            folder = tmp_path_factory.mktemp("office")
            shutil.copytree(project / "data", folder / "data")
            (folder / "mjq-report.toml").write_text(office, encoding="utf-8")
            root = Root(folder / "data", project / "templates", folder / "out")
            made[office, town, year] = render(compose(root, town, year, Options(theme="gongwen")))[0]
        return made[office, town, year]

    return build


def lines(data: bytes, page: int) -> list[tuple[str, float, float, float]]:
    """Lines of a page without their blanks: text, left, distance of the top from the page's, right, in mm."""
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[page].get_textpage()
        height = pdf[page].get_height()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        found = [(text.get_text_bounded(*b), b) for b in boxes]
    return [
        (re.sub(r"\s", "", t), b[0] / MM, (height - b[3]) / MM, b[2] / MM) for t, b in found if t.strip()
    ]  # fmt: skip


def whole(data: bytes, page: int) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return re.sub(r"\s", "", pdf[page].get_textpage().get_text_range())


def place(data: bytes, page: int, words: str) -> tuple[float, float, float]:
    """Left, top and right of the line that has some words."""
    return next((left, top, right) for text, left, top, right in lines(data, page) if words in text)


def test_the_head_has_what_the_office_gave(build: Build) -> None:
    first = whole(build(OFFICE), 0)
    order = ["000012", "秘密★1年", "特急", "马驹桥镇人民政府文件", "马政发〔2026〕3号", "各村，各单位："]
    assert [word for word in order if word in first] == order
    assert first.index("000012") < first.index("秘密★1年") < first.index("特急") < first.index("马驹桥镇人民政府文件")
    assert "签发人：张三" in first
    assert "×" not in first


def test_each_part_of_the_head_stands_in_its_place(build: Build) -> None:
    data = build(OFFICE)
    left, top, _ = place(data, 0, "000012")
    assert left == pytest.approx(28, abs=1)
    assert top == pytest.approx(37, abs=4)
    left, top, right = place(data, 0, "马驹桥镇人民政府文件")
    assert top == pytest.approx(37 + 35, abs=2.5)
    assert (left + right) / 2 == pytest.approx(28 + 78, abs=1.5)
    assert place(data, 0, "马政发")[0] == pytest.approx(28 + 5.6, abs=1)
    assert place(data, 0, "张三")[2] == pytest.approx(210 - 26 - 5.6, abs=1.2)


def test_without_an_office_its_places_wait_to_be_filled(build: Build) -> None:
    data = build()
    first = whole(data, 0)
    assert "××××××文件" in first
    assert "×××〔××××〕×号" in first
    assert "签发人" not in first
    signed = next(whole(data, n) for n in range(1, 9) if "附件：" in whole(data, n))
    assert "××××年×月×日" in signed


def test_the_text_is_sentences_and_at_most_six_pages(build: Build) -> None:
    data = build(OFFICE)
    pages = [whole(data, n) for n in range(9)]
    signed = next(n for n, text in enumerate(pages) if "附件：" in text)
    assert signed < 6
    text = "".join(pages[: signed + 1])
    assert not re.search(r"[图续]表?[12]|（一）", text)
    assert "现将马驹桥镇2025年经济社会发展情况通报如下。" in text
    assert "能复算的一项取决于读法" in text
    assert "详见附件" in text


def test_the_signature_stands_by_the_date_right_of_the_middle(build: Build) -> None:
    data = build(OFFICE)
    page = next(n for n in range(1, 9) if "附件：" in whole(data, n))
    name, date = place(data, page, "马驹桥镇人民政府"), place(data, page, "2026年2月8日")
    assert date[1] > name[1] > place(data, page, "附件：")[1]
    assert date[2] == pytest.approx(210 - 26 - 4 * 5.56, abs=1.5)
    assert (name[0] + name[2]) / 2 == pytest.approx((date[0] + date[2]) / 2, abs=1)


def test_every_attachment_named_under_the_text_opens_a_page(build: Build) -> None:
    data = build(OFFICE)
    with pypdfium2.PdfDocument(data) as pdf:
        pages = ["".join(p.get_textpage().get_text_range().split()) for p in pdf]
    listed = next(text for text in pages if "附件：" in text)
    heads = [found[1] for text in pages if (found := re.match("—[0-9]+—(附件[0-9].*)", text))]
    assert len(heads) >= 4
    assert [text[2] for text in heads] == [str(n) for n in range(1, len(heads) + 1)]
    for number, text in enumerate(heads, 1):
        title = re.search(rf"{number}\.([^0-9]+?)(?:{number + 1}\.|马驹桥镇人民政府)", listed)
        assert title is not None
        assert text[3:].startswith(title[1])


def test_the_imprint_closes_the_last_even_page(build: Build) -> None:
    for data in (build(OFFICE), build(), build(OFFICE, "xiji", 2024)):
        with pypdfium2.PdfDocument(data) as pdf:
            last = len(pdf) - 1
        assert last % 2 == 1
        assert place(data, last, "印发")[1] > 297 - 35 - 12
        assert ("抄送：区政府办公室，区统计局。" in whole(data, last)) == (data != build())


def test_inspect_finds_every_clause_kept(build: Build) -> None:
    for data in (build(OFFICE), build(), build(OFFICE, "xiji", 2024)):
        assert [clause for clause in inspect(data).clauses if not clause.holds] == []


def test_what_the_office_gave_is_enclosed_so_that_the_file_is_built_again(build: Build, tmp_path: Path) -> None:
    data = build(OFFICE)
    assert prove(data).problems == ()
    extract(data, tmp_path)
    assert "马政发〔2026〕3号" in (tmp_path / "mjq-report.toml").read_text(encoding="utf-8")
    again = render(compose(find_root(tmp_path), "majuqiao", 2025, Options(theme=str(tmp_path / "theme.toml"))))[0]
    assert again == data


def test_long_names_stay_inside_the_page(build: Build) -> None:
    long = f'[office]\nissuer = "{"某某市某某区人民政府" * 6}"\nmark = "{"很长的发文机关名称" * 4}"\n'
    long += f'addressees = ["{"收文单位" * 40}"]\ncopies = ["{"抄送单位" * 40}"]\nnumber = "{"某政发" * 9}"\n'
    report = inspect(build(long))
    assert report.count("outside-margins") == report.count("overlap") == 0


def test_a_character_without_a_glyph_is_named_with_its_file(build: Build) -> None:
    with pytest.raises(MissingGlyph, match=r"mjq-report\.toml:2: no glyph"):
        build('[office]\nissuer = "\U0001f600"\n')
