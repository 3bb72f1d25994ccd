"""A runner of workflows, as little of GitHub and GitLab as their files need: shells, clones, artifacts, expressions.

Every `run:` and `script:` line is run as it stands, by the shell that the service would take; actions are played. What
a run opens or sends goes to a stand-in `gh`, a local web server, a bare repository.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TIMEOUT = 300
GH = """#!/bin/sh
# stands for GitHub's command: knows the releases that were made, writes down what it was asked for
case "$1 $2" in
  "release view") grep -qxF -- "$3" "$GH_LOG.tags" 2>/dev/null ;;
  "release create") printf '%s\\n' "$3" >>"$GH_LOG.tags"; printf '%s\\n' "$*" >>"$GH_LOG"
    for word; do case $word in changes/*.md) cp "$word" "$GH_LOG.notes";; changes/*) test -s "$word" || exit 9;; esac; done ;;
  *) exit 64 ;;
esac
"""


def load(text: str) -> Any:
    """YAML as plain values; `on` stays a word."""
    yaml = YAML(typ="safe", pure=True)
    return yaml.load(text)


def git(*arguments: str | Path, cwd: Path) -> str:
    """Run git with a name and address of its own, and give what it prints."""
    names = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in
             (("NAME", "A User"), ("EMAIL", "user@example.org"))}  # fmt: skip
    done = subprocess.run(
        ["git", *map(str, arguments)], cwd=cwd, env={**os.environ, **names}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"git {arguments}: {done.stderr}"
    return done.stdout.strip()


@dataclass
class Runner:
    """One service with one repository. `programs` are folders that come first in PATH."""

    origin: Path
    place: Path
    programs: list[Path]
    environment: dict[str, str] = field(default_factory=dict)
    runs: int = 0
    ran: list[str] = field(default_factory=list)
    said: str = ""

    def shell(self, script: str, cwd: Path, extra: Mapping[str, str]) -> int:
        """Run a script as the services do: bash, ending at the first failure, also inside pipes."""
        self.ran.append(script)
        path = os.pathsep.join([*map(str, self.programs), os.environ["PATH"]])
        kept = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR")}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=cwd, env={**kept, "PATH": path, **self.environment, **extra}, capture_output=True, text=True,
            timeout=TIMEOUT, check=False,
        )  # fmt: skip
        self.said += f"$ {script}\n{done.stdout}{done.stderr}"
        return done.returncode


# --------------------------------------------------------------------------- GitHub


@dataclass
class GitHub(Runner):
    """Runs a workflow for an event on a branch."""

    def run(self, workflow: str, event: str, ref: str = "refs/heads/main") -> dict[str, str]:
        """Run all jobs, and give each one's result: success, failure or skipped."""
        self.runs += 1
        folder = self.place / f"run-{self.runs}"
        artifacts = folder / "artifacts"
        artifacts.mkdir(parents=True)
        table = load(workflow)
        context: dict[str, Any] = {
            "github": {
                "event_name": event, "ref": ref, "run_number": str(self.runs), "repository": "someone/briefings",
                "server_url": "https://code.example.org", "token": "the-token",
            },
            "vars": {"SITE_URL": ""}, "secrets": {"SMTP_PASSWORD": "a-secret"}, "needs": {},
        }  # fmt: skip
        for name, job in table["jobs"].items():
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            fine = all(context["needs"][need]["result"] == "success" for need in needs)
            wanted = str(job.get("if", "success()"))
            if re.search(r"cancelled\(\)|always\(\)", wanted):
                fine = True
            outcome: dict[str, Any] = {"result": "skipped", "outputs": {}}
            if fine and evaluate(wanted, context):
                outcome = self._job(job, folder / name, artifacts, {**context, "steps": {}})
            context["needs"][name] = outcome
        return {name: outcome["result"] for name, outcome in context["needs"].items()}

    def _job(self, job: Mapping[str, Any], cwd: Path, artifacts: Path, context: dict[str, Any]) -> dict[str, Any]:
        cwd.mkdir(parents=True)
        output, summary = cwd.parent / f"{cwd.name}.output", cwd.parent / f"{cwd.name}.summary"
        github = context["github"]
        given = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "CI": "true",
                 "GITHUB_RUN_NUMBER": github["run_number"], "GITHUB_REPOSITORY": github["repository"],
                 "GITHUB_REPOSITORY_OWNER": "someone", "GITHUB_EVENT_NAME": github["event_name"]}  # fmt: skip
        failed = False
        for step in job["steps"]:
            if failed or not evaluate(str(step.get("if", "success()")), context):
                continue
            output.write_text("")
            extra = {name: filled(str(value), context) for name, value in step.get("env", {}).items()}
            if "run" in step:
                assert "${{" not in step["run"], "an expression in a script is a hole; hand it on by env"
                good = self.shell(step["run"], cwd, {**given, **extra}) == 0
            else:
                good = self._action(step, cwd, artifacts, context)
            values = dict(line.split("=", 1) for line in output.read_text().splitlines())
            if "id" in step:
                context["steps"][step["id"]] = {"outputs": values}
            failed = not good and not step.get("continue-on-error")
        made = {name: filled(str(value), context) for name, value in job.get("outputs", {}).items()}
        return {"result": "failure" if failed else "success", "outputs": made}

    def _action(self, step: Mapping[str, Any], cwd: Path, artifacts: Path, context: dict[str, Any]) -> bool:
        action, told = step["uses"].partition("@")[0], step.get("with", {})
        match action:
            case "actions/checkout":
                return self._checkout(cwd / told.get("path", "."), told.get("ref", "main"))
            case "actions/upload-artifact":
                shutil.copytree(cwd / told["path"], artifacts / told["name"], ignore=shutil.ignore_patterns(".*"))
            case "actions/download-artifact":
                shutil.copytree(artifacts / told["name"], cwd / told["path"], dirs_exist_ok=True)
            case "actions/upload-pages-artifact":
                shutil.copytree(cwd / told["path"], artifacts / "github-pages", ignore=shutil.ignore_patterns(".*"))
            case "actions/deploy-pages":
                shown = self.place / "pages"
                shutil.rmtree(shown, ignore_errors=True)
                shutil.copytree(artifacts / "github-pages", shown)
                context["steps"][step["id"]] = {"outputs": {"page_url": "https://someone.example.org/"}}
            case "actions/setup-python":
                pass  # `programs` has it
            case _:
                raise AssertionError(f"{action} is played by nobody")
        return True

    def _checkout(self, into: Path, ref: str) -> bool:
        branches = git("ls-remote", "--heads", self.origin, ref, cwd=self.place)
        if not branches:
            return False
        git("clone", "--quiet", "--depth=1", "--branch", ref, self.origin.as_uri(), into, cwd=self.place)
        return True


def filled(text: str, context: Mapping[str, Any]) -> str:
    """A value with its expressions worked out."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: shown(evaluate(found[1], context)), text)


def shown(value: Any) -> str:
    """A value as the service writes it."""
    return (
        {True: "true", False: "false", None: ""}.get(value, str(value)) if value in (True, False, None) else str(value)
    )


def evaluate(text: str, context: Mapping[str, Any]) -> Any:
    """An expression: comparisons, and, or, not, and names of the contexts."""
    inner = re.sub(r"^\s*\$\{\{(.*)\}\}\s*$", r"\1", text, flags=re.DOTALL)
    tokens = re.findall(r"'[^']*'|==|!=|&&|\|\||!|\(|\)|[\w.-]+\(\)|[\w.-]+", inner)
    assert "".join(tokens) == re.sub(r"\s+", "", inner) or "'" in inner, inner
    words = {"==": "==", "!=": "!=", "&&": " and ", "||": " or ", "!": " not ", "(": "(", ")": ")"}
    calls = {"success()": "True", "always()": "True", "cancelled()": "False"}
    parts = []
    for token in tokens:
        if token in words or token in calls:
            parts.append(words.get(token) or calls[token])
        elif token.startswith("'"):
            parts.append(repr(token[1:-1]))
        else:
            parts.append(repr(looked_up(token, context)))
    return eval(" ".join(parts))


def looked_up(name: str, context: Mapping[str, Any]) -> str:
    """`github.ref` and the like; what is not there is empty, but the first part must be known."""
    first, *rest = name.split(".")
    value: Any = context[first]
    for part in rest:
        value = value.get(part, "") if isinstance(value, Mapping) else ""
    return str(value)


# --------------------------------------------------------------------------- GitLab


@dataclass
class GitLab(Runner):
    """Runs a pipeline on the default branch, or for a merge request."""

    api: str = ""

    def run(self, pipeline: str, merge_request: bool = False) -> dict[str, str]:
        """Run all jobs, and give each one's result."""
        self.runs += 1
        folder = self.place / f"run-{self.runs}"
        table = load(pipeline)
        kept: dict[str, Path] = {}
        results: dict[str, str] = {}
        jobs = {name: job for name, job in table.items() if isinstance(job, dict) and "script" in job}
        for name, job in sorted(jobs.items(), key=lambda item: table["stages"].index(item[1]["stage"])):
            if merge_request and job.get("extends") == ".on_the_default_branch":
                results[name] = "skipped"
                continue
            if any(results[need] != "success" for need in job.get("needs", [])):
                results[name] = "skipped"
                continue
            cwd = folder / name
            git("clone", "--quiet", "--depth=1", "--branch", "main", self.origin.as_uri(), cwd, cwd=self.place)
            for need in job.get("needs", []):
                if need in kept:
                    shutil.copytree(kept[need], cwd, dirs_exist_ok=True)
            good = all(self.shell(line, cwd, self._given()) == 0 for line in ["\n".join(job["script"])])
            results[name] = "success" if good else "failure"
            kept[name] = self._artifacts(job, cwd, folder / f"{name}.artifacts")
        if results.get("pages") == "success":
            shown_at = self.place / "pages"
            shutil.rmtree(shown_at, ignore_errors=True)
            shutil.copytree(kept["pages"] / "public", shown_at)
        return results

    def _artifacts(self, job: Mapping[str, Any], cwd: Path, into: Path) -> Path:
        into.mkdir()
        for path in job.get("artifacts", {}).get("paths", []):
            if (cwd / path).is_dir():
                shutil.copytree(cwd / path, into / path, symlinks=True)
        return into

    def _given(self) -> dict[str, str]:
        return {
            "CI_REPOSITORY_URL": self.origin.as_uri(), "CI_API_V4_URL": self.api, "CI_PROJECT_ID": "7",
            "CI_PIPELINE_IID": str(self.runs), "CI_JOB_TOKEN": "job-token", "CI_DEFAULT_BRANCH": "main",
            "CI_PAGES_URL": "https://someone.example.org/briefings", "GITLAB_USER_NAME": "A User",
            "GITLAB_USER_EMAIL": "user@example.org",
        }  # fmt: skip
