"""How Chinese tells figures: what joins them, which verb moves one to another, how names are strung together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mjq_report.lang.zh.figures import quantity
from mjq_report.model.findings import Fact

TELLING: Mapping[str, str] = {
    "of_which": "其中",
    "but": "但",
    "left_open": "尚不清楚",
    "from": "由",
    "highest": "其间最高为",
    "lowest": "其间最低为",
    "in_all": "累计",
    "passed": "先后越过",
    "in_turn": "先后为",
    "of": "的",
    "is": "为",
    "reach": "达到",
    "until": "截至{period}，",
    "at_end": "{period}末，",
    "of_whole": "占{whole}的",
    "share": "占比",
    "of_like": "占{whole}同类的",
    "of_industry": "占{whole}同行业的",
    "likewise": "同样为",
    "among": "在{name}中",
    "ranked": "居",
    "respectively": "分别为",
    "alike": "均为",
    "claimed": "来源称",
    "and": "和",
    "item": "、",
    "city": "全市",
    "province": "全省",
    "goals": "{period}的目标是：",
    "plans": "计划",
    "members": "即{names}",
    "some_members": "包括{names}等",
    "pull": "拉动{whole}增长",
    "contribution": "贡献率",
    "contribution_to": "对{whole}增长的贡献率为",
    "many": "{names}等",
    "coverages": "数据口径有{names}，彼此不相加，也不比较。",
    "constant_prices": "{names}的增速按可比价格计算，与按当年价格的数额不能互相推算。",
    "part_of_year": "{periods}的数不是全年数。",
    "years": "{names}是多年合计，不与当年的数相比。",
    "status": "{names}为{status}数。",
    "disputed": "{names}的公布数{doubt}，见数据核算。",
    "unmeasured": "{names}的升降幅度没有公布。",
    "without_level": "{names}只公布了增速，没有公布数额。",
    "unchecked": "来源有{count}项说法因缺少数字无法复算，如“{first}”。",
}
MOVEMENTS: Mapping[str, str] = {
    "rise": "高于上年同期",
    "fall": "低于上年同期",
    "level": "与上年持平",
    "slight_rise": "小幅增长",
    "slight_fall": "略有下降",
    "rise_slowed": "仍高于上年同期，增幅回落",
    "rise_quickened": "高于上年同期，增速加快",
    "fall_narrowed": "仍低于上年同期，降幅收窄",
    "fall_widened": "低于上年同期，降幅扩大",
    "loss_narrowed": "亏损收窄",
    "loss_widened": "亏损扩大",
    "turned_profit": "扭亏为盈",
    "turned_loss": "由盈转亏",
    "doubled": "成倍增长",
}
"""What a source says of a figure's way without a number, as the page says it beside the figure's name."""

# Names of indicators that begin with a deed: they stand behind 计划, not before it.
TURNS = {
    **dict.fromkeys(("", "rise", "fall", "level", "slight_rise", "slight_fall", "doubled"), "增速相差"),
    "rise_slowed": "增幅回落",
    "rise_quickened": "增速加快",
    "fall_narrowed": "降幅收窄",
    "fall_widened": "降幅扩大",
    "loss_narrowed": "亏损收窄",
    "loss_widened": "亏损扩大",
    "turned_profit": "扭亏",
    "turned_loss": "转亏",
}
_DEEDS = re.compile(
    r"(?:新增|新建|新设|新引进|引进|改造|建成|建设|签约|开工|竣工|盘活|提档|提升|完成|解决|化解|办理|走访|减免|培育|整治"
    r"|改扩建|扩建|修建|铺设|拆除|清理|受理|调解|发放|兑现|压减|腾出|招引|落地|投放|举办|开展|组织|评选|播出|推出|拟)"
)
_SHARE = re.compile(r"(?P<part>.*?)占(?P<whole>.+?)的?(?:比重|比例|份额|占比)")
_SAID_BY_UNIT = (
    (re.compile(r"(?P<kept>)的?百分点数?$"), ("个百分点", "百分点")),
    (re.compile(r"(?P<kept>相当于.*的)(?:倍数?|比例|百分比)$"), ("倍", "%")),
    (re.compile(r"(?P<kept>(?:增长|提高|扩大|减少))倍数?$"), ("倍",)),
)
_RATE = re.compile(
    r"(?:率|比重|比例|占比|强度|浓度|价|价格|均价|标准|水平|用时|车程|时间|系数|指数|倍数|人均.*|户均.*|亩产)$"
)
_STAFF = re.compile(r"(?P<whose>企业|单位|公司|机构|园区)人数$")
_COUNTED = re.compile(
    r"(?<=..)(?<!企业|单位|公司|机构|园区)(?<![农住用散])(?:(?P<times>人次)数?|(?P<unit>[人户台])数)$"
)  # but 企业人数4人
_NUMERALS = "〇一二三四五六七八九"
_COUNTS_ITSELF = re.compile(
    r"[“「]?(?P<number>[一二两双三四五六七八九])(?![十百千万级类期甲星孩年月批届等线路街号村]|产[^”])"
)  # but 三级医院, 一街村
_THING = re.compile(r"(?P<verb>有|新引进|引进|新增|落地)(?=(?:工业)?企业|重点项目)")
_SCOPE = re.compile(r"(?:规模|限额)以[上下]$")
_PLACE = re.compile(r"全[国省市州盟区县旗镇乡]|全街道")
_GROWTH = re.compile(r"(?<!自然)(?<!机械)(?:年均)?(?:同比)?(?:增速|增长率|增幅|变化率|降幅)$")
_RANK = re.compile(r"(?P<place>全[国省市县区镇州旗盟])?(?:的)?(?:前列)?(?:位次|名次|排名|次序)$")


def is_deed(name: str) -> bool:
    """Whether an indicator's name begins with a verb: 新增学位, 走访企业."""
    return _DEEDS.match(name) is not None


