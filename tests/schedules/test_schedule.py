"""What `schedule` prints: valid for whoever reads it, with no more rights than needed, right for odd folders."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mjq_report.errors import UsageError
from mjq_report.schedules import FILES, Plan, default_install, schedule, secrets_named

from .machine import evaluate, load

PLAN = Plan(Path("/srv/briefings"), Path("/usr/local/bin/mjq-report"), secrets=("ROBOT_URL", "SMTP_PASSWORD"))
OWN = "python -m pip install --no-deps --require-hashes -r requirements.lock\npython -m pip install --no-deps --no-build-isolation -e ."


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mjq_report", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )


def text_of(kind: str, plan: Plan = PLAN) -> str:
    return "".join(schedule(kind, plan).values())


@pytest.mark.parametrize(
    ("kind", "options"),
    [("github", ["vendor.github-workflows"]), ("gitlab", ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"])],
)
def test_workflows_pass_the_published_schemas(kind: str, options: list[str], tmp_path: Path) -> None:
    (path,) = schedule(kind, PLAN)
    file = tmp_path / Path(path).name
    file.write_text(text_of(kind), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *options, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    spoiled = file.read_text(encoding="utf-8").replace("script:", "scripts:").replace("runs-on:", "run-on:")
    file.write_text(spoiled, encoding="utf-8")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0, "the schema sees nothing"


def test_the_workflow_of_this_repository_is_what_is_printed(project: Path) -> None:
    plan = Plan(project, Path("mjq-report"), install=OWN)
    assert (project / ".github/workflows/briefings.yml").read_text(encoding="utf-8") == text_of("github", plan)


def test_actions_are_pinned_and_jobs_get_no_more_than_they_need() -> None:
    text = text_of("github")
    for action, comment in re.findall(r"uses: *(\S+)(.*)", text):
        assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40}", action)
        assert re.search(r"# v\d+\.\d+\.\d+$", comment)
    table = load(text)
    assert table["permissions"] == {}
    assert {name: job["permissions"] for name, job in table["jobs"].items()} == {
        "build": {"contents": "read"},
        "release": {"contents": "write"},
        "pages": {"pages": "write", "id-token": "write"},
        "publish": {"contents": "write"},
    }
    assert all(job["timeout-minutes"] <= 30 for job in table["jobs"].values())
    assert "pull_request_target" not in text


def test_nothing_with_a_secret_or_the_right_to_write_runs_for_a_pull_request() -> None:
    table = load(text_of("github"))
    needs = {name: {"result": "success", "outputs": {"changed": "true"}} for name in table["jobs"]}
    for event, ref in (
        ("pull_request", "refs/pull/1/merge"),
        ("pull_request", "refs/heads/main"),
        ("workflow_dispatch", "refs/heads/x"),
    ):
        context = {"github": {"event_name": event, "ref": ref}, "needs": needs}
        ran = {name for name, job in table["jobs"].items() if evaluate(str(job.get("if", "success()")), context)}
        assert ran == {"build"}, (event, ref)
    assert "secrets." not in str(table["jobs"]["build"])
    assert re.findall(r"secrets\.(\w+)", str(table["jobs"])) == ["ROBOT_URL", "SMTP_PASSWORD"]


def test_secrets_are_those_that_the_targets_name() -> None:
    named = b'[[publish.target]]\npassword_env = "B"\nname = "x"\n[[publish.target]]\nurl_env = "A"\nto_env = "a b"\nkey_env = 3\n'
    assert secrets_named(named) == ("A", "B")
    assert secrets_named(b"[publish]\ntarget = 3\n") == ()
    without = load(text_of("github", Plan(Path("/p"), Path("/c"))))
    assert "secrets." not in str(without), "what needs none is handed none"


def test_a_runner_installs_this_version_or_what_it_is_told() -> None:
    from mjq_report import __version__

    assert f"=={__version__}" in default_install()
    for kind in ("github", "gitlab"):
        assert text_of(kind).count(default_install()) == 2
        told = text_of(kind, Plan(Path("/p"), Path("/c"), install="one\ntwo --three"))
        assert load(told)
        assert len(re.findall(r"^ +one\n +two --three$", told, re.MULTILINE)) == 2


@pytest.mark.parametrize(
    "plan",
    [
        Plan(Path("/p"), Path("/c"), at="25:00"), Plan(Path("/p"), Path("/c"), at="6"), Plan(Path("/p"), Path("/c"), branch="a b"),
        Plan(Path("/p"), Path("/c"), branch="x]\nevil: [y"), Plan(Path("/p"), Path("/c"), install="a\x00b"),
        Plan(Path("/p"), Path("/c"), install=" "),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(plan: Plan) -> None:
    with pytest.raises(UsageError):
        schedule("github", plan)


@pytest.mark.parametrize("folder", ["/srv/briefings", "/srv/my briefings", "/srv/100% 'ours' \"$HOME\"", "/srv/镇域"])
def test_systemd_takes_the_units(folder: str, tool: Callable[[str], str], tmp_path: Path) -> None:
    analyze = tool("systemd-analyze")
    command = tmp_path / "bin dir" / "mjq-report"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for name, text in schedule("systemd", Plan(Path(folder), command)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", tmp_path / "mjq-report.service", tmp_path / "mjq-report.timer"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "mjq-report" not in done.stderr
    times = subprocess.run([analyze, "calendar", "*-*-* 22:17:00 UTC"], capture_output=True, text=True, check=False)
    assert times.returncode == 0
    assert "OnCalendar=*-*-* 22:17:00 UTC" in (tmp_path / "mjq-report.timer").read_text(encoding="utf-8")


FAKE = """#!/bin/sh
echo "$@" >>"$LOG"
[ "$1" != "$FAIL" ] || { echo "error: $1 failed"; exit 5; }
"""


def cron_line(folder: Path, command: Path) -> str:
    """The command of the line, as cron hands it to the shell: five fields off, `\\%` a plain per cent sign."""
    (line,) = [
        line for line in text_of("cron", Plan(folder, command, at="6:05")).splitlines() if not line.startswith("#")
    ]
    fields, rest = line.split(maxsplit=5)[:5], line.split(maxsplit=5)[5]
    assert fields == ["5", "6", "*", "*", "*"]
    assert not re.search(r"(?<!\\)%", rest), "cron ends the command there"
    return rest.replace("\\%", "%")


@pytest.mark.parametrize("name", ["plain", "my 100% 'own' folder"])
def test_cron_runs_everything_in_order_and_speaks_only_of_failures(name: str, tmp_path: Path) -> None:
    folder, log = tmp_path / name, tmp_path / "log"
    (folder / "out" / "town" / "2024").mkdir(parents=True)
    (folder / "out" / "town" / "2024" / "a.pdf").touch()
    (folder / ".env").write_text("export SMTP_PASSWORD=secret\n")
    command = folder / "mjq-report"
    command.write_text(FAKE)
    command.chmod(0o755)

    def go(fail: str) -> subprocess.CompletedProcess[str]:
        log.write_text("")
        return subprocess.run(
            ["/bin/sh", "-c", cron_line(folder, command)], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "LOG": str(log), "FAIL": fail},
        )  # fmt: skip

    done = go("")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    whole = ["check", "build --all --strict", "verify out/town/2024/a.pdf", "site"]
    assert log.read_text().splitlines() == whole
    (folder / "mjq-report.toml").write_text("[[publish.target]]\n")
    assert go("").returncode == 0
    assert log.read_text().splitlines() == [*whole, "publish"]
    done = go("verify")
    assert done.returncode == 1
    assert "error: verify failed" in done.stdout
    assert log.read_text().splitlines() == whole[:3]


@pytest.mark.parametrize("name", ["plain", "my 100% 'own' \"$HOME\""])
def test_the_service_runs_everything_in_order_in_the_projects_folder(name: str, tmp_path: Path) -> None:
    """Its lines read as systemd reads them: quotes, C escapes, `$$` and `%%` (systemd.service(5), "Command lines")."""
    folder, log = tmp_path / name, tmp_path / "log"
    (folder / "out" / "town" / "2024").mkdir(parents=True)
    (folder / "out" / "town" / "2024" / "a.pdf").touch()
    (folder / "theme.toml").touch()
    (folder / "mjq-report.toml").write_text("# [[publish.target]]\n")
    command = folder / "mjq-report"
    command.write_text(FAKE)
    command.chmod(0o755)
    unit = schedule("systemd", Plan(folder, command, theme="theme.toml"))["mjq-report.service"]
    lines = [line.removeprefix("ExecStart=") for line in unit.splitlines() if line.startswith("ExecStart=")]
    words = [
        [word.replace("$$", "$").replace("%%", "%") for word in shlex.split(line.replace("\\\\", "\\"))]
        for line in lines
    ]

    def go() -> list[str]:
        log.write_text("")
        for line in words:
            done = subprocess.run(line, cwd=folder, check=False, env={**os.environ, "LOG": str(log), "FAIL": ""})
            assert done.returncode == 0, line
        return log.read_text().splitlines()

    whole = [
        "check",
        "build --all --strict --theme theme.toml --quiet",
        "verify out/town/2024/a.pdf",
        "site --theme theme.toml --quiet",
    ]
    assert go() == whole
    (folder / "mjq-report.toml").write_text("[[publish.target]]\n")
    assert go() == [*whole, "publish"]
    assert f"WorkingDirectory={str(folder).replace('%', '%%')}\n" in unit


def test_the_command_prints_or_writes_but_never_over_a_file(project: Path, tmp_path: Path) -> None:
    done = run("schedule", "--print", "github", cwd=project)
    assert done.returncode == 0, done.stderr
    assert load(done.stdout)["name"] == "briefings"
    shutil.copytree(project / "data", tmp_path / "data")
    for kind in ("gitlab", "systemd"):
        done = run("schedule", "--print", kind, "-o", tmp_path, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == [str(tmp_path / path) for path in FILES[kind]]
        assert all((tmp_path / path).is_file() for path in FILES[kind])
    again = run("schedule", "--print", "gitlab", "-o", tmp_path, cwd=tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert f"WorkingDirectory={tmp_path}\n" in (tmp_path / "mjq-report.service").read_text(encoding="utf-8")
    unknown = run("schedule", "--print", "at", cwd=tmp_path)
    assert unknown.returncode == 2
    assert "github, gitlab, systemd, cron" in unknown.stderr


@pytest.mark.parametrize("kind", ["systemd", "cron"])
@pytest.mark.parametrize("odd", ["a\nb", "a\x1bb", "a\u2028b", "a\x85b", "a\rb"])
def test_a_folder_that_would_end_a_line_of_a_schedule_is_refused(kind: str, odd: str) -> None:
    with pytest.raises(UsageError, match="has characters that no schedule can hold; move the project") as caught:
        schedule(kind, Plan(Path("/srv") / odd, Path("/usr/bin/mjq-report")))
    assert len(caught.value.lines()) == 1
