"""An editor's Markdown into the blocks of `model`: paragraphs, headings, lists, bold, links; nothing else.

A small part of CommonMark 0.31, read on characters and values (`phrases`): a value is never part of a mark. Raw HTML and
code are plain text. What a briefing has no form for is refused, so that an editor sees at once that it does not exist.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from html.entities import html5
from itertools import count, groupby
from typing import Literal

from mjq_report.errors import TemplateError
from mjq_report.errors import shown as quoted
from mjq_report.model.document import Aside, Block, Heading, ListBlock, Paragraph, Span, Spans
from mjq_report.narrative.phrases import (
    VALUE,
    Absent,
    Entry,
    Figure,
    Line,
    Part,
    Phrase,
    Placed,
    Plain,
    characters,
    has,
    outline,
    shown,
    trimmed,
)
from mjq_report.narrative.pictures import Maker
from mjq_report.narrative.templates.sentences import Home, settle
from mjq_report.settings.pictures import NAMED

Resolve = Callable[[str, str], tuple[Block, ...]]
_MARKER = re.compile(r"\s*(>{1,2}\??\s?|(?:#{1,6}|[-*+]|\d{1,9}[.)])(?:\s+|$))")
_PICTURE = re.compile(r"\s*!\[")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE = re.compile(
    rf"\\(?P<escaped>[!-/:-@\[-`{{-~])|(?P<entity>{_ENTITY.pattern})"
    r"|(?P<bold>\*\*)|(?P<open>\[)"
    r"|\]\((?P<address>[^()]*(?:\([^()]*\)[^()]*)*)\)|(?P<close>\])"
)
_EMPHASIS = re.compile(r"(?<![*\\])\*(?![\s*])[^*]*(?<![\s*\\])\*(?!\*)|(?<![\w\\])_(?![\s_])[^_]*(?<![\s_\\])_(?!\w)")
_SCHEMES = ("https:", "mailto:", "#")
_ADDRESS = re.compile(r"[!-~]+")  # RFC 3986 2: what a PDF can hold as an address


def blocks(
    parts: Iterable[Part],
    name: str,
    anchor: str,
    home: Home,
    resolve: Resolve | None = None,
    picture: Maker | None = None,
) -> tuple[Block, ...]:
    """What a template gave as blocks, with the sentences gone whose figures are missing.

    `name` is the template for messages, `anchor` starts the headings' anchors, `resolve` gives the blocks for what is
    placed, `picture` a picture by its file. Raises TemplateError for forms that a briefing does not have and for links that lead elsewhere than to
    https:, mailto: or an anchor.
    """
    found, headings = list[Block](), count(1)
    for sign, run in groupby(_settled(parts, name, home), _list_sign):
        if sign:
            found.append(ListBlock(tuple(_spans(line) for _, line in run), ordered=sign in ".)"))
            continue
        for marker, line in run:
            if marker.startswith(">>"):
                _beside(found, marker, _spans(line))
            elif isinstance(placed := line[0].part, Placed):
                if resolve is None:
                    raise TemplateError(
                        f"{name}: the {placed.kind} {placed.name!r} cannot stand here; sections have them"
                    )
                found += resolve(placed.kind, placed.name)
            elif marker == "!":
                found.append(_picture(outline([entry.part for entry in line]), name, picture))
            elif marker.startswith("#"):
                found.append(Heading(min(max(len(marker), 2), 3), _spans(line), f"{anchor}-{next(headings)}"))
            else:
                found.append(Paragraph(_spans(line), "lead" if marker else _role(outline(line))))
    return tuple(found)


def _beside(found: list[Block], marker: str, line: Spans) -> None:
    """Lines that begin with >> stand beside the text, the first of them as their title; >>? what is not known."""
    last = found[-1] if found else None
    kind: Literal["note", "open"] = "open" if marker.endswith("?") else "note"
    if isinstance(last, Aside) and last.kind == kind:
        found[-1] = Aside(kind, last.title, (*last.items, line))
    else:
        found.append(Aside(kind, "".join(span.text for span in line)))


def _picture(text: str, name: str, picture: Maker | None) -> Block:
    match = NAMED.fullmatch(text)
    if match is None or VALUE in text:
        raise TemplateError(
            f'{name}: a picture is written ![what it shows](photo.jpg "caption"), without figures in it'
        )
    if picture is None:
        raise TemplateError(f"{name}: the picture {match[2]!r} cannot stand here; summary and sections have them")
    return picture(match[2], match[1].strip(), (match[3] or "").strip())


def spans(parts: Iterable[Part] | Phrase, name: str, home: Home) -> Spans:
    """What a template gave as one line, such as a chart's title; only the inline forms count."""
    joined = list[Part]()
    for line in _lines(parts.parts if isinstance(parts, Phrase) else parts):
        _join(joined, line)
    if any(isinstance(part, Placed) for part in joined):
        raise TemplateError(f"{name}: a chart or table cannot stand in a line; sections have them")
    return _spans(settle(_inline(joined, name), home))


def _settled(parts: Iterable[Part], name: str, home: Home) -> Iterator[tuple[str, Line]]:
    """What is left of the paragraphs, headings and list items, each with its marker."""
    for marker, text in _chunks(parts):
        if marker == "!":
            yield marker, Line(Entry(part) for part in text)
            continue
        if marker and _MARKER.match(outline(text)):
            raise TemplateError(f"{name}: a list, lead or heading inside another; write one level")
        given = _inline(text, name)
        if has(given, Absent.FIGURE):
            gaps = ("…" if entry.part is Absent.FIGURE else "".join(shown([entry])) for entry in given)
            home.dropped(name, "".join(gaps))
        if line := settle(given, home):
            yield marker, line


