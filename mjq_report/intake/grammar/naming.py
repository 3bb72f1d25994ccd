"""What a figure is called: the words of its clause that govern it, as the text has them, without verbs, times and places.

A figure without a name of its own has that of the figure before it: 一般公共预算收入4.18亿元，增长3.6%，其中税收收入3.52亿元，占比84.2%.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mjq_report.figures import units
from mjq_report.intake.grammar.measures import TO, Figure
from mjq_report.intake.grammar.phrases import HEADS, cleaned, head
from mjq_report.intake.grammar.traps import is_rank
from mjq_report.lang.zh.intake import NAMES, SECTORS

_COMPARING = re.compile(
    r"(?:按可比价格?计算|按可比口径|按不变价格?计算|可比价|剔除[^，]{0,12}|同口径|同比|环比|(?:比|较)(?:上年同期|去年同期|上年末|上年底|年初|上年|去年|前年|上月|(?:19|20)[0-9]{2}年(?:末|底)?|“?[一二三十]+五”?(?:时期|期间)?末?)|(?:实际|名义)(?=增长|下降)|(?:年均|平均每年)(?=\Z|增长|下降))"
)
_RELATION = re.compile(
    r"\A(?:增[速幅]|降幅|跌幅|涨幅|高于|低于|快于|慢于|高出|领先|比|较|前移|后移|增收|减收|跑赢|超过|占比|比重|完成|拉动|贡献)"
)
_COUNTED = re.compile(
    r"[个家户件起辆台名人处座条项所间套栋幢张支只头口对组队批场期次种类宗例份部篇幅块片枚棵株根盏村位门款艘架单笔]|人次|班次|车次|件次|场次|户次|天|级|标箱"
)
_VERBS = (
    "新增", "净增", "新建", "建成", "改造", "改扩建", "扩建", "引进", "签约", "开工", "竣工", "培育", "新培育", "获评", "化解", "受理", "办理", "办结", "完成", "建设", "创建", "发放", "兑现", "惠及", "盘活", "提档升级",
    "组建", "设立", "入库", "投用", "举办", "开展", "开办", "接待", "落实", "带动", "认定", "授权", "新认定", "新申报", "申报", "修缮", "清理", "整治", "拆除", "腾退", "植树", "栽植", "调处", "救助", "发展", "配备", "打造",
    "推出", "解决", "查处", "排查", "检查", "整改", "铺设", "安装", "硬化", "绿化", "建", "栽", "种", "养", "组织", "派出", "选派", "吸纳", "转移", "实施", "储备", "招引", "落户", "续建", "谋划", "争取", "收治", "回迁",
    "回收", "安置", "交付", "搬迁", "征收", "流转", "整理", "复垦", "疏浚", "治理", "关停", "淘汰", "修复", "更新", "提升", "植绿", "管护", "养护", "出动", "处置", "审核", "注册", "登记", "立案", "移交", "调解", "走访", "慰问",
    "培训", "帮扶", "资助", "减免", "退还", "挽回", "追回", "涉及", "覆盖", "服务", "辐射", "新开", "新设", "迁入", "净流入", "推动", "邀请", "常态化开展", "评选出", "评选", "选出", "公布", "联系", "拥有", "辖", "下辖", "现辖", "设有", "建有", "建起", "出口", "销往", "建立", "融入", "确定", "推出",
)  # fmt: skip
_VERB = re.compile(rf"(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})")
_BARE = re.compile(
    r"(?:年|总|单位|平均)*(?:总产|产量|产值|产出|销量|销售额|销售|面积|总面积|收入|支出|价格|均价|亩产|单产|总数|数量|总量|规模|总额|金额|投资|占地|用工|利润|税收|加工能力|出口|库容|人数|户数|户籍|入住率|上座率|余额|投资额|长度|里程|总长|净值|人均|占用|消费)\Z"
)
_MEASURE = re.compile(
    r"(?:播种面积|种植面积|栽植面积|养殖面积|占地面积|建筑面积|面积|总产量|年产量|产量|总产值|产值|总收入|收入|销售额|销售收入|产能|规模|总额|总量|数量|总数|数|投资额|投资|支出|余额|增加值|价格|里程|长度|亩产|人数|增速|占比)\Z"
)
_GENERIC = re.compile(
    r"(?:总数|总量|数量|总计|占比|比重|比例|增幅|降幅|增速|涨幅|跌幅|比上年|较上年|规模|总|已|共|合计|累计|其|全部|个数|一项|单项|最多|最高|比|较|名次|人数|水平|达|数|率|达产|连续|总体|目前|全年|当年|平均|实际|名义|逆势|稳步|大幅|小幅|快速|持续|另有|另|其余|约占|占|平均水平|同期|时期|大关|台阶)?\Z"
)
_SHARE = re.compile(
    r"占(?:到|了|据)?(?P<whole>[^，。；]{0,24}?)(?:的比重|比重|的比例|的比|的份额|的)?(?:提高到?|上升到?|提升到?|升至|降至|增至|达到?|为|是|约|近|超过?|逾|突破|已|，|、|\s)*\Z"
)
_RATE = re.compile(r"(?:率|比例|比重|强度|占比|贡献率|水平|份额|覆盖面|指数|满意度|知晓度|程度)\Z")


@dataclass(frozen=True, slots=True)
class Named:
    """What a figure is called: `base` is the level's name that others inherit, `name` the figure's own; `kind` what it says."""

    name: str
    base: str
    kind: str
    inherited: bool = False
    breakdown: str = ""
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a figure has in front of it since the last mark or figure, and behind it to the next."""

    before: str
    after: str
    clause: str  # from the clause's start
    spoken: str = ""  # what the sentence was about before its first figure


