"""Charts come out alike wherever they are drawn, and leave nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from mjq_report import charts
from mjq_report.model.drawing import TextMeasure
from mjq_report.settings.theme import Theme
from tests.charts.samples import chart, series

DRAW = """
import hashlib, json, os, sys
before = os.getcwd()
from tests.charts.conftest import PlainMeasure
from tests.charts.samples import KINDS, Odd
from mjq_report import charts
from mjq_report.settings.theme import load_theme
loaded = sorted(name for name in sys.modules if name.split(".")[0] == "matplotlib")
theme, measure = load_theme(), PlainMeasure()
text = "".join(repr(charts.draw(Odd(3).chart(kind), theme, measure, 470)) for kind in KINDS)
from matplotlib import font_manager, rcParams
print(json.dumps({
    "digest": hashlib.sha256(text.encode()).hexdigest(),
    "early": loaded,
    "fonts": len(font_manager.fontManager.ttflist),
    "home": before == os.getcwd(),
    "set": sorted(name for name in os.environ if name.startswith(("MPL", "MATPLOTLIB"))),
    "figure": "matplotlib.figure" in sys.modules,
    "pyplot": "matplotlib.pyplot" in sys.modules,
}))
"""


def run(folder: Path, home: Path, project: Path, **environment: str) -> dict[str, object]:
    known = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    result = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=folder,
        env={**known, "HOME": str(home), "PYTHONPATH": str(project), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose files matplotlib would read and run."""
    folder = tmp_path / "work"
    folder.mkdir()
    rules = (
        "backend: module://intruder\naxes.facecolor: red\ntext.color: green\nlines.linewidth: 9\ntext.usetex: True\n"
    )
    folder.joinpath("matplotlibrc").write_text(rules + "hatch.linewidth: 7\npath.sketch: 1, 2, 3\n")
    folder.joinpath("intruder.py").write_text("raise SystemExit('code of the working folder ran')\n")
    return folder


@pytest.mark.guards("M6", "M8", "M9")
def test_nothing_around_changes_a_drawing(tmp_path: Path, hostile: Path, project: Path) -> None:  # guarantees M6, M8
    home, plain = tmp_path / "home", tmp_path / "plain"
    home.mkdir()
    plain.mkdir()
    usual = run(plain, home, project, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Shanghai")
    other = run(hostile, home, project, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="America/New_York",
                MATPLOTLIBRC=str(hostile), MPLBACKEND="module://intruder", MPLCONFIGDIR=str(hostile))  # fmt: skip
    assert usual["digest"] == other["digest"]
    assert other["set"] == ["MATPLOTLIBRC", "MPLBACKEND", "MPLCONFIGDIR"], "the surrounding is put back"
    assert usual["set"] == []
    for answer in (usual, other):
        assert answer["early"] == [], "matplotlib is loaded by the first drawing, not by the import"
        assert answer["fonts"] == 0, "no font of the machine is looked at"
        assert not answer["figure"], "a drawing needs no Figure, which loads axes and widgets"
        assert not answer["pyplot"]
        assert answer["home"]
    assert list(home.iterdir()) == []
    assert sorted(path.name for path in hostile.iterdir() if path.name != "__pycache__") == [
        "intruder.py",
        "matplotlibrc",
    ]


def test_a_prepared_process_has_nothing_left_to_load(project: Path) -> None:
    script = (
        "import sys; from mjq_report import charts; charts.prepare(); before = set(sys.modules)\n"
        "from tests.charts.conftest import PlainMeasure; from tests.charts.samples import Odd\n"
        "from mjq_report.settings.theme import load_theme; charts.draw(Odd(3).chart('trend'), load_theme(), PlainMeasure(), 470)\n"
        "print(sorted(name for name in set(sys.modules) - before if name.split('.')[0] in ('matplotlib', 'numpy')))"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_an_unreadable_settings_file_does_not_matter(tmp_path: Path, project: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    folder.joinpath("matplotlibrc").write_bytes(b"\xff\xfe\x00axes")
    run(folder, tmp_path, project)


def test_the_callers_own_settings_are_neither_used_nor_lost(theme: Theme, measure: TextMeasure) -> None:
    sample = chart("trend", series("", ("2020", 84.6), ("2021", 102.4)))
    usual = charts.draw(sample, theme, measure, 470)
    from matplotlib import rcParams

    changed = {"lines.linewidth": 9.0, "text.color": "green", "hatch.linewidth": 7.0, "patch.linewidth": 5.0}
    before = {name: rcParams[name] for name in changed}
    rcParams.update(changed)
    try:
        assert charts.draw(sample, theme, measure, 470) == usual
        assert {name: rcParams[name] for name in changed} == changed
    finally:
        rcParams.update(before)


def test_a_warning_while_drawing_is_an_error() -> None:
    from mjq_report.charts import environment

    with pytest.raises(UserWarning), environment.drawing():
        warnings.warn("a glyph is missing", UserWarning, stacklevel=1)
