"""The words of statistical tables: years and months, units, growth, missing figures, marks before and behind names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from mjq_report.dataset import typed

MISSING = typed.NO_FIGURE | {"－－", "———", "Δ", "△", "x", "X", "..", "。。。", "······", "…..", "----", "---"}
_FIGURE = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SHOWN = re.compile(
    rf"(?P<hedge>约|近|超|超过)?\s*(?P<open>\(?)(?P<number>{_FIGURE.pattern})\s*(?P<unit>%|‰|个?百分点|[一-鿿/]{{1,6}})?(?P<close>\)?)\*?"
)
HEDGES = {"约": "about", "近": "nearly", "超": "more_than", "超过": "more_than"}
YEAR = r"(?:19[4-9][0-9]|20[0-9]{2}|21[0-4][0-9])"
_UNIT_WORD = (
    r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?"
    r"(?:美元|港元|欧元|元|人次|人|户|个|家|所|座|台|辆|件|项|处|条|张|名|位|头|只|羽|尾|株|棵|平方公里|平方千米|平方米|公里|千米|米|公顷|亩|吨标准煤|吨|公斤|千克|斤|担"
    r"|立方米|升|千瓦时|千瓦|度|册|床|张床|箱|瓶|升|次|天|小时|人年|班|级|村|岁|宗|例|起|套|部|艘|口|眼|对|片|盏|枚|篇|种|门|线|端口|标箱|TEU|倍|成)"
)
UNIT = re.compile(
    rf"(?:{_UNIT_WORD}(?:/(?:{_UNIT_WORD}|人|亩|年|日|月|天))?|%|‰|个?百分点|千分点|μg/m3|mg/m3|微克/立方米|毫克/立方米|℃|毫米|以上年为100|上年=100)"
)
_UNITS = re.compile(rf"{UNIT.pattern}(?:\s*[、，,;；/和]\s*{UNIT.pattern})*")
_BRACKETED = re.compile(r"[（(\[【]([^（()）\[\]【】]*)[)）\]】]")
_UNIT_LINE = re.compile(r"(?:计量)?单[\s　]*位[\s　]*[:：]\s*([^　）)]+(?:[、，,;；\s]+[^　）)]+)*)")
NOTE = re.compile(
    r"\A\s*(?:注|备注|说明|资料来源|数据来源|填表人|填报人|制表|审核|负责人|联系电话|联系人|填报单位|填报日期|报出日期|来源|附注)(?:\s*[:：]|[0-9一1１])|\A\s*(?:注|附注)\s*\Z|\A\s*(?:[0-9]+|[①-⑳])[.．、]\s*[^0-9].{8,}[。；]"
)
ORDINAL_HEAD = re.compile(r"序\s*号|编\s*号|代\s*码|编\s*码|行\s*次|No\.?|#", re.IGNORECASE)
UNIT_HEAD = re.compile(r"(?:计量)?单\s*位(?:Units?)?|Units?", re.IGNORECASE)
PERIOD_HEAD = re.compile(
    r"(?:统计)?(?:年\s*[度份]?|时\s*间|时\s*期|月\s*份?|日\s*期|报告期|季\s*度)(?:Year|Month|别)?", re.IGNORECASE
)
REMARK_HEAD = re.compile(r"备\s*注|说\s*明|备\s*考|Item|Remarks?|Notes?|数据来源|责任部门|填报单位", re.IGNORECASE)
PERSONAL_HEAD = re.compile(
    r"电\s*话|手\s*机|联系方式|邮\s*编|邮政编码|身份证|日期|代码|编码|地\s*址|姓\s*名|负责人|书记|主任|门牌|网址|建成年份|(?:成立|建成|开工|竣工|设立|投产)(?:时间|年份)"
)
PLACE_HEAD = re.compile(
    r"(?:地\s*区|乡|镇|村|街道|社区|区\s*域|单位名称|县|市|区|园区|行政区划?|辖区|属地|区县)(?:名\s*称?|别)?(?:[（(].*[)）])?|镇.*街道.*|乡镇.*"
)
PLACE = re.compile(
    r"(?:.{1,14}(?:镇|乡|街道|街道办事处|办事处|村|社区|居委会|村委会|开发区|园区|新区|新城|农场|林场|苏木|县|区|市|旗|州))"
)
TOTAL = re.compile(r"(?:合|总|小|共)\s*计|全(?:镇|县|区|市|乡|街道|省|国)(?:合计|总计)?|总\s*数|本(?:镇|县|区|市)合计")
_GROWTH = re.compile(
    r"(?:同比|环比|比?(?:上年|去年|上年同期|去年同期|上月|上期|上季|基期))?\s*(?:增长|增减|增幅|增速|增加|升降|增[（(]?[+＋]?[)）]?减|涨跌|变化|变动|±|增\s*减)(?:率|幅度?|速度|额|量|百分比|数)?"
    r"|(?:同比|环比)|比\s*(?:上年|去年|上年同期)(?:增长|增减|±)?|比\s*" + YEAR + r"\s*年"
)
_AVERAGE = re.compile(r"年均|平均每年|年平均增长")
_SHARE = re.compile(r"占.{0,12}?(?:比重|比例|比)|比重|占比|构成|所占比例")
_INDEX = re.compile(
    r"(?:上年|去年|20[0-9]{2}年)?(?:=|＝|为)\s*100|指数|为(?:上年|去年|"
    + YEAR
    + r"年?)的?\s*[（(]?%|发展速度|完成(?:年)?(?:计划|目标|预算)|完成率"
)
_STATUS = (
    (re.compile(r"初步|快报"), "preliminary"), (re.compile(r"预计|预估|预测|估计"), "estimated"), (re.compile(r"计划(?!生育|单列)"), "planned"),
    (re.compile(r"目标|任务(?:数|\Z)|(?:年初|调整)预算|预算数"), "target"),
)  # fmt: skip
_LEVEL_WORDS = re.compile(
    r"\A(?:数\s*量|金\s*额|数\s*值|数\s*据|绝对[数额量]|实\s*绩|实际(?:数|完成)?|总\s*量|指标值|完成(?:数|额|情况)?|本\s*[年期]|合\s*计|数|值|总\s*数|决算数?|初步数|快报数|年报数|预计数?|计划数?|目标(?:值|数)?|全年|年度|数额|本年实际|本期数|当年|水平|年\s*[份度]|时\s*[期间]|月\s*份|快报|初步|预计|执行数?|任务数?|(?:年初|调整)?预算(?:数|安排)?)\Z"
)
_PART = re.compile(r"\A[\s　]*(?:#|＃|其\s*中\s*[:：]?|\*|内\s*[:：]|(?:其中)?含\s*[:：])")
_NUMBERED = re.compile(
    r"\A(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、.．](?![0-9])|[①-⑳])\s*"
)
_FOOTMARK = re.compile(r"(?:[①-⑳*＊]|\[[0-9]{1,2}\]|［[0-9]{1,2}］|注[0-9])+\Z")


_LONGEST = 200  # characters of a cell that are looked at: what is longer is prose


def tight(text: str) -> str:
    """A label without the spaces that set it wide: 合　计 is 合计; words of Latin letters keep theirs."""
    text = re.sub(r"[\s　\xa0]+", " ", text).strip()
    return re.sub(r"(?<![A-Za-z0-9,.]) | (?![A-Za-z0-9])", "", text)


def lead(text: str) -> int:
    """How far a label is set in: full-width spaces count two."""
    blank = text[: len(text) - len(text.lstrip(" 　\xa0\t"))]
    return sum(2 if c == "　" else 1 for c in blank)


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as a cell shows it: its digits with their sign, and what stands with them."""

    value: str
    unit: str = ""
    qualifier: str = "exact"


