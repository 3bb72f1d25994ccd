"""Synthetic towns: a data folder with as many as are asked for, sound by every rule, the same for the same seed.

    python -m tests.towns.drawn COUNT FOLDER [SEED]

Indicators, breakdowns and coverages are the project's own; names, figures, gaps and lengths are drawn for each
town from a generator of its own, so that town number 7 is the same whether there are ten towns or ten
thousand. Figures range over six powers of ten between towns, keep to the declared parts and wholes, and move
by no more than a third from one year to the next; a few claims are wrong on purpose. No town means a real one.
"""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
YEARS = range(2018, 2026)
_UNITS = {"亿元", "万元", "%", "家", "个", "人", "件", "亩", "公顷", "平方公里", "条", "场", "人次"}
_SYLLABLES = [
    ("安", "An"), ("白", "Bai"), ("柏", "Bo"), ("长", "Chang"), ("东", "Dong"), ("丰", "Feng"), ("谷", "Gu"),
    ("海", "Hai"), ("和", "He"), ("湖", "Hu"), ("金", "Jin"), ("兰", "Lan"), ("林", "Lin"), ("龙", "Long"),
    ("南", "Nan"), ("宁", "Ning"), ("平", "Ping"), ("清", "Qing"), ("泉", "Quan"), ("沙", "Sha"), ("石", "Shi"),
    ("双", "Shuang"), ("泰", "Tai"), ("桃", "Tao"), ("文", "Wen"), ("西", "Xi"), ("新", "Xin"), ("阳", "Yang"),
    ("永", "Yong"), ("云", "Yun"), ("中", "Zhong"), ("竹", "Zhu"),
]  # fmt: skip
_KINDS = [
    ("镇", "Town", 0.6),
    ("乡", "Township", 0.25),
    ("街道", "Subdistrict", 0.1),
    ("经济开发区", "Economic Zone", 0.05),
]
_HEDGES = {
    "exact": ("为", ""),
    "about": ("约", ""),
    "more_than": ("超", ""),
    "nearly": ("近", ""),
    "at_least": ("达", "以上"),
    "at_most": ("", "以内"),
}
_WORDS = "推进建设服务产业园区乡村治理平台企业生态文化体育示范协同创新联动提升保障民生绿色数字智能"
_PROGRAMMES = ("mechanism", "brand", "project", "campaign", "award", "plan", "platform", "event")
_ORGANISATIONS = ("company", "institution", "department", "school", "association")

Row = dict[str, str]


@dataclass
class Standard:
    """The shared tables that all towns use, as rows."""

    indicators: list[Row]
    breakdowns: list[Row]
    coverages: list[Row]

    @property
    def measured(self) -> list[Row]:
        """Indicators whose unit the generator can write as a source would."""
        return [row for row in self.indicators if row["unit"] in _UNITS]

    def depth(self, indicator: Row) -> int:
        """How many wholes an indicator is in, one in another: wholes are drawn before their parts."""
        known = {row["indicator"]: row for row in self.indicators}
        return max(
            (1 + self.depth(known[whole]) for whole in indicator["part_of"].split() if whole in known), default=0
        )

    @property
    def industries(self) -> list[str]:
        """Breakdowns that divide a whole."""
        return [row["breakdown"] for row in self.breakdowns if row["group"] == "industry"]

    @property
    def own(self) -> list[str]:
        """Coverages of a town as a whole, the usual one first."""
        return [row["coverage"] for row in self.coverages if row["entity"] == "town"]


@dataclass
class Town:
    """One town's rows by table, and its sources."""

    town: Row
    sources: list[Row] = field(default_factory=list)
    observations: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    programmes: list[Row] = field(default_factory=list)
    organisations: list[Row] = field(default_factory=list)


def read_standard(data: Path = PROJECT / "data") -> Standard:
    """The shared tables of a data folder."""
    return Standard(*(_read(data / f"{name}.csv") for name in ("indicators", "breakdowns", "coverages")))


def write_towns(root: Path, count: int, seed: int = 1, data: Path = PROJECT / "data", most: int = 90) -> list[str]:
    """Write `root/data` with `count` towns, each with up to `most` figures a year; returns their slugs."""
    standard = read_standard(data)
    folder = root / "data"
    (folder / "towns").mkdir(parents=True)
    for name in ("indicators.csv", "breakdowns.csv", "coverages.csv"):
        shutil.copyfile(data / name, folder / name)
    headers = {
        path.stem: _header(path) for path in [*data.glob("*.csv"), *next((data / "towns").iterdir()).glob("*.csv")]
    }
    _write(folder / "omissions.csv", headers["omissions"], [])
    towns, sources = [], []
    for index in range(count):
        town = make_town(index, standard, seed, most)
        home = folder / "towns" / town.town["town"]
        home.mkdir()
        for table in ("observations", "claims", "programmes", "organisations"):
            _write(home / f"{table}.csv", headers[table], getattr(town, table))
        towns.append(town.town)
        sources += town.sources
    _write(folder / "towns.csv", headers["towns"], towns)
    _write(folder / "sources.csv", headers["sources"], sources)
    return [row["town"] for row in towns]


