"""What a figure is called with what it says: 固定资产投资 that has grown is 固定资产投资增速."""

from __future__ import annotations

import re

from mjq_report.lang.zh import tables as zh

GROWTH_NAME = re.compile(r"(?:比上年|较上年|同比|环比|年均)?(?:增长速度|增长率|增速|增幅|增长|增减率?|±)\Z")


def told(name: str, kind: str) -> tuple[str, str]:
    """The name of what has changed, and that of the figure: 固定资产投资, 固定资产投资增速."""
    base = GROWTH_NAME.sub("", name) if kind in ("growth", "average_growth") else name
    ending = zh.KINDS_OF_CHANGE.get(kind, "")
    if kind in ("growth", "average_growth"):
        return base, f"{base}{ending}" if base else name
    return base, name if not ending or re.search(
        r"增减|增加|减少|占.*比重|占比|率\Z|指数|完成|比重|比例", name
    ) else f"{name}{ending}"