@lru_cache(maxsize=1 << 17)
def figure(text: str) -> Shown | None:
    """The figure that a cell shows; None for words, dates and several numbers."""
    if len(text) > _LONGEST:
        return None
    plain = typed.narrow(text)
    match = _SHOWN.fullmatch(plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    unit = match["unit"] or ""
    if unit and (not UNIT.fullmatch(unit) or (unit in ("天", "级") and not match["number"])):
        return None
    digits = match["number"].replace(",", "").removeprefix("+")
    if match["open"] and not digits.startswith("-"):
        digits = f"-{digits}"
    whole = digits.lstrip("-")
    if len(whole) > 1 and whole[0] == "0" and whole[1] != ".":
        return None  # a code
    return Shown(digits, unit, HEDGES.get(match["hedge"] or "", "exact"))


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no figure."""
    return tight(text) in MISSING


def is_year(text: str) -> bool:
    """Whether a text is a year and nothing more: 2024, 2024年, 2024年（预计）."""
    return bool(re.fullmatch(rf"{YEAR}\s*年?度?(?:[（(].{{1,6}}[)）])?", typed.narrow(text)))


def units_in(text: str) -> tuple[str, ...]:
    """The units of a unit line, or of a title in brackets: 单位：万元、%, 一、村级集体经济（万元）."""
    text = text[:_LONGEST]
    line = _UNIT_LINE.search(text)
    if line:
        return _listed(line[1])
    for inside in _BRACKETED.findall(text):
        if _UNITS.fullmatch(inside.strip()):
            return _listed(inside)
    return ()


def _listed(text: str) -> tuple[str, ...]:
    parts = re.split(r"[、，,;；\s　]+", text.strip())
    return tuple(part for part in parts if UNIT.fullmatch(part))


@dataclass(frozen=True, slots=True)
class Said:
    """What one head or label says: what remains as a name, and the dimensions in it."""

    name: str = ""
    period: str = ""
    unit: str = ""
    mark: str = ""  # growth, average_growth, share, index
    status: str = ""
    base: str = ""  # the year that a change is measured from
    relative: str = ""  # previous, current, month, cumulative: seen from the table's period
    is_part: bool = False
    raw: str = ""


def said(text: str, year: int | None) -> Said:
    """A head or label taken apart. `year` is what 本年 and a bare month mean."""
    text = text[:_LONGEST]
    found = Said(raw=tight(text), is_part=bool(_PART.match(text)))
    rest = tight(_NUMBERED.sub("", tight(_PART.sub("", text))))
    rest = tight(_PART.sub("", rest))
    rest, found = _without_brackets(_FOOTMARK.sub("", rest), found)
    for pattern, status in _STATUS:
        if not found.status and pattern.search(rest):
            found = replace(found, status=status)
    rest, found = _without_marks(
        re.sub(r"\A(?:累计|当月|本月|本季|全年|年度|目标|预期|计划|预计)(?=同比|环比|比[上去]|增[长减速幅])", "", rest),
        found,
    )
    so_far = re.match(r"(?:累计|当月|本月)(?=同比|环比|比[上去]|增[长减速幅])", found.raw)
    period, rest = period_in(rest, year)
    relative, rest = _relative(rest)
    if so_far:
        relative = f"{relative} {'cumulative' if so_far[0] == '累计' else 'month'}".strip()
    found = replace(found, period=period or found.period, relative=relative)
    rest = tight(rest).strip("、，,:：-—/ ")
    if (
        not found.unit
        and UNIT.fullmatch(rest.removeprefix("(").removesuffix(")"))
        and rest not in ("村", "镇", "户", "人", "级", "班", "线", "门", "个", "所")
    ):
        found, rest = replace(found, unit=rest), ""
    if _LEVEL_WORDS.fullmatch(rest):
        rest = ""
    return replace(found, name=rest)


def _without_brackets(text: str, found: Said) -> tuple[str, Said]:
    """Brackets that hold a unit, a sign or a status go; those that belong to a name stay."""
    for match in list(_BRACKETED.finditer(text)):
        inside = tight(match[1])
        listed = _listed(inside) if _UNITS.fullmatch(inside) else ()
        if listed and not found.unit:
            found = replace(found, unit="、".join(listed))
        elif re.fullmatch(r"[±＋+\-－—%％]+|\+[,，、]-.*|增[+＋]减[-－—]", inside):
            found = replace(found, unit=found.unit or ("%" if "%" in inside or "％" in inside else ""), mark="growth")
        elif not any(pattern.search(inside) for pattern, _ in _STATUS) and not re.fullmatch(rf"{YEAR}年?=?", inside):
            continue
        elif not found.status:
            found = replace(found, status=next((s for p, s in _STATUS if p.search(inside)), ""))
        text = text.replace(match[0], "", 1)
    if not found.unit and not UNIT.fullmatch(text) and (behind := _UNIT_BEHIND.search(text)):
        found, text = replace(found, unit=behind[1]), text[: behind.start()]
    if not found.unit and (bare := re.search(r"[%％‰]\Z", text)):
        found, text = replace(found, unit="%" if bare[0] != "‰" else "‰"), text[:-1]
    return tight(text), found


_UNIT_BEHIND = re.compile(rf"[，,/]({UNIT.pattern})\Z")  # 粮食产量，吨
_TO_FROM = re.compile(rf"({YEAR})\s*年?\s*(?:比|较|为)\s*({YEAR})\s*年?")
_SPAN_AVERAGE = re.compile(rf"({YEAR})\s*年?\s*[-—–~～至到]\s*({YEAR})\s*年?")


def _without_marks(text: str, found: Said) -> tuple[str, Said]:
    """Words of growth, share and index; what they are said of stays."""
    if match := _TO_FROM.search(text):
        mark = "index" if _INDEX.search(text) else "growth"
        found = replace(found, period=match[1], base=match[2], mark=mark)
        text = text.replace(match[0], "", 1)
    if _AVERAGE.search(text) and (_GROWTH.search(text) or _SPAN_AVERAGE.search(text)):
        rest = _GROWTH.sub("", _AVERAGE.sub("", text), count=1)
        return rest, replace(found, mark="average_growth", unit=found.unit or "%")
    if _INDEX.search(text) and not re.search(r"指数\Z|完成", text):
        return tight(_INDEX.sub("", text)), replace(found, mark="index")
    if match := re.search(rf"比\s*({YEAR})\s*年?", text):
        found = replace(found, base=match[1], mark=found.mark or "growth")
    whole = _GROWTH.fullmatch(text)
    if whole or found.mark == "growth" or re.match(r"(?:同比|环比|比(?:上年|去年)|" + YEAR + r"年?比)", text):
        return tight(_GROWTH.sub("", text)), replace(found, mark=found.mark or "growth")
    if _SHARE.fullmatch(text):
        return "", replace(found, mark="share", unit=found.unit or "%")
    return text, found


_M = r"(1[0-2]|0?[1-9])"
_TO = r"\s*[-—–~～至到]\s*"


def period_in(text: str, year: int | None) -> tuple[str, str]:
    """The period that a text names, and what is left of it."""
    plain = typed.narrow(text[:_LONGEST])
    for pattern, form in _PERIODS:
        match = pattern.search(plain)
        if match is None:
            continue
        of = match.groupdict().get("y") or (str(year) if year else "")
        if form.count("{y}") and not of:
            continue
        values = [part.zfill(2) for part in match.groups()[1:] if part is not None]
        return _shortest(form.format(*values, y=of)), plain[: match.start()] + plain[match.end() :]
    return "", text


def _shortest(text: str) -> str:
    first, _, last = text.partition("/")
    return first[:4] if first[4:] == "-01" and last == f"{first[:4]}-12" else first if first == last else text


_RELATIVE = (
    (re.compile(r"(?:上年|去年)(?:同期|同月|末|底|度)?(?:止)?(?!增|±|比)"), "previous"),
    (re.compile(r"(?:本年|本期|今年|当年|本年度)(?!增|±|比)"), "current"),
    (re.compile(r"(?:本月|当月)(?:止|末)?"), "month"),
    (re.compile(r"(?:年初至今|自年初)?累计(?:数|额)?\Z"), "cumulative"),
)


def _relative(text: str) -> tuple[str, str]:
    """Whether a text names a time as seen from the table's own, and what is left of it."""
    found = []
    for pattern, word in _RELATIVE:
        if pattern.search(text):
            found.append(word)
            text = pattern.sub("", text, count=1)
    if "cumulative" in found and "month" in found:
        found.remove("month")  # 本月止累计
    return " ".join(found), text


_Y = rf"(?P<y>{YEAR})\s*年?"
_PERIODS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"(?P<y>{YEAR})\s*年?{_TO}({YEAR})\s*年?", "{y}/{0}"),
        (rf"(?:{_Y})?{_M}月?{_TO}{_M}\s*月(?:份|末|底)?(?:累计)?", "{y}-{0}/{y}-{1}"),
        (rf"(?P<y>{YEAR})\s*[-./]\s*{_M}(?![0-9])", "{y}-{0}"),
        (rf"(?:{_Y})?(?<![0-9]){_M}\s*月(?:份|末|底)?(?:止)?累计", "{y}-01/{y}-{0}"),
        (rf"(?:{_Y})?(?<![0-9]){_M}\s*月(?:份|末|底)?(?![0-9]*日)", "{y}-{0}"),
        (rf"(?:{_Y})?上半年", "{y}-01/{y}-06"),
        (rf"(?:{_Y})?下半年", "{y}-07/{y}-12"),
        (rf"(?:{_Y})?(?:前三季度|1{_TO}3季度|一至三季度|三季度累计)", "{y}-01/{y}-09"),
        (rf"(?:{_Y})?第?(?:一|1)季度", "{y}-01/{y}-03"),
        (rf"(?:{_Y})?第?(?:二|2)季度", "{y}-04/{y}-06"),
        (rf"(?:{_Y})?第?(?:三|3)季度", "{y}-07/{y}-09"),
        (rf"(?:{_Y})?第?(?:四|4)季度", "{y}-10/{y}-12"),
        (rf"(?<![0-9])(?P<y>{YEAR})\s*年?度?(?:末|底|全年|实际|决算)?(?![0-9])", "{y}"),
    )
)  # fmt: skip
