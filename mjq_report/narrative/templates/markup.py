"""What the template functions write into Markdown: escaped data, figures as links, and marks for `sentences`.

Data never becomes markup: every character of it that Markdown, or our own sentence rules, could read as
something is written as a numeric entity, which CommonMark 0.31 (6.2) decodes to that literal character
and never to structure.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from mjq_report.model.codes import Status

MISSING = "\ufdd0"  # stands for a figure that is not there; `sentences` drops what surrounds it
_OPEN, _CLOSE = "\ufdd2", "\ufdd3"  # around a mark
INTERNAL = re.compile("[\ufdd0-\ufdef]")  # noncharacters: ours alone
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~\s\u00a0。！？；，、：“”‘’（）《》〈〉【】〔〕「」『』⟦⟧]")
_FACT = "fact:"
_BLOCK = "block:"

MARK = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
FIGURE_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")


class Marked(str):
    """Text that is Markdown already; templates print it as it is, and escape every other text."""

    __slots__ = ()

    def __html__(self) -> str:
        """Jinja's autoescaping asks for this; what has it is left alone."""
        return self


class Id(str):
    """What names a row or a kind: templates compare it and hand it on, and never print it."""

    __slots__ = ()


def escape(text: str) -> Marked:
    """Text that Markdown shows exactly as it is."""
    text = INTERNAL.sub("\ufffd", text)
    return Marked(_SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text))


def fact_link(text: str, fact: str) -> str:
    """A figure as a link to its fact: `[约1200亿元](fact:…)`."""
    return f"[{escape(text)}]({_FACT}{_quoted(fact)})"


def _quoted(text: str) -> str:
    """As in a URL, and without the underscore, which Markdown would look at."""
    return quote(text, safe="").replace("_", "%5F")


def linked_fact(href: str) -> str:
    """The fact id of a link made by `fact_link`, or an empty string for any other link."""
    return unquote(href.removeprefix(_FACT)) if href.startswith(_FACT) else ""


def holds_figure(text: str) -> bool:
    """Whether Markdown has a figure in it."""
    return f"]({_FACT}" in text


def links(text: str) -> int:
    """How many links of ours Markdown has."""
    return text.count(f"]({_FACT}") + text.count(f"]({_BLOCK}")


def block(kind: str, name: str) -> Marked:
    """A paragraph of its own that stands for a chart, a table or another block."""
    return Marked(f"\n\n[{kind}]({_BLOCK}{_quoted(f'{kind}:{name}')})\n\n")


def named_block(href: str) -> tuple[str, str] | None:
    """Kind and name of a link made by `block`, or None for any other link."""
    if not href.startswith(_BLOCK):
        return None
    kind, _, name = unquote(href.removeprefix(_BLOCK)).partition(":")
    return kind, name


# --------------------------------------------------------------------------- marks


def mark(kind: str, *fields: str) -> str:
    """A mark for `sentences`; its fields are escaped so that they cannot end it."""
    return _OPEN + "|".join((kind, *map(escape, fields))) + _CLOSE


def figure(fact: str, text: str, *, period: str, period_words: str, coverage: str, coverage_words: str,
           status: Status, status_words: str) -> Marked:  # fmt: skip
    """A figure with what must be said of it where the sentence has not said it yet."""
    fields = (period, period_words, coverage, coverage_words, status, status_words)
    return Marked(mark("figure", *fields) + fact_link(text, fact))


def mention(text: str, *, period: str = "", coverage: str = "", status: str = "", when: str = "always") -> Marked:
    """Words that say a period, a coverage or a status, so that the figures after them need not.

    With `when="differs"` the words are only printed where they tell something new.
    """
    return Marked(mark("mention", period, coverage, status, when, text))
