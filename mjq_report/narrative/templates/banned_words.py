"""What a template may not say by itself, because only the data may: figures, claims, comparisons, directions.

The lint tells all of it; a build refuses the first, in whatever file or text it runs: such a figure would be printed,
and no row would hold it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from jinja2 import nodes

from mjq_report.errors import shown
from mjq_report.figures import units
from mjq_report.narrative.templates import known_terms
from mjq_report.settings.pictures import NAMED
from mjq_report.settings.visibility import unseen

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PRINTS_FIGURE = re.compile(r"\{\{-?\s*(?:fact|statement|account|change|since|average|average_since|multiple|share)\(")
_SPACES = str.maketrans("\t\r\n", "   ")  # in a template they part words, as in any source text
_LINK = re.compile(r"!\[[^\]]*\]\(|\]\((?!https:|mailto:|#)[^)]*\)?")
_ODD = re.compile(r"[^\x00-/:-~\u3001-\u3003\u3400-\u9fff\uff01-\uff0f]")  # may be a digit of some script
_NUMERALS = "〇零一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMERAL = re.compile(
    # What is counted by 一, too: 一天, 一期, 一人 and the like are words more often than figures.
    rf"[{_NUMERALS}]+[余多几]?(?=[个家项大名位件年倍成次场支条镇村种级届户亿万萬億]|人次|平方)"
    rf"|(?:[{_NUMERALS.replace('一', '')}]|[{_NUMERALS}]{{2,}})[余多几]?"
    r"(?=[元吨亩人座所辆台套期月日号天岁株册栋例类折番]|(?<!四)[处周]|小时|公里|公顷|公斤|分之|季度)"
    r"|[〇零一二三四五六七八九]{4,}|[一二两三四五六七八九][十百千万亿][〇零一二两三四五六七八九]|[一过大多对近]半|半数"
    r"|[俩仨]|(?<![A-Za-z])[IVX]{2,}(?![A-Za-z])"
)
_ENGLISH = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|hundreds?|thousands?|[mb]illions?|dozens?|twice|half|halves|third|thirds|quarters?|doubled?|tripled?)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"翻[一两二三]?番|首次|首个|首家|最[高低大小多少好优强快]|第一|居首|榜首|名列前茅|前列|冠军|史上|唯一|创[^，。；]{0,6}新[高低]|领跑|领先"
)
_COMPARISON = re.compile(r"比上年|较上年|去年|同比|环比|个?百分点|年均")
_DIRECTION = re.compile(
    r"增长|下降|上升|提高|减少|增加|回落|持平|下滑|提升|翻倍|倍增|攀升|走[高低强弱]|回升|锐减|[高低优多少]于"
)
_SENTENCE, _CLAUSE = re.compile(r"[。；！？|]"), re.compile(r"[，：]")
_HOLE = "\ufdd5"  # where a tag stood that may print a figure
_FIGURE = "\ufdd6"  # where a tag stood that ends in one
_FACT = "\ufdd7"  # where a tag stood that is one, from its first character
HOLES = re.compile(f"[{_HOLE}{_FIGURE}{_FACT}]")
_UNITS = "|".join(sorted((unit for unit in units.SPELLED if len(unit) > 1 or unit in "元亩吨"), key=len, reverse=True))
_UNIT_NOTE = re.compile(r"(?<![\u4e00-\u9fff])单位[：:]\s*[^\s，。；、）)]+")
_ALTERED = re.compile(  # a figure that what stands beside it makes another
    rf"(?:[负\-−+±.．十百千万亿〇零二两三四五六七八九]|(?<![附邻最就远])近|(?<![节制公签条])约|(?<![赶反高])超过?"
    rf"|逾|不足|不到|突破|至少){_FACT}"
    rf"|[{_FIGURE}{_FACT}](?:[余多%％‰]|以上|以下|左右|上下|有余|[万亿千百十]+(?:(?!\w)|[元吨亩户家个项件名])|{_UNITS})"
)
_PLAIN_WORD = "某"
_SET_IN = re.compile(r"[*_`~⟦⟧\\\s]+")  # what stands between two characters and not between two words
_MARKER, _NOTHING = re.compile(r"^\s*\d{1,9}[.)]\s"), re.compile(r"(?!)")
_BLOCK = re.compile(r"\s*(?:>\s?|#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|$)")
_PLAIN = re.compile(r"[\w:.*/ -]*", re.ASCII)
_ID = re.compile(r"[a-z][a-z0-9_:]*", re.ASCII)


_DATED = re.compile(r"审图号[：:][^，。；]*|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?")


def findings(source: str, tree: nodes.Template, name: str, terms: tuple[str, ...] = ()) -> Iterator[tuple[int, str]]:
    """Lines, from 1, and what is wrong there, in a template's text and in the texts inside its tags.

    `name` tells a file of paragraphs, where a line may begin with the number of a list's item, from a title. Words of the
    dictionary are no figures, claims or directions whatever they are made of; `terms` are those that a project adds.
    """
    marker = _MARKER if name.endswith((".j2", ".md")) else _NOTHING
    yield from _literals(tree)
    text = [_without(terms, line) for line in lines(NAMED.sub(_words, source))]
    for number, line in enumerate(text, 1):
        yield from ((number, what) for what in _line_findings(marker.sub("", line, 1)))
    for starts, run in _paragraphs(text):
        for place, what in _paragraph_findings(run):
            yield max(number for start, number in starts if start <= place), what


def _words(picture: re.Match[str]) -> str:
    """What a picture says, without its file, its date and a map's approval number: those no row has."""
    return _DATED.sub("", f"{picture[1]}。{picture[3] or ''}")


