"""Markdown into the blocks of `model`: paragraphs, headings, lists, bold, links to facts; nothing else.

CommonMark with raw HTML off. What a briefing has no form for (images, code, rules, tables) is either
read as plain text or refused, so that an editor sees at once that it does not exist.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mjq_report.errors import TemplateError, shown
from mjq_report.model.document import Block, Heading, ListBlock, Paragraph, Span, Spans
from mjq_report.narrative.templates.markup import linked_fact, named_block

Resolve = Callable[[str, str], tuple[Block, ...]]
_OFF = ("code", "fence", "hr", "lheading", "reference", "html_block", "backticks", "image", "autolink", "html_inline")
_INNER = "\ufdd4"  # beside ** so that it works between Han and brackets, where CommonMark 6.2 sees no word edge
_SCHEMES = ("https:", "mailto:", "#")
_ADDRESS = re.compile(r"[!-~]+")  # RFC 3986 2: what a PDF can hold as an address


class _AnyLink(MarkdownIt):
    """Parses every link, so that `_link` can judge it with a message instead of leaving its text in the page."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library's)
        """All may pass."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the library's)
        """As it stands: our own links are encoded already, others are checked and written by editors."""
        return url


@functools.cache
def _markdown() -> MarkdownIt:
    return _AnyLink("commonmark", {"html": False}).disable(list(_OFF))


def blocks(markdown: str, name: str, anchor: str, resolve: Resolve | None = None) -> tuple[Block, ...]:
    """Parse settled Markdown. `name` is the template for messages, `anchor` starts the headings' anchors.

    `resolve` gives the blocks for a paragraph made by `markup.block`. Raises TemplateError for forms
    that a briefing does not have and for links that lead elsewhere than to https:, mailto: or an anchor.
    """
    tokens = _markdown().parse(markdown.replace("**", f"{_INNER}**{_INNER}"))
    return tuple(_Reader(tokens, name, anchor, resolve).read())


def spans(markdown: str, name: str) -> Spans:
    """Parse one line, such as a chart's title; only the inline forms count."""
    tokens = _markdown().parseInline(markdown.replace("**", f"{_INNER}**{_INNER}"))
    children = tokens[0].children or [] if tokens else []
    return _spans(children, name)


class _Reader:
    """Walks the tokens of one text."""

    def __init__(self, tokens: Sequence[Token], name: str, anchor: str, resolve: Resolve | None) -> None:
        self._tokens = list(tokens)
        self._name = name
        self._anchor = anchor
        self._resolve = resolve
        self._headings = 0

    def read(self) -> Iterator[Block]:
        position = 0
        while position < len(self._tokens):
            token = self._tokens[position]
            end = self._close(position)
            yield from self._block(token, self._tokens[position + 1 : end])
            position = end + 1

    def _close(self, start: int) -> int:
        level = 0
        for position in range(start, len(self._tokens)):
            level += self._tokens[position].nesting
            if level == 0:
                return position
        return len(self._tokens) - 1

    def _block(self, token: Token, inside: Sequence[Token]) -> Iterator[Block]:
        if token.type == "paragraph_open":
            yield from self._paragraph(inside[0])
        elif token.type == "heading_open":
            self._headings += 1
            level = min(max(int(token.tag[1:]), 2), 3)
            yield Heading(level, _spans(inside[0].children or [], self._name), f"{self._anchor}-{self._headings}")
        elif token.type == "blockquote_open":
            for inner in inside:
                if inner.type == "inline":
                    yield Paragraph(_spans(inner.children or [], self._name), "lead")
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield self._list(inside, ordered=token.type.startswith("ordered"))
        else:
            form = token.type.removesuffix("_open")
            raise TemplateError(f"{self._name}: a briefing has no {form}; write a paragraph")

    def _paragraph(self, inline: Token) -> Iterator[Block]:
        children = [child for child in inline.children or [] if child.type != "text" or child.content]
        if children and children[0].type == "link_open" and children[-1].type == "link_close":
            found = named_block(str(children[0].attrGet("href") or ""))
            if found is not None and self._resolve is not None:
                yield from self._resolve(*found)
                return
        read = _spans(inline.children or [], self._name)
        yield _with_role(read)

    def _list(self, inside: Sequence[Token], ordered: bool) -> ListBlock:
        items, current = list[Spans](), list[Spans]()
        depth = 0
        for token in inside:
            if token.type in ("bullet_list_open", "ordered_list_open"):
                raise TemplateError(f"{self._name}: a list inside a list; write one level")
            if token.type == "inline":
                current.append(_spans(token.children or [], self._name))
            depth += token.nesting
            if token.type == "list_item_close" and current:
                items.append(tuple(span for part in current for span in part))
                current = []
        return ListBlock(tuple(items), ordered)


def _with_role(read: Spans) -> Paragraph:
    """A paragraph; `注：` and `提示：` at its start make it a note or a warning."""
    first = read[0].text if read else ""
    for start, role in (("注：", "note"), ("口径提示：", "warning")):
        if first.startswith(start):
            return Paragraph(read, "note" if role == "note" else "warning")
    return Paragraph(read)


@dataclass(slots=True)
class _Style:
    bold: int = 0
    fact: str = ""
    href: str = ""


def _spans(tokens: Sequence[Token], name: str) -> Spans:
    """Inline tokens as spans, neighbours of one style joined."""
    found, style = list[Span](), _Style()
    for token in tokens:
        if token.type == "text":
            text = token.content.replace(_INNER, "")
            _append(found, Span(text, bold=style.bold > 0, fact=style.fact, href=style.href))
        elif token.type in ("softbreak", "hardbreak"):
            _append(found, Span(" ", bold=style.bold > 0, fact=style.fact, href=style.href))
        elif token.type in ("strong_open", "strong_close"):
            style.bold += token.nesting
        elif token.type == "link_open":
            style.fact, style.href = _link(str(token.attrGet("href") or ""), name)
        elif token.type == "link_close":
            style.fact = style.href = ""
        else:
            form = token.type.removesuffix("_open")
            raise TemplateError(f"{name}: a briefing has no {form}; write ** around what is to be bold")
    return tuple(found)


def _link(href: str, name: str) -> tuple[str, str]:
    fact = linked_fact(href)
    if fact:
        return fact, ""
    if href.startswith(_SCHEMES):
        if not _ADDRESS.fullmatch(href):
            raise TemplateError(
                f"{name}: a link to {shown(href)}; write other than ASCII in it as %…, and hosts as xn--…"
            )
        return "", href
    raise TemplateError(f"{name}: a link to {href!r}; links lead to https:, mailto: or an anchor")


def _append(found: list[Span], span: Span) -> None:
    if not span.text:
        return
    if found and replace(found[-1], text="") == replace(span, text="") and not span.fact:
        found[-1] = replace(span, text=found[-1].text + span.text)
    else:
        found.append(span)
