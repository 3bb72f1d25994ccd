"""What tells a map from a photograph by its words, and a map's approval number (地图管理条例, 审图号)."""

from __future__ import annotations

from collections.abc import Mapping

PICTURES: Mapping[str, str] = {
    "map": "地图|[区方位]位图|位置图|区划图|界线图|分布图|交通图|影像图|规划图|路线图|平面图|地形图",
    "approval": r"审图号[：:]\s*[^\s，。；]{1,12}[（(〔\[]?\d{4}[）)〕\]]?\s*\d{1,6}\s*号",
}
