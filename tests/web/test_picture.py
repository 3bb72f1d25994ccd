"""The first page as a picture: what other programs read is what was drawn."""

from __future__ import annotations

import io

import pikepdf
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mjq_report.web.picture import first_page, png


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture.convert("RGB")


@given(st.lists(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=7, max_size=7), min_size=1, max_size=6))
def test_a_picture_is_read_as_it_was_written(rows: list[list[tuple[int, int, int]]]) -> None:
    picture = opened(png([bytes(part for pixel in row for part in pixel) for row in rows]))
    assert picture.size == (7, len(rows))
    for y, row in enumerate(rows):
        for x, pixel in enumerate(row):
            seen = picture.getpixel((x, y))
            assert all(abs(one - other) <= 2 for one, other in zip(seen, pixel, strict=True))  # type: ignore[arg-type]


def test_more_colours_than_a_palette_has_become_fewer_and_stay_near() -> None:
    row = bytes(part for n in range(1024) for part in (n % 256, n // 4, 255 - n // 4))
    picture = opened(png([row, row]))
    for x in (0, 300, 1023):
        assert all(
            abs(one - other) <= 26 for one, other in zip(picture.getpixel((x, 0)), row[3 * x : 3 * x + 3], strict=True)
        )  # type: ignore[arg-type]


def test_black_and_white_stay_black_and_white() -> None:
    assert opened(png([bytes([0, 0, 0, 255, 255, 255])])).getpixel((1, 0)) == (255, 255, 255)
    assert opened(png([bytes([0, 0, 0, 255, 255, 255])])).getpixel((0, 0)) == (0, 0, 0)


def test_the_first_page_is_shown_and_no_other() -> None:
    pdf = pikepdf.new()
    for colour in (b"1 0 0 rg", b"0 0 1 rg"):
        pdf.add_blank_page(page_size=(200, 300))
        pdf.pages[-1].Contents = pdf.make_stream(colour + b" 0 0 200 150 re f")
    buffer = io.BytesIO()
    pdf.save(buffer)
    made = first_page(buffer.getvalue(), 100)
    assert (made.width, made.height) == (100, 150)
    picture = opened(made.png)
    assert picture.getpixel((50, 20)) == (255, 255, 255)
    assert picture.getpixel((50, 120)) == (255, 0, 0)
    assert made == first_page(buffer.getvalue(), 100)
