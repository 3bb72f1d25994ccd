"""Rows about XML, files, caches and the terminal; where a hole cannot be there, what would open it is banned."""

from __future__ import annotations

import ast
import os
import re
import stat
from pathlib import Path

import pytest

from mjq_report.archive.folder import write_whole
from mjq_report.cli.messages import safe
from mjq_report.cli.run import run
from tests.defences.strings import REFUSED
from tests.defences.test_pdf_rows import TREES, called, imports
from tests.fuzz.cases import lay_project


def imported() -> set[str]:
    return {module for _, module, _ in imports()} | {module.partition(".")[0] for _, module, _ in imports()}


@pytest.mark.guards("S1")
def test_no_vector_drawing_is_ever_read() -> None:
    """No library that renders SVG: a drawing of someone else's has no way in, whatever it refers to or repeats."""
    assert not {"svglib", "cairosvg", "svgelements", "rlPyCairo", "svgpathtools", "skia", "wand"} & imported()


@pytest.mark.guards("S5")
def test_xml_is_read_by_a_parser_that_resolves_nothing() -> None:
    """Only openpyxl reads XML from outside, in a child, behind defusedxml and a guard that refuses declarations."""
    assert not {"lxml", "xml.sax", "xml.dom.minidom", "xml.dom.pulldom"} & imported()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword):
                assert node.arg != "resolve_entities", f"{path}: {node.lineno}"
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("fromstring", "XMLParser")
            ):
                raise AssertionError(f"{path}:{node.lineno}: parses XML")


@pytest.mark.guards("T4")
def test_files_have_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        before = os.umask(mask)
        try:
            path = write_whole(tmp_path, f"{mask:o}.pdf", b"x")
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == mode
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2.pdf", "22.pdf", "77.pdf"]


@pytest.mark.guards("T3")
def test_a_link_at_the_files_place_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "a.pdf").symlink_to("mine")
    write_whole(tmp_path, "a.pdf", b"new")
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not (tmp_path / "a.pdf").is_symlink()


@pytest.mark.guards("T5")
def test_no_archive_is_unpacked() -> None:
    assert not {"tarfile", "rarfile", "py7zr"} & imported()
    assert not {"extractall", "unpack_archive"} & called().keys()


@pytest.mark.guards("K1")
def test_no_cache_can_run_code() -> None:
    assert not {"pickle", "shelve", "marshal", "dill", "cloudpickle", "joblib", "diskcache", "dbm"} & imported()


@pytest.mark.guards("K2")
def test_settings_are_toml_only() -> None:
    assert not {"yaml", "ruamel", "configparser", "json5", "hjson"} & imported()


ESCAPES = [one for one in REFUSED if one.isprintable() is False] + ["\n::error::x", "a\r\x1b[2K", "\x9b2J", "\u202e"]


@pytest.mark.guards("C2", "C3")
def test_nothing_that_a_terminal_or_a_log_obeys_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ESCAPES:
        assert safe(text).isprintable()
    for text in (one for one in ESCAPES if "\0" not in one and not re.search("[\ud800-\udfff]", one)):
        assert run(["build", "--town", text, "--year", "2025"]) == 3
        told = capsys.readouterr()
        assert told.out == ""
        assert all(re.match("error: ", line) for line in told.err.split("\n")[:-1]), told.err
        assert all(char.isprintable() or char == "\n" for char in told.err)


@pytest.mark.guards("C1")
def test_an_error_of_ours_is_lines_and_never_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_project(tmp_path / "root")
    (root / "data" / "towns.csv").write_bytes(b"\xff")
    assert run(["check", "--root", str(root)]) == 5
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert all(re.match("(error|warning|note): ", line) for line in told.splitlines())
