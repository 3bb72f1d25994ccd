"""What a figure is called: the words of its clause that govern it, as the text has them, without verbs, times and places.

A figure without a name of its own has that of the figure before it: 一般公共预算收入4.18亿元，增长3.6%，其中税收收入3.52亿元，占比84.2%.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mjq_report.figures import units
from mjq_report.intake.grammar.measures import TO, Figure
from mjq_report.intake.grammar.traps import is_rank
from mjq_report.lang.zh.intake import NAMES, SECTORS

_TIME = r"(?:(?:19|20)[0-9]{2}年?[—\-至到]?)?(?:(?:19|20)[0-9]{2}年度?)?(?:[0-9]{1,2}月?[—\-–~～至到]+)?(?:[0-9]{1,2}月(?:份|底|末|初)?)?(?:[0-9]{1,2}日)?"
_PLACE = r"(?:全|我|本|该)(?:镇|县|区|市|街道|乡|旗|省|国|域|村)(?!收入|就业)"
_LEAD = re.compile(
    rf"(?:{_TIME}(?<=[年月日份底末初度])|今年以来|今年|去年|上年末?|本年|明年|当年|如今|目前|现有|现在|当前|截至|截止|年末|年底|年初|年内|年均(?=常住)|全年|期末|当日|同期|期间|时期"
    rf"|上半年|下半年|前[二三]季度|[一二三四]季度|[一二三四五六七八九十]+五|五年[来间]|一年来|近年来|至今|其中|另外|另有|此外|同时|并且|并|且|也|还|又|共计|共|累计|总计|合计|总共|已|均|分别|依次|又|再|首次"
    rf"|[一二三四]期(?=[占总年用入投])|一[份个批条家项座处](?=..)|(?:实现|完成|取得|达到|发展)(?!率|年度|任务|全年|目标|程度|面)(?=..)|初步核算|初步统计|据统计|据测算|经统计|统计显示|预计|预估|力争|争取|确保|计划|拟|将|届时|有望|可望|到|至|从|由|在|对|使|让|把|以|于|按|有|里|中|上|内|的|了|和|与|及|之|着力|扎实|持续|大力|积极|成功|顺利|先后|继续|全面|加快"
    rf"|全力|深入推进|深入|有序|稳步|不断|进一步|推进|推动|努力|主要|核心|{_PLACE}|[一二三四五六七八九]是|一方面|坚持|达产后|建成后|投产后|光|就|才|只|仅|头|按可比价格计算|按可比口径|按常住人口计算|按户籍计算|：|:|—|·|\s|“|”|（|）|、|）)"
)
_TRAIL = re.compile(
    r"(?:累计实现|实现|完成|达到|达|为|是|有|共|总共|约占|约|超过|超|近|增至|增加到|增长到|增加至|发展到|扩大到|迈上|升至|升到|上升到|提升到|提升至|提高到|提高至|由|从|到|至|只有|稳定在|保持在|维持在|控制在|降至|降到|下降到|下降至|缩短到|缩短至|减少到|压减到"
    r"|变成|变为|跌至|突破|跨过|跨越|总计|合计|仅|已|也|(?<!平)均|都|分别|依次|的|在|了|将|共计|发放给|兑现|落实|争取|拨付|不少于|不低于|不超过|至少|力争|预计|全部|最高|稳定|（|）|\(|\)|“|”|：|:|、|，|—|\s|同比|比上年|较上年|比去年|较去年|环比|比上年同期|较去年同期|较上年同期|比去年同期"
    r"|按可比价格计算|按可比价计算|按可比口径|可比|其中|和|与|(?<![惠涉普])及|总|年均|平均每年|每年|就|才|又|再|还|光|能|会|可|要|净|其|以|等|内|中|里|上|合|折合|以来|现|共有|拥有|计|比|较|是上年|也就是|相当于|一跃|跃居|接近|余|多|左右|实有|现有|预期|争取达到|力争完成|各|则|大约|已经|累计|不足|不到|末|底|年末|年底|今年|去年|上年|上年同期|去年同期|同期|(?:19|20)[0-9]{2}年(?:底|末)?|[0-9]{1,2}月(?:底|末)?)\Z"
)
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
_HEADS = re.compile(
    r"行政村|自然村|村(?!民|集体|级|组|庄|容|道|居)|社区(?!文艺|卫生)|企业|项目|网格员|网格(?!化)|学校|幼儿园|卫生室|卫生院|合作社|家庭农场|示范社|支部|党支部|党组织|泊位|车位|床位|学位|座位|岗位|园区|基地|平台|中心|片区|小组|工单|诉求|纠纷|案件|事故"
    r"|建议|提案|工程|农户|家庭|个体工商户|经营主体|市场主体|商户|门店|民宿|网点|站点|充电桩|公厕|路灯|厂房|车间|生产线|产业|集群|领域|攻坚战|品牌|团队|志愿者|党员|干部|人才|职工|劳动力|人口|断面|监测点|食堂|驿站|书屋|广场|公园|道路|桥梁|水库|泵站|河流|班子|单位|机构|产品|专利|标准|商标"
    r"|村民|居民|学生|老人|儿童|患者|游客|企业家|专家|医生|教师|护士|代表|委员|活动|演出|比赛|讲座|培训|调研|实事|示范区|示范村|示范户|镇"
)
_CUT = re.compile(
    r"[，。；：！？、（）()\s]|(?:全部|均|都|已|被|获评|入选|通过|达到|实现|完成|突破|超过|占|为(?!民)|是|由|中有|里有|中|里|配备|参加|参与|进行|开展|用于|投入|入驻|举行|举办|建成|总投资|总面积|收入|集体经营性|集体经济|的|和|与|及|以上|合计|分布|覆盖|惠及|协调|进入|落户|提升|对接|产值|营收|走进)"
)
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
_TIMES = re.compile(r"(?:是|为|相当于|达|超|约|达到|的)(?P<base>[^，。；]{0,16}?)的?(?:约|近|超过?|逾)?\Z")


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


def cleaned(words: str) -> str:
    """The name that a stretch of text in front of a figure holds; empty where it holds none."""
    words = re.sub(r"[“”‘’]", "", words)
    changed = True
    while changed and words:
        changed = False
        for pattern in (_LEAD,):
            match = pattern.match(words)
            if match is not None and match.end() and not _keeps(words, match.end()):
                words, changed = words[match.end() :], True
        match = _TRAIL.search(words)
        if match is not None and len(match[0]):
            words, changed = words[: match.start()], True
    return words.strip("，、：:的 　")


def _keeps(words: str, end: int) -> bool:
    """Whether what looks like a leading word begins a name: 到户, 中考, 上线率, 有机."""
    return bool(
        re.match(
            r"成功[率案]|积极[性分]|到(?:县城|市区|村|家)|中[考小药国介等高医央]|上[线座市网]|有[机效线]|和谐|内[资需河]|对[外口]|在[园校建岗读册]|到户|从业|以工|再生|还[田款林]|总产|里程|共享|同期|主要农|与会|重点|按期|按时|至善",
            words,
        )
    )


def head(words: str) -> str:
    """The noun behind a counter: 行政村 of 行政村集体经营性收入全部超过, 突破百万元的村 of 村突破百万元."""
    words = re.sub(r"[“”]", "", _AGED.sub("", words))
    limit = _LIMITED.match(words)
    if limit is not None:
        return f"{limit['limit']}{NAMES['of']}{limit['noun']}"
    cut = _CUT.search(words)
    words = words[: cut.start()] if cut else words
    if _MOVING.match(words):
        return ""
    found = list(_HEADS.finditer(words[:18]))
    return words[: found[-1].end()] if found else words[:10]


_AGED = re.compile(r"\A[0-9]+周?岁(?:及?以上)?(?:的)?")
_MOVING = re.compile(r"增[加长至到]|减少|缩短|降[至到低]|升[至到]|提高|扩大|下降|上升|为|达|提升")
_LIMITED = re.compile(
    r"\A(?P<noun>[^，。；0-9]{0,3}(?:村|企业|户|项目|家))(?P<limit>(?:超过|突破|达到|超)[0-9.百千]*[万亿]*元(?:以上)?)"
)


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
        own, inherited = (own, False) if len(own) > 1 and not _GENERIC.fullmatch(own) else (whole, True)
        return Named(NAMES["rank"].format(name=own), own, what, inherited)
    return _special(what, text, figure, words, base) or _level(what, figure, words, topic)


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
    if what == "count" and topic and re.search(r"元(?:以上|以下)?的?\Z", own) and (nouns := _HEADS.findall(topic.base)):
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
