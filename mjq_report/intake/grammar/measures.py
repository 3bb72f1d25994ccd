"""Units and hedges around a number: 近9万吨, 6亿元以上, 不少于200个, 8600余亩, 29微克/立方米."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mjq_report.figures import units
from mjq_report.intake.grammar.numbers import Number
from mjq_report.model.codes import Qualifier

_COUNTERS = (
    "人次", "车次", "班次", "架次", "场次", "件次", "户次", "家次", "宗次", "台次", "标箱", "标准箱", "人·天", "个", "家", "户", "件", "起", "辆", "台", "名",
    "人", "处", "座", "条", "项", "所", "间", "套", "栋", "幢", "张", "支", "只", "头", "羽", "尾", "株", "棵", "枚", "块", "片", "本", "册", "部", "篇",
    "份", "宗", "例", "批", "场", "期", "届", "次", "级", "种", "类", "对", "组", "队", "班", "亩次", "口", "盏", "扇", "根", "孔", "杆", "面", "艘", "架",
    "枪", "桩", "朵", "瓶", "箱", "袋", "盒", "桶", "单", "笔", "位", "门", "款", "村", "镇", "蒲式耳", "卷", "集", "首", "堂", "课时", "学时", "票",
    "标台", "车", "岁", "床", "世", "朝", "轮", "户/公顷", "折", "公斤", "倍", "番", "分", "步", "号", "伏", "千伏", "千伏安", "万伏", "兆", "吉字节",
)  # fmt: skip
_MEASURES = sorted(
    {
        *units.SPELLED, *_COUNTERS, "平方", "里", "公分", "千瓦时", "千瓦", "千米", "千克", "毫米", "毫克", "元", "美元", "欧元", "港元", "日元", "角", "毛",
        "毛钱", "块钱", "分钱", "小时", "分钟", "秒", "天", "日", "周", "个月", "年", "个季度", "℃", "摄氏度", "分贝", "吨/日", "户", "立方", "立方米", "吨公里",
        "人公里", "公里/小时", "度", "件套", "大", "标准立方米", "TEU",
    } - {"成"},
    key=len, reverse=True,
)  # fmt: skip
_MEASURE = "|".join(map(re.escape, _MEASURES))
_PER = rf"(?:/(?:{_MEASURE}|万元|百人|千人|万人|人·?[年月天日]|[餐亩斤株]))*"
_SCALE = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![米克瓦分伏])|百(?!分点))"
_BEHIND = re.compile(
    rf"(?P<more1>余|多|来|几)?(?P<scale>{_SCALE})?(?P<more2>余|多|来)?\s?(?P<unit>(?:{_MEASURE}){_PER})?(?P<more3>多(?!万|种|元化|少|次)|余)?"
)
_TAIL = re.compile(
    r"(?P<least>以上|及以上)|(?P<about>左右|上下|前后|上下浮动)|(?P<most>以内|以下|之内|及以下)|(?P<more>之多)"
)
_HEAD: tuple[tuple[Qualifier, str], ...] = (
    (Qualifier.AT_MOST, r"不超过|不高于|不多于|不大于|至多|最多不超过|控制在(?=[^，。]{0,14}以内)"),
    (Qualifier.AT_LEAST, r"不少于|不低于|不小于|至少|最少|最低"),
    (Qualifier.NEARLY, r"不足|不到|不满|将近|接近|近|逼近"),
    (
        Qualifier.MORE_THAN,
        r"已?超过了?|超出|超|逾|突破了?|破|跨过|跨越|迈上|迈过|站上|越过|大于|多于|冲破|登上",
    ),
    (Qualifier.ABOUT, r"大约|约为?|约占|大概|左右|上下|估计|接近于"),
)
_HEADS = re.compile("|".join(f"(?P<{kind.value}>{words})" for kind, words in _HEAD))
_BEFORE = re.compile(rf"(?:{'|'.join(words for _, words in _HEAD if words)})(?:了|达到?)?\Z")
_UP = r"(?<!自然)增长|上升|提高|增加|上涨|提升|升高|上浮|(?<!新)增|涨|升|快于|高于|扩大|加快|高出|净增|增产"
_DOWN = r"下降|减少|回落|降低|下滑|下跌|缩减|压减|减|降|负增长|低于|收窄|缩短|压缩|缩小|减亏|下调|减排|跌"
DIRECTION = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度?|率|了|达到?|为|超过|超|约|近|逾|不足|不到|[：:（(])*\Z"
)
TO = re.compile(r"(?:到|至|为|成)(?:了|约|近|超|逾|突破|不足)?\Z")  # 降至29: a level


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit and hedges. `start` and `end` are the shortest run that carries it all."""

    number: Number
    start: int
    end: int
    value: str
    unit: str
    qualifier: Qualifier
    direction: str = ""  # the word directly in front, where it says which way it moved
    upper: str = ""
    last: int = 0  # where the unit ends, without the hedge behind it


