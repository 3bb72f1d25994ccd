"""An English release into proposals: GDP reached 38.6 billion yuan in 2024, up 6.3 percent; about, nearly, over; expected, planned, target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mjq_report.intake.binding import identifier
from mjq_report.intake.proposal import LeftOut, Proposal, Proposed
from mjq_report.intake.setting import Setting
from mjq_report.lang.zh.intake import LEFT_OUT, LOOK
from mjq_report.model.codes import Qualifier, Status

_SMALL = "one two three four five six seven eight nine ten eleven twelve".split()
_WORDS = {word: str(number) for number, word in enumerate(_SMALL, 1)}
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(name.capitalize() for name in _MONTHS)
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?P<sign>-)?(?P<value>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\b(?:{'|'.join(_SMALL[1:])})\b)"
    r"(?:\s?(?P<scale>billion|million|thousand))?"
    r"(?:\s?(?P<unit>%|‰|percentage points?|per ?cent(?:age points?)?|yuan|U\.?S\.? dollars|dollars|mu|hectares?|square (?:kilomet(?:er|re)s?|met(?:er|re)s?)|kilomet(?:er|re)s|tonnes?|tons?|kilowatt-hours|times|people|residents|households|villages|enterprises|companies|projects|jobs|visits|visitors|trips|(?!(?:and|the|from|with|than|for|were|was|has|had|while|higher|lower|year|years)\b)[a-z]{3,}))?"
)
_BEFORE: tuple[tuple[Qualifier, str], ...] = (
    (Qualifier.AT_LEAST, r"at least|no less than|not less than"),
    (Qualifier.AT_MOST, r"at most|no more than|up to|within"),
    (Qualifier.MORE_THAN, r"more than|over|above|exceed(?:ed|ing)?|surpass(?:ed|ing)?|topped"),
    (Qualifier.NEARLY, r"nearly|almost|close to|just under|less than"),
    (Qualifier.ABOUT, r"about|around|approximately|roughly|some"),
)
_HEDGE = re.compile(
    "(?:" + "|".join(f"(?P<{kind.value}>{words})" for kind, words in _BEFORE) + r")\s+(?:a\s+)?\Z", re.I
)
_MOVE = re.compile(
    r"(?:(?P<up>up|rose|rise of|grew|growth of|increased?|increase of|climbed|gained|expanded)|(?P<down>down|fell|fall of|declined?|decline of|decreased?|dropped|drop of|shrank))\s+(?:by\s+)?(?:about|around|nearly|over|more than)?\s*\Z",
    re.I,
)
_STATUS: tuple[tuple[Status, str], ...] = (
    (Status.PRELIMINARY, r"preliminary|initial estimates?"),
    (Status.TARGET, r"\btarget|\baims?\b|\bgoal|strive"),
    (Status.PLANNED, r"\bplans?\b|planned|will\b|to be (?:built|completed)"),
    (Status.ESTIMATED, r"expect(?:s|ed)|estimated|projected|forecast"),
)
_PERIOD = re.compile(
    rf"(?P<half>first|second) half of (?P<hy>(?:19|20)[0-9]{{2}})|first (?P<q>two|three) quarters of (?P<qy>(?:19|20)[0-9]{{2}})"
    rf"|(?P<from>{_MONTH})(?:\s*(?:-|–|to|through)\s*(?P<to>{_MONTH}))?,?\s+(?P<my>(?:19|20)[0-9]{{2}})|(?P<a>(?:19|20)[0-9]{{2}})\s*(?:-|–|to)\s*(?P<b>(?:19|20)[0-9]{{2}})"
    r"|(?<![0-9.,])(?P<year>(?:19|20)[0-9]{2})(?![0-9.,]?[0-9])",
)  # fmt: skip
_BASE = re.compile(r"(?:from|over|than|compared with|since|against)\s+\Z", re.I)
_VERB = re.compile(
    r"\s+(?:(?:had|has|have|will|was|were|is|are|be|been|also|further|reached|reach|totaled|totalled|hit|stood at|came to|amounted to|accounted for|made up|rose|fell|grew|increased|decreased|declined|dropped|climbed|completed|added|built|attracted|received|recorded|posted|achieved|up|down|by|to|from|at|of|a|an|the|expected|with|exceeded|surpassed|topped|and)\s*)+\Z",
    re.I,
)
_LEAD = re.compile(
    r"\A(?:in (?:the )?[^,]{0,40},\s*|by (?:the )?end of [^,]{0,20},\s*|last year,?\s*|this year,?\s*|meanwhile,?\s*|the\s+|its\s+|of which,?\s*|including\s+|with\s+|and\s+|while\s+|a total of\s+|among them,?\s*|according to [^,]{0,60},\s*|[,;:]\s*)+",
    re.I,
)
_TRAPS = re.compile(
    rf"(?:{_MONTH}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?|[0-9]{{1,2}}\s+(?:{_MONTH})|[0-9]+(?:st|nd|rd|th)\b|[0-9]+-(?:year|day|month|hour)-?\w*|aged? [0-9]+|[A-Z]+-?[0-9]+|(?:hotline|No\.)\s*[0-9]+|[0-9]{{5}} hotline|[0-9]+:[0-9]{{2}}"
)


def is_english(paragraphs: Sequence[str]) -> bool:
    """Whether a text is written in Latin letters for the most part."""
    text = "".join(paragraphs)[:20_000]
    latin = sum("a" <= c.lower() <= "z" for c in text)
    return latin > 5 * sum("一" <= c <= "鿿" for c in text) and latin > len(text) // 2


def _year(paragraphs: Sequence[str], asked: int | None) -> int:
    """The year that a text is about: the one asked for, that of its head, or the one named most."""
    named = [int(year) for line in paragraphs for year in re.findall(r"(?<![0-9.,])((?:19|20)[0-9]{2})(?![0-9])", line)]
    head = re.search(r"(?:19|20)[0-9]{2}", paragraphs[0]) if paragraphs else None
    return asked or (int(head[0]) if head else max(named, key=named.count, default=2000))


@dataclass
class _State:
    """What holds on from figure to figure."""

    period: str
    name: str = ""


def read(paragraphs: Sequence[str], setting: Setting, source: str) -> Proposed:
    """What an English text proposes."""
    found: list[Proposal] = []
    left: list[LeftOut] = []
    for number, text in enumerate(paragraphs[:20_000], 1):
        state = _State(str(_year(paragraphs, setting.year)))
        for sentence in re.finditer(r"[^.!?]+(?:\.(?=[0-9a-z])[^.!?]*)*[.!?]?", text[:10_000]):
            found += _figures(sentence[0], state, str(number), source, left, setting)
    return Proposed(tuple(found), tuple(left))


def _figures(
    text: str, state: _State, locator: str, source: str, left: list[LeftOut], setting: Setting
) -> Iterator[Proposal]:
    spans = [match.span() for match in (*_PERIOD.finditer(text), *_TRAPS.finditer(text))]
    end = 0
    for match in _NUMBER.finditer(text):
        if any(a <= match.start("value") < b for a, b in spans):
            left.append(LeftOut(locator, match["value"], LEFT_OUT["date"], source=source))
            continue
        if not match["unit"] and not match["scale"]:
            left.append(LeftOut(locator, match["value"], LEFT_OUT["no_unit"], match["value"], source=source))
            continue
        yield _proposal(text, match, end, state, locator, source, setting)
        end = match.end()


def _proposal(
    text: str, match: re.Match[str], end: int, state: _State, locator: str, source: str, setting: Setting
) -> Proposal:
    before = text[max(0, match.start() - 400) : match.start()]
    shift = match.start() - len(before)
    state.period = _period(before, state.period)
    behind = re.split(r"[,;:]", text[match.end() :], maxsplit=1)[0]
    if (late := re.match(rf"\s+(?:in|during) (?:the )?(?={_PERIOD.pattern})", behind)) and not _PERIOD.search(before):
        state.period = _period(behind[late.end() :], state.period)
    hedge, move = _HEDGE.search(before), _MOVE.search(before)
    start = (
        min(match.start(), *(shift + found.start() for found in (hedge, move) if found))
        if hedge or move
        else match.start()
    )
    unit = f"{match['scale']} {match['unit'] or ''}".strip() if match["scale"] else (match["unit"] or "")
    unit = re.sub(r"^per ?cent$", "percent", unit)
    value = _WORDS.get(match["value"], match["value"].replace(",", ""))
    change = unit in ("%", "percent", "times") or "point" in unit
    value = f"-{value}" if match["sign"] or (move and move["down"] and change) else value
    kind = _kind(unit, bool(move), text[end : match.start()])
    own = _name(text[end:start])
    name = own or state.name
    state.name = own or state.name
    if kind == "growth":
        name = f"{name} growth".strip()
    if kind == "difference":
        name = f"{name} change".strip()
    if kind == "count" or not name:
        name = match["unit"] or name
    bound = setting.names.of_english(name.removesuffix(" growth"))
    if bound and kind == "growth":
        bound += "_growth"
    return Proposal(
        locator, text[start : match.end()].strip(), value, unit, _qualifier(hedge, before).value, _status(before, text).value, state.period,
        bound, name, kind=kind, new_id="" if bound else identifier(name), new_kind="growth" if kind == "growth" else "flow", new_unit=unit, domain="economy",
        reason=LOOK["new_term" if own else "inherited"], words=text.strip(), source=source,
    )  # fmt: skip


def _kind(unit: str, moved: bool, between: str) -> str:
    if "point" in unit:
        return "difference"
    if unit in ("%", "percent"):
        return "growth" if moved else "share"
    if unit == "times":
        return "multiple"
    return "level" if re.search(r"yuan|dollar|mu|hectare|square|met|ton|hour", unit) else "count"


def _name(words: str) -> str:
    """The noun phrase in front of a figure and its verb."""
    words = re.sub(r"\s+", " ", _PERIOD.sub("", words)).strip(" ,;:")
    words = re.split(r"[,;:]\s+", words)[-1]
    words = _HEDGE.sub("", words + " ").rstrip()
    before = None
    while words != before:
        before, words = words, _VERB.sub("", _LEAD.sub("", f" {words} ".strip())).strip(" ,")
    return words[:120] if re.search(r"[a-z]{3}", words, re.I) else ""


def _qualifier(hedge: re.Match[str] | None, before: str) -> Qualifier:
    if hedge is not None and hedge.lastgroup:
        return Qualifier(hedge.lastgroup)
    return Qualifier.EXACT


def _status(before: str, sentence: str) -> Status:
    last = max(
        ((found.start(), status) for status, words in _STATUS for found in re.finditer(words, before, re.I)),
        default=(0, Status.ACTUAL),
        key=lambda pair: pair[0],
    )
    return Status.PRELIMINARY if last[1] is Status.ACTUAL and "preliminary" in sentence.lower() else last[1]


def _period(before: str, current: str) -> str:
    """The period said last that is no base of comparison."""
    for match in reversed([*_PERIOD.finditer(before)]):
        if _BASE.search(before[: match.start()]):
            continue
        if match["half"]:
            return (
                f"{match['hy']}-01/{match['hy']}-06"
                if match["half"] == "first"
                else f"{match['hy']}-07/{match['hy']}-12"
            )
        if match["q"]:
            return f"{match['qy']}-01/{match['qy']}-{'06' if match['q'] == 'two' else '09'}"
        if match["from"]:
            first = _MONTHS.index(match["from"].lower()) + 1
            last = _MONTHS.index(match["to"].lower()) + 1 if match["to"] else first
            year = match["my"]
            return (
                year
                if (first, last) == (1, 12)
                else f"{year}-{first:02d}"
                if first == last
                else f"{year}-{first:02d}/{year}-{last:02d}"
            )
        return f"{match['a']}/{match['b']}" if match["a"] else match["year"]
    return current
