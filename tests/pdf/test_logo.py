"""A user's logo on the cover: drawn as vectors or pixels, enclosed, refused in one line when it is missing or hostile."""

from __future__ import annotations

import contextlib
import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mjq_report.errors import ConfigError
from mjq_report.model.drawing import Drawing
from mjq_report.pdf.logo import read
from mjq_report.pipeline import build
from mjq_report.runs.proof import prove
from mjq_report.settings.logo import Logo, read_logo
from mjq_report.settings.options import Options
from mjq_report.settings.paths import find_root
from tests.pdf.conftest import words

PROJECT = Path(__file__).resolve().parents[2]
HEAD = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">'
SVG = HEAD + (
    '<style>.a,.b{fill:#c8102e}</style><g transform="translate(10 5) rotate(10)"><circle class="a" cx="20" cy="25" r="18"/>'
    '<path d="M5 5q10 10 20 0t20 0v20h-40z" style="fill:rgb(31, 78, 121)"/></g><rect x="80" y="10" width="20" height="20" rx="4"/></svg>'
)


def logo(text: str) -> Logo:
    return Logo("town.svg", "svg", text.encode())


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (90, 60), (200, 16, 46, 128)).save(out, "PNG", pnginfo=None)
    return out.getvalue()


def test_shapes_groups_classes_and_transforms_of_an_svg_are_drawn() -> None:
    drawing = read(logo(SVG))
    assert isinstance(drawing, Drawing) and (drawing.width, drawing.height) == (120, 60)
    assert [op.fill for op in drawing.ops][:2] == [  # type: ignore[union-attr]
        pytest.approx((200 / 255, 16 / 255, 46 / 255)), pytest.approx((31 / 255, 78 / 255, 121 / 255)),
    ]  # fmt: skip
    assert len(drawing.ops) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "<text>镇</text></svg>", "turn text into outlines"),
        (HEAD + '<image href="https://example.org/x.png"/></svg>', "<image>"),
        (HEAD + '<use href="#a"/></svg>', "<use>"),
        (HEAD + '<rect width="9" height="9" fill="url(#g)"/></svg>', "url(#g)"),
        (HEAD + '<script>alert(1)</script><rect width="9" height="9"/></svg>', "<script>"),
        (HEAD + '<g filter="url(#f)"><rect width="9" height="9"/></g></svg>', "filter"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 9 9"><desc>&a;</desc></svg>', "declares entities"),
        ("<svg viewBox='0 0 9 9'></svg>", "draws nothing"),
        ("<svg><rect width='9' height='9'/></svg>", "no size"),
        ("<html><svg/></html>", "no SVG"),
        (HEAD + "<path d='M0 0 L x y'/></svg>", "cannot be read"),
        (HEAD + "<g>" * 2500 + "</g>" * 2500 + "</svg>", "elements"),
        (HEAD + "<path d='M0 0" + "l1 1" * 60_000 + "'/></svg>", "segments"),
    ],
)  # fmt: skip
def test_what_an_svg_has_that_is_not_drawn_is_named_in_one_line(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(logo(text))
    assert said in str(caught.value) and "\n" not in str(caught.value) and "town.svg" in str(caught.value)


@settings(max_examples=150)
@given(st.text(alphabet=" 0123456789.,-+eEmMlLhHvVcCsSqQtTaAzZ<>\"'/=dgrect", max_size=80))
def test_any_path_is_drawn_or_refused_in_one_line(path: str) -> None:
    text = HEAD + f'<path d="{path.replace(chr(34), "").replace("<", "")}"/></svg>'
    with contextlib.suppress(ConfigError):
        assert read(logo(text))


@pytest.mark.parametrize(
    ("data", "said"), [(None, "No such file"), (b"GIF89a", "no SVG, PNG or JPEG"), (b"x" * (2**20 + 1), "larger than")]
)
def test_a_file_that_is_no_logo_is_one_clear_error(tmp_path: Path, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / "l.svg").write_bytes(data)
    with pytest.raises(ConfigError, match=said):
        read_logo(tmp_path / "l.svg", "own")


@pytest.mark.parametrize(("name", "data"), [("l.svg", SVG.encode()), ("l.png", png())])
def test_a_logo_is_on_the_cover_enclosed_and_the_file_proves_itself(tmp_path: Path, name: str, data: bytes) -> None:
    for folder in ("data", "templates"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    (tmp_path / name).write_bytes(data)
    (tmp_path / "theme.toml").write_text(f'base = "briefing"\nname = "own"\nlogo = "{name}"\n', "utf-8")
    (tmp_path / "mjq-report.toml").write_text('[office]\nissuer = "某某办公室"\nmark = "某某办公室文件"\n', "utf-8")
    built = build(find_root(tmp_path), "tongzhou", 2025, Options(theme=str(tmp_path / "theme.toml")))
    (tmp_path / name).unlink()  # a file proves itself without what it was made from
    report = prove(Path(built.path))
    assert report.holds, report
    whole = Path(built.path).read_bytes()
    assert "某某办公室文件" in words(whole) and "编制某某办公室" in words(whole)
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        assert any(key.endswith(f"logo.{name[-3:]}") for key in pdf.attachments)
        images = len(pdf.pages[0].get_images())
        assert images == (name == "l.png")