_PLACES = re.compile(r"(?:前移|后移|上升|提升|前进|下降|跃升|退后)了?\Z")
_GAINED = re.compile(
    r"(?:同比|[比较].{2,6})(?:增收|减收)\Z|(?:高[出于]|低于|超出|多于|少于)[^，。；、0-9]{2,12}\Z|[比较][^，。；、0-9]{0,10}(?:多|(?<!减)少)\Z"
)


def kind(text: str, figure: Figure) -> str:
    """What a figure says, by its unit and the words in front of it."""
    before = text[max(0, figure.number.start - 26) : figure.number.start]
    clause = re.split(r"[，。；：]", before)[-1]
    moved = bool(figure.direction) and not TO.search(text[max(0, figure.start - 1) : figure.number.start])
    if is_rank(text, figure):
        return "rank"
    if figure.number.ordinal or figure.unit == "∶1":
        return "ordinal" if figure.number.ordinal else "ratio"
    if (figure.unit == "位" and _PLACES.search(clause)) or _GAINED.search(clause):
        return "difference"
    if figure.unit.endswith(("百分点", "千分点", "基点")):
        return "difference"
    if figure.unit in ("%", "‰", "成") or "/" in figure.number.value:
        if moved or (
            re.search(r"(?:(?<!自然)增长|下降|减少|增加|压减)[^，。；、占]{0,4}(?:和|与|、)?\Z", clause)
            and "占" not in clause
        ):
            return "average_growth" if "年均" in clause else "growth"
        if re.search(r"增速|增幅|年均增[速长]", clause) and "占" not in clause:
            return "average_growth" if "年均" in clause else "growth"
        return "share"
    if figure.unit in ("倍", "番"):
        return "multiple"
    if moved and not re.search(r"新增|年增(?![加长])|增产|增收", clause[-6:]):
        return "difference"
    return "count" if _COUNTED.fullmatch(units.plain(figure.unit)) else "level"


def named(text: str, figure: Figure, words: Words, topic: Named | None) -> Named:
    """A figure's name, from its clause and, where that has none, from the figure before."""
    what = kind(text, figure)
    if words.spoken:
        topic = Named(words.spoken, words.spoken, "level", True)
    base = topic.base if topic else ""
    if re.search(r"[、和与及]\Z", words.before) and what == "count" and head(words.after):
        words = replace(words, before="")  # 118名网格员、2600多名志愿者: the words between are the other's
    if what in ("growth", "average_growth"):
        return _growth(what, figure, words, topic)
    if what == "difference":
        return _difference(figure, words, topic)
    if what == "share" and not _sector(text, figure):
        return _share(figure, words, topic)
    if what == "multiple":
        own = cleaned(_COMPARING.sub("", re.split(r"是|为|相当于|达到?|增长|翻", words.before)[0]))
        own, inherited = (own, False) if own and not _GENERIC.fullmatch(own) else (base, True)
        form = "grown_by" if figure.direction or figure.unit == "番" else "multiple"
        return Named(NAMES[form].format(name=own), own, what, inherited)
    if what == "rank":
        own = cleaned(
            re.split(r"由|从|位[列居]|列|排名?|居|跃|升|进入|跻身|荣获|全[国省市区县镇]|获", cleaned(words.before))[0]
        )
        whole = topic.name if topic and topic.kind in ("share", "growth") else base
        own, inherited = (own, False) if len(own) > 1 and not _AMONG_PLACES.fullmatch(own) else (whole, True)
        return Named(NAMES["rank"].format(name=own), own, what, inherited)
    return _special(what, text, figure, words, base) or _level(what, figure, words, topic)


