"""Of when a figure is: 2025年, 1—11月, 上半年, 去年, 同期, 五年来, 到2030年, 十月, 国庆8天, 截至12月底; the last that was said holds on."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mjq_report.dataset.rules.named_periods import named_periods
from mjq_report.figures.numerals import chinese_number

_N = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九])"
_RELATIVE = re.compile(
    r"(?P<base>上年同期|去年同期|同期)|(?P<before>前年)|(?P<last>去年|头年|过去一年|过去的一年)|(?P<prior>上年|上一年)|(?P<next>明年|来年|下一年)"
    r"|(?P<this>今年)|(?P<here>本年|如今|目前|当前|现在|眼下|现已|截至目前|至今|已有|现有)"
)
_MONTH = re.compile(
    rf"(?:(?P<year>(?:19|20)[0-9]{{2}})年|(?P<rel>今年|去年|上年|明年|当年))?(?P<month>{_N})月(?P<part>份|底|末|初|中旬|上旬|下旬)?(?:(?P<day>{_N}|[1-3][0-9])日)?"
)
_RELATIVE_PART = re.compile(
    rf"(?P<rel>今年|去年|上年|明年|当年|同年)(?P<rest>(?:{_N})月?[—–\-~～至到]+(?:{_N})月|[上下]半年|前[二三]季度|[一二三四]季度|第[一二三四]季度|年底|底|末)"
)
_BARE_PART = re.compile(r"(?<![今去上前明当同])[上下]半年|(?<![去今上明当年])前[二三]个?季度")
_HOLIDAY = re.compile(
    r"(?P<name>国庆中秋|中秋国庆|国庆|“?五一”?|元旦)(?:[、]?(?:中秋|国庆))?(?:假期|黄金周|小长假|期间)?(?:的)?(?P<days>[0-9]+|[三五七八])天(?:长假|假期|小长假)?"
)
_HOLIDAYS = {"国庆": (10, 1), "五一": (5, 1), "元旦": (1, 1)}
_COUNT = r"[二两三四五六七八九十]|[0-9]{1,2}"
_YEARS = re.compile(
    rf"(?P<count>{_COUNT})年来|(?:过去|近|这)(?P<count2>{_COUNT})年|(?<![用花])(?P<count3>{_COUNT})年(?:时间|间)"
)
_UNTIL = re.compile(r"(?:到|至|截至|截止到?|截止至)(?P<year>(?:19|20)[0-9]{2})年?(?:底|末|年底|年末)?(?![—\-0-9的])")
_DAY = re.compile(r"(?P<day>[12][0-9]|3[01]|0?[1-9])日")
_COMPARED = re.compile(r"(?:比|较|是|与|同|超过|相当于|高于|低于|快于|多于)(?:上|去)?\Z")
_FROM = re.compile(r"(?:由|从|自)\Z")
_OPEN = re.compile(r"(?:以来|起|以后|之后|后)")


@dataclass(frozen=True, slots=True)
class Said:
    """A period that words name. `base` is one that something is compared with or comes from."""

    start: int
    end: int
    period: str
    base: str = ""  # compared, from
    bare: bool = False  # months whose year the words leave open; `period` is then without one: -01/-11
    plan: bool = False
    moment: bool = False  # when something was so, not how long it took: 截至6月底


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative words mean: `written` the year a text was written in, `year` the one that it is about."""

    written: int
    year: int

    def of(self, match: re.Match[str], current: int) -> int:
        """The year of a relative word."""
        kind = match.lastgroup
        return {
            "before": self.written - 2,
            "last": self.written - 1,
            "next": self.written + 1,
            "this": self.written,
            "here": self.year,
            "prior": current - 1,
        }.get(str(kind), current)


def said(text: str, clock: Clock, current: int) -> list[Said]:
    """Every period that a text names, in its order; `current` is the year that holds before it."""
    found: list[Said] = []
    for one in _all(text, clock, current):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return _with_years(sorted(found, key=lambda one: one.start), current)


def _with_years(found: list[Said], current: int) -> list[Said]:
    """Months without a year have that of the period in front of them, or the current one."""
    done: list[Said] = []
    for one in found:
        if one.bare:
            one = replace(one, period=re.sub(r"(?:(?<=^)|(?<=/))-", f"{current}-", one.period))
        elif not one.base and len(one.period) <= 7:
            current = int(one.period[:4])
        done.append(one)
    return done


def _all(text: str, clock: Clock, current: int) -> Iterator[Said]:
    relative = {
        "今年": clock.written, "去年": clock.written - 1, "上年": clock.written - 1, "明年": clock.written + 1, "当年": current, "同年": current,
    }  # fmt: skip
    for rule in (_holidays, _relative_parts):
        yield from rule(text, clock, relative)
    yield from _named(text)
    yield from _bare_parts(text)
    yield from _single_months(text, relative)
    yield from _spans(text, clock)
    yield from _relative_years(text, clock, current)


def _holidays(text: str, clock: Clock, relative: Mapping[str, int]) -> Iterator[Said]:
    for match in _HOLIDAY.finditer(text):
        month, day = next(date for name, date in _HOLIDAYS.items() if name in match["name"])
        last = day + _int(match["days"]) - 1
        yield Said(*match.span(), f"{clock.written}-{month:02d}-{day:02d}/{clock.written}-{month:02d}-{last:02d}")


