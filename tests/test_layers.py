"""Imports go down only, and each heavy library has one home (docs/architecture.md)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "mjq_report"

# library → the only parts of the package that may import it, whether at the top of a module or inside a function
HOMES = {
    "PIL": {"settings"},
    "botocore": {"archive", "delivery"},
    "cryptography": {"runs", "signing"},
    "dask": {"runs"},
    "defusedxml": {"dataset", "intake", "pdf"},
    "distributed": {"runs"},
    "filelock": {"settings"},
    "fontTools": {"pdf"},
    "fsspec": {"archive", "delivery"},
    "jinja2": {"narrative", "web"},
    "justmytype_intl_cjk": {"pdf"},
    "matplotlib": {"charts"},
    "numpy": {"charts", "checking", "dataset"},
    "openpyxl": {"dataset", "intake"},
    "pandas": {"dataset"},
    "paramiko": {"delivery"},
    "pikepdf": {"pdf", "fingerprint", "checking", "signing"},  # all but pdf read finished files
    "pyarrow": {"dataset"},
    "pyhanko": {"signing"},
    "pypdfium2": {"runs", "checking", "web", "intake"},
    "reportlab": {"pdf"},
    "rich": {"cli"},
    "s3fs": {"archive", "delivery"},
    "typer": {"cli"},
    "uharfbuzz": {"pdf", "checking"},
    "uniseg": {"typesetting"},
    "watchfiles": {"runs"},
}


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """The stage or top-level module that a file belongs to: `charts/style.py` → `charts`, `cli.py` → `cli`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def libraries(path: Path) -> Iterator[tuple[str, int]]:
    """Third-party libraries that a module imports anywhere in it, with the line."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module]
        for name in names:
            root = name.partition(".")[0]
            if root not in sys.stdlib_module_names and root != PACKAGE.name:
                yield root, node.lineno


def test_imports_go_down_only(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_library_is_imported_in_its_home_only(path: Path) -> None:
    for library, line in libraries(path):
        assert library in HOMES, f"{path}:{line}: give {library} a home in HOMES, and a floor in pyproject.toml"
        assert part(path) in HOMES[library], f"{path}:{line}: {library} belongs in {sorted(HOMES[library])}"


def test_every_imported_library_is_a_declared_dependency(project: Path) -> None:
    table = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*table["dependencies"], *(line for extra in table["optional-dependencies"].values() for line in extra)]
    declared = {re.split(r"[\[<>=~! ]", line)[0].replace("-", "_").lower() for line in wanted}
    spelled = {"PIL": "pillow", "botocore": "s3fs", "dask": "distributed"}
    imported = {library for path in modules() for library, _ in libraries(path)}
    assert {spelled.get(name, name).lower() for name in imported} <= declared


def test_the_model_and_its_like_load_no_library() -> None:
    """`--help` and a build with nothing to do import these; so they import nothing that takes time."""
    code = (
        "import sys, mjq_report.model, mjq_report.errors, mjq_report.figures.formats, mjq_report.settings.paths, mjq_report.settings.theme\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint(HOMES)
