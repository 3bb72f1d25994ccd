"""Pictures of the user's: brought into one form without a camera's notes, and refused in one message where they cannot be."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from mjq_report.errors import ConfigError
from mjq_report.settings.pictures import held, held_form

SECRET = "taken by Zhang at 39.9N"


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photograph(mode: str = "RGB", size: tuple[int, int] = (120, 80)) -> Image.Image:
    return Image.radial_gradient("L").resize(size).convert(mode)


def with_notes() -> Image.Exif:
    notes = Image.Exif()
    notes[0x010E] = SECRET
    notes[0x0112] = 6  # turned
    notes.get_ifd(0x8825)[29] = "2025:10:01"  # GPS
    return notes


FORMS = {
    "plain JPEG": encoded(photograph(), "JPEG"),
    "JPEG with notes": encoded(photograph(), "JPEG", exif=with_notes()),
    "progressive JPEG": encoded(photograph(), "JPEG", progressive=True),
    "CMYK JPEG": encoded(photograph("CMYK"), "JPEG"),
    "JPEG with a profile": encoded(
        photograph(), "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ),
    "JPEG with a damaged profile": encoded(photograph(), "JPEG", icc_profile=b"none" * 40),
    "plain PNG": encoded(photograph(), "PNG"),
    "PNG of 16 bits": encoded(Image.new("I;16", (9, 9), 40_000), "PNG"),
    "PNG of 1 bit": encoded(photograph("1"), "PNG"),
    "PNG with a palette": encoded(photograph().convert("P"), "PNG"),
    "PNG with holes": encoded(photograph("RGBA"), "PNG"),
    "interlaced or large": encoded(photograph(size=(2600, 40)).resize((2600, 400)), "PNG"),
}


@pytest.mark.parametrize("raw", FORMS.values(), ids=FORMS)
def test_what_is_held_is_plain_and_stays_as_it_is(raw: bytes) -> None:
    made = held_form(raw, "p")
    found = held(made)
    assert found is not None
    assert max(found.width, found.height) <= 2000
    assert SECRET.encode() not in made
    assert b"Exif" not in made and b"ICC_PROFILE" not in made and b"iCCP" not in made
    assert held_form(made, "p") == made


def test_a_turned_picture_is_upright() -> None:
    found = held(held_form(FORMS["JPEG with notes"], "p"))
    assert found is not None
    assert (found.width, found.height) == (80, 120)


def test_sixteen_bits_keep_their_brightness_and_holes_are_white() -> None:
    sixteen = Image.open(io.BytesIO(held_form(FORMS["PNG of 16 bits"], "p")))
    assert sixteen.getpixel((4, 4)) == pytest.approx(40_000 / 257, abs=1)
    clear = Image.open(io.BytesIO(held_form(encoded(Image.new("RGBA", (4, 4)), "PNG"), "p")))
    assert clear.getpixel((0, 0)) == (255, 255, 255)


def _bomb() -> bytes:
    """A PNG whose head says that it has 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


REFUSED = {
    "head alone": (b"\x89PNG\r\n\x1a\n", "no PNG or JPEG"),
    "truncated PNG": (FORMS["plain PNG"][:-200], "no whole picture"),
    "truncated JPEG": (FORMS["plain JPEG"][:-200], "no whole picture"),
    "another form": (encoded(photograph(), "GIF"), "no PNG or JPEG"),
    "text": ("图片".encode(), "no PNG or JPEG"),
    "nothing": (b"", "no PNG or JPEG"),
    "moving": (
        encoded(photograph(), "PNG", save_all=True, append_images=[photograph().rotate(90)]), "more than one picture",
    ),
    "bomb": (_bomb(), "make it smaller"),
    "stripe": (encoded(Image.new("L", (900, 2)), "PNG"), "a stripe"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_ends_in_one_message(raw: bytes, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        held_form(raw, "data/towns/x/2025/p.png")
    assert message in str(error.value)
    assert str(error.value).startswith("data/towns/x/2025/p.png: ")
    assert len(error.value.lines()) == 1


@given(st.sampled_from([*FORMS]), st.data())
def test_any_change_of_a_byte_is_held_or_refused(name: str, data: st.DataObject) -> None:
    raw = bytearray(FORMS[name])
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = held_form(bytes(raw), "p")
    except ConfigError:
        return
    assert held(made) is not None
    assert held_form(made, "p") == made
