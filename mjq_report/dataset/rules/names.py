"""Whether the name of a coverage fits its entity: 全区 says more than a town's figures cover."""

from __future__ import annotations

import re

from mjq_report.dataset import catalogue
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.problems import Problems
from mjq_report.errors import shown

_QUARTERS = ("district", "area", "park", "new_town")
_WHOLES: dict[str, tuple[str, ...]] = {  # of what a name says that it is the whole, and the entities that may be that
    "镇": ("town",), "乡": ("town",), "街道": ("town",), "村": ("village",), "区": _QUARTERS, "县": ("district",),
    "旗": ("district",), "市": ("city",), "省": ("province",), "国": ("nation",),
    "town": ("town", "new_town"), "township": ("town",), "village": ("village",), "district": _QUARTERS,
    "county": ("district",), "city": ("city",), "municipality": ("city",), "province": ("province",), "country": ("nation",), "nation": ("nation",),
}  # fmt: skip
_NAMES = {
    # 全市场 and 全国有企业 speak of no place
    "name_zh": re.compile(r"[全整本](镇|乡(?!村)|街道|村|区|县|旗|市(?!场)|省|国(?!有|营|资))"),
    "name_en": re.compile(r"\b(?:whole|entire|all of the) (\w+)", re.IGNORECASE),
}


_STRANGE = re.compile(r"\{(?!(?:place|level|district)\})[^{}]*\}?|(?<!\{place)(?<!\{level)(?<!\{district)\}")


def check_coverages(coverages: Rows, problems: Problems) -> None:
    """Report names that speak of the whole of another kind of place than the coverage's entity, or of unknown {words}."""
    for number, row in coverages.sound():
        for column in _NAMES:
            if what := _fault(row.get(column, ""), column, row["entity"]):
                problems.add(catalogue.COVERAGE_NAME, coverages.file, coverages.lines[number], column, what)


def _fault(name: str, column: str, entity: str) -> str:
    if strange := _STRANGE.search(name):
        return f"{shown(strange[0])} stands for nothing; there are {{place}}, {{level}} and {{district}}"
    found = _NAMES[column].search(name)
    fitting = _WHOLES.get(found[1].lower()) if found else None
    if found is None or fitting is None or entity in fitting:
        return ""
    return f"{shown(found[0])} does not fit the entity {entity}"
