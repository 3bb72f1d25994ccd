"""What a PDF carries comes out whole, builds again, and never lands outside the folder."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.checking import extract
from mjq_report.checking.extraction import _input_path
from mjq_report.errors import OutputError, VerificationError
from mjq_report.pipeline import Options, compose, render
from mjq_report.settings.paths import find_root

from .conftest import changed, held, replaced


def renamed(data: bytes, path: str) -> bytes:
    """A copy whose manifest sends the theme somewhere else."""
    record = json.loads(held(data, "manifest.json"))
    name = next(name for name, place in record["inputs"].items() if place == "theme.toml")
    record["inputs"][name] = path
    return changed(data, replaced({"manifest.json": json.dumps(record).encode()}))


def test_everything_comes_out_as_it_was_put_in(briefing: bytes, tmp_path: Path) -> None:
    written = extract(briefing, tmp_path / "taken")
    assert written == sorted(path for path in (tmp_path / "taken").rglob("*") if path.is_file())
    record = json.loads((tmp_path / "taken" / "manifest.json").read_bytes())
    for name, place in record["inputs"].items():
        assert (tmp_path / "taken" / place).read_bytes() == held(briefing, name)
    assert (tmp_path / "taken" / "data.csv").read_bytes() == held(briefing, "data.csv")
    assert len(written) == len(record["files"]) + 1


def test_what_came_out_builds_the_same_bytes(briefing: bytes, tmp_path: Path) -> None:
    extract(briefing, tmp_path)
    options = Options(theme=str(tmp_path / "theme.toml"))
    assert render(compose(find_root(tmp_path), "majuqiao", 2024, options))[0] == briefing


@pytest.mark.parametrize(
    "path",
    ["../theme.toml", "/etc/theme.toml", "data/../../theme", "data//theme", "data/./theme", "data/.theme", "templates",
     "data\\theme", "C:theme", "data/th\neme", "data/th\x00eme", "elsewhere/theme", "", "data/a/b/c/d/e/f", "数据/theme"],
)  # fmt: skip
def test_a_path_that_leaves_its_place_is_refused_and_nothing_written(
    briefing: bytes, tmp_path: Path, path: str
) -> None:
    with pytest.raises(VerificationError, match="no place for an input") as error:
        extract(renamed(briefing, path), tmp_path / "inner")
    assert len(error.value.lines()) == 1
    assert list(tmp_path.rglob("*")) == []


@given(st.text(st.sampled_from("ab./\\:~ \n\0%é"), max_size=12))
def test_no_path_leaves_the_folder(path: str) -> None:
    for text in (path, f"data/{path}", f"templates/{path}"):
        try:
            place = _input_path(text, "the PDF")
        except VerificationError:
            continue
        assert not place.is_absolute()
        assert ".." not in place.parts
        assert place.as_posix() == text


def test_two_inputs_for_one_place_are_refused(briefing: bytes, tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match=r"two attachments would be written to data/towns\.csv"):
        extract(renamed(briefing, "data/towns.csv"), tmp_path)


def test_an_attachment_that_the_manifest_does_not_name_is_not_written(briefing: bytes, tmp_path: Path) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["run.sh"] = pikepdf.AttachedFileSpec(pdf, b"echo", filename="run.sh")

    with pytest.raises(VerificationError, match=r"'run.sh' is not in the manifest"):
        extract(changed(briefing, add), tmp_path)


def test_nothing_that_is_there_is_overwritten(briefing: bytes, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("mine")
    with pytest.raises(OutputError, match="is there already; extract into an empty folder"):
        extract(briefing, tmp_path)
    assert (tmp_path / "data.csv").read_text() == "mine"


def test_a_link_in_the_way_is_not_followed(briefing: bytes, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "into").mkdir()
    (tmp_path / "into" / "data").symlink_to(tmp_path / "outside")
    with pytest.raises(OutputError):
        extract(briefing, tmp_path / "into")
    assert list((tmp_path / "outside").iterdir()) == []
    (tmp_path / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(OutputError, match="give a real folder"):
        extract(briefing, tmp_path / "link")
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_file_where_the_folder_should_be(briefing: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="give a real folder"):
        extract(briefing, tmp_path / "file")


def plain_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"), fix_metadata_version=False)
    return out.getvalue()


def test_foreign_and_damaged_files_say_so_in_one_line(briefing: bytes, tmp_path: Path) -> None:
    cases = {
        b"": "is not a PDF that can be read",
        b"hello" * 99: "is not a PDF that can be read",
        plain_pdf(): "carries no manifest.json; it is not a briefing of mjq-report",
        locked(briefing): "is locked with a password",
        changed(briefing, replaced({"manifest.json": b"{"})): "manifest.json is damaged",
        changed(briefing, replaced({"manifest.json": b"[]"})): "it is not an object",
        changed(briefing, replaced({"manifest.json": b"[" * 100_000})): "manifest.json is damaged",
        changed(briefing, replaced({"manifest.json": b'{"format": 1}'})): "is missing or of the wrong kind",
        newer(briefing): "has format 2, this version reads 1; use a newer mjq-report",
        briefing[: len(briefing) // 2]: "",
    }
    for data, words in cases.items():
        with pytest.raises(VerificationError) as error:
            extract(data, tmp_path / "into")
        assert words in str(error.value)
        assert len(error.value.lines()) == 1
    assert not (tmp_path / "into").exists()


def newer(data: bytes) -> bytes:
    record = json.loads(held(data, "manifest.json")) | {"format": 2}
    return changed(data, replaced({"manifest.json": json.dumps(record).encode()}))


def test_a_file_that_is_not_there_and_one_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(VerificationError, match="No such file"):
        extract(tmp_path / "none.pdf", tmp_path / "into")
    monkeypatch.setattr("mjq_report.checking.opening.MAX_FILE", 99)
    with pytest.raises(VerificationError, match="is larger than"):
        extract(plain_pdf(), tmp_path / "into")


def test_a_stream_that_unpacks_without_end_is_refused(briefing: bytes, tmp_path: Path) -> None:
    bomb = changed(briefing, replaced({"data.csv": b"0" * (17 * 2**20)}))
    assert len(bomb) < 2 * len(briefing)
    with pytest.raises(VerificationError, match="unpacks to far more than its size"):
        extract(bomb, tmp_path / "into")


def test_filters_that_we_never_use_are_refused(briefing: bytes, tmp_path: Path) -> None:
    def odd(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"61>", Filter=pikepdf.Name.ASCIIHexDecode)

    with pikepdf.open(io.BytesIO(briefing)) as pdf:
        odd(pdf)
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(VerificationError, match="a kind that mjq-report never writes"):
        extract(out.getvalue(), tmp_path / "into")
