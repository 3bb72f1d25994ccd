"""A chart in words, for those who do not see it: what it states, and every mark with its value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mjq_report.model.document import Chart, ChartKind, Mark, Series, plain_text

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, with its punctuation."""

    kinds: dict[ChartKind, str]
    nothing: str
    colon: str
    comma: str
    semicolon: str
    stop: str
    brackets: tuple[str, str]


_ZH = Words(
    {
        "trend": "柱状图",
        "trend_line": "折线图",
        "change": "柱状图及变动",
        "ranked": "条形图",
        "composition": "构成图",
        "multiples": "多组柱状图",
        "bullet": "计划与实绩对比图",
        "slope": "两期对比图",
    },
    "无数据",
    "：",
    "，",
    "；",
    "。",
    ("（", "）"),
)
_EN = Words(
    {
        "trend": "Bar chart",
        "trend_line": "Line chart",
        "change": "Bar chart with changes",
        "ranked": "Ranked bar chart",
        "composition": "Composition chart",
        "multiples": "Small multiple bar charts",
        "bullet": "Chart of results against plans",
        "slope": "Chart of two periods",
    },
    "no data",
    ": ",
    ", ",
    "; ",
    ". ",
    (" (", ")"),
)


def alt_text(chart: Chart) -> str:
    """Kind, title, what it shows, and each series mark by mark, in the language of the chart's own words.

    A chart that brings an alt text of its own keeps it.
    """
    if chart.alt:
        return chart.alt
    own = plain_text(chart.title) + chart.subtitle + "".join(series.name for series in chart.series)
    words = _ZH if _HAN.search(own) else _EN
    head = [words.kinds[chart.kind] + words.colon + plain_text(chart.title), chart.subtitle]
    body = [_series(series, chart.unit, words, named=len(chart.series) > 1) for series in chart.series]
    parts = [part.strip().rstrip("。.；;") for part in (*head, *body)]
    return (words.stop.join(part for part in parts if part) + words.stop).strip()


def _series(series: Series, unit: str, words: Words, named: bool) -> str:
    marks = words.semicolon.join(_mark(mark, unit, words) for mark in series.marks)
    return f"{series.name}{words.colon}{marks}" if named and series.name else marks


def _mark(mark: Mark, unit: str, words: Words) -> str:
    text = mark.label or words.nothing
    if mark.value is not None and unit and text[-1:].isdecimal():
        text += unit
    why = f"{words.brackets[0]}{mark.differs}{words.brackets[1]}" if mark.differs else ""
    return f"{mark.position}{words.comma}{text}{why}"