def lines(source: str) -> list[str]:
    """A template's text by lines, with holes where tags stand."""
    return _TAG.sub(_mask, source).split("\n")


def _without(terms: tuple[str, ...], line: str) -> str:
    """A line with a plain word in the place of each term that could be taken for what no template may say."""
    for pattern in filter(None, (_pattern(known_terms.shipped()), _pattern(terms))):
        line = pattern.sub(lambda found: _PLAIN_WORD * len(found[0]), line)
    return line


@lru_cache(maxsize=8)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    checks = (_NUMERAL, _ENGLISH, _CLAIM, _COMPARISON, _DIRECTION)
    risky = [term for term in terms if digit(term) or any(check.search(term) for check in checks)]
    whole = (rf"(?<![0-9A-Za-z.]){re.escape(term)}(?![0-9A-Za-z])" for term in risky)  # 5G is not in 15G
    return re.compile("|".join(whole)) if risky else None


def figure(text: str) -> str:
    """The first digit of any script in a text, or the first quantity in words; empty where there is none."""
    text = html.unescape(text)
    return digit(text) or next((found[0] for found in (_NUMERAL.search(text), _ENGLISH.search(text)) if found), "")


def digit(text: str) -> str:
    """The first digit of any script, also one in a circle, raised or a fraction, but for the Han numerals."""
    return next((c for c in _ODD.findall(text) if _is_digit(c)), "")


def _is_digit(character: str) -> bool:
    return character.isnumeric() or any(c.isdigit() for c in unicodedata.normalize("NFKC", character))


def _mask(match: re.Match[str]) -> str:
    """A tag as a hole of as many lines; comments and statements leave nothing."""
    lines = "\n" * match[0].count("\n")
    if not match[0].startswith("{{"):
        return lines
    found = _PRINTS_FIGURE.match(match[0])
    return (_HOLE if found is None else _FACT if found[0].endswith("fact(") else _FIGURE) + lines


def _paragraphs(text: list[str]) -> Iterator[tuple[list[tuple[int, int]], str]]:
    """Each paragraph as it will be read, without line ends and marks of Markdown; before it, where which line starts."""
    starts, run = [(0, 1)], ""
    for number, line in enumerate(text, 1):
        found = _BLOCK.match(line)
        if found:
            yield starts, run
            starts, run = [], ""
        starts.append((len(run), number))
        run += _SET_IN.sub("", html.unescape(line[found.end() if found else 0 :]))
    yield starts, run


def _paragraph_findings(run: str) -> Iterator[tuple[int, str]]:
    """Where and what, of that which shows only when lines are joined and marks are taken out that stand inside a word."""
    if found := _NUMERAL.search(run):
        yield found.start(), f"the quantity {shown(found[0])}; print figures with fact()"
    if found := _ALTERED.search(run):
        beside = HOLES.sub("", found[0])
        yield found.start(), f"{beside!r} beside a figure makes it another; fact() prints its sign, hedge and unit"
    if found := _UNIT_NOTE.search(run):
        yield found.start(), f"{shown(found[0])} is a unit typed; figures, charts and columns bring their own"
    if found := _CLAIM.search(run):
        yield found.start(), f"{found[0]!r} is a claim; only data can make it: drop it, or curate it as an observation"
    if found := _COMPARISON.search(run):
        yield found.start(), f"{found[0]!r} is chosen by the data; write change() or average()"
    start = 0
    for sentence in _SENTENCE.split(run):
        parts = [sentence] if re.search(f"[{_FIGURE}{_FACT}]", sentence) else _CLAUSE.split(sentence)
        if found := next(filter(None, (_DIRECTION.search(part) for part in parts if HOLES.search(part))), None):
            yield start, f"the direction word {found[0]!r} beside a figure; change() chooses it by the sign"
        start += len(sentence) + 1


def _line_findings(line: str) -> Iterator[str]:
    """What a line tells by itself."""
    seen = html.unescape(HOLES.sub("", line)).translate(_SPACES)
    if hidden := unseen(seen):
        yield f"the {hidden[0]} U+{ord(seen[hidden[1]]):04X}; delete it"
    if found := _LINK.search(line):
        yield f"{shown(found[0])}: an image or a link that leads elsewhere than to https:, mailto: or #anchor; a picture stands alone on its line"
    text = html.unescape(line)
    if first := digit(text):
        yield f"the digit {first!r}; print figures with fact() and periods with when() or year_text()"
    if found := _ENGLISH.search(re.sub(r"\]\([^)]*\)", "]", text)):
        yield f"the quantity {found[0]!r}; print figures with fact()"


def _literals(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Texts inside tags: ids are fine and files that are included, figures, periods and words are not."""
    files = [include.template for include in tree.find_all(nodes.Include)]
    for const in tree.find_all(nodes.Const):
        value = const.value
        if any(const is file for file in files) or not isinstance(value, str) or _ID.fullmatch(value):
            continue
        if digit(value):
            yield const.lineno, f"the figure {shown(value)} inside a tag; templates name no period and no figure"
        elif not _PLAIN.fullmatch(value):  # with a brace in it, a tag could end elsewhere for us than for Jinja
            yield const.lineno, f"the words {shown(value)} inside a tag; words stand outside of tags"
