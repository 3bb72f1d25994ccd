"""A real briefing, made once, and ways to change copies of it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest

from mjq_report.pipeline import Options, compose, render
from mjq_report.settings.paths import find_root
from tests.towns.rows import EDITED, templates

from .mutations import adapt, put

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as an office has it: tables of the first form, templates of its own. What ships may be worded anew."""
    root = tmp_path_factory.mktemp("office")
    shutil.copytree(EDITED / "data", root / "data")
    templates(root)
    return root


@pytest.fixture(scope="session")
def briefing(project: Path) -> bytes:
    """A briefing with every kind of figure: two coverages, months, computed ones, hedges, charts."""
    return render(compose(find_root(project), "majuqiao", 2024, Options()))[0]


@pytest.fixture(scope="session")
def estimated(project: Path) -> bytes:
    """A briefing whose figures are estimates, with plans beside them."""
    return render(compose(find_root(project), "xiji", 2024, Options()))[0]


def changed(data: bytes, change: Change, *, fit: bool = False) -> bytes:
    """A copy with a change; `fit` makes the manifest fit it again, as somebody who knows how would."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        if fit:
            adapt(pdf)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def replaced(files: Mapping[str, bytes]) -> Change:
    """A change that puts other bytes in the place of attachments."""

    def change(pdf: pikepdf.Pdf) -> None:
        for name, data in files.items():
            put(pdf, name, data)

    return change


def held(data: bytes, name: str) -> bytes:
    """The bytes of an attachment."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return bytes(pdf.attachments[name].get_file().read_bytes())