def said(name: str, unit: str) -> str:
    """A name whose last words the figure itself says: 强度提高 for 强度提高百分点, 相当于上年的 for 相当于上年的倍数."""
    for ending, units in _SAID_BY_UNIT:
        if unit in units and (found := ending.search(name)):
            return name[: found.start()] + found["kept"]
    if unit == "人" and (staff := _STAFF.search(name)):
        return f"{name[: staff.start()]}{staff['whose']}员工"
    counted = _COUNTED.search(name)
    words = {"人": ("人", "名"), "户": ("户",), "台": ("台",), None: ("人次",)}
    if counted and unit.endswith(words[counted["unit"]]):
        return name[: counted.start()]
    return name


def counts_itself(name: str, printed: str) -> bool:
    """Whether a name says the number that is counted of it: 三产 of 3, “3个100”重点工程 of 100, but not 三级医院 of 3."""
    found = _COUNTS_ITSELF.match(name)
    return printed in re.findall(r"\d+", name) or (
        found is not None and str(_NUMERALS.index(found["number"].replace("两", "二").replace("双", "二"))) == printed
    )


def with_breakdown(words: str, name: str) -> str:
    """An industry's name inside a frame, before the thing that is counted: 新引进网络安全企业; empty where it has no place."""
    found = _THING.match(words)
    return found["verb"] + linked(name, words[found.end() :]) if found else ""


def unplanned(name: str) -> str:
    """A plan's name without the word that its status is said with: 建成年份 for 计划建成年份."""
    return name.removeprefix("计划")


def before_hedge(words: str) -> str:
    """Words before 约, 超 or 近, without a verb or 的 at their end: 占全区 约43.87%, 森林覆盖率 约30%."""
    return re.sub(r"(?:的|为|达到|达)$", "", words)


def is_rate(name: str, unit: str) -> bool:
    """Whether a figure stands behind 为: 优良率为87.1%, 车程为22分钟; amounts and counts follow their name."""
    return said(name, unit) == name and (unit in ("%", "‰", "倍") or _RATE.search(name) is not None)


