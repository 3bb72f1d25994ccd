"""What a template may not say by itself, because only the data may: figures, claims, comparisons, directions.

The lint tells all of it; a build refuses the first, in whatever file or text it runs: such a figure would be printed,
and no row would hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINK = re.compile(r"!\[[^\]]*\]\(|\]\((?!https:|mailto:|#|fact:)[^)]*\)?")
DIGIT = re.compile(
    r"[\d\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]"
)  # of any script, and in circles or brackets
_NUMERAL = re.compile(
    r"[〇一二两三四五六七八九十百千]+[余多几]?(?=[个家项大名位件年倍成次场支条镇村种级届户亿万]|人次|平方)"
)
_CLAIM = re.compile(
    r"翻[一两二三]?番|首次|首个|首家|最[高低大小多少]|第一|居首|榜首|唯一|创[^，。；]{0,6}新[高低]|领跑|领先"
)
_COMPARISON = re.compile(r"比上年|较上年|同比|环比|个?百分点|年均")
_DIRECTION = re.compile(r"增长|下降|上升|提高|减少|增加|回落|持平|下滑|提升|翻倍")
_CLAUSE = re.compile(r"[，。；：！？\n|]")
_HOLE = "\ufdd5"  # where a tag stood that may print a figure
_ID = re.compile(r"[a-z][a-z0-9_:]*", re.ASCII)


def findings(source: str, tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Lines, from 1, and what is wrong there, in a template's text and in the texts inside its tags."""
    yield from _literals(tree)
    for number, line in enumerate(lines(source), 1):
        yield from ((number, what) for what in _line_findings(line))


def lines(source: str) -> list[str]:
    """A template's text by lines, with holes where tags stand."""
    return _TAG.sub(_mask, source).split("\n")


def _mask(match: re.Match[str]) -> str:
    """A tag as a hole of as many lines; comments and statements leave nothing."""
    lines = "\n" * match[0].count("\n")
    return _HOLE + lines if match[0].startswith("{{") else lines


def _line_findings(line: str) -> Iterator[str]:
    if found := _UNSEEN.search(line.replace(_HOLE, "")):
        yield f"the character U+{ord(found[0]):04X}, which nobody sees; delete it"
    if found := _LINK.search(line):
        yield f"{found[0]!r}: an image or a link that leads elsewhere than to https:, mailto: or #anchor"
    text = re.sub(r"^\s*(?:\d{1,9}[.)]|#{1,6})\s", "", line)
    if found := DIGIT.search(text):
        yield f"the digit {found[0]!r}; print figures with fact() and periods with when() or year_text()"
    if found := _NUMERAL.search(text):
        yield f"the quantity {found[0]!r}; print figures with fact()"
    if found := _CLAIM.search(text):
        yield f"{found[0]!r} is a claim; only data can make it: drop it, or curate it as an observation"
    if found := _COMPARISON.search(text):
        yield f"{found[0]!r} is chosen by the data; write change() or average()"
    for clause in _CLAUSE.split(text):
        found = _DIRECTION.search(clause)
        if found and _HOLE in clause:
            yield f"the direction word {found[0]!r} beside a figure; change() chooses it by the sign"


def _literals(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Texts inside tags: ids are fine and files that are included, figures and periods are not."""
    files = [include.template for include in tree.find_all(nodes.Include)]
    for const in tree.find_all(nodes.Const):
        value = const.value
        if any(const is file for file in files):
            continue
        if isinstance(value, str) and not _ID.fullmatch(value) and DIGIT.search(value):
            yield const.lineno, f"the figure {value!r} inside a tag; templates name no period and no figure"
