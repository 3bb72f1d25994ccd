"""Towns that nobody has seen: random figures over the shipped indicators, sound by the rules of the data.

Rows that break a rule (a part larger than its whole, two figures of one thing) are taken out again by what the
check says of them, which is also a test of the check: it must name the line.
"""

from __future__ import annotations

import csv
import random
import re
import shutil
from pathlib import Path

from mjq_report.dataset.schema import TABLES
from mjq_report.errors import DataError
from mjq_report.pipeline import Composed, Options, compose
from mjq_report.settings.paths import find_root

YEAR = 2024
_AROUND = {
    "exact": ("", ""),
    "about": ("约", ""),
    "more_than": ("超", ""),
    "nearly": ("近", ""),
    "at_least": ("", "以上"),
    "at_most": ("", "以内"),
}
_FRACTIONS = {"亿元", "万元", "%", "公顷", "平方公里", "个百分点"}
_CORE = {"economy", "industry", "investment", "consumption"}
_TOWN = {"town": "new", "name_zh": "新桥镇", "name_en": "Xinqiao", "district_zh": "南河区", "district_en": "Nanhe"}
_SOURCE = {"source": "src", "year": str(YEAR), "title": "新桥镇情况", "publisher": "镇政府", "published": f"{YEAR + 1}-01-15",
           "file": "a.txt", "sha256": "0" * 64}  # fmt: skip

_PARTS = [
    "新桥", "运河", "“热线+网格”", "平台", "（一期）", "AI", "5G网络", "SU7", "《乡村志》", "12345", "十百千", "示范", "R&D", "书香",
    "产业园", "北京某某集成电路装备零部件制造有限公司", "8家", "C<D", "100%", "马可·波罗", "Xinqiao Valley", "3·15", "新——旧",
]  # fmt: skip

Row = dict[str, str]


def stranger(folder: Path, project: Path, seed: int, options: Options) -> Composed:
    """A briefing about a random town, up to the point where it is set. Raises DataError if no rows are sound."""
    chance = random.Random(seed)
    shared = {}
    for name in ("indicators", "breakdowns", "coverages"):
        shared[name] = _read(project / "data" / f"{name}.csv")
        (folder / "data" / "towns" / "new").mkdir(parents=True, exist_ok=True)
        shutil.copy(project / "data" / f"{name}.csv", folder / "data")
    shutil.copytree(project / "templates", folder / "templates")
    _write(folder, "towns", [_TOWN])
    _write(folder, "sources", [_SOURCE])
    for name in ("claims", "corrections"):
        _write(folder, name, [])
    rows = _figures(chance, **shared)
    _write(folder, "programmes", _programmes(chance))
    _write(folder, "organisations", _organisations(chance, shared["breakdowns"]))
    while True:
        _write(folder, "observations", rows)
        try:
            return compose(find_root(folder), "new", YEAR, options)
        except DataError as error:
            wrong = {int(line) - 2 for text in error.lines() for line in re.findall(r"observations\.csv:(\d+)", text)}
            if not wrong:
                raise
            rows = [row for number, row in enumerate(rows) if number not in wrong]


def _figures(chance: random.Random, indicators: list[Row], breakdowns: list[Row], coverages: list[Row]) -> list[Row]:
    core = [indicator for indicator in indicators if indicator["domain"] in _CORE]
    found: dict[tuple[str, ...], Row] = {}
    for _ in range(chance.choice([1, 3, 8, 20, 60])):
        indicator = chance.choice(indicators if chance.random() < 0.5 else core)
        year = YEAR if chance.random() < 0.7 else chance.choice([YEAR - 4, YEAR - 2, YEAR - 1, YEAR + 1])
        row = {
            "indicator": indicator["indicator"],
            "breakdown": chance.choice(breakdowns)["breakdown"] if chance.random() < 0.3 else "",
            "period": chance.choice(
                [str(year)] * 6
                + [f"{year}-01/{year}-11", f"{year}-01/{year}-06", f"{year}-06-30", f"{year - 4}/{year}", f"{year}-03"]
            ),
            "coverage": "whole_town" if chance.random() < 0.6 else chance.choice(coverages)["coverage"],
            "value": _value(chance, indicator),
            "unit": indicator["unit"],
            "qualifier": chance.choice([*["exact"] * 5, *_AROUND]),
            "status": _status(chance, year),
            "source": "src",
            "locator": str(chance.randint(1, 9)),
        }
        before, after = _AROUND[row["qualifier"]]
        row["as_published"] = f"{before}{row['value'].lstrip('-')}{row['unit']}{after}"
        found[row["indicator"], row["breakdown"], row["period"], row["coverage"]] = row
    return list(found.values())


def _programmes(chance: random.Random) -> list[Row]:
    kinds = TABLES["programmes"].column("kind").codes
    domains = sorted(_CORE | {"governance", "culture", "livelihood", "planning"})
    found = []
    for number in range(chance.choice([0, 0, 1, 5, 12])):
        name = _name(chance)
        found.append({
            "programme": f"p{number}", "name_zh": name, "name_en": f"Programme {number}", "kind": chance.choice(kinds),
            "parent": f"p{chance.randrange(number)}" if number and chance.random() < 0.3 else "",
            "domain": chance.choice(domains), "since": chance.choice(["", "2019", "2024", "2023-05", "2024-12-28"]),
            "operator": chance.choice(["", "新桥镇", "新桥镇、南河区农业农村局"]),
            "summary_zh": _name(chance) + chance.choice(["", "，" + _name(chance)]) + "。", "summary_en": "A programme.",
            "source": "src", "locator": "1", "as_published": name,
        })  # fmt: skip
    return found


def _organisations(chance: random.Random, breakdowns: list[Row]) -> list[Row]:
    kinds = TABLES["organisations"].column("kind").codes
    industries = ["", *(row["breakdown"] for row in breakdowns if row["group"] == "industry")]
    found = []
    for number in range(chance.choice([0, 0, 1, 4, 30])):
        name = _name(chance)
        found.append({
            "organisation": f"o{number}", "name_zh": name, "name_en": f"Organisation {number}",
            "kind": chance.choice(kinds), "industry": chance.choice(industries), "role_zh": _name(chance),
            "role_en": "A part.", "source": "src", "locator": "1", "as_published": name,
        })  # fmt: skip
    return found


def _name(chance: random.Random) -> str:
    return "和".join(chance.choice(_PARTS) for _ in range(chance.randint(1, 5)))


def _value(chance: random.Random, indicator: Row) -> str:
    value = chance.choice([chance.uniform(0, 10), chance.uniform(0, 100), chance.uniform(10, 5000), 0.0, 1.0])
    if indicator["kind"] == "rate" or indicator["unit"] == "个百分点":
        value = chance.choice([value % 100, -(value % 60), 0.0])
    text = f"{value:.{chance.choice([0, 1, 2]) if indicator['unit'] in _FRACTIONS else 0}f}"
    return text if float(text) else text.lstrip("-")


def _status(chance: random.Random, year: int) -> str:
    if year > YEAR:
        return chance.choice(["planned", "target"])
    return "actual" if chance.random() < 0.6 else chance.choice(["estimated", "preliminary", "planned", "target"])


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, name: str, rows: list[Row]) -> None:
    table = TABLES[name]
    place = folder / "data" / "towns" / "new" if table.per_town else folder / "data"
    with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in table.columns], lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
