"""What the tables, their columns and their codes are called in spreadsheets: heads, drop-down lists, and what they are read as.

The first name is written, all are read. A head of `table.column` goes before that of the column alone.
"""

from __future__ import annotations

from collections.abc import Mapping

SHEETS: Mapping[str, tuple[str, ...]] = {
    "observations": ("观测值", "数据", "指标数据"),
    "claims": ("论断",),
    "programmes": ("项目与机制", "项目"),
    "organisations": ("机构与企业", "机构", "企业"),
    "corrections": ("更正",),
    "mentions": ("提及",),
    "names": ("历年名称",),
    "own_indicators": ("本地指标",),
    "own_breakdowns": ("本地分组",),
    "own_coverages": ("本地口径",),
    "towns": ("镇",),
    "indicators": ("指标",),
    "breakdowns": ("分组",),
    "coverages": ("口径",),
    "sources": ("来源",),
    "omissions": ("有意不录",),
}
LISTS = "选项"  # the sheet of an exported workbook that holds the drop-down lists

HEADS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("指标", "指标名称", "指标代号", "指标代码"),
    "breakdown": ("分组", "分组名称", "分组代号"),
    "coverage": ("口径", "统计口径", "范围", "口径代号"),
    "period": ("时期", "时间", "年份", "报告期", "时期（ISO 8601）"),
    "value": ("数值", "数据", "数字", "值"),
    "unit": ("单位", "计量单位"),
    "qualifier": ("修饰", "修饰词", "限定"),
    "status": ("状态", "数据状态"),
    "source": ("来源", "资料来源", "数据来源"),
    "locator": ("位置", "段落", "段落号", "单元格", "出处"),
    "as_published": ("原文", "原文字串"),
    "note": ("备注", "说明", "注"),
    "kind": ("种类", "类别", "类型"),
    "upper": ("上限",),
    "basis": ("计算基础",),
    "movement": ("变动",),
    "members_zh": ("名单",),
    "members_en": ("名单（英文）",),
    "note_public_zh": ("读者须知",),
    "note_public_en": ("读者须知（英文）",),
    "despite": ("不适用的检查",),
    "claim": ("论断代号", "论断"),
    "statement_zh": ("论断大意",),
    "statement_en": ("论断大意（英文）",),
    "operation": ("运算",),
    "result": ("结果",),
    "operands": ("运算数",),
    "reading_of": ("另一读法",),
    "assumes_zh": ("假定",),
    "assumes_en": ("假定（英文）",),
    "programme": ("项目代号", "代号"),
    "name_zh": ("中文名", "名称", "中文名称"),
    "name_en": ("英文名", "英文名称"),
    "parent": ("所属项目",),
    "domain": ("领域",),
    "since": ("起始", "起始时间"),
    "operator": ("主办者", "主办单位"),
    "summary_zh": ("简介",),
    "summary_en": ("简介（英文）",),
    "observations": ("相关数据",),
    "organisation": ("机构代号", "代号"),
    "industry": ("行业", "所属行业"),
    "role_zh": ("角色",),
    "role_en": ("角色（英文）",),
    "key": ("观测值的键",),
    "published": ("发布日期",),
    "corrections.published": ("印出的值",),
    "used": ("采用的值",),
    "reason": ("理由",),
    "expect": ("应有的值",),
    "entity": ("项目或机构",),
    "stage": ("阶段",),
    "due": ("到期",),
    "due_words": ("到期的原话",),
    "rescoped": ("辖区变动",),
    "town": ("镇代号", "代号"),
    "code": ("行政区划代码", "区划代码"),
    "breakdowns.code": ("行业代码",),
    "own_breakdowns.code": ("行业代码",),
    "district_zh": ("所属区", "所属区县", "所属县"),
    "district_en": ("所属区（英文）",),
    "level": ("层级",),
    "decimals": ("小数位",),
    "part_of": ("所属总体",),
    "definition_zh": ("定义",),
    "definition_en": ("定义（英文）",),
    "short_zh": ("简称",),
    "aliases_zh": ("其他名称", "别名"),
    "shown_in": ("图表单位",),
    "frame_zh": ("句式",),
    "weight": ("分量",),
    "better": ("向好方向",),
    "exhaustive": ("合即总体",),
    "relation": ("所说关系",),
    "relates_to": ("所说的指标",),
    "whole": ("对何总体",),
    "per": ("人均户均",),
    "signed": ("可以为负",),
    "growth_basis": ("增速计算基础",),
    "group": ("分组类别",),
    "coverages.entity": ("所指主体",),
    "own_coverages.entity": ("所指主体",),
    "year": ("年度", "报道年度"),
    "title": ("标题",),
    "author": ("作者",),
    "publisher": ("发布者", "发布单位"),
    "published_note": ("日期依据",),
    "file": ("文件名",),
    "sha256": ("SHA-256",),
    "url": ("网址",),
    "accessed": ("访问日期",),
    "text": ("不录的字串",),
}

_YES = {"yes": ("是",)}
_BASES = {"comparable": ("可比口径",), "constant_price": ("可比价", "不变价"), "nominal": ("现价",)}
_KINDS = {
    "flow": ("时期数",), "stock": ("时点数",), "count": ("计数",), "rate": ("比率",), "growth": ("增速",), "share": ("占比", "比重"),
    "difference": ("之差",), "rank": ("位次",), "ordinal": ("序数",), "magnitude": ("量级",), "date": ("日期",),
}  # fmt: skip
_DOMAINS = {
    "economy": ("经济",), "industry": ("工业", "产业"), "investment": ("投资",), "consumption": ("消费",), "enterprises": ("企业",),
    "services": ("服务",), "governance": ("治理",), "livelihood": ("民生",), "environment": ("环境",), "culture": ("文化",),
    "agriculture": ("农业",), "planning": ("规划",), "land": ("土地",),
}  # fmt: skip

