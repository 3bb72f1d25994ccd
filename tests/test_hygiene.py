"""What must be true of the files themselves: no names of data in code, nothing that runs data, nothing local."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "mjq_report"
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = ("mjq_report", "templates", "data", "tests", "docs", "benchmarks", ".ci", ".github")
TEXT = {".cff", ".cfg", ".csv", ".css", ".html", ".j2", ".java", ".js", ".json", ".lock", ".md", ".py", ".svg", ".toml",
        ".txt", ".xml", ".yaml", ".yml", ""}  # fmt: skip

# The oldest release without a published hole that would matter here.
ADVISORIES = {
    "cryptography": "46.0.5",  # a signer's library: CVE-2026-26007
    "fonttools": "4.61.0",  # CVE-2025-66034
    "jinja2": "3.1.6",  # CVE-2024-56201, CVE-2024-56326, CVE-2025-27516
    "openpyxl": "3.1.5",
    "pillow": "12.1.1",  # CVE-2026-25990
    "pypdf": "6.16.1",  # CVE-2026-84309 to 84311
    "reportlab": "5.1",  # CVE-2023-33733, CVE-2019-17626, CVE-2020-28463, and rl_safe_eval up to 5.0.1
    "weasyprint": "70",  # CVE-2026-49452, CVE-2025-68616
}
AVOIDED = {"pdfminer-six", "python-calamine"}  # pickle in its character maps; aborts the process on a crafted workbook


def files() -> list[Path]:
    """The project's own text files."""
    inside = (path for folder in FOLDERS for path in (PROJECT / folder).rglob("*"))
    found = [path for path in (*inside, *PROJECT.iterdir()) if path.is_file() and path.suffix in TEXT]
    foreign = {".coverage", ".git"}  # .git is a file in a worktree
    return sorted(p for p in found if "cache" not in str(p.relative_to(PROJECT)) and p.name not in foreign)


def places(pattern: str, paths: list[Path]) -> list[str]:
    """Where a pattern stands: `file:line: text`."""
    regex = re.compile(pattern)
    return [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if regex.search(line)
    ]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """The syntax tree of a module, node by node."""
    return list(ast.walk(ast.parse(path.read_bytes())))


@cache
def years() -> set[int]:
    """The years that the sources report on."""
    return {int(row["year"]) for row in rows("sources.csv")}


