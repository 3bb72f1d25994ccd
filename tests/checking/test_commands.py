"""The commands about finished PDFs: what they print, and how they fail."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer

from mjq_report.cli import pdfs
from mjq_report.errors import ConfigError, UsageError, VerificationError
from mjq_report.signing import PASSWORD as PASSWORD_VARIABLE
from mjq_report.signing import check_signatures
from tests.keys import PASSWORD, key_file

from .conftest import changed, replaced


@pytest.fixture
def file(briefing: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(briefing)
    return path


def test_they_are_commands_of_the_program() -> None:
    app = typer.Typer()
    pdfs.register(app)
    assert [command.callback.__name__ for command in app.registered_commands if command.callback] == [
        "extract", "trace", "verify", "sign",
    ]  # fmt: skip


def test_extract_prints_what_it_wrote(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdfs.extract(file, tmp_path / "out")
    lines = capsys.readouterr().out.splitlines()
    assert str(tmp_path / "out" / "data.csv") in lines
    assert all(Path(line).is_file() for line in lines)


def test_verify_says_what_holds_or_every_problem(
    file: Path, briefing: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    pdfs.verify([file])
    assert re.match(rf"{re.escape(str(file))}: everything holds: \d+ pages, ", capsys.readouterr().out)
    file.write_bytes(changed(briefing, replaced({"sources.csv": b"source\n"})))
    with pytest.raises(VerificationError) as error:
        pdfs.verify([file])
    assert error.value.exit_code == 11
    assert len(error.value.lines()) > 3
    assert all(line.startswith(f"{file}: ") for line in error.value.lines())


def test_verify_quickly_says_that_it_did_no_more(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdfs.verify([file], quick=True)
    out = capsys.readouterr().out
    assert "everything holds" not in out
    assert "not built again, so nothing else was compared" in out


def test_trace_finds_a_figure_in_a_pdf(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdfs.trace(str(file), "4681", page=1)
    out = capsys.readouterr().out
    assert out.startswith("page 1  4681家  ")
    assert "\\t" not in out
    pdfs.trace(str(file), None, page=3, as_json=True)
    assert len(json.loads(capsys.readouterr().out)) > 5
    with pytest.raises(UsageError, match="no figure 99999 on any page"):
        pdfs.trace(str(file), "99999")


def test_trace_finds_a_figure_of_a_town(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdfs.trace("majuqiao", "gross_industrial_output", year=2024, root=project)
    assert capsys.readouterr().out.startswith("工业总产值 400.19亿元")
    pdfs.trace("majuqiao", "gross_industrial_output", year=2024, as_json=True, root=project)
    assert json.loads(capsys.readouterr().out)["value"] == "400.19"
    for wanted, year in ((None, 2024), ("gross_industrial_output", None)):
        with pytest.raises(UsageError, match="with its indicator and --year, or give a PDF"):
            pdfs.trace("majuqiao", wanted, year=year, root=project)


def test_signing_needs_its_password_in_the_environment(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    with pytest.raises(ConfigError, match=PASSWORD_VARIABLE):
        pdfs.sign(file, tmp_path / "key.p12", tmp_path / "signed.pdf")
    monkeypatch.setenv(PASSWORD_VARIABLE, "x")
    with pytest.raises(VerificationError, match="No such file"):
        pdfs.sign(tmp_path / "none.pdf", tmp_path / "key.p12", tmp_path / "signed.pdf")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="it must be seconds since 1970"):
        pdfs.signing_time()


def test_sign_writes_a_signed_copy(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key_file(tmp_path / "key.p12")
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    pdfs.sign(file, tmp_path / "key.p12", tmp_path / "signed.pdf")
    assert capsys.readouterr().out.strip() == str(tmp_path / "signed.pdf")
    (signature,) = check_signatures((tmp_path / "signed.pdf").read_bytes())
    assert signature.problems == ()
    assert "2026-11-18" in signature.line