CODES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "qualifier": {
        "exact": ("确数", "准确"), "about": ("约", "左右", "大约"), "more_than": ("超", "超过", "多", "余", "突破"),
        "nearly": ("近", "接近", "不足"), "at_least": ("以上", "不少于"), "at_most": ("以内", "不超过"),
    },
    "status": {
        "actual": ("实际", "实绩"), "estimated": ("预计", "预估"), "preliminary": ("初步", "初步核算", "初步统计"),
        "planned": ("计划",), "target": ("目标",),
    },
    "observations.kind": _KINDS,
    "indicators.kind": _KINDS,
    "own_indicators.kind": _KINDS,
    "sources.kind": {
        "newspaper": ("报纸",), "bulletin": ("统计公报", "公报"), "work_report": ("政府工作报告", "工作报告"), "yearbook": ("年鉴",),
        "web": ("网页",), "table": ("统计表",),
    },
    "programmes.kind": {
        "mechanism": ("机制",), "brand": ("品牌",), "project": ("项目",), "campaign": ("行动",), "award": ("荣誉",),
        "plan": ("规划",), "platform": ("平台",), "event": ("活动",),
    },
    "organisations.kind": {
        "company": ("企业",), "institution": ("机构",), "department": ("部门",), "school": ("学校",), "association": ("协会",),
    },
    "domain": _DOMAINS,
    "basis": _BASES,
    "growth_basis": _BASES,
    "movement": {
        "rise": ("上升", "增长"), "fall": ("下降",), "level": ("持平",), "slight_rise": ("小幅上升",), "slight_fall": ("小幅下降",),
        "rise_slowed": ("增幅回落",), "rise_quickened": ("增幅扩大",), "fall_narrowed": ("降幅收窄",), "fall_widened": ("降幅扩大",),
        "loss_narrowed": ("减亏",), "loss_widened": ("增亏",), "turned_profit": ("扭亏为盈",), "turned_loss": ("由盈转亏",),
        "doubled": ("翻一番",),
    },
    "despite": {
        "name": ("名称",), "period": ("时期",), "status": ("状态",), "sign": ("正负",), "hedge": ("修饰",), "unit": ("单位",),
    },
    "stage": {
        "planned": ("计划",), "started": ("已启动",), "under_construction": ("在建",), "running": ("运行",), "completed": ("已完成",),
    },
    "operation": {
        "share": ("占比",), "growth_rate": ("增速",), "average_growth": ("年均增速",), "difference": ("相减",), "sum": ("相加",),
        "product": ("相乘",), "ratio": ("倍数",), "equal": ("相等",), "at_most": ("不大于",), "at_least": ("不小于",),
        "sum_at_most": ("之和不大于",), "contribution": ("拉动",), "contribution_rate": ("贡献率",), "uncheckable": ("无法复算",),
    },
    "better": {"up": ("升高为好",), "down": ("降低为好",)},
    "exhaustive": _YES,
    "signed": _YES,
    "rescoped": _YES,
    "relation": {
        "growth": ("增速",), "average_growth": ("年均增速",), "growth_difference": ("增速之差",), "rank": ("位次",), "share": ("占比",),
        "share_within": ("占同类比重",), "share_change": ("占比变动",), "pull": ("拉动",), "contribution": ("贡献率",),
    },
    "whole": {"total": ("合计",), "district": ("全区",), "city": ("全市",), "province": ("全省",)},
    "group": {
        "industry": ("行业",), "village": ("村",), "place": ("地点",), "group": ("组别",), "programme": ("项目",), "project": ("工程",),
        "month": ("月份",), "milestone": ("关口",), "moment": ("时点",),
    },
    "coverages.entity": (_ENTITIES := {
        "town": ("镇",), "area": ("片区",), "park": ("园区",), "district": ("区县",), "new_town": ("新城",), "village": ("村",),
        "project": ("项目",), "company": ("企业",), "city": ("市",), "province": ("省",), "nation": ("全国",),
    }),
    "own_coverages.entity": _ENTITIES,
}  # fmt: skip


def heads(table: str, column: str) -> tuple[str, ...]:
    """What a column may be called in the head of a sheet, the usual name first; its code serves where it has none."""
    return HEADS.get(f"{table}.{column}") or HEADS.get(column, (column,))


def labels(table: str, column: str) -> Mapping[str, tuple[str, ...]]:
    """What the codes of a column may be called, the usual name of each first."""
    return CODES.get(f"{table}.{column}") or CODES.get(column, {})


LEFT_OUT: Mapping[str, str] = {
    "missing": "没有数据的记号，不是数",
    "year": "年份，由时期表示",
    "head": "表头或标题",
    "count": "序号",
    "note": "标题、注释或说明",
    "mapping": "对应表中写明不取",
    "unreadable": "读不出：{fault}",
}
DOUBTS: Mapping[str, str] = {
    "unit": "单位待确认",
    "change": "增减是比率还是绝对数，待确认",
    "period": "时期待确认",
    "two": "名称有两个指标，未选",
    "hidden": "所在的行、列或表被隐藏",
}
KINDS_OF_CHANGE: Mapping[str, str] = {
    "growth": "增速", "average_growth": "年均增速", "difference": "增减", "share": "占比", "ratio": "指数",
}  # fmt: skip
QUESTION = "{axis}“{key}”的{what}没有写明，暂取“{guess}”"
AXES: Mapping[str, str] = {"column": "列", "row": "行"}
ASKED: Mapping[str, str] = {"unit": "单位", "period": "时期"}
NOTHING = "空"
