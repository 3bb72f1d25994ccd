"""The first moments of the program: Ctrl-C before anything is loaded, and files of the folder it is started in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

INTERRUPTED = """
import sys
import mjq_report.__main__ as program

class Hasty:
    def find_spec(self, name, *others):
        if name == sys.argv[1]:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Hasty())
program.main()
"""


@pytest.mark.parametrize("module", ["mjq_report.cli", "mjq_report.cli.messages", "typer"])
def test_ctrl_c_while_loading_is_one_line(tmp_path: Path, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 130
    assert done.stderr == "error: interrupted; finished files were left intact\n"


def test_no_file_of_the_current_folder_is_run(tmp_path: Path) -> None:
    for name in ("gc", "signal", "pathlib", "re", "typer", "numpy", "mjq"):
        (tmp_path / f"{name}.py").write_text('raise SystemExit("run")\n', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mjq_report", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "build" in done.stdout


def test_what_a_terminal_would_obey_is_shown_and_all_else_is_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    from mjq_report.cli.messages import fail, note, say

    assert fail(["马驹桥\x1b[31m", "b\u202e"], 7) == 7
    note("a\nb")
    note("c", "warning")
    say("产值\t1\u200b")
    out, err = capsys.readouterr()
    assert err == "error: 马驹桥\\x1b[31m\nerror: b\\u202e\nnote: a\\nb\nwarning: c\n"
    assert out == "产值\\t1\\u200b\n"
