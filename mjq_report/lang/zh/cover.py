"""The cover: what its picture and its foot say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mjq_report.lang.zh.charts import NATURES
from mjq_report.model.document import Nature, Picture, Shape, plain_text

COVER: Mapping[str, str] = {
    "of": "占{whole}的",
    "of_which": "其中{part}",
    "passed": "越过",
    "between": "{first}至{last}",
}

_KINDS: Mapping[str, str] = {
    "steps": "台阶图", "nested": "嵌套面积图", "trend": "柱状图", "composition": "构成图", "areas": "面积图", "units": "点阵图",
}  # fmt: skip
_REMARKS: Mapping[str, str] = {
    "steps": "高度与数值成比例，横向只表示先后。",
    "nested": "图中面积与数值成比例。",
    "trend": "高度与数值成比例。",
    "composition": "高度与数值成比例。",
    "areas": "图中面积成比例，不表示位置和形状。",
    "units": "一个点代表{each}{unit}。",
}
_POWERS = ("一", "十", "百", "千", "一万", "十万", "百万")


def pictured(picture: Picture) -> Picture:
    """A cover's picture with the remark on how it is read, the key of its marks, and what it says to those who do not see it."""
    natures = {shape.nature for shape in picture.shapes}
    key = tuple((nature, _nature(nature, picture)) for nature in NATURES if nature in natures and nature != "published")
    remark = _REMARKS[picture.kind].format(each=_POWERS[len(str(picture.each)) - 1], unit=picture.unit)
    if picture.kind == "nested" and any(shape.inside for shape in picture.shapes):
        remark += "虚线框只比大小，不表示它属于框内的部分。" if _apart(picture) else ""
    shapes = "；".join(_told(shape) for shape in picture.shapes)
    of = "，".join(filter(None, (picture.title + plain_text(picture.whole), picture.subtitle)))
    alt = f"{_KINDS[picture.kind]}：{of}。{shapes}。{remark}"
    return replace(picture, remark=remark, key=key, alt=alt)


def _apart(picture: Picture) -> bool:
    """Whether the figure of a year before lies in a part of this year's, to which it does not belong."""
    marked = [shape.emphasis for shape in picture.shapes]
    return any(marked) and picture.shapes[-1].inside


def _nature(nature: Nature, picture: Picture) -> str:
    if nature == "unknown" and picture.kind == "steps":
        return "越过的年份没有公布"
    return "没有公布" if nature == "unknown" else NATURES[nature]


def _told(shape: Shape) -> str:
    figure = plain_text(shape.figure) or "没有公布" if shape.nature == "unknown" else plain_text(shape.figure)
    note = plain_text(shape.note)
    return "，".join(filter(None, (shape.name, figure + (f"（{note}）" if note else ""))))