_AMONG_PLACES = re.compile(rf"各?(?:乡镇|镇街|街道|县区|区县|县市|同类[^，]{{0,6}})|{_GENERIC.pattern}")


def _special(what: str, text: str, figure: Figure, words: Words, base: str) -> Named | None:
    """Parts of 三次产业结构, ordinals and ratios; None for amounts and counts."""
    if order := _sector(text, figure):
        name = NAMES["share"].format(name=order)
    elif what == "ordinal":
        name = NAMES["order"].format(name=head(words.after) or base)
    elif what == "ratio":
        name = NAMES["ratio"].format(name=cleaned(words.before).removesuffix("缩小").removesuffix("比"))
    else:
        return None
    return Named(name, name, what)


_SUBJECT = re.compile(
    r"[一-鿿]{1,14}?(?:面积|产量|产值|销售额|收入|投资|总额|总值|人口|营收|税收|规模|数量|工单|诉求|客流|产业|企业|游客|民宿|床位|学位|浓度|出口|订单|覆盖率|入住率|亩产|里程)"
)


def spoken_of(words: str) -> str:
    """What clauses without a figure speak of last: 种植面积一年一个台阶."""
    found = [cleaned(match[0]) for part in re.split(r"[，：；,]", words) if (match := _SUBJECT.match(cleaned(part)))]
    return found[-1] if found else ""


_ORIGIN = re.compile(r"由(?![于此])|从(?![业事而严优])")


def _sector(text: str, figure: Figure) -> str:
    """第一产业 for the first of 三次产业结构为6.1∶47.3∶46.6; empty for other figures."""
    before = re.split(r"[。；，]", text[max(0, figure.number.start - 30) : figure.number.start])[-1]
    if figure.number.unit != "%" or figure.number.han or not re.search(r"三次?产业", before):
        return ""
    parts = len(re.findall(r"[0-9][:：∶]", before))
    return SECTORS[parts] if parts < len(SECTORS) else ""


def _own(words: str, topic: Named | None) -> tuple[str, bool]:
    """A name from words, else the topic's; whether it is inherited."""
    name = cleaned(words)
    if not name or _GENERIC.fullmatch(name):
        return (topic.base if topic else ""), True
    if (
        topic
        and _BARE.fullmatch(name)
        and not _MONEY.search(name)
        and len(entity := _MEASURE.sub("", topic.base)) > 1
        and not name.startswith(entity)
    ):
        return entity + name, True
    return name, False


_MONEY = re.compile(r"收入|支出|产值|利润|税收|投资|额|余额|消费")  # of a place as well as of a product


def _growth(what: str, figure: Figure, words: Words, topic: Named | None) -> Named:
    before = _COMPARING.sub("", words.before)
    before = re.split(r"增长|下降|减少|增加|压减|提高|上升|回落", before)[0] if not figure.direction else before
    own, inherited = _own(before, topic)
    own = re.sub(r"(?:支出)?(?:年均)?(?:增[速幅]|增长率|降幅)\Z", "", own) or own
    return Named(NAMES[what].format(name=own), own, what, inherited)


