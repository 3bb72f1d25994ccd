"""What is broken, and how each attempt must end: a kind of file, the ways to break it, the commands that then read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from mjq_report.dataset.workbook.exporting import export_xlsx
from tests.fuzz import prose, runner, settings, tables, workbooks
from tests.towns.lakeside import LAKESIDE, lay

PROJECT = Path(__file__).resolve().parents[2]
BUILD = ("build", "--town", "lakeside", "--force", "--keep-going")
OLD = {
    "lakeside/2024/lakeside-2024-2025-01-03.pdf": b"%PDF-1.7 old",
    "lakeside/2024/lakeside-2024-2025-01-03.json": b"{}\n",
}
SITE = "templates/site/words.toml"  # where it is not plain, the installed pages serve
Commands = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that are broken alike; `codes` are the exit codes that may result."""

    files: tuple[str, ...]
    ways: Mapping[str, Callable[[bytes, Random], bytes]]
    codes: tuple[int, ...]
    commands: Callable[[str], Commands]
    place: Callable[[str], str] = lambda file: Path(file).name  # what the first error names


def lay_project(folder: Path) -> Path:
    """Made-up towns, the real templates, and what an earlier build left in `out`."""
    lay(folder / "data")
    shutil.copytree(PROJECT / "templates", folder / "templates")
    for name, data in OLD.items():
        path = folder / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    shutil.copyfile(PROJECT / "mjq_report" / "settings" / "themes" / "briefing.toml", folder / "own.toml")
    shutil.copyfile(folder / "data" / LAKESIDE, folder / "in.csv")
    (folder / "in.xlsx").write_bytes(export_xlsx(folder / "data", "lakeside"))
    return folder


def _of_table(file: str) -> Commands:
    check = ("check",)
    return (check,) if file == "data/omissions.csv" else (check, BUILD)  # omissions are no part of a briefing


def _of_import(file: str) -> Commands:
    return (("data", "import", file, "--town", "lakeside", "--yes"),)


def _of_settings(file: str) -> Commands:
    if file == SITE:
        return ((*BUILD, "--format", "html"),)
    build = (*BUILD, "--theme", "own.toml")
    return (build,) if file == "own.toml" else (build, ("check", "--templates"))


def _of_template(file: str) -> Commands:
    return ("check", "--templates"), BUILD


def _cell(column: str, text: str, data: bytes, draw: Random) -> bytes:
    return tables.with_cell(data, draw.randrange(1, 7), column, text)


def _added(text: str | bytes, data: bytes, draw: Random) -> bytes:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return data + b"\n" + raw + b"\n"


_BLANK = ("million blank lines", "line end in a cell")  # a blank row means nothing in an imported table
_TOML = ("own.toml", "templates/briefing.toml", "templates/zh/words.toml", SITE)
_TEMPLATES = tuple(path.relative_to(PROJECT).as_posix() for path in sorted((PROJECT / "templates/zh").glob("*.j2")))
KINDS: Mapping[str, Kind] = {
    "table": Kind(tables.FILES, tables.SPOILS, (3, 5), _of_table, lambda file: "data/"),  # 3: the town is gone
    "cell": Kind(
        (f"data/{LAKESIDE}",),
        {f"{name}={text[:20]!r}": partial(_cell, name, text) for name, texts in tables.CELLS.items() for text in texts},
        (5,), lambda file: (("check",),), lambda file: "data/",
    ),
    "import": Kind(
        ("in.csv",), {way: made for way, made in tables.SPOILS.items() if way not in _BLANK}, (2, 5), _of_import,
        lambda file: ".csv",
    ),
    "workbook": Kind(("in.xlsx",), workbooks.SPOILS, (2, 5), _of_import, lambda file: ""),
    "settings": Kind(_TOML, settings.SPOILS, (2, 6, 12), _of_settings),
    "value": Kind(_TOML, {f"value {n}": settings.wrong_value for n in range(12)}, (2, 6, 12), _of_settings),
    "template": Kind(
        _TEMPLATES, {way: partial(_added, text) for way, text in prose.TEMPLATES.items()}, (6,), _of_template
    ),
    "pieces": Kind(
        _TEMPLATES, {f"pieces {n}": lambda data, draw: _added(prose.pieces(draw), data, draw) for n in range(12)}, (6,),
        _of_template,
    ),
}  # fmt: skip


def cases(kind: str, share: int) -> Iterator[tuple[str, str]]:
    """Files and ways of a kind: every `share`th, another one for each file; templates take turns."""
    ways = [*KINDS[kind].ways, *(() if kind in ("cell", "value", "pieces") else tables.PLACES)]
    files = KINDS[kind].files
    for number, way in enumerate(ways):
        for place, file in enumerate(files if kind not in ("template", "pieces") else [files[number % len(files)]]):
            if (number + place * 7) % share == 0:
                yield file, way


def complaints(root: Path, beside: Path, kind: str, file: str, way: str, seed: str = "") -> list[str]:
    """Break a file, run what reads it; everything that is not as promised. `value` and some of SITE may be valid."""
    one, path, draw = KINDS[kind], root / file, Random(f"{seed}{kind} {file} {way}")
    if way in tables.PLACES:
        tables.PLACES[way](path)
    else:
        path.write_bytes(one.ways[way](path.read_bytes(), draw))
    may_be_valid = kind == "value" or (file == SITE and (way in tables.PLACES or way.startswith("an unknown")))
    before, found = runner.digest(root), []
    for command in one.commands(file):
        done = runner.run(command, root, beside)
        if done.code == 0 and may_be_valid:
            found += [f"{command[0]}: {what}" for what in runner.costly(done)]
            continue
        found += [f"{command[0]}: {what}" for what in runner.complaints(done, one.codes, one.place(file))]
        if runner.digest(root) != before:
            found.append(f"{command[0]}: files were changed")
    return found
