"""The words that a briefing says of itself, those a project may choose among, and names inside sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mjq_report.model.codes import Stage
from mjq_report.model.locators import Locator

LABELS: Mapping[str, str] = {
    "table": "表",
    "figure": "图",
    "continued": "续",
    "group_continued": "{title}（续）",
    "with_unit": "{title}（{unit}）",
    "dated": "（{date}）",
    "remark": "注：{remarks}",
    "colon": "：",
    "members": "：{names}",
    "some_members": "：其中{names}",
    "unmeasured": "没有公布幅度的变动",
    "page": "第{page}页　共{pages}页",
    "until": "数据截至",
    "issuer": "编制",
    "logo": "徽标",
    "revision": "修订",
    "check": "核验",
    "checked": "每个数都对应附录中的一行、来源中的一段；推算的数另行标明",
}

# How far a project is; of one that runs there is nothing to say.
STAGES: Mapping[Stage, str] = {
    Stage.PLANNED: "计划",
    Stage.STARTED: "已启动",
    Stage.UNDER_CONSTRUCTION: "在建",
    Stage.COMPLETED: "已完成",
}

USUAL: Mapping[str, str] = {  # what a words.toml of an earlier version does not say
    "entries.unpublished": "未公布",
    "entries.rest": "另有",
    "aside.terms": "名词",
    "aside.remarks": "说明",
    "entries.told": "见上文",
    "column.industry": "领域",
    "column.actors": "来源列出的企业和载体",
    "column.published": "公布的数",
    "column.when": "时间",
    "column.what": "事项",
    "column.stage": "进展",
    "table.next": "今后的计划",
    "next.dated": "来源写明日期的计划和目标有{count}，最近的是{what}",
    "next.others": "另有{count}没有给出日期。",
    "next.undated": "来源提到{count}尚未完成的计划，都没有给出日期。",
    "table.actors": "各领域的企业和载体",
}

# What words.toml may say of a figure's status, a claim's verdict and a change's direction. These are no matter of
# taste: 已 for 计划 would turn an intention into a result, 相符 for 不符 would take back a reproach.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "actual": ("实际",),
    "status.estimated": ("预计", "预估"),
    "status.preliminary": ("初步核算", "初步统计"),
    "status.planned": ("计划",),
    "status.target": ("目标",),
    "hedge.about": ("约", "大约"),
    "hedge.more_than": ("超", "超过"),
    "hedge.nearly": ("近", "接近"),
    "hedge.at_least": ("以上", "不少于"),
    "hedge.at_most": ("以内", "不高于"),
    "figure_of": ("{status}数", "{status}值"),
    "on_base": ("以{base}为基数年均",),
    "yearly": ("年均",),
    "than": ("比", "较"),
    "level_with": ("与",),
    "chart.status": ("为{status}数", "为{status}值"),
    "chart.result": ("结果", "实绩"),
    "chart.plan": ("计划或目标",),
    # printed by no page any more, and still in words.toml of earlier projects
    "derived.growth": ("增长率", "增速"),
    "derived.average_growth": ("年均增长率", "年均增速"),
    "derived.difference": ("增减", "变动"),
    "term.name": ("名称与辖区",),
    "annex.superseded": ("；已由序号{number}替代",),
    "annex.corrected": ("；原文作{published}，更正依据：{reason}",),
    "audit.consistent": ("{count}项相符",),
    "audit.inconsistent": ("{count}项不符",),
    "audit.uncheckable": ("{count}项因所需数字没有公布而无法复算", "{count}项无法复算"),
    "audit.note": (
        "注：复算时，每个公布数代表四舍五入后得到它的全部可能取值，“约”“超”“近”等限定再予放宽；任何取值、任何读法都不能使"
        "说法成立，才判为不成立。“成立”只表示来源自己的数在算术上相符。本简报照录公布数，不作更改。",
        "注：复算时，每个公布数代表四舍五入后得到它的全部可能取值，“约”“超”“近”等限定再予放宽；"
        "任何取值都不能使表述成立，才判为不符。本简报照录公布数，不作更改。",
    ),
    "table.inconsistent": ("与其他公布数不符的表述",),
    "table.uncheckable": ("无法复算的表述",),
    "table.consistent": ("复算相符的表述",),
}
_RESERVED = (
    "预计", "预估", "初步", "计划", "目标", "相符", "不符", "一致", "矛盾", "成立", "取决于", "无法复算",
    "增长", "下降", "提高", "降低", "持平",
)  # fmt: skip


def reserved(text: str) -> str:
    """The first word of status, verdict or direction in a text, or nothing: only texts of CHOICES have any."""
    return next((word for word in _RESERVED if word in text), "")


def of_coverage(name: str) -> str:
    """Why a mark of a chart is hatched that covers something else than the others."""
    return f"口径为{name}"


def located(locator: Locator) -> str:
    """Where in a source something stands: 段落4, or the cell 表1!C6."""
    return locator if isinstance(locator, str) else f"段落{locator}"


def nested(words: str) -> str:
    """Words that will stand in brackets: brackets inside become 〔〕 (GB/T 15834-2011, 4.9.3.3)."""
    return words.translate(_NESTED)


_NESTED = str.maketrans("（）()", "〔〕〔〕")


def quoted(words: str) -> str:
    """A source's words in quotation marks; those inside become single ones (GB/T 15834-2011, 4.8.3.3)."""
    return f"“{words.translate(_INNER_QUOTES)}”"


_INNER_QUOTES = str.maketrans("“”", "‘’")


def in_brackets(words: str) -> str:
    """Words in brackets."""
    return f"（{nested(words)}）"


def corrected(published: str, reason: str) -> str:
    """A reader's note on a figure that the curators corrected, given the published one."""
    return f"来源原文作{published}，更正依据：{reason}"


def revised(published: Sequence[str]) -> str:
    """A reader's note on a figure that took the place of others, given these; empty for none."""
    return f"此前公布为{'、'.join(published)}" if published else ""


def notes(several: Sequence[str]) -> str:
    """Readers' notes as one."""
    return "；".join(note.rstrip("。；") for note in several if note)


_MEASURES = "人次届期天年月日时岁级"  # before 数 they are all that says what was counted


def spoken(name: str) -> str:
    """An indicator's name in a sentence: 网格数55个 is 网格55个, but 人数10人 stays, for 人10人 says nothing."""
    return name[:-1] if len(name) > 2 and name.endswith("数") and name[-2] not in _MEASURES else name