def figure(text: str, number: Number) -> Figure:
    """A number with what stands around it."""
    match = _BEHIND.match(text, number.end)
    assert match is not None  # every part may be absent
    unit = match["unit"] or ""
    end = match.end() if unit or match["scale"] or match["more1"] else number.end
    scale = number.scale + (match["scale"] or "")
    if number.unit:
        scale, unit, end = "", number.unit, number.end
        if text[end : end + 1] in ("多", "余"):
            end += 1
    more = (
        number.hedge
        or (match["more1"] if unit or match["scale"] else "")
        or match["more2"]
        or (match["more3"] if unit else "")
    )
    if number.unit and end > number.end:
        more = "多"
    qualifier = Qualifier.MORE_THAN if more else Qualifier.EXACT
    last = end
    tail = _TAIL.match(text, end)
    if tail is not None:
        end = tail.end()
        qualifier = {
            "least": Qualifier.AT_LEAST,
            "about": Qualifier.ABOUT,
            "most": Qualifier.AT_MOST,
            "more": Qualifier.MORE_THAN,
        }[str(tail.lastgroup)]
    start, qualifier = _hedged(text, number.start, qualifier)
    if unit in _PARTS and (far := _FAR.search(text[max(0, start - 18) : start])):
        start, qualifier = max(0, start - 18) + far.start(), _FAR_HEDGES[far["hedge"] or far["about"]]
    inside = _inside(text[number.start : number.end])
    qualifier = inside or qualifier
    direction = DIRECTION.search(text[max(0, start - 8) : start])
    word = (direction["up"] or direction["down"]) if direction else ""
    value = number.value
    if direction is not None:
        start = max(0, start - 8) + direction.start()
        if direction["down"] and _is_change(unit) and not value.startswith("-"):
            value = f"-{value}"
    return Figure(number, start, end, value, scale + unit if not number.unit else unit, qualifier, word, last=last)


_PARTS = frozenset(("成", "%", "倍", ""))
_FAR = re.compile(
    r"(?:(?P<hedge>不足|不到|超过|接近)(?:全|同|上|去|当)[^，。；、0-9]{2,10}|(?P<about>约)占[^，。；、0-9]{1,14})的\Z"
)  # 不足全县平均水平的八成
_FAR_HEDGES = {
    "约": Qualifier.ABOUT,
    "不足": Qualifier.NEARLY,
    "不到": Qualifier.NEARLY,
    "接近": Qualifier.NEARLY,
    "超过": Qualifier.MORE_THAN,
}


def _inside(words: str) -> Qualifier | None:
    """A hedge inside of what a number's own words are: 翻近一番, 过半."""
    if ("半" in words and "成" not in words) or "超" in words:
        return Qualifier.MORE_THAN
    return Qualifier.NEARLY if "近" in words else Qualifier.ABOUT if "约" in words else None


def _is_change(unit: str) -> bool:
    return units.states_growth(unit) or unit.endswith(("百分点", "千分点", "基点"))


def _hedged(text: str, start: int, qualifier: Qualifier) -> tuple[int, Qualifier]:
    """Where the hedge in front begins, and what it says; a hedge behind the number stands."""
    window = text[max(0, start - 8) : start]
    if window.endswith("上") and text[start : start + 1] in ("百", "千", "万") and not _NO_HEDGE.search(window):
        return start - 1, Qualifier.MORE_THAN  # 上千
    match = _BEFORE.search(window)
    if match is None or _NO_HEDGE.search(window):
        return start, qualifier
    found = _HEADS.match(match[0])
    if found is None or found.lastgroup is None:
        return start, qualifier
    place = max(0, start - 8) + match.start()
    own = Qualifier(found.lastgroup)
    return place, own if qualifier is Qualifier.EXACT or own is not Qualifier.ABOUT else qualifier


_NO_HEDGE = re.compile(
    r"(?:附近|靠近|最近|邻近|临近|就近|远近|签约|节约|合约|集约|预约|制约|履约|大约占?比|增加近|高超|打破|爬上|马上|晚上|早上|网上|线上|路上|身上|以上)\Z"
)
PLAIN: Mapping[str, str] = {"平方": "平方米", "毛钱": "毛", "块钱": "元", "分钱": "分", "平米": "平方米"}