def _difference(figure: Figure, words: Words, topic: Named | None) -> Named:
    """提高9.5个百分点, 净增11家, 比上年多2.1亿元, 高出全市平均1.9万元: the level's name with the words of the move."""
    points, moved = figure.unit.endswith("点"), figure.direction
    phrase = _COMPARING.sub("", words.before).strip("，、的 ")
    phrase = re.sub(r"\A[比较](?=\Z|增|降|提)", "", phrase)
    phrase = phrase[-1] if re.fullmatch(r"[比较]?[多少]", phrase) else phrase
    own = cleaned(phrase)
    if not topic or (own not in ("", "多", "少") and not _RELATION.match(phrase) and not _GENERIC.fullmatch(own)):
        name, inherited = _own(phrase, topic)
        form = NAMES["points" if points else "difference"]
        return Named(form.format(name=name, moved=moved or NAMES["changed"]), name, "difference", inherited)
    if not points:
        gap = phrase in ("多", "少") or len(own) > 4
        ending = (phrase if gap else own + moved) + NAMES["gap" if gap else "number"]
        return Named(topic.base + ending, topic.base, "difference", True)
    rate = "增速" if topic.kind in ("growth", "average_growth") and not re.match(r"增[速幅]|降幅", phrase) else ""
    phrase = re.sub(r"\A增[速幅]", "增速", phrase.replace("约", ""))
    middle = phrase if moved and phrase.endswith(moved) else phrase + moved
    return Named(NAMES["points"].format(name=topic.base + rate, moved=middle), topic.base, "difference", True)


def _share(figure: Figure, words: Words, topic: Named | None) -> Named:
    words = replace(words, before=re.sub(r"占比(?=[^，。；占]{0,4}\Z)", "", words.before))
    match = _SHARE.search(words.before)
    if (
        match is None
        and (late := re.search(r"占(?!比|地)(?P<whole>[^，。；]{0,20}?)(?:的)?\Z", words.clause))
        and not cleaned(words.before)
    ):
        match = late
    if match is not None and not re.search(r"占[地]|占比", words.before[match.start() : match.start() + 2]):
        own, inherited = _own(words.before[: match.start()], topic)
        whole = cleaned(match["whole"]).removesuffix("的") or match["whole"]
        whole = re.sub(r"\A(?:约|到)", "", match["whole"]) if whole != match["whole"] and len(whole) < 2 else whole
        name = NAMES["share_of"].format(name=own, whole=whole) if whole else NAMES["share"].format(name=own)
        return Named(name, own, "share", inherited)
    if topic is None and not cleaned(words.before) and words.after.startswith("的"):  # 85%的农户用上了清洁能源
        name = re.split(r"[，。；、]", words.after[1:15])[0]
        return Named(NAMES["share"].format(name=name), name, "share")
    own, inherited = _own(_ORIGIN.split(words.before)[0] if _ORIGIN.search(words.before) else words.before, topic)
    plain = cleaned(words.before)
    if inherited or re.fullmatch(r"占比|比重|比例", plain):
        return (
            Named(NAMES["share"].format(name=re.sub(r"占比\Z", "", own)), own, "share", True)
            if not _RATE.search(own) or plain
            else Named(own, own, "share", True)
        )
    if plain.startswith("完成") and topic:
        return Named(f"{topic.base}{plain}比例", topic.base, "share", True)
    tail = "" if _RATE.search(own) else NAMES["share"].format(name="")
    return Named(own + tail, own, "share", inherited)


def _level(what: str, figure: Figure, words: Words, topic: Named | None) -> Named:
    """An amount or a count: the words in front of it, the noun behind it, or both."""
    before = _COMPARING.sub("", words.before)
    origin = [match.start() for match in _ORIGIN.finditer(before) if match.start()]
    before = before[: origin[-1]] if origin and len(before) - origin[-1] < 14 else before
    part_of = topic.base if topic and "其中" in words.clause else ""
    own, noun = cleaned(before), head(words.after.removeprefix("的"))
    verb = _VERB_END.search(own)
    bare = verb is not None and verb[0] == own
    if name := _heads_counted(figure, words, own if bare else "", own, noun):
        return Named(name, name, what, part_of=part_of)
    open_ = not own or verb is not None or len(own) < 2 or _GENERIC.fullmatch(own) is not None
    if (len(noun) > 1 or noun == "村") and open_ and (what == "count" or verb):
        stem = (own if verb else "") + noun
        return Named(_suffixed(stem, what, figure), stem, what, part_of=part_of)
    if what == "count" and topic and bare:
        stem = own + _VERB.sub("", topic.base, count=1)
        return Named(_suffixed(stem, what, figure), topic.base, what, True, part_of=part_of)
    if what == "count" and topic and re.search(r"元(?:以上|以下)?的?\Z", own) and (nouns := HEADS.findall(topic.base)):
        own += nouns[-1]
    if topic and re.search(r"(?:单日|日均|月均|旺季|高峰)\Z", own):
        own += re.sub(r".*(?:日均|单日|月均)", "", topic.base)
    own, inherited = _own(own, topic)
    if not own and noun:
        own, inherited = noun, False
    return Named(_suffixed(own, what, figure), own, what, inherited, part_of=part_of)


