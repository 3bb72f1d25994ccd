"""Charts for those who do not see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mjq_report.lang.zh.numbers import count
from mjq_report.model.document import Chart, Mark, Nature, Series, plain_text

CHARTS: Mapping[str, str] = {
    "trend": "柱状图",
    "trend_line": "折线图",
    "change": "柱状图及变动",
    "ranked": "条形图",
    "composition": "构成图",
    "multiples": "多组柱状图",
    "bullet": "计划与实绩对比图",
    "slope": "两期对比图",
    "dumbbell": "本期与上期对比图",
    "waterfall": "瀑布图",
    "nested": "嵌套占比图",
    "timeline": "时间线",
    "steps": "台阶图",
    "flow": "流向图",
    "months": "月份图",
}

NATURES: Mapping[Nature, str] = {
    "published": "来源公布",
    "derived": "推算",
    "expected": "预计、计划",
    "unknown": "未公布、不确定",
}

CHART_TITLES: Mapping[str, str] = {
    "share": "{part}{figure}，占{whole}的{share}",
    "largest_part": "{whole}中，{part}最多，为{figure}",
    "moved": "{name}由{since}的{before}{verb}{until}的{after}",
    "level": "{name}{since}和{until}都是{after}",
    "rates": "主要指标增速",
    "rates_rise": "{up}都在增长，{name}{change}，增幅最大",
    "rates_fall": "{down}都在下降，{name}{change}，降幅最小",
    "rates_part": "{up}增长、{down}下降，{name}{change}，增幅最大",
    "most": "{name}的{of}最多，为{figure}",
    "of_whole": "占{share}",
    "at_least": "净增的{rise}，{part}占{share}",
    "unassigned": "归属未公布",
    "increase_of": "{name}比上年同期的增加额",
    "above_whole": "{part}{figure}，已超过{when}{whole}的总数（{base}）",
    "apart_from": "{parts}以外的各项",
    "months": "{name}：{months}分别为{figures}",
    "months_alike": "{name}：{months}都是{figures}",
    "month": "{month}月",
    "aims": "{up}要高于{since}，{name}由{before}{verb}{after}",
    "aims_less": "{name}由{before}{verb}{after}",
    "aim": "计划",
    "pull_of": "{part}的拉动",
    "elsewhere": "其他地方",
    "growth_of": "{place}{of}增速",
    "made_of": "{place}{of}增速的构成",
    "pull_up": "{part}拉动{place}{of}增长{pull}，其他地方合计拉动{rest}",
    "pull_down": "{part}拉动{place}{of}增长{pull}，其他地方合计使其{rest}",
    "both_up": "{name}{change}，{other}{change_of_other}",
    "all_up": "{up}都高于{when}，{name}{change}，增幅最大",
    "all_higher": "{up}都高于{when}",
    "all_down": "{down}都低于{when}",
    "one_down": "{up}高于{when}，{name}低于{when}",
    "some_down": "{up}高于{when}，{name}等{down}低于{when}",
    "then": "早年",
    "this_time": "本期",
    "last_time": "上年同期",
    "not_from_zero": "纵轴不从零开始。",
    "own_whole": "各行按其总数折算，行与行不比大小。",
    "own_scale": "各行按本期数折算，行与行不比大小。",
    "was_higher": "{when}更高，未公布",
    "was_lower": "{when}更低，未公布",
    "passed": "{name}先后越过{levels}，{until}达到{figure}",
    "passed_with": "{name}先后越过{levels}，{until}达到{figure}，其中{part}{of_it}",
    "unknown_year": "年份未公布",
    "only_order": "高度成比例，横向只表示先后。",
    "dated": "有日期的计划{dated}",
    "dated_and_not": "有日期的计划{dated}，没有日期的{open}",
    "next": "接下来",
    "plans": "今后的计划和目标",
    "undated": "未给日期",
    "came": "{whole}{figure}，其中{parts}",
    "became": "{name}{figure}，只在一种读法下与其他数吻合",
    "readings": "{name}{figure}，与其中{count}读法吻合",
    "as_published": "来源公布",
    "readings_at": "各读法的算法见数据核算。",
    "one_reading": "仅在一种读法下",
    "gone": "其余，去向未公布",
}
"""What a chart that was chosen by shape says above itself; in the braces stand names and figures of the data."""


def items(number: int) -> str:
    """How many things a chart shows: 两项, 十二项."""
    return f"{'两' if number == 2 else count(number)}项"


_INTENTIONS = ("预计", "计划", "目标")  # where one of these is said, the mark's nature is


def chart_key(chart: Chart) -> tuple[tuple[Nature, str], ...]:
    """A word for each nature of a chart's marks; none where all are published."""
    found = {mark.nature for series in chart.series for mark in series.marks}
    return tuple((nature, word) for nature, word in NATURES.items() if nature in found) if found - {"published"} else ()


def alt_text(chart: Chart) -> str:
    """A chart in words: its kind, its title, what it shows, and each series mark by mark with its value."""
    head = [f"{CHARTS[chart.kind]}：{plain_text(chart.title)}", chart.subtitle]
    body = [_series(series, chart.unit, named=len(chart.series) > 1) for series in chart.series]
    parts = [part.strip().rstrip("。.；;") for part in (*head, *body)]
    return "。".join(part for part in parts if part) + "。"


def _series(series: Series, unit: str, named: bool) -> str:
    marks = "；".join(_mark(mark, unit) for mark in series.marks)
    return f"{series.name}：{marks}" if named and series.name else marks


def _mark(mark: Mark, unit: str) -> str:
    text = mark.label or "无数据"
    if mark.value is not None and unit and text[-1:].isdecimal():  # a label with a unit of its own ends in it
        text += unit
    said = text + mark.differs + mark.note
    told = "" if mark.nature == "published" or mark.value is None else NATURES[mark.nature]
    told = "" if any(word in said for word in (told, *_INTENTIONS)) else told
    aside = "；".join(filter(None, (mark.note, mark.differs, told)))
    return f"{mark.position}，{text}" + (f"（{aside}）" if aside else "")


def conversion(sources: Sequence[str], unit: str, *, every: bool, rounded: bool) -> str:
    """That figures were converted: `部分数由元、亿元换算为万元，四舍五入，原数见附录。`"""
    return f"{'各' if every else '部分'}数由{'、'.join(sources)}换算为{unit}{'，四舍五入' if rounded else ''}，原数见附录。"


def apart(name: str, basis: str) -> str:
    """That a growth does not follow from the levels drawn: `工业总产值增速按可比口径计算，不能由图中各年的数直接得出。`"""
    return f"{name}增速{basis}计算，不能由图中各年的数直接得出。"
