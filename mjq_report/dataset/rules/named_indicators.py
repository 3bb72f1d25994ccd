"""Names of indicators that texts hold, and whether they are those of the rows that take figures from there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mjq_report.dataset.rules.clauses import CLAUSE, COMMA, GOVERNED, start
from mjq_report.errors import shown

_COUNTED = re.compile(r"(?:总数|数量|家数|人数|次数|数)\Z")
_OF_CHANGE = re.compile(r"(?:的)?(?:年均增速|增速|增长率|增幅|降幅|变动|比重|占比)\Z")
_GROWTH = re.compile(r"(?:增速|增长率|增幅|降幅|变动)\Z")
_TAIL = re.compile(r".+?(?P<tail>..率)\Z")
_OF_FIRMS = re.compile(r"企业\Z")
_BESIDE = re.compile(r"规模以上|规上|[“”]")  # a coverage, not another indicator; and marks that a text may omit
_SHORTEST = 3  # characters of a name; shorter ones stand in other words


class Names:
    """The names of the dictionary's indicators, as texts write them: whole, and without 数 or 增速 at the end."""

    def __init__(self, indicators: Iterable[Iterable[str]]) -> None:
        self._forms = frozenset(form for names in indicators for form in forms(names))
        self._lengths = sorted({len(form) for form in self._forms}, reverse=True)

    def fault(self, own: tuple[str, ...], before: str, after: str, group: tuple[str, ...] = ()) -> str:
        """Another indicator's name beside the digits, in their clause, where the row's own is not; "" when none.

        `before` and `after` are the text in front of the digits and behind them with their unit; `own` are the names of
        the row's indicator, `group` those of its breakdown: 基础设施投资 is one of 投资 in the group 基础设施.
        """
        if any(map(_OF_ITS_WHOLE.search, own)):
            before = _WHOLE.sub("", before)  # 税收占一般公共预算收入的84%: the whole is named, too
        clause = before[start(before, COMMA) :]
        beyond = CLAUSE.split(after, maxsplit=1)[0]
        mine = forms(own)
        found = next((beyond[:length] for length in self._lengths if beyond[:length] in self._forms), "")
        if found.startswith(tuple(_COUNTED.sub("", name) for name in own)):
            return ""  # 86个网格配备专职网格员: the row's own name begins it
        between = ""
        if not found:
            found, between = self._last(clause)
            if not found and any(map(_MEASURED.search, own)):  # an amount or a rate may have its name a clause before
                found, between = self._last(before[start(before, GOVERNED) :])
            between += beyond
        if (
            not found
            or _related(found, mine)
            or found.startswith(group)
            or any(form in (clause + beyond).replace(found, "") for form in mine)
        ):
            return ""
        if any(found.startswith(part) for part in map(_part, own) if part):
            return ""  # 税收收入3.52亿元，占比84.2%: what has the share is named
        if "“" in between or any(piece in between for name in own for piece in _pieces(name)):
            return ""  # the row's own, in other words, or a name in quotation marks is nearer
        return f"the indicator is {shown(own[0])}, the words have {shown(found)}"

    def _last(self, clause: str) -> tuple[str, str]:
        """The name that ends nearest to the end of a clause, of two that end there the longer, and what follows it."""
        for end in range(len(clause), 0, -1):  # looked up by every length: dictionaries have thousands of names
            for length in self._lengths:
                if length <= end and clause[end - length : end] in self._forms:
                    return clause[end - length : end], clause[end:]
        return "", ""


_OF_ITS_WHOLE = re.compile(r"占比\Z")
_WHOLE = re.compile(r"占[^，。；、]*\Z")
_SHARE = re.compile(r"(?P<part>.{2,}?)占.+(?:比重|比例|份额|占比)\Z")
_MEASURED = re.compile(r"[率速重值额入资润]\Z")


def _part(name: str) -> str:
    """Whose share an indicator is, from its name: 税收 of 税收占一般公共预算收入比重; empty for no share."""
    match = _SHARE.match(name)
    return match["part"] if match else ""


def _pieces(name: str) -> Iterator[str]:
    """Every two characters of a name that stand side by side."""
    return (name[place : place + 2] for place in range(len(name) - 1))


@dataclass(frozen=True, slots=True)
class Named:
    """A row's name, and the words beside its figure."""

    row: int
    indicator: str
    name: str
    unit: str
    words: str


def exchanged(rows: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Pairs of rows of one paragraph whose names would each fit the other's words better than their own.

    Likeness is the share of a name's pairs of characters that stand in the words. Only near neighbours are compared.
    """
    for place, one in enumerate(rows):
        for other in rows[place + 1 : place + 1 + _NEIGHBOURS]:
            if one.unit != other.unit or one.indicator == other.indicator or one.words == other.words:
                continue
            if bool(_GROWTH.search(one.name)) != bool(_GROWTH.search(other.name)):  # 增速 itself stands in no text
                continue
            as_is = _likeness(one.name, one.words) + _likeness(other.name, other.words)
            if _likeness(other.name, one.words) + _likeness(one.name, other.words) > as_is + _MARGIN:
                yield one.row, other.row


_NEIGHBOURS = 12
_MARGIN = 0.15


@lru_cache(maxsize=65536)
def _likeness(name: str, text: str) -> float:
    pieces = [*_pieces(name)]
    return sum(piece in text for piece in pieces) / max(1, len(pieces))


@lru_cache(maxsize=8192)
def _forms(name: str) -> frozenset[str]:
    found = {name}
    found |= {match["tail"] for form in found if (match := _TAIL.match(form))}
    for ending in (_COUNTED, _OF_CHANGE, _OF_FIRMS):
        found |= {short for form in set(found) if len(short := ending.sub("", form)) >= _SHORTEST}
    return frozenset(form for form in found if len(form) >= _SHORTEST)


def forms(names: Iterable[str]) -> frozenset[str]:
    """How texts may write an indicator that goes by these names."""
    return frozenset(form for name in names for form in _forms(name))


def _related(found: str, own: Iterable[str]) -> bool:
    """Whether a name is the row's own, or a part of it: the name of a share has that of its level in it."""
    plain = _BESIDE.sub("", found)
    return any(plain in _BESIDE.sub("", form) for form in own)
