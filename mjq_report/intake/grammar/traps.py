"""Numbers that are no figures: dates, plans, roads, models, hotlines, ages, limits of classes, slogans, ordinals, what somebody tells of himself.

Each rule is a pattern with the key of its reason (`lang/zh/intake.py` has the words); a number inside of what it matches is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mjq_report.figures import units
from mjq_report.intake.grammar.measures import Figure

_N = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_H = r"[零〇一二两三四五六七八九十百千万]"
_MONTH = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九])"
_MONEY = r"(?:元|美元|吨|亩|人|千瓦)"
_WHAT = r"(?:企业|项目|村|农户|户|工程|单位|大户|合同|园区|集群|商户|税源|个体|车间|品牌|乡镇|楼宇|主体|客户|基地|合作社|门店)"

# In this order: the first that fits gives the reason.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("title", r"《[^》]{1,60}》"),
    ("document", r"[〔\[［](?:19|20)[0-9]{2}[〕\]］]\s*[0-9]{1,9}\s*号|[0-9]{1,3}号(?:文|令|公告|楼|院|线|公路|门)?"),
    ("phone", r"(?<![0-9])0[0-9]{2,3}[—\-－][0-9]{7,8}(?![0-9])|(?<![0-9.])1[3-9][0-9]{9}(?![0-9])|(?<![0-9.])[48]00[—\-－][0-9]{3,4}[—\-－][0-9]{3,4}"),
    ("date", rf"(?:19|20)[0-9]{{2}}(?:年)?[—–\-~～至到]+(?:19|20)[0-9]{{2}}(?:年度?)?|(?:19|20)[0-9]{{2}}年(?:度)?(?:{_MONTH}月(?:[0-9]{{1,2}}日)?)?|(?:19|20)[0-9]{{2}}[./-][0-9]{{1,2}}[./-][0-9]{{1,2}}"),
    ("date", rf"{_MONTH}月?\s*[—–\-~～至到]+\s*{_MONTH}月(?:份)?|(?<!个)(?<![0-9]){_MONTH}月(?:份|底|末|初|中旬|上旬|下旬)?(?:[0-9]{{1,2}}日)?(?!饼)|[0-9]{{1,2}}月[0-9]{{1,2}}日[—–\-~～至到]+[0-9]{{1,2}}日|(?<![0-9])[0-9]{{1,2}}日(?=[，,上下晚在至起零，]|$)"),
    ("date", r"[〇零一二三四五六七八九]{4}年"),
    ("date", rf"(?:{_H}{{1,8}}|[0-9]{{1,9}})年(?:[来前间内]|时间|前后|之[内间前]|多来|规划|如一日)|(?:过去|近|这|头|未来|今后|前|后|每|同)(?:的)?(?:{_H}{{1,8}}|[0-9]{{1,2}})(?:多|余)?年|[上下后前]半[年叶]|半年|(?:前|第)?[一二三四]个?季度|[百千万]余?年(?!产)|{_H}{{1,8}}周年|[0-9]{{1,9}}周年|[0-9]{{2}}年代"),
    ("clock", r"[0-9]{1,2}(?:[:：][0-9]{2}|点(?:[0-9]{1,2}分|半|多|钟)?(?!位))|7[×xX*][ ]?24(?:小时)?|(?<![0-9])24小时(?!内)|365天|(?:天气|最[高低]气温|气温)[^，。]{0,8}|[0-9.]{1,12}(?:℃|摄氏度)"),
    ("holiday", r"[0-9]{1,9}天(?:长假|假期|小长假)|(?:假期|长假|黄金周|小长假|春节|中秋|端午|清明|元旦|国庆)[^，。；]{0,3}?[0-9]{1,9}天|五一|六一|七一|八一|十一(?=黄金周|长假|国庆)|双十一|三八|双11"),
    ("plan", r"“?[一二三四五六七八九十]{1,3}五”?(?=”|时期|期间|规划|普法|以来|末|开局|收官|目标|之?初)|“[一二三四五六七八九十]{1,3}五”|“[一二三四五六七八九十]{1,3}五"),
    ("congress", rf"第?(?:{_H}{{1,8}}|[0-9]{{1,9}})届(?:[^，。；、]{{0,14}}?(?:会议|代表大会|全会|全体|人大|政协|党代会|委员会|常委会|一次|[一二三四五六七八九]中))|第(?:{_H}{{1,8}}|[0-9]{{1,9}})次(?:会议|全国代表大会|代表大会|全会|全体|党代会|常务|主席)|(?:党的)?[一二]?十[一二三四五六七八九]?大(?=[，。精报召以关做]|代表|\Z)|{_H}{{1,8}}届[一二三四五六七八九]中全会"),
    ("heading", rf"^\s*(?:[（(]{_H}{{1,8}}[）)]|[（(][0-9]{{1,2}}[）)]|{_H}{{1,3}}[、．.]|[0-9]{{1,2}}[、．.](?![0-9]))|(?<![^。；，：！？“\s]){_H}{{1,2}}(?:是|要|、)|其[一二三四五六]|第[一二三四五六七八九十](?=[，,、：])|(?<=[。；：，]){_H}是"),
    ("road", r"(?:[GSXYC]|县|乡)[0-9]{2,4}(?:国道|省道|县道|线|高速)?|[0-9]{2,4}(?:国道|省道|县道|乡道|线(?=[路段改公]))|[0-9]{1,3}路(?=公交|车|[，、])"),
    ("model", r"[A-Za-z][A-Za-z\-]*[0-9]{1,9}(?:\.[0-9]{1,9})?[A-Za-z0-9]*|(?<![0-9.])[0-9]{1,3}(?:[A-Za-z]{1,3}(?![A-Za-z/])(?<!km)(?<!kg)(?<!mg)(?<!MW)(?<!GW)(?<!kW)(?<!ha)(?<!g)(?<!t)(?<!m)|D(?=打印))|[A-Za-z]+[ -][0-9]{1,9}(?=[^0-9])|[ⅠⅡⅢⅣⅤ]+类"),
    ("model", r"[0-9](?:\.[0-9])(?=版|”|时代|模式|计划|[，。]|$)(?<=[计划程板版][0-9]\.[0-9])|(?:版本|计划|工程|行动)[0-9]\.[0-9]"),
    ("hotline", r"(?<![0-9.])(?:12345|12315|12328|12319|12348|12333|12366|12388|12389|12309|110|119|120|122|114|96[0-9]{3,4}|95[0-9]{3})(?![0-9.]|[家件户个人亩吨万亿元%％公平])"),
    ("sum_name", r"(?<![0-9])[0-9]{1,3}(?:[+＋][0-9NnXx]{1,3})+|[NnXx][+＋][0-9]{1,9}"),
    ("age", rf"(?:{_N}|{_H}{{1,8}})[—\-~～至到]?(?:{_N})?(?:周岁|岁)(?:以上|及以上|以下)?"),
    ("anniversary", rf"(?:{_N}|{_H}{{1,8}})(?:周年|年华诞|年校庆)|第(?:{_H}{{1,8}}|[0-9]{{1,9}})个(?=[^，。]{{0,8}}[节日])"),
    ("share_name", r"百分百|百分之百(?=的)|零(?=[^0-9]{1,6})|零距离"),
    ("distance", rf"{_N}多?(?:公里|千米|里)(?:外|之外|以外)"),
    ("circle", rf"(?:“)?(?:{_N}|{_H}{{1,8}}|半)(?:分钟|小时)(?:[^，。；、0-9]{{0,6}}(?:圈|通勤|响应|达到|直达|可达|办结))|[0-9]{{1,9}}小时(?:不打烊|值班|值守|全天|在线|营业|内)"),
    ("limit", rf"(?:超|过|超过|突破|满|不足|达到?|高于|大于)?(?:[0-9.]{{1,12}}|{_H}{{1,8}})?[余多]?[百千]?[万亿]+(?:{_MONEY})(?:以上|及以上|以下|级|以内)?(?:的|（含）)?(?=(?:[^，。；、0-9“”]{{0,6}}{_WHAT}[^，。；、0-9]{{0,8}})?[0-9]{{1,9}}(?:余|多)?[个家户村项])(?<=[上级下的元吨亩人])"),
    ("limit", rf"(?:收入|产值|投资|营收|规模|额|税收|销售|利润|资产)[^，。；、0-9]{{0,4}}(?P<it>(?:超|过|超过|突破|达|在|达到)?(?:[0-9.]{{1,12}}|{_H}{{1,8}})?[百千]?[万亿]*(?:{_MONEY})(?:以上|及以上|以下)?(?:的)?)(?=[^，。；、0-9的]{{0,6}}{_WHAT}[^，。；、0-9]{{0,6}}[0-9])"),
    ("limit", r"(?<![0-9.百千万亿])(?:超|过|满)?[百千]?[万亿]元(?:以上|级)?(?=[^\W0-9大台关产投资收的规市]{2})|(?:每)?万元(?=(?:地区)?(?:生产总值|GDP|产值|工业增加值)[^，。；]{0,6}(?:能耗|水耗|用水|电耗))"),
    ("limit", r"[0-9]{1,9}(?:余|多)?[个家户](?:[^，。；、0-9]{0,18}?)(?P<it>(?:超过|突破|超|达到|达|过)(?:[0-9.]{1,12})?[百千]?[万亿]*元(?:以上|大关|关口)?)(?=[，。；、])"),
    ("limit", r"[0-9.]{1,12}(?:万|亿)?(?:元|吨|亩|头|人)(?:以上|及以上|以下)(?:的)?(?=[^，。；、0-9]{0,8}?[0-9]{1,9}(?:余|多)?[个家户村])|主营业务收入[0-9]{1,9}万元及以上"),
    ("name", r"每(?:[百千万十]+|[0-9]{1,9})(?:人|户|名|平方公里|万元|元)(?:口)?|[百千万]人(?=[^，。0-9]{0,6}(?:比|率|拥有|口))|[百千万]元(?=[^，。0-9]{0,10}(?:能耗|水耗|用水量|电耗))"),
    ("minute", r"(?:最后|最先|头)(?:一|[0-9])(?:公里|公尺|米|百米|里)"),
    ("parcel", rf"{_N}斤(?=[米面油肉蛋鱼菜糖])|{_N}(?:多|余)?(?:元|块钱?)(?:拍出|成交价拍|的价格拍)|(?:卖到|拍出)[了]?{_N}(?:元|块)"),
)  # fmt: skip
_COMPILED = tuple((reason, re.compile(pattern)) for reason, pattern in _PATTERNS)

_QUOTED = re.compile(r"[“「]([^“”「」]{1,200})[”」]")
_PERSONAL = re.compile(
    r"我家|俺|咱|我们家|我自己|我在|我种|我这|我就|我也|我得|我(?!们|国|省|市|县|区|镇|街道|校|院|乡|村|局|办|会)|这辈子|打工那会"
)
_HIS = re.compile(
    r"[一-鿿]{2,3}的(?:直播间|摊位|小店|果园|网店|微信)|粉丝|点赞|[他她](?:的|家|自己|家里)(?:微信|手机|账本|摊位|店|客户|家|大棚|地里|朋友圈|账|口袋|兜|孩子|儿子|女儿|老伴|收入|日子)|自家|老伴|老汉|大娘|大爷"
)
_LIVELY = re.compile(r"个指头|只手|碗|杯|眼|口气|声|脚|句话|把火|盘棋|条心|股劲|张嘴|双手")

_INSTITUTION = re.compile(
    r"[^，。；、：！？“”]{0,9}?(?:片区|园区|小组|组(?!织)|产业|企业|行政村|村(?!民)|社区|项目|中心|基地|学校|幼儿园|中学|小学|医院|支部|平台|站|公司|部门|街道|乡镇|单位|机构|工程|领域|集群|生产线|团队|大队|专班|林场|合作社|家庭农场|攻坚战|核心方向|板块|卫生院|厂|试点|名录|非遗|市场|水库|泵站|桥梁|隧道|工作队|督查组|高校|院所|实验室|联盟)"
)
_RHETORICAL = re.compile(
    r"[^，。；、：！？]{0,2}?(?:方面|指头|问题|举措|环节|维度|层面|要求|阶段|任务|行动|原则|关系|关键|重点|特点|亮点|字|词|孩子|女儿|儿子|兄弟|人$|月|小时|机遇|优势|抓手|举动|转变|维护|确立|自信|一|面向|体系建设)"
)
_BIG = re.compile(
    r"(?:主导|支柱|重点|特色|优势|传统|核心|污染防治|新兴)?(?:产业|集群|领域|攻坚战|工程(?!师)|板块|园区|基地|片区|方向|攻坚|行业|平台)"
)
_SMALL_COUNTERS = frozenset("家 个 台 所 座 支 项 处 名 条 大 村 镇 组 间".split())


@dataclass(frozen=True, slots=True)
class Trap:
    """A place of a text whose numbers are left out, and the key of the reason."""

    start: int
    end: int
    reason: str


def traps(text: str) -> list[Trap]:
    """The places of a text where numbers are no figures."""
    found = [Trap(*_span(match), reason) for reason, pattern in _COMPILED for match in pattern.finditer(text)]
    return [*found, *_quotes(text)]


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("it") if "it" in match.re.groupindex else match.span()


def _quotes(text: str) -> Iterator[Trap]:
    """Names and slogans in quotation marks, and what somebody says of himself."""
    speeches = list(_QUOTED.finditer(text))
    for match in speeches:
        words = match[1]
        if len(words) <= 16 and not re.search(r"[，。！？；]", words) and not _MEASURED.search(words):
            yield Trap(*match.span(), "slogan")
        elif _PERSONAL.search(words) or _PERSON.search(_said_by(text, match)):
            yield Trap(*match.span(), "personal")
    if any(_PERSONAL.search(match[1]) for match in speeches):  # what goes on behind the words that say who speaks
        for match in speeches:
            if len(match[1]) > 6 and not _OFFICIAL.search(text):
                yield Trap(*match.span(), "personal")


_MEASURED = re.compile(
    r"[0-9](?:[万亿]?元|%|个(?![0-9])|家|公里|万|亿)[^，。]*[、和][0-9]"
)  # 2个万亿级、8个千亿级产业集群


def _said_by(text: str, quote: re.Match[str]) -> str:
    """The words behind a quotation that say whose it is."""
    behind = re.split(r"[。！？“]", text[quote.end() : quote.end() + 30], maxsplit=1)[0]
    return behind if re.search(r"说|道|讲|告诉|介绍|回忆|感慨|笑", behind) else ""


_HE = re.compile(r"(?<![其])[他她](?!们|加入|所在|带领|领办|创办|牵头|介绍|说|表示|指出|强调|提到)")
_PERSON = re.compile(
    r"村民|岁的|大娘|大爷|大妈|大姐|大哥|阿姨|师傅|游客|工人|工友|职工|农户|果农|菜农|老板娘|分拣工|司机|摊主|顾客|居民|家长|学生|老人|种植户|养殖户|务工|店主|小伙|姑娘"
)
_OFFICIAL = re.compile(r"书记|镇长|主任|局长|县长|区长|市长|负责人|所长|院长|校长|站长")


def reason(text: str, figure: Figure, places: list[Trap]) -> Trap | None:
    """Why a number is no figure, and the words that say so; None where it is one."""
    number = figure.number
    for place in places:
        if place.start <= number.start and number.end <= place.end:
            whole = place.reason in _WHOLE and place.end - place.start <= _SHOWN
            return place if whole else Trap(number.start, max(number.end, figure.last), place.reason)
    for rule in (_ordinal, _unitless, _han, _living):
        found = rule(text, figure)
        if found:
            return Trap(number.start, max(number.end, figure.last), found)
    return None


_WHOLE = frozenset("date document phone congress road model hotline sum_name plan clock holiday circle age".split())
_SHOWN = 24  # characters of a place that is listed as a whole


def _ordinal(text: str, figure: Figure) -> str:
    """第 before a number is a place only where something is placed."""
    if not figure.number.ordinal or figure.number.unit or (figure.unit[:1] in ("万", "亿") and not figure.number.han):
        return ""  # 全市首家, 第50万辆
    return "" if is_rank(text, figure) else "ordinal"


_PLACED = re.compile(
    r"(?:位[列居]|列|排名?|名列|居|位次|跃居|升至|进入|跻身|荣获|稳居|评为|全[国省市区县镇]|[省市区县])[^，。；、]{0,10}\Z"
)
_AMONG = re.compile(r"前\Z")


def is_rank(text: str, figure: Figure) -> bool:
    """位列全县第4, 全区第一, 前十名."""
    number = figure.number
    if number.unit == "位":
        return True  # 榜首
    if number.unit or figure.unit[:1] in ("万", "亿"):
        return False
    after, before = text[number.end : number.end + 3], text[max(0, number.start - 14) : number.start]
    if number.ordinal:
        if re.match(r"(?:[届次批期条款章节季代产]|个|家|方|课|书记|一产业|时间|现场|线|三方)", after):
            return False
        return bool(_PLACED.search(before)) and re.match(r"[位名，。；、）)！]|\Z", after) is not None
    return bool(_AMONG.search(before)) and after[:1] in ("位", "名", "强")


def _unitless(text: str, figure: Figure) -> str:
    """Digits with nothing behind that says what they count."""
    if figure.number.unit == "%" and "%" not in text[figure.number.start : figure.number.end] and not figure.number.han:
        return "" if re.search(r"产业[^，。；]{0,24}\Z", text[: figure.number.start]) else "no_unit"  # a∶b∶c
    if figure.number.unit == "∶1":
        return "" if re.search(r"比[^，。；]{0,10}\Z", text[: figure.number.start]) else "no_unit"
    if figure.unit or figure.number.ordinal or (figure.number.han and "/" in figure.number.value):
        return ""
    return "no_unit" if not figure.number.han else "word"


def _han(text: str, figure: Figure) -> str:
    """A numeral counts as a figure where it is large, hedged or a part, or counts what an office keeps."""
    number = figure.number
    if not number.han or number.ordinal or is_rank(text, figure) or number.unit or "/" in number.value:
        return ""
    words = text[number.start : number.end]
    hedged = figure.qualifier != "exact"
    if _ROUGH.match(words):
        return "rough"
    if figure.unit in ("倍", "番"):
        return (
            ""
            if figure.direction or hedged or text[number.start - 1 : number.start] in ("的", "达", "为", "是")
            else "rhetoric"
        )
    if figure.unit in ("万", "亿", "万亿"):
        return "rhetoric"  # 百亿产业
    if number.scale or Decimal(number.value) >= 10:
        idiom = words in ("百", "千", "万", "十", "亿") and not hedged and not units.is_listed(figure.unit)
        return "rhetoric" if idiom or figure.unit in _LIVELY_UNITS else ""
    if hedged and figure.unit not in ("大", "级"):
        return ""
    return _small(figure, text[figure.last :])


_ROUGH = re.compile(r"[一二两三四五六七八九][一二三四五六七八九](?![二三四五六七八九〇零])")  # 两三百, 七八个
_LIVELY_UNITS = frozenset("年 天 里 岁 步 分 号 块 车 单 小时 分钟".split())


def _small(figure: Figure, rest: str) -> str:
    """A few of something: 五个片区, 三家企业, 四大产业; not 三个指头, 两方面."""
    if figure.number.value in ("0", "1") or figure.unit not in _SMALL_COUNTERS or _RHETORICAL.match(rest):
        return "rhetoric"
    if figure.unit == "大":
        return "" if _BIG.match(rest) else "rhetoric"
    return "" if figure.unit not in ("村", "镇") and _INSTITUTION.match(rest) else "rhetoric"


def _living(text: str, figure: Figure) -> str:
    """What is told of one person's day."""
    start = max((text.rfind(mark, 0, figure.start) + 1 for mark in "。！？"), default=0)
    ends = [place for place in (text.find(mark, figure.end) for mark in "。！？") if place >= 0]
    sentence = text[start : min(ends, default=len(text))]
    if (
        _HIS.search(sentence)
        or (_HE.search(sentence[: figure.start - start]) and (_PERSON.search(text) or _PERSONAL.search(text)))
        or _LIVELY.match(text[figure.last - 1 :])
    ):
        return "personal"
    return "years" if figure.unit in ("年", "岁") and not re.search(r"历史|连续|工期|寿命|扎根|持续", sentence) else ""
