"""What proposals say in Chinese: why a number is none, names that are put together, what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping

LEFT_OUT: Mapping[str, str] = {
    "title": "书名、文件名中的数",
    "document": "文号或编号",
    "phone": "电话号码",
    "date": "日期或时期，由时期一列表示",
    "clock": "时刻、时段或气温",
    "holiday": "节日或假期长度",
    "plan": "规划名称",
    "congress": "会议届次",
    "heading": "标题或行文序号",
    "road": "公路或公交线路编号",
    "model": "型号、版本或名称的一部分",
    "hotline": "热线或报警号码",
    "sum_name": "机制名称",
    "age": "年龄界限",
    "anniversary": "纪念年数或节日次序",
    "share_name": "词语的一部分",
    "distance": "叙事中的距离",
    "circle": "时限或生活圈名称",
    "limit": "分组界限",
    "name": "指标名称的一部分",
    "note": "注释中的说明",
    "rough": "约数的习惯说法",
    "minute": "比喻",
    "parcel": "叙事细节",
    "slogan": "名称、口号或称号",
    "personal": "个人的叙述",
    "ordinal": "次序，不是统计值",
    "no_unit": "没有单位",
    "word": "词语的一部分，不是数",
    "rhetoric": "修辞或行文计数",
    "years": "年数，不是统计值",
    "repeated": "成语或重复",
}

NAMES: Mapping[str, str] = {
    "growth": "{name}增速",
    "average_growth": "{name}年均增速",
    "share": "{name}占比",
    "share_of": "{name}占{whole}比重",
    "points": "{name}{moved}百分点",
    "difference": "{name}{moved}数",
    "multiple": "{name}倍数",
    "grown_by": "{name}增长倍数",
    "count": "{name}数",
    "persons": "{name}人数",
    "rank": "{name}位次",
    "order": "{name}次序",
    "ratio": "{name}比",
    "area": "面积",
    "time": "时间",
    "sold": "销售额",
    "gap": "差额",
    "number": "数",
    "of": "的",
    "changed": "变动",
    "relative": "{name}相当于{whole}比例",
}

SECTORS = ("第一产业", "第二产业", "第三产业")
LEVELS: Mapping[str, str] = {
    "街道": "全街道",
    "镇": "全镇",
    "乡": "全乡",
    "区": "全区",
    "县": "全县",
    "市": "全市",
    "旗": "全旗",
}
ABOVE_SIZE = "规模以上"

LOOK: Mapping[str, str] = {
    "inherited": "名称取自前文",
    "two_names": "有两个可能的名称，请选定",
    "no_name": "没有找到名称",
    "new_term": "新名称，词典中没有",
}

STANDING: Mapping[str, str] = {
    "same": "与已有记录相同：{row}",
    "contradicts": "与已有记录不符：{row}为{value}{unit}",
    "supersedes": "较新的来源，将替代{row}的{value}{unit}",
}

NOTES: tuple[tuple[str, str], ...] = (
    (r"连续(?:数|多|[一二三四五六七八九十0-9]+)个?(?:月|季度|年)", "{words}的数"),
    (r"累计", "累计数"),
    (r"(?:降幅|跌幅)(?:[^，。；]{0,6})收窄", "同比仍为下降，降幅收窄"),
    (r"增[幅速](?:[^，。；]{0,6})(?:回落|放缓)", "仍为增长，增速回落"),
    (r"疫情(?:防控)?期间", "疫情期间"),
    (r"按可比(?:价格|口径)", "{words}计算"),
)
ROUND = "概数"
CLAIMS: Mapping[str, str] = {
    "sum": "{result}等于{parts}之和",
    "share": "{result}等于{part}与{whole}之比",
    "growth_rate": "{result}与{period}、{base}的数相符",
    "difference": "{result}等于{period}与{base}的数之差",
}


def level_of(name: str) -> str:
    """全镇, 全街道 …: the whole of a place by its name."""
    return next((whole for ending, whole in LEVELS.items() if name.endswith(ending)), "全域")
