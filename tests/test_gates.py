"""The gates of `make coverage`: a report that falls short is refused, and says where."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.gates import WHOLE, failures

Report = dict[str, Any]


def report(lines: float = 99.0, branches: float = 99.0, **files: Report) -> Report:
    """What coverage would say; every critical module whole but for those given."""
    whole: Report = {"missing_lines": [], "missing_branches": []}
    totals = {
        "covered_lines": lines * 10,
        "num_statements": 1000,
        "covered_branches": branches * 10,
        "num_branches": 1000,
    }
    return {"files": {f"mjq_report/{name}": whole for name in WHOLE} | files, "totals": totals}


def test_what_reaches_all_gates_passes() -> None:
    assert [*failures(report(95.0, 90.0))] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (report(94.9, 99.0), "94.90 % of lines, less than 95 %"),
        (report(99.0, 89.9), "89.90 % of branches, less than 90 %"),
        (
            report(**{"mjq_report/settings/toml.py": {"missing_lines": [7], "missing_branches": []}}),
            "settings/toml.py: never tried: line 7",
        ),
        (
            report(**{"mjq_report/settings/paths.py": {"missing_lines": [], "missing_branches": [[4, -1], [5, 9]]}}),
            "settings/paths.py: never tried: 4->exit, 5->9",
        ),
    ],
)
def test_what_is_missed_is_named(given: Report, said: str) -> None:
    assert [*failures(given)] == [said]


def test_a_critical_module_that_was_not_measured_is_missed_and_only_those_count_when_asked() -> None:
    given = report(50.0, 50.0)
    del given["files"]["mjq_report/settings/paths.py"]
    assert [*failures(given, critical=True)] == ["settings/paths.py: was not measured"]


def test_every_module_and_test_that_is_listed_is_there(project: Path) -> None:
    mutation = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    critical = re.findall(r"tests/[\w/.]+", (project / "Makefile").read_text(encoding="utf-8"))
    listed = [*(f"mjq_report/{name}" for name in WHOLE), *mutation["only_mutate"], *critical]
    listed += mutation["pytest_add_cli_args_test_selection"]
    assert [name for name in listed if not (project / name).exists()] == []


def test_it_ends_with_one_for_a_gate_that_is_missed(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "coverage.json"
    for given, code in ((report(), 0), (report(10.0), 1)):
        path.write_text(json.dumps(given), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "tests.gates", path], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        assert "critical modules whole" in done.stdout
        assert ("error: 10.00 % of lines" in done.stderr) is bool(code)