def _list_sign(chunk: tuple[str, Line]) -> str:
    """What the items of one list have in common (CommonMark 0.31, 5.3); empty for what is no item."""
    return "" if chunk[0].startswith((">", "#", "!")) else chunk[0][-1:]


def _role(text: str) -> Literal["note", "warning", "body"]:
    """A paragraph's role by the words that the editor has it begin with."""
    return "note" if text.startswith("注：") else "warning" if text.startswith("口径提示：") else "body"


# --------------------------------------------------------------------------- lines


def _chunks(parts: Iterable[Part]) -> Iterator[tuple[str, list[Part]]]:
    """Paragraphs, headings and list items, each as its marker and its text on one line."""
    marker, joined = "", list[Part]()
    for line in _lines(parts):
        text = outline(line)
        if _PICTURE.match(text):
            if joined:
                yield marker, joined
            yield "!", trimmed(line)
            marker, joined = "", []
            continue
        found = _MARKER.match(text)
        if text.strip() and not found:
            _join(joined, line)
            continue
        if joined:
            yield marker, joined
        marker, joined = (found[1].strip(), trimmed(line[found.end() :])) if found else ("", [])
    if joined:
        yield marker, joined


def _lines(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """The lines of a text; what is placed is a paragraph by itself."""
    line = list[Part]()
    for item in characters(parts):
        if isinstance(item, Placed):
            alone: list[Part] = [item]
            yield from (line, [], alone, [])
            line = []
        elif item == "\n":
            yield line
            line = []
        else:
            line.append(item)
    yield line


def _join(paragraph: list[Part], line: list[Part]) -> None:
    """Add a line to a paragraph: a space between only where a Latin letter or digit meets what is Latin, too."""
    line = trimmed(line)
    end, start = "".join(shown(paragraph[-1:]))[-1:], "".join(shown(line[:1]))[:1]
    if end.isalnum() and start and (end + start).isascii():
        paragraph.append(" ")
    paragraph.extend(line)


# --------------------------------------------------------------------------- inside a line


def _inline(parts: list[Part], name: str) -> Line:
    """A line with its bold and its links as styles; what is escaped has become plain words."""
    if found := _EMPHASIS.search(outline(parts)):
        said = quoted(found[0].replace(VALUE, "…"))
        raise TemplateError(f"{name}: a briefing has no emphasis, as in {said}; write ** for bold")
    return _Inline(parts, name).read()


class _Inline:
    """Reads one line. Each mark is looked at once, so that the time that it takes is that of its length."""

    def __init__(self, parts: list[Part], name: str) -> None:
        self._parts = parts
        self._text = outline(parts)
        self._name = name
        self._out = Line()
        self._bold_from: int | None = None  # place in `out` where ** has opened
        self._brackets = list[int]()  # places in `out` of [ that may open a link

    def read(self) -> Line:
        position = 0
        for match in _INLINE.finditer(self._text):
            self._append(self._parts[position : match.start()])
            position = match.end()
            self._mark(match)
        self._append(self._parts[position:])
        if self._bold_from is not None:  # without a partner it is text
            opened = self._out[self._bold_from :]
            self._out[self._bold_from :] = [Entry("*"), Entry("*"), *(entry._replace(bold=False) for entry in opened)]
        return self._out

    def _append(self, parts: Iterable[Part]) -> None:
        bold = self._bold_from is not None
        self._out += (Entry(part, bold) for part in parts)

    def _mark(self, match: re.Match[str]) -> None:
        match match.lastgroup:
            case "escaped":
                self._append([Plain(match["escaped"])])
            case "entity":
                self._append([Plain(_decoded(match[0]))])
            case "bold":
                self._bold_from = len(self._out) if self._bold_from is None else None
            case "open":
                self._brackets.append(len(self._out))
                self._append("[")
            case "address" if self._brackets:
                self._link(self._brackets.pop(), match["address"])
            case _:
                del self._brackets[-1:]
                self._append(match[0])

    def _link(self, start: int, address: str) -> None:
        """The entries behind an opening bracket as a link; a figure among them keeps the link to its fact."""
        href = _checked(_ENTITY.sub(lambda match: _decoded(match[0]), address), self._name)
        self._out[start:] = [
            entry if isinstance(entry.part, Figure) else entry._replace(href=href) for entry in self._out[start + 1 :]
        ]
        self._brackets = []  # a link holds no other
        if self._bold_from is not None and self._bold_from > start:
            self._bold_from -= 1


def _decoded(entity: str) -> str:
    """The characters that an entity stands for, or itself where there is none of the name."""
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def _checked(href: str, name: str) -> str:
    """The address of a link, if it leads where one may."""
    if not href.startswith(_SCHEMES):
        raise TemplateError(f"{name}: a link to {quoted(href)}; links lead to https:, mailto: or an anchor")
    if not _ADDRESS.fullmatch(href):
        raise TemplateError(f"{name}: a link to {quoted(href)}; write other than ASCII in it as %…, and hosts as xn--…")
    return href


def _look(entry: Entry) -> tuple[bool, str, bool]:
    return entry.bold, entry.href, isinstance(entry.part, Figure)


def _spans(line: Line) -> Spans:
    """A settled line as spans: a figure each, and text of one style."""
    found = list[Span]()
    for (bold, href, figures), run in groupby(line, _look):
        if figures:
            parts = (entry.part for entry in run)
            found += (Span(part.text, bold, fact=part.fact) for part in parts if isinstance(part, Figure))
        else:
            found.append(Span("".join(shown(run)), bold, href=href))
    return tuple(span for span in found if span.text)
