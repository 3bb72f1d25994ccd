"""Where a project is: what is given, what is found, and what is said when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.errors import UsageError
from mjq_report.settings.paths import files_below, find_root, installed, site_templates, template_files


def test_a_root_without_tables_is_refused_and_one_without_templates_has_the_installed_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no data/ folder in it; give the folder that holds data/"):
        find_root(tmp_path)
    (tmp_path / "data").mkdir()
    root = find_root(tmp_path)
    assert (root.data, root.templates, root.out) == (tmp_path / "data", installed() / "templates", tmp_path / "out")
    (tmp_path / "templates").mkdir()
    assert find_root(tmp_path, tmp_path / "there").templates == tmp_path / "templates"
    assert find_root(tmp_path, tmp_path / "there").out == tmp_path / "there"


def test_a_language_without_templates_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--lang fr: no templates for it; there are: none"):
        template_files(tmp_path, "fr")
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "a.md.j2").write_text("a", encoding="utf-8")
    with pytest.raises(UsageError, match="--lang fr: no templates for it; there are: zh"):
        template_files(tmp_path, "fr")
    assert template_files(tmp_path, "zh") == [("zh/a.md.j2", b"a")]


def test_web_pages_are_a_projects_own_only_if_it_has_all_of_them(tmp_path: Path) -> None:
    shipped = installed() / "templates" / "site"
    (tmp_path / "site").mkdir()
    assert site_templates(tmp_path) == shipped
    for path in shipped.iterdir():
        (tmp_path / "site" / path.name).write_bytes(b"x")
    assert site_templates(tmp_path) == tmp_path / "site"


def test_a_folder_that_is_not_there_has_no_files_and_one_that_is_none_cannot_be_read(tmp_path: Path) -> None:
    assert [*files_below(tmp_path / "out", "*/*")] == []
    (tmp_path / "xiji").mkdir()
    (tmp_path / "xiji" / "a.pdf").touch()
    assert [*files_below(tmp_path, "*/*")] == [tmp_path / "xiji" / "a.pdf"]
    with pytest.raises(NotADirectoryError):
        [*files_below(tmp_path / "xiji" / "a.pdf", "*")]
