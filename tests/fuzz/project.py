"""The project whose inputs are spoilt: made-up towns, the real templates, and what an earlier build left in `out`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fuzz import prose, runner, settings, tables, workbooks
from tests.towns.lakeside import lay

PROJECT = Path(__file__).resolve().parent.parent.parent
OLD = {
    "lakeside/2024/lakeside-2024-2025-01-03.pdf": b"%PDF-1.7 old",
    "lakeside/2024/lakeside-2024-2025-01-03.json": b"{}\n",
}
BUILD = ("build", "--town", "lakeside", "--force", "--keep-going")


@dataclass(frozen=True, slots=True)
class Attack:
    """A spoilt project, the commands to try on it, and how each must end: its exit codes and the place it names."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    codes: tuple[int, ...]
    place: str
    must: bool = True  # whether the input is surely wrong; else it may also be taken


def lay_project(folder: Path) -> Path:
    """The sound project."""
    lay(folder / "data")
    shutil.copytree(PROJECT / "templates", folder / "templates")
    for name, data in OLD.items():
        path = folder / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    shutil.copyfile(PROJECT / "mjq_report" / "settings" / "themes" / "briefing.toml", folder / "own.toml")
    return folder


def spoil_table(root: Path, draw: Random, spoil: str = "", file: str = "") -> Attack:
    """A table made wrong; a cell of the observations when `spoil` is "cell"."""
    spoil = spoil or draw.choice(["cell", "cell", "cell", *tables.SPOILS, *tables.PLACES])
    file = "towns/lakeside/observations.csv" if spoil == "cell" else file or draw.choice(tables.FILES)
    path = root / "data" / file
    commands: tuple[tuple[str, ...], ...] = (("check",), BUILD)
    if file == "omissions.csv":  # what was left out on purpose is no part of a briefing
        commands = commands[:1]
    if spoil in tables.PLACES:
        tables.PLACES[spoil](path)
    else:
        made = tables.spoil_cell if spoil == "cell" else tables.SPOILS[spoil]
        path.write_bytes(made(path.read_bytes(), draw))
    return Attack(f"{file}: {spoil}", commands, (5,), "data/")


_BLANK = ("million blank lines", "line end in a cell")  # a blank row says nothing there
IMPORTED = [name for name in tables.SPOILS if name not in _BLANK]


def spoil_import(root: Path, draw: Random, spoil: str = "") -> Attack:
    """The same for a table that is to be imported."""
    spoil = spoil or draw.choice([*IMPORTED, *tables.PLACES])
    path = root / "in.csv"
    sound = (root / "data" / "towns" / "lakeside" / "observations.csv").read_bytes()
    path.write_bytes(sound)
    if spoil in tables.PLACES:
        tables.PLACES[spoil](path)
    else:
        path.write_bytes(tables.SPOILS[spoil](sound, draw))
    command = ("data", "import", str(path), "--town", "lakeside", "--yes")
    return Attack(f"import: {spoil}", (command,), (2, 5), ".csv")


def spoil_workbook(root: Path, draw: Random, sound: bytes, spoil: str = "") -> Attack:
    """A workbook that is to be imported."""
    spoil = spoil or draw.choice([*workbooks.SPOILS, *tables.PLACES])
    path = root / "in.xlsx"
    path.write_bytes(sound)
    if spoil in tables.PLACES:
        tables.PLACES[spoil](path)
    else:
        path.write_bytes(workbooks.SPOILS[spoil](sound, draw))
    command = ("data", "import", str(path), "--town", "lakeside", "--yes")
    return Attack(f"workbook: {spoil}", (command,), (2, 5), "")


SITE = "templates/site/words.toml"  # where it is not plain, the installed pages serve
_SYNTAX = set(settings.SPOILS) - {"an unknown key", "an unknown table"}
SETTINGS = ("own.toml", "templates/briefing.toml", "templates/zh/words.toml", SITE)


def spoil_settings(root: Path, draw: Random, spoil: str = "", file: str = "") -> Attack:
    """A theme, or what a briefing holds, or words; one value when `spoil` is "value"."""
    spoil = spoil or draw.choice(["value", "value", *settings.SPOILS, *tables.PLACES])
    file = file or draw.choice(SETTINGS)
    path = root / file
    if spoil in tables.PLACES:
        tables.PLACES[spoil](path)
    else:
        made = settings.wrong_value if spoil == "value" else settings.SPOILS[spoil]
        path.write_bytes(made(path.read_text(encoding="utf-8"), draw))
    commands: tuple[tuple[str, ...], ...] = ((*BUILD, "--theme", str(root / "own.toml")),)
    if file.startswith("templates/site"):
        commands = ((*BUILD, "--format", "html"),)
    elif file != "own.toml":
        commands += (("check", "--templates"),)
    return Attack(
        f"{file}: {spoil}",
        commands,
        (2, 6, 12),
        Path(file).name,
        must=spoil != "value" and (file != SITE or spoil in _SYNTAX),
    )


def spoil_template(root: Path, draw: Random, spoil: str = "", file: str = "") -> Attack:
    """A template; pieces of the language in any order when `spoil` is "pieces"."""
    spoil = spoil or draw.choice(["pieces", "pieces", *prose.TEMPLATES, *tables.PLACES])
    file = file or draw.choice(sorted(path.name for path in (root / "templates" / "zh").glob("*.j2")))
    path = root / "templates" / "zh" / file
    if spoil in tables.PLACES:
        tables.PLACES[spoil](path)
    else:
        added = prose.pieces(draw) if spoil == "pieces" else prose.TEMPLATES[spoil]
        raw = added if isinstance(added, bytes) else added.encode("utf-8", "surrogatepass")
        path.write_bytes(path.read_bytes() + b"\n" + raw + b"\n")
    return Attack(f"{file}: {spoil}", (("check", "--templates"), BUILD), (6,), file)


def wrongs(root: Path, attack: Attack, folder: Path, place: Sequence[str] = ()) -> list[str]:
    """Try an attack's commands; everything that is not as promised."""
    found = []
    before = runner.digest(root)
    for command in attack.commands:
        done = runner.run((*command, "--root", root), folder)
        if done.code == 0 and not attack.must:
            found += [f"{command[0]}: {what}" for what in runner.dear(done)]
            continue
        found += [f"{command[0]}: {what}" for what in runner.complaints(done, attack.codes, attack.place)]
        if runner.digest(root) != before:
            found.append(f"{command[0]}: files were changed")
    return found
