"""One table of forms: a row and a maker are all that a new form of output takes."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from mjq_report.archive import forms
from mjq_report.cli.run import run
from mjq_report.settings.paths import Root


def test_the_files_of_a_briefing_are_known_by_their_names() -> None:
    found = {
        name: forms.form_of(f"x-2024-2026-02-01{name}").name for name in (".pdf", ".html", ".document.json", ".json")
    }
    assert found == {".pdf": "PDF", ".html": "HTML page", ".document.json": "JSON document", ".json": "manifest"}


def test_a_form_that_is_added_to_the_table_is_built_kept_new_and_delivered(
    monkeypatch: pytest.MonkeyPatch, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = ModuleType("maker_of_texts")
    maker.make = lambda drawn, templates: f"{drawn.document.title}\n".encode()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "maker_of_texts", maker)
    for table in (forms.FORMS, forms.FILES):
        monkeypatch.setitem(table, "text", forms.FormKind(".txt", "text/plain", "text", "maker_of_texts:make"))  # type: ignore[arg-type]
    root = Root(project / "data", project / "templates", tmp_path / "out")
    build = ["build", "--town", "xiji", "--year", "2024", "--format", "text", "--out", str(root.out), "--quiet"]
    assert run(build) == 0
    made = Path(capsys.readouterr().out.strip())
    assert made.suffix == ".txt" and made.read_text("utf-8").startswith("西集镇")
    made.unlink()
    assert run([*build, "--explain"]) == 0
    assert "the text is gone" in capsys.readouterr().err and made.exists()
    targets = tmp_path / "mjq-report.toml"
    targets.write_text(
        '[[publish.target]]\nname = "all"\nkind = "folder"\ntowns = ["*"]\npath = "there"\nformats = ["text", "pdf"]\n'
    )
    assert run(["publish", "--config", str(targets), "--out", str(root.out)]) == 0
    assert {path.suffix for path in (tmp_path / "there/xiji/2024").iterdir() if path.name != ".lock"} == {
        ".txt",
        ".pdf",
    }