def rows(pattern: str) -> list[dict[str, str]]:
    """Rows of the tables that match a glob under data/."""
    found = []
    for path in sorted((PROJECT / "data").glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def named() -> set[str]:
    """Names of towns, districts, villages and companies that only data may hold."""
    towns = rows("towns.csv")
    names = {row[key] for row in towns for key in ("town", "name_zh", "name_en", "district_zh", "district_en")}
    names |= {row["name_zh"].removesuffix("镇") for row in towns} | {row["name_en"].split()[0] for row in towns}
    companies = [row for row in rows("towns/*/organisations.csv") if row["kind"] == "company"]
    villages = [row for row in [*rows("breakdowns.csv"), *rows("towns/*/breakdowns.csv")] if row["group"] == "village"]
    names |= {row[key] for row in companies + villages for key in ("name_zh", "name_en")}
    return {name for name in names if len(name) > 1 and not name.isdigit()}


# --------------------------------------------------------------------------- a second town is a folder of data


def test_no_code_and_no_template_names_a_town_or_a_company() -> None:
    names = named()
    assert len(names) > 10, "the tables hold fewer names than they should"
    latin = "|".join(re.escape(name) for name in sorted(names) if name.isascii())
    other = "|".join(re.escape(name) for name in sorted(names) if not name.isascii())
    shipped = [path for path in files() if path.is_relative_to(PACKAGE) or path.is_relative_to(PROJECT / "templates")]
    assert len(shipped) > 10
    assert places(rf"(?i:\b(?:{latin})\b|{other})", shipped) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_code_depends_on_a_year(path: Path) -> None:
    """A year of the record may stand in a message as an example, but nothing is compared with it or looked up by it."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            assert node.value not in years(), f"{path}:{node.lineno}: {node.value}"
        held: list[ast.expr | None] = []
        if isinstance(node, ast.Compare):
            held = [node.left, *node.comparators]
        elif isinstance(node, ast.Dict):
            held = list(node.keys)
        elif isinstance(node, ast.Subscript):
            held = [node.slice]
        elif isinstance(node, ast.Call):
            held = list(node.args)
        for one in held:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                assert not re.fullmatch(r"20\d\d([-/][-/\d]*)?年?", one.value), f"{path}:{one.lineno}: {one.value}"


# --------------------------------------------------------------------------- nothing from outside is run


RUNNING = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "code", "codeop", "commands"}
GUESSING = {
    "read_csv", "read_excel", "read_pickle", "to_pickle", "eval", "query",  # pandas
    "docEval", "docExec", "docAssign",  # ReportLab
    "pyplot",
}  # fmt: skip


@pytest.mark.guards("P12", "R1")
@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_turns_data_into_code(path: Path) -> None:
    for node in nodes(path):
        where = f"{path}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import):
            assert not {alias.name.partition(".")[0] for alias in node.names} & RUNNING, where
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").partition(".")[0] not in RUNNING, where
            assert not {alias.name for alias in node.names} & GUESSING, where
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile"}, where
            if isinstance(node.func, ast.Attribute):
                assert node.func.attr not in GUESSING, where
            shell = [word.value for word in node.keywords if word.arg == "shell"]
            assert not shell, f"{where}: a shell"


@pytest.mark.guards("R15")
@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_fonts_are_never_looked_for_on_the_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("fontfinder", "findfont", "findSystemFonts", "FontRegistry"):
        assert not re.search(rf"\b{word}\(", text), f"{path}: {word}"
        assert not re.search(rf"import .*\b{word}\b", text), f"{path}: {word}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_edge_asks_for_the_time(path: Path) -> None:
    """The edition date is an input. A stage that asked the clock would make another PDF tomorrow."""
    if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in {"cli", "runs", "archive", "delivery"}:
        return
    for node in nodes(path):
        if isinstance(node, ast.Attribute):
            asked = node.attr in {"now", "utcnow", "today", "localtime", "gmtime"}
            asked |= node.attr in {"time", "time_ns"} and isinstance(node.value, ast.Name) and node.value.id == "time"
            assert not asked, f"{path}:{node.lineno}: .{node.attr}"


# --------------------------------------------------------------------------- dependencies


@cache
def pins(lock: str) -> dict[str, list[Version]]:
    """Name → versions in a lock file; more than one where they differ by Python version."""
    found: dict[str, list[Version]] = {}
    for name, number in re.findall(r"^([a-z0-9-]+)==(\S+)", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(Version(number))
    return found


@pytest.mark.guards("D1")
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-lowest.lock", "requirements-run.lock"])
def test_no_locked_release_has_a_known_hole(lock: str) -> None:
    pinned = pins(lock)
    assert pinned["reportlab"]
    assert not AVOIDED & set(pinned)
    for name, floor in ADVISORIES.items():
        assert all(number >= Version(floor) for number in pinned.get(name, [])), f"{name} {pinned[name]} < {floor}"


@pytest.mark.guards("D1")
def test_the_declared_floors_rule_out_known_holes() -> None:
    table = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*table["dependencies"], *(line for extra in table["optional-dependencies"].values() for line in extra)]
    for wanted in map(Requirement, lines):
        floors = [Version(part.version) for part in wanted.specifier if part.operator == ">="]
        assert len(floors) == 1, f"{wanted}: one floor, and no ceiling that will be in the way tomorrow"
        assert floors[0] >= Version(ADVISORIES.get(wanted.name, "0")), f"{wanted}: {ADVISORIES[wanted.name]} or newer"


@pytest.mark.parametrize("name", ["reportlab", "jinja2", "fonttools"])
def test_what_runs_here_has_no_known_hole(name: str) -> None:
    assert Version(version(name)) >= Version(ADVISORIES[name])


@pytest.mark.guards("D1")
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-lowest.lock", "requirements-run.lock"])
def test_every_locked_release_is_held_by_hash_and_by_no_address(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|^--?[a-z]+-(url|links)|file:|(^|\s)/", text, re.MULTILINE)
    blocks = re.split(r"\n(?=[a-z])", text.partition("\n\n")[2] or text)
    for block in blocks:
        if "==" in block.splitlines()[0]:
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_has_all_that_pyproject_asks_for() -> None:
    whole = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    table = whole["project"]
    extras = [line for extra in table["optional-dependencies"].values() for line in extra]
    groups = whole["dependency-groups"]
    tools = [line for line in [*groups["install"], *groups["dev"]] if isinstance(line, str)]
    for wanted in map(Requirement, [*table["dependencies"], *extras, *tools]):
        for lock in ("requirements.lock", "requirements-lowest.lock"):
            numbers = pins(lock).get(wanted.name.lower(), [])
            assert numbers, f"{wanted.name} is not in {lock}: make lock"
            assert all(wanted.specifier.contains(number) for number in numbers), f"{wanted} in {lock}: make lock"


def test_a_briefing_is_installed_of_the_same_releases_as_its_tests_and_of_no_more() -> None:
    whole = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    lean, full = pins("requirements-run.lock"), pins("requirements.lock")
    for wanted in map(Requirement, [*whole["project"]["dependencies"], *whole["dependency-groups"]["install"]]):
        assert wanted.name.lower() in lean, f"{wanted.name}: make lock"
    assert {name: full.get(name) for name in lean} == lean
    assert not {"pyarrow", "playwright", "pytest", "botocore", "mypy"} & set(lean)


# --------------------------------------------------------------------------- files


def test_no_file_names_this_machine_or_a_package_index() -> None:
    paths = [path for path in files() if path != Path(__file__)]
    assert places(r"(?<![\w.])/(?:root|home/\w+|Users/\w+|tmp|work|opt)/", paths) == []
    assert places(r"index[-]url|\"resolved\": *\"http|https?://[^\s\"]+\.(?:whl|tar\.gz)\"", paths) == []


def test_nothing_is_left_open() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error", "pragma: no" + " cover")
    marks = (r"pytest\.mark\.skip\(", "x" + "fail")
    python = [path for path in files() if path.suffix == ".py"]
    assert places("|".join((*words, *marks)), [path for path in python if path != Path(__file__)]) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"util", "utils", "helper", "helpers", "misc", "common", "manager"}
    assert not [path for path in files() if path.suffix == ".py" and path.stem in vague]
    assert not [path for path in PACKAGE.rglob("*") if path.is_dir() and path.name in vague]


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len((PROJECT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


def test_no_tracked_file_is_large_and_out_holds_only_its_note(tool: Callable[[str], str]) -> None:
    if not (PROJECT / ".git").exists():
        return  # an unpacked source distribution tracks nothing
    done = subprocess.run([tool("git"), "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    tracked = [Path(name) for name in done.stdout.split("\0") if name]
    assert [path for path in tracked if (PROJECT / path).is_file() and (PROJECT / path).stat().st_size > 2**20] == []
    assert [str(path) for path in tracked if path.parts[0] == "out"] == ["out/README.md"]


@pytest.mark.parametrize("path", sorted((PROJECT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_workflows_pin_actions_by_hash_and_ask_for_no_more_than_they_need(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    actions = re.findall(r"uses: *(\S+)(.*)", text)
    assert actions
    for action, comment in actions:
        assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40}", action), action
        assert re.search(r"# v\d+\.\d+\.\d+", comment), f"{action}: say which version that is"
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE), "grant nothing at the top, and each job what it needs"
    assert text.count("timeout-minutes:") == text.count("runs-on:")
    assert "pull_request_target" not in text
