"""The shipped dictionary: China's, complete in every column, each name of one thing, and nothing of one town."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mjq_report.dataset import loading
from mjq_report.model.codes import IndicatorKind
from mjq_report.skeleton import project as skeleton

PROJECT = Path(__file__).resolve().parents[2]

MAY_BE_BLANK = ("part_of", "per", "signed", "growth_basis", "exhaustive", "better", "frame_zh", "aliases_zh")
TABLES = {"indicators": "indicator", "breakdowns": "breakdown", "coverages": "coverage"}
SECTIONS = {"A": 5, "B": 7, "C": 31, "D": 3, "E": 4, "F": 2, "G": 8, "H": 2, "I": 3, "J": 4, "K": 1, "L": 2, "M": 3,
            "N": 4, "O": 3, "P": 1, "Q": 2, "R": 5, "S": 6, "T": 1}  # fmt: skip
"""Divisions of each section of GB/T 4754-2017, 97 in all."""


def read(path: str) -> list[dict[str, str]]:
    with (PROJECT / "data" / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


INDICATORS, BREAKDOWNS = read("indicators.csv"), read("breakdowns.csv")


def names(row: dict[str, str]) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (row["name_zh"], row["short_zh"], *row["aliases_zh"].split("|"))))


def test_it_has_the_indicators_of_a_place() -> None:
    assert len(INDICATORS) >= 300
    per_domain = Counter(row["domain"] for row in INDICATORS)
    assert all(number >= 9 for number in per_domain.values()), per_domain


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["indicator"])
def test_every_indicator_says_all_of_itself(row: dict[str, str]) -> None:
    assert all(row[name] for name in row if name not in MAY_BE_BLANK)
    assert row["frame_zh"].count("{}") == (row["kind"] != IndicatorKind.ORDINAL)
    zh, en = row["definition_zh"], row["definition_en"]
    assert zh.endswith("。")
    assert en.endswith(".")
    assert "：" not in zh[:1]
    assert zh.rstrip("。") not in {*names(row)}, "a definition explains"
    assert en.rstrip(".").lower() != row["name_en"].lower()


@pytest.mark.parametrize("rows", [INDICATORS, BREAKDOWNS], ids=["indicators", "breakdowns"])
def test_a_name_means_one_thing(rows: list[dict[str, str]]) -> None:
    found = Counter(name for row in rows for name in names(row))
    assert [name for name, number in found.items() if number > 1] == []


def test_thresholds_are_stated() -> None:
    definitions = {row["indicator"]: row["definition_zh"] for row in INDICATORS}
    assert "2000万元" in definitions["industrial_enterprises_above_designated_size"]
    assert "500万元" in definitions["fixed_asset_investment"]
    assert "半年以上" in definitions["resident_population"]
    assert "AQI" in definitions["good_air_days"]
    assert all(limit in definitions["trade_enterprises_above_quota"] for limit in ("2000万元", "500万元", "200万元"))


def test_industries_are_those_of_the_national_classification() -> None:
    by_code = {row["code"]: row for row in BREAKDOWNS if row["code"]}
    own = {code[0]: row["breakdown"] for code, row in by_code.items() if code[0].isalpha()}
    assert own.keys() == SECTIONS.keys()
    for section, number in SECTIONS.items():
        below = [code for code, row in by_code.items() if row["part_of"] == own[section] and code.isdigit()]
        if number == 1:  # the section and its one division are the same
            assert by_code[f"{section}{ {'K': '70', 'P': '83', 'T': '97'}[section] }"]["breakdown"] == own[section]
        else:
            assert len(below) == number, section
    industrial = [code for code in by_code if code.isdigit() and 6 <= int(code) <= 46]
    assert len(industrial) == 41


def test_an_empty_project_has_exactly_the_dictionary_and_nothing_of_a_town(tmp_path: Path) -> None:
    files = dict(skeleton(empty=True))
    places = {row[name] for row in read("towns.csv") for name in ("name_zh", "district_zh")}
    places |= {name.rstrip("镇区") for name in places} | {"北京", "亦庄"}
    for table in TABLES:
        text = files[f"data/{table}.csv"].decode()
        assert text.encode() == (PROJECT / f"data/{table}.csv").read_bytes()
        assert not [place for place in places if place in text]
    for path, content in files.items():
        if path.startswith("data/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content)
    assert loading.check(tmp_path / "data") == []


def test_a_towns_terms_are_those_it_uses() -> None:
    for folder in sorted((PROJECT / "data/towns").iterdir()):
        used = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.csv") if path.stem not in TABLES)
        for table, key in TABLES.items():
            if (path := folder / f"{table}.csv").exists():
                rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
                assert [row[key] for row in rows if row[key] not in used] == []