def share_of(name: str) -> tuple[str, str]:
    """Whose share it is and in what, from its name: (税收, 一般公共预算收入) for 税收占一般公共预算收入比重."""
    found = _SHARE.fullmatch(name)
    return (found["part"], found["whole"]) if found else ("", "")


def without_growth(name: str) -> str:
    """What grew, from the name of its growth: 销售额 for 销售额增速; 人口自然增长率 is a rate of its own."""
    return _GROWTH.sub("", name) or name


def ranked(name: str) -> tuple[str, str]:
    """The name of a rank without its last word, and among whom it is: (“服务包”考核, 全区) for “服务包”考核全区名次."""
    found = _RANK.search(name)
    return (name[: found.start()], found["place"] or "") if found else (name, "")


def place(printed: str) -> str:
    """A place in an order: 第4位; what says 前3位 stays."""
    return printed if printed.startswith(("第", "前")) or not printed[:1].isdigit() else f"第{printed}"


def held(unit: str) -> str:
    """What is done with the nth of its kind: 举办第二届, 列入第三批; nothing with the 50,000th vehicle."""
    verbs = {"批": "列入", **dict.fromkeys("家个座处项条", "为"), **dict.fromkeys("届次期场", "举办")}
    return verbs.get(unit, "")


def ordered(name: str) -> str:
    """What is ordered, from the name of its ordinal: 樱桃节 for 樱桃节届次."""
    return re.sub(r"(?:届次|批次|届数|次序|次数|批号|届|批)$", "", name)


def turned(fact: Fact) -> str:
    """降幅收窄6.1个百分点: a change of a growth rate, the word as the source has it and the figure without a sign."""
    return TURNS[fact.movement or ""] + quantity(fact.printed.lstrip("-"), fact.unit, fact.qualifier, fact.wording).text


def scope(name: str) -> str:
    """What a coverage says of the units that were counted, not of where they are: 规模以上 of 全镇规模以上."""
    found = _SCOPE.search(name)
    return found[0] if found else ""


def within(whole: str, scope: str) -> str:
    """A whole of the same scope as its part: 全区规模以上工业总产值 for 全区工业总产值."""
    place = _PLACE.match(whole)
    return whole if place is None or not scope or scope in whole else place[0] + scope + whole[place.end() :]


def shared_front(one: str, other: str) -> str:
    """What two names of rates begin with, where saying it once is enough: “服务包”诉求 of 办结率 and 满意率."""
    size = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    front = one[:size]
    return front if size >= 4 and front.count("“") == front.count("”") and len(other) - size >= 2 else ""


def wholly(name: str) -> str:
    """A district or county as the whole that a town is part of: 全区, 全县, 全市."""
    return f"全{name[-1:]}" if name[-1:] in "区县市州省旗盟镇乡" else name


def moved_to(forward: bool) -> str:
    """The verb between two places in an order, of which the lower number is the better one."""
    return "前移至" if forward else "后移至"


def grown(up: bool, rate: bool) -> str:
    """The verb between two figures of one thing: 增至, 降至; 升至 and 降至 for rates."""
    return ("升至" if up else "降至") if rate else ("增至" if up else "减至")


def linked(first: str, second: str) -> str:
    """Two names as one, without the words that both have where they meet: 全镇规模以上 + 规模以上工业 is 全镇规模以上工业."""
    for size in range(min(len(first), len(second)), 0, -1):
        if first.endswith(second[:size]) and (size > 1 or second[0] == "村"):
            return first + second[size:]
    return first + second


def enumerated(names: Sequence[str], last: str = "") -> str:
    """Names strung together by 、, which is not set between quotes or titles (GB/T 15834-2011, 4.5.3.5)."""
    text = ""
    for number, name in enumerate(names):
        quoted = text[-1:] in ("”", "》") and name[:1] in ("“", "《")
        text += (last if last and number == len(names) - 1 else "" if quoted else "、") if number else ""
        text += name
    return text


def titled(domains: Sequence[str]) -> str:
    """A chapter's title from the names of its domains: 投资与消费; 农业、文化旅游与民生."""
    return "、".join(domains[:-1]) + ("与" if len(domains) > 1 else "") + domains[-1]