def _heads_counted(figure: Figure, words: Words, verb: str, own: str, noun: str) -> str:
    """全村1260户4380人, 惠及3.7万人次: people and households are counted without another word."""
    plain = units.plain(figure.unit)
    adjacent = not words.before and words.clause != ""
    if (
        plain not in ("户", "人", "名", "人次")
        or noun
        or not (adjacent or verb or (not own and _WHOLE.search(words.before)))
    ):
        return ""
    return verb + (plain if plain == "人次" else NAMES["count"].format(name=plain))


_WHOLE = re.compile(r"(?:全|本|该)[镇县区市村乡]\Z")
_VERB_END = re.compile(rf"{_VERB.pattern}\Z")


def _suffixed(name: str, what: str, figure: Figure) -> str:
    """A name with what its unit says: 数 of a count, 面积 of 亩 behind a verb, 销售额 of what was 卖."""
    if not name:
        return name
    size = units.dimension(figure.unit)
    if figure.unit in ("种", "类", "级") and not name.endswith("数"):
        name += figure.unit
    if what == "count":
        return _counted(name, figure.unit)
    if (
        size == "面积"
        and not re.search(r"面积|[田地林园草]\Z", name)
        and (_VERB.search(name) or name.endswith(("占地", "试种")))
    ):
        return name + NAMES["area"]
    if size == "时长" and not re.search(r"时间|时长|用时", name):
        return name + NAMES["time"]
    if size == "元" and (sold := re.search(r"(?:卖|售)出?\Z", name)):
        return name[: sold.start()] + NAMES["sold"]
    return name


def _counted(name: str, unit: str) -> str:
    if name.endswith(("数", "量", "人次", "天数", "率")):
        return name
    if unit.endswith("人次"):
        return name + "人次"
    persons = unit in ("人", "名") and name.endswith(("就业", "参保", "受益", "入学", "用工", "脱贫"))
    return NAMES["persons" if persons else "count"].format(name=name)


def split_list(subject: str, count: int) -> list[tuple[str, str]]:
    """The names of a list that figures are given for one by one (莲藕、葡萄、甲鱼种养规模分别为): each item, and the name that all share.

    Empty where the words do not hold as many names as there are figures.
    """
    subject = re.sub(r"[“”]", "", subject)
    parts = [part for part in re.split(r"、|和|与|及|以及", cleaned(subject)) if part]
    if len(parts) != count or count < 2:
        return []
    if re.search(r"[率数额值量]\Z", parts[0]) or (len(parts[0]) >= 4 and parts[0][-2:] == parts[-1][-2:]):
        return [(part, "") for part in parts]  # each is a whole name
    usual = sorted(len(part) for part in parts[:-1])[(count - 1) // 2]
    latin = re.match(r"[A-Za-z]+[0-9.]*", parts[-1])  # PM10、PM2.5平均浓度
    usual = latin.end() if latin else usual
    last, shared = parts[-1][:usual], parts[-1][usual:]
    shared = re.sub(r"\A(?:[一二三四五六七八九十0-9]+大?|等|个|的)+", "", shared)
    if len(shared) < 2:
        return [(part, "") for part in parts]
    return [*((part, shared) for part in parts[:-1]), (last, shared)]


def renamed(one: Named, item: str, shared: str) -> Named:
    """A figure of such a list."""
    if not shared:
        form = one.name.replace(one.base, item) if one.base and one.base in one.name else item
        return replace(one, name=form, base=item, inherited=False)
    return replace(
        one,
        name=one.name.replace(one.base, shared) if one.base and one.base in one.name else shared,
        base=shared,
        breakdown=item,
        inherited=False,
    )