def _relative_parts(text: str, clock: Clock, relative: Mapping[str, int]) -> Iterator[Said]:
    """去年上半年, 今年1至10月, 明年底."""
    for match in _RELATIVE_PART.finditer(text):
        base = _base(text, *match.span())
        inner = named_periods(match["rest"])
        if inner and inner[0].months:
            yield Said(*match.span(), _months(relative[match["rel"]], *inner[0].months), base)
        elif match["rest"] in ("年底", "底", "末"):
            yield Said(*match.span(), str(relative[match["rel"]]), base)


def _named(text: str) -> Iterator[Said]:
    """What texts name by themselves: 2025年, 2024年1—11月, “十四五”时期."""
    for named in named_periods(text):
        place, base = (named.start, named.end), _base(text, named.start, named.end)
        if named.months is not None:
            period = _months(named.first, *named.months) if named.first else _bare(*named.months)
            day = _DAY.match(text, named.end) if named.months[0] == named.months[1] else None
            moment = text[: named.start].endswith(("截至", "截止", "截止到"))
            if day is not None:
                period, place = f"{period}-{int(day['day']):02d}", (named.start, day.end())
            yield Said(*place, period, base, bare=not named.first, moment=moment)
        elif named.first != named.last:
            yield Said(*place, f"{named.first}/{named.last}", base, plan=True)
        else:
            yield Said(*place, str(named.first), base)


def _bare_parts(text: str) -> Iterator[Said]:
    for match in _BARE_PART.finditer(text):
        inner = named_periods(match[0])
        if inner and inner[0].months:
            yield Said(*match.span(), _bare(*inner[0].months), _base(text, *match.span()), bare=True)


def _single_months(text: str, relative: Mapping[str, int]) -> Iterator[Said]:
    """十月, 12月底, 明年6月; one that something is due before is none of a figure's."""
    for match in _MONTH.finditer(text):
        month, around = _int(match["month"]), text[match.start() - 1 : match.start()]
        if (
            not 1 <= month <= 12
            or text[match.end() : match.end() + 1] in ("—", "-", "至", "到")
            or around in ("个", "、")
        ):
            continue
        year = int(match["year"]) if match["year"] else relative.get(match["rel"] or "", 0)
        moment = match["part"] in ("底", "末") or text[: match.start()].endswith(("截至", "截止", "截止到"))
        base = "compared" if re.match(r"(?:之)?前|以前", text[match.end() :]) else _base(text, *match.span())
        period = f"{year}-{month:02d}" if year else f"-{month:02d}"
        yield Said(*match.span(), period, base, bare=not year, moment=moment)


def _spans(text: str, clock: Clock) -> Iterator[Said]:
    """到2030年, and the years up to now: 五年来."""
    for match in _UNTIL.finditer(text):
        yield Said(*match.span(), match["year"])
    for match in _YEARS.finditer(text):
        count = _int(match["count"] or match["count2"] or match["count3"])
        if 2 <= count <= 30:
            yield Said(*match.span(), f"{clock.year - count + 1}/{clock.year}", plan=True)


def _relative_years(text: str, clock: Clock, current: int) -> Iterator[Said]:
    for match in _RELATIVE.finditer(text):
        base = _base(text, *match.span())
        if match["base"]:
            continue  # its months are those of what is compared with it
        base = "open" if match["prior"] and not base else base
        yield Said(*match.span(), str(clock.of(match, current)), base)


def _base(text: str, start: int, end: int) -> str:
    if text[max(0, start - 3) : start].endswith(("恢复至", "恢复到", "相当于")):
        return "compared"
    if _FROM.search(text[max(0, start - 2) : start]) and not _OPEN.match(text, end):
        return "from"
    if text[max(0, start - 1) : start] in ("到", "至") and text[end : end + 1] in ("的", "末", "底"):
        return "to"
    if text[start - 1 : start] == "在" and "基础" in text[end : end + 4]:
        return "compared"
    if _COMPARED.search(text[max(0, start - 4) : start]):
        return "compared"
    return "compared" if _OPEN.match(text, end) else ""


def _months(year: int, first: int, last: int) -> str:
    if (first, last) == (1, 12):
        return str(year)
    return f"{year}-{first:02d}" if first == last else f"{year}-{first:02d}/{year}-{last:02d}"


def _bare(first: int, last: int) -> str:
    return f"-{first:02d}" if first == last else f"-{first:02d}/-{last:02d}"


def _int(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text) or 0


def year_before(period: str) -> str:
    """The same months of the year before."""
    return re.sub(r"(?:(?<=^)|(?<=/))\d{4}", lambda match: f"{int(match[0]) - 1:04d}", period)


def valid(period: str) -> str:
    """A period that exists, else its year."""
    try:
        for part in period.split("/"):
            pieces = [int(piece) for piece in part.split("-")]
            if len(pieces) > 1 and not 1 <= pieces[1] <= 12:
                return period[:4]
            if len(pieces) > 2 and not 1 <= pieces[2] <= calendar.monthrange(pieces[0], pieces[1])[1]:
                return period[:4]
    except ValueError:
        return period[:4]
    return period