def make_town(index: int, standard: Standard, seed: int = 1, most: int = 90) -> Town:
    """The town of a number."""
    draw = random.Random(f"{seed} {index}")
    town = Town(_identity(index, draw))
    figures = _Figures(standard, draw)
    years = sorted(draw.sample(YEARS, draw.choice((1, 1, 1, 2, 2, 3, 4))))
    for year in years:
        source = _source(index, year, draw)
        town.sources.append(source)
        rows = figures.of_year(year, source, round(most ** draw.uniform(0.6, 1)))
        town.observations += rows
        town.claims += _claims(year, source, rows, town.observations, draw)
        town.programmes += _programmes(source, rows, standard, draw)
        town.organisations += _organisations(source, standard, draw)
    return town


class _Figures:
    """What a town's indicators are worth, remembered so that a series moves by steps."""

    def __init__(self, standard: Standard, draw: random.Random) -> None:
        self.standard, self.draw = standard, draw
        self.size = 10 ** draw.uniform(-3, 3)
        self.worth: dict[str, float] = {}
        self.last: dict[str, float] = {}
        self.decimals: dict[str, int] = {}
        self.months = draw.choice(("", "", "", "01/{}-11", "01/{}-09"))

    def of_year(self, year: int, source: Row, count: int) -> list[Row]:
        """The figures of a year: the main ones first, some gaps, some industries."""
        measured = self.standard.measured
        self.last = dict(self.worth)
        main = [row for row in measured[:30] if self.draw.random() < 0.8]
        rest = [row for row in measured[30:] if self.draw.random() < 0.7]
        chosen = (main + self.draw.sample(rest, len(rest)))[: max(count, 4)]
        rows, place = [], 1
        for indicator in sorted(chosen, key=lambda row: (self.standard.depth(row), row["kind"] == "rate")):
            place += self.draw.randrange(2)
            rows.append(self._row(indicator, "", year, source, place))
            if indicator["indicator"] in ("gross_industrial_output", "enterprises") and self.draw.random() < 0.6:
                industries = self.draw.sample(self.standard.industries, self.draw.randrange(1, 5))
                rows += [self._row(indicator, industry, year, source, place) for industry in industries]
        return rows

    def _row(self, indicator: Row, breakdown: str, year: int, source: Row, place: int) -> Row:
        name, unit = indicator["indicator"], indicator["unit"]
        amount = self._amount(indicator, breakdown)
        key = f"{name}/{breakdown}"
        digits = self.decimals.setdefault(key, self._digits(indicator, amount))
        value = f"{amount:.{digits}f}"
        hedged = (
            self.draw.random() < 0.15 and indicator["kind"] != "rate" and not indicator["part_of"] and not breakdown
        )
        qualifier = self.draw.choice(list(_HEDGES)) if hedged else "exact"
        before, behind = _HEDGES[qualifier]
        whole_year = indicator["kind"] in ("stock", "count") or not self.months
        period = str(year) if whole_year else f"{year}-{self.months.format(year)}"
        return {
            "indicator": name, "breakdown": breakdown, "period": period, "coverage": self.standard.own[0],
            "value": value, "unit": unit, "qualifier": qualifier, "status": "actual", "source": source["source"],
            "locator": str(place), "as_published": f"{before}{value}{unit}{behind}",
            "note": "" if self.draw.random() < 0.8 else _text(self.draw, 6, 40),
        }  # fmt: skip

    def _amount(self, indicator: Row, breakdown: str) -> float:
        """A figure: within its wholes, or a step from last time's, or new."""
        name = indicator["indicator"]
        if indicator["kind"] == "rate":
            return self._rate(name)
        wholes = [self.worth[whole] for whole in indicator["part_of"].split() if whole in self.worth]
        if breakdown and name in self.worth:
            wholes = [self.worth[name]]
        if wholes:
            amount = min(wholes) * self.draw.uniform(0.15, 0.24)
        elif name in self.worth:
            amount = self.worth[name] * self.draw.uniform(0.8, 1.3)
        elif indicator["unit"] in ("亿元", "万元", "亩", "件", "人次", "人"):
            amount = self.size * 10 ** self.draw.uniform(0, 2) + 0.5
        else:
            amount = 10 ** self.draw.uniform(0.3, 3)
        if not breakdown:
            self.worth[name] = amount
        return amount

    def _rate(self, name: str) -> float:
        """Growth as the figures have it, one in ten wrong; other rates at random."""
        grown = name.removesuffix("_growth")
        if grown == name or grown not in self.last or grown not in self.worth:
            return self.draw.uniform(0.1, 99)
        return 100 * (self.worth[grown] / self.last[grown] - 1) + (3 if self.draw.random() < 0.1 else 0)

    def _digits(self, indicator: Row, amount: float) -> int:
        if indicator["kind"] == "count" or indicator["unit"] in ("家", "个", "人", "件", "人次"):
            return 0 if amount >= 1 else 1
        return self.draw.choice((1, 2, 2)) if amount < 10_000 else 0


def _claims(year: int, source: Row, rows: Sequence[Row], known: Sequence[Row], draw: random.Random) -> list[Row]:
    """Industries against their whole, one in ten the wrong way round; growth on the last figure there was."""
    wholes = {row["indicator"]: row for row in rows if not row["breakdown"]}
    claims = []
    for row in rows:
        if row["breakdown"] and row["indicator"] in wholes and draw.random() < 0.7:
            pair = [_ref(row), _ref(wholes[row["indicator"]])]
            name = f"within_{row['indicator']}_{row['breakdown']}_{year}"
            claims.append(_claim(name, row, "at_most", pair if draw.random() < 0.9 else pair[::-1], source))
    for row in rows:
        name = row["indicator"].removesuffix("_growth")
        if row["indicator"].endswith("_growth") and name in wholes:
            before = [k for k in known if k["indicator"] == name and not k["breakdown"] and k["period"] < row["period"]]
            operands = [_ref(wholes[name]), _ref(before[-1])] if before else []
            operation = "growth_rate" if operands else "uncheckable"
            claims.append(_claim(f"change_{name}_{year}", row, operation, [_ref(row), *operands], source))
    return claims


def _claim(name: str, row: Row, operation: str, references: Sequence[str], source: Row) -> Row:
    return {
        "claim": name, "period": row["period"], "statement_zh": "公布的数之间的关系", "operation": operation,
        "statement_en": "How published figures relate", "result": references[0], "operands": " ".join(references[1:]),
        "source": source["source"], "locator": row["locator"], "as_published": row["as_published"], "note": "",
    }  # fmt: skip


def _ref(row: Row) -> str:
    breakdown = f"/{row['breakdown']}" if row["breakdown"] else ""
    return f"{row['indicator']}{breakdown}@{row['period']}#{row['coverage']}^{row['source']}:{row['locator']}"


def _programmes(source: Row, rows: Sequence[Row], standard: Standard, draw: random.Random) -> list[Row]:
    domains = sorted({row["domain"] for row in standard.indicators})
    found: list[Row] = []
    for number in range(int(60 ** draw.random()) - 1):
        name = _text(draw, 3, 18)
        figures = " ".join(
            dict.fromkeys(_ref(row) for row in draw.sample(rows, draw.randrange(3)) if not row["breakdown"])
        )
        parent = draw.choice(found)["programme"] if found and draw.random() < 0.1 else ""
        found.append({
            "programme": f"p{source['year']}_{number}", "name_zh": name, "name_en": f"Programme {number}", "parent": parent,
            "kind": draw.choice(_PROGRAMMES), "domain": draw.choice(domains), "since": "", "operator": "",
            "summary_zh": _text(draw, 8, 60), "summary_en": "One of the programmes", "observations": figures,
            "source": source["source"], "locator": str(number + 1), "as_published": name, "note": "",
        })  # fmt: skip
    return found


def _organisations(source: Row, standard: Standard, draw: random.Random) -> list[Row]:
    return [
        {
            "organisation": f"o{source['year']}_{number}", "name_zh": _text(draw, 4, 14), "name_en": f"Organisation {number}",
            "kind": draw.choice(_ORGANISATIONS), "industry": draw.choice(["", *standard.industries]),
            "role_zh": _text(draw, 4, 20), "role_en": "One of the organisations", "source": source["source"],
            "locator": str(number + 1), "as_published": _text(draw, 4, 14), "note": "",
        }
        for number in range(int(40 ** draw.random()) - 1)
    ]  # fmt: skip


def _identity(index: int, draw: random.Random) -> Row:
    parts = draw.sample(_SYLLABLES, draw.choice((1, 2, 2, 2, 2, 3, 4)))
    kind = draw.choices(_KINDS, [weight for _, _, weight in _KINDS])[0]
    latin = "".join(word for _, word in parts).capitalize()
    return {
        "town": f"{latin.lower()}-{index:05d}", "name_zh": "".join(sign for sign, _ in parts) + kind[0],
        "name_en": f"{latin} {kind[1]}", "code": f"{990_000_000 + index}", "district_zh": "试验区",
        "district_en": "Trial District", "note": "",
    }  # fmt: skip


def _source(index: int, year: int, draw: random.Random) -> Row:
    name = f"synthetic-{index:05d}-{year}"
    published = draw.choice((f"{year + 1}-01", f"{year + 1}-02-{draw.randrange(1, 29):02d}", f"{year + 1}"))
    return {
        "source": name, "year": str(year), "title": _text(draw, 6, 40), "author": "", "publisher": "合成数据",
        "published": published, "published_note": "合成", "file": f"{name}.txt",
        "sha256": hashlib.sha256(name.encode()).hexdigest(), "note": "",
    }  # fmt: skip


def _text(draw: random.Random, least: int, most: int) -> str:
    return "".join(draw.choices(_WORDS, k=draw.randint(least, most)))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _write(path: Path, header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.stdout.writelines(
        f"{slug}\n" for slug in write_towns(Path(sys.argv[2]), int(sys.argv[1]), *map(int, sys.argv[3:4]))
    )
