"""The parts of a cover as they are set to a width: head, title, sentence, key figures, foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mjq_report.model.code import Code
from mjq_report.model.document import Card, Cover, Span, Spans
from mjq_report.model.drawing import Drawing
from mjq_report.model.office import Office
from mjq_report.pdf.chart import in_two, replay
from mjq_report.pdf.pen import Pen, numbers
from mjq_report.pdf.setting import Setter, SetText, Style, spans
from mjq_report.pdf.structure import Node
from mjq_report.settings.pictures import Held
from mjq_report.settings.theme import MM

SMALL = 9.0  # points: status, period, coverage, comparison and foot are never smaller
_LEAD, _HALF = 1.8, 0.52  # of another figure's size: the lead, and what stands beside the digits
_LEAST = 0.45  # of its size, that a figure or name shrinks to before it breaks
_GUTTER, _ROWS = 14.0, 12.0
_CLOSE = 0.045  # of a figure’s size, between it and its unit: more would be read as a blank
_UNEVEN = 0.5  # of the second line’s width, that the first has at least
_LEAD_SHARE = 0.37  # of the width, where the lead stands beside the others
_CODE, _SEAL, _LOGO = 19 * MM, 42 * MM, 11 * MM  # a code’s side, what a seal covers, a logo’s height
_WIDEST = 0.4  # of the width, a logo
_ANY_WIDTH = 10_000.0

Draw = Callable[[Pen, Node, float, float], None]


@dataclass(frozen=True)
class Part:
    """Something set: its height, and how it is drawn from its upper left corner."""

    height: float
    draw: Draw


def _style(setter: Setter, kind: str, scale: float, colour: str = "ink", **more: Any) -> Style:
    style = setter.style(kind, colour, align="left", **more)
    size = max(style.size * scale, SMALL)
    return replace(style, size=size, leading=style.leading / style.size * size)


def _stack(texts: Sequence[SetText]) -> Part:
    """Texts under each other, a paragraph each."""

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        for text in texts:
            text.draw(pen, node.add("P"), x, top)
            top -= text.height

    return Part(sum(text.height for text in texts), draw)


def _fitting(setter: Setter, text: Spans, style: Style, width: float) -> SetText:
    """One line as large as it may be, smaller where the width asks for it; broken only at the smallest size."""
    line = setter.lines(text, style, _ANY_WIDTH)
    if line.lines and line.lines[0].width > width:
        share = max(width / line.lines[0].width * 0.99, _LEAST)
        style = replace(style, size=style.size * share, leading=style.leading * share)
    return setter.lines(text, style, width)


def _wide(text: SetText) -> float:
    return max((line.width for line in text.lines), default=0.0)


def _base(text: SetText) -> float:
    """From the top of a text to its first baseline."""
    return (text.style.leading - text.style.size) / 2 + text.setter.fonts.ascent * text.style.size


# --------------------------------------------------------------------------- letterhead


def letterhead(office: Office, logo: Drawing | Held | None, setter: Setter, measure: float, scale: float) -> Part:
    """The logo, and the mark of the issuing office in red over a red rule; of no height without either."""
    if logo is None and not office.mark:
        return Part(0.0, lambda pen, node, x, top: None)
    wide, high = _logo_size(logo, measure, scale) if logo is not None else (0.0, 0.0)
    style = _style(setter, "h1", scale, "accent", bold=True, link=None)
    mark = _fitting(setter, spans(office.mark), style, measure - (wide + _GUTTER if wide else 0.0))
    height = max(high, mark.height) + (6.0 if office.mark else 0.0)

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        if logo is not None:
            _draw_logo(
                pen, logo, node, (x, top - high, wide, high), office.issuer or office.mark or setter.labels["logo"]
            )
        if office.mark:
            start = x + wide + _GUTTER if wide else x + (measure - _wide(mark)) / 2
            mark.draw(pen, node.add("P"), start, top - (max(high, mark.height) - mark.height) / 2)
            with pen.artefact("Layout"):
                pen.rule(x, top - height, x + measure, top - height, 1.6, setter.theme.colours["accent"])

    return Part(height, draw)


def _logo_size(logo: Drawing | Held, measure: float, scale: float) -> tuple[float, float]:
    """As high as logos are, less where it would be too wide."""
    shape = logo.width / logo.height
    high = min(_LOGO * scale, measure * _WIDEST / shape)
    return high * shape, high


def _draw_logo(pen: Pen, logo: Drawing | Held, node: Node, box: tuple[float, float, float, float], alt: str) -> None:
    x, y, wide, high = box
    figure = node.add("Figure", alt=alt)
    with pen.tagged(figure):
        if isinstance(logo, Held):
            pen.image("logo", logo, box)
        else:
            pen.raw(f"q {numbers(wide / logo.width, 0, 0, high / logo.height, x, y)} cm")
            replay(pen, logo, 0.0, 0.0)
            pen.raw("Q")
    figure.box, figure.box_page = (x, y, x + wide, y + high), pen.page


# --------------------------------------------------------------------------- head, title, sentence


def head(cover: Cover, setter: Setter, measure: float, scale: float) -> Part:
    """District and edition at both ends of a rule."""
    place = setter.lines(spans(cover.place), _style(setter, "h3", scale, "primary", bold=True), measure * 0.6)
    edition = setter.lines(spans(cover.edition), _style(setter, "small", scale, bold=True), measure * 0.4)
    height = max(place.height, edition.height) + 5

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        place.draw(pen, node.add("P"), x, top)
        edition.draw(pen, node.add("P"), x + measure - _wide(edition), top + _base(edition) - _base(place))
        with pen.artefact("Layout"):
            pen.rule(x, top - height + 2, x + measure, top - height + 2, 0.6, setter.theme.colours["ink"])

    return Part(height, draw)


def title(cover: Cover, setter: Setter, measure: float, scale: float) -> Part:
    """The town's name with year and kind behind it, or under it where there is no room."""
    name = _fitting(setter, spans(cover.town), _style(setter, "cover_title", scale, bold=True), measure)
    colour = "primary" if cover.picture is not None else "ink"
    kind = setter.lines(spans(f"{cover.year}{cover.kind}"), _style(setter, "h1", scale, colour), measure)
    gap = name.style.size * 0.36
    beside = len(name.lines) == 1 and _wide(name) + gap + _wide(kind) <= measure
    height = name.height if beside else name.height + kind.height

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        heading = setter.heading(node, 1)
        name.draw(pen, heading, x, top)
        below = top - name.height
        if beside:
            kind.draw(pen, heading, x + _wide(name) + gap, top - _base(name) + _base(kind))
        else:
            kind.draw(pen, heading, x, below)

    return Part(height, draw)


def _two_lines(text: Spans, setter: Setter, style: Style, measure: float) -> SetText:
    """Parted behind a comma, but not behind the first words alone."""
    parted = in_two(text, setter, style, measure)
    short = len(parted.lines) == 2 and parted.lines[0].width < _UNEVEN * parted.lines[1].width
    return setter.lines(text, style, measure) if short else parted


def sentence(cover: Cover, setter: Setter, measure: float, scale: float) -> Part:
    """The year in two lines: as large as that allows, within limits."""
    sizes = (_style(setter, "cover_sentence", scale * share) for share in (1.0, 0.93, 0.87, 0.8))
    made = [_two_lines(cover.sentence, setter, style, measure) for style in sizes]
    text = next((text for text in made if len(text.lines) <= 2), made[-1])
    return _stack([text] if text.lines else [])


# --------------------------------------------------------------------------- key figures


def figures(cards: Sequence[Card], setter: Setter, measure: float, scale: float, stacked: bool, notes: bool) -> Part:
    """The lead, and the others two in a row: beside it, or below it where the width is narrow."""
    if not cards:
        return Part(0.0, lambda pen, node, x, top: None)
    gutter = _GUTTER * scale
    wide = measure if stacked else measure * _LEAD_SHARE
    first = _card(cards[0], setter, wide, scale, _LEAD, notes)
    left = 0.0 if stacked else wide + gutter
    width = (measure - left - gutter) / 2
    set_cards = [_card(card, setter, width, scale, 1.0, notes) for card in cards[1:]]
    rows = [set_cards[start : start + 2] for start in range(0, len(set_cards), 2)]
    heights = [max(card.height for card in row) + _ROWS * scale for row in rows]
    others = sum(heights) - (_ROWS * scale if rows else 0.0)
    height = first.height + _ROWS * scale + others if stacked and rows else max(first.height, others)

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        group = node.add("Div")
        first.draw(pen, group, x, top)
        y = top - (first.height + _ROWS * scale if stacked else 0.0)
        for row, step in zip(rows, heights, strict=True):
            for number, card in enumerate(row):
                card.draw(pen, group, x + left + number * (width + gutter), y)
            y -= step

    return Part(height, draw)


def _card(card: Card, setter: Setter, width: float, scale: float, size: float, notes: bool) -> Part:
    """A rule, the name, the figure behind its status, how it moved and from what, of what and when it is."""
    lead = size > 1
    name = setter.lines(spans(card.name), _style(setter, "small", scale, bold=True), width)
    value = _value(card, setter, width, scale * size)
    change = _change(card, setter, width, scale)
    plain = _style(setter, "small", scale, "muted" if not lead else "ink")
    rest = [setter.lines(spans(card.coverage), plain, width)]
    rest += (
        [setter.lines(spans(card.note), _style(setter, "small", scale, "muted"), width)] if notes and card.note else []
    )
    tail = _stack(rest)
    colour = setter.theme.colours["accent" if lead else "ink"]

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            pen.rule(x, top, x + width, top, 1.8 if lead else 0.7, colour)
        y = top - 5 * scale
        name.draw(pen, node.add("P"), x, y)
        y -= name.height
        for part in (value, change, tail):
            part.draw(pen, node, x, y)
            y -= part.height

    return Part(5 * scale + name.height + value.height + change.height + tail.height, draw)


def _value(card: Card, setter: Setter, width: float, scale: float) -> Part:
    """预计 31.6 亿元 on one baseline, the digits large."""
    style = _style(setter, "card_value", scale, "primary", bold=True, link=setter.theme.colours["primary"])
    texts, gap = _of_value(card, setter, style)
    wide = sum(map(_wide, texts)) + 2 * gap
    if wide > width:
        share = max(width / wide * 0.97, _LEAST)
        texts, gap = _of_value(card, setter, replace(style, size=style.size * share, leading=style.leading * share))
    baseline = _base(texts[1])

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        paragraph = node.add("P")
        for text in texts:
            if text.lines:
                text.draw(pen, paragraph, x, top - baseline + _base(text), behind=gap)
                x += _wide(text) + gap

    return Part(texts[1].style.leading, draw)


def _of_value(card: Card, setter: Setter, style: Style) -> tuple[list[SetText], float]:
    """Status, digits and unit, and what parts them: a sign such as % stands large and close."""
    half = max(style.size * _HALF, SMALL)
    small = replace(style, size=half, leading=half * 1.3)
    sign = card.figure.unit if card.figure.unit[:1] in ("%", "‰") else ""
    digits = (Span(card.figure.value, fact=card.fact), *spans(sign))
    texts = [
        setter.lines(spans(card.status), replace(small, colour=setter.theme.colours["accent"]), _ANY_WIDTH),
        setter.lines(digits, style, _ANY_WIDTH),
        setter.lines(spans("" if sign else card.figure.unit), small, _ANY_WIDTH),
    ]
    return texts, style.size * _CLOSE


def _change(card: Card, setter: Setter, width: float, scale: float) -> Part:
    """How it moved; what fell has a mark before its words, which say so too."""
    accent = setter.theme.colours["accent"]
    if not card.change:
        return Part(0.0, lambda pen, node, x, top: None)
    style = _style(setter, "small", scale, "accent" if card.falls else "ink", bold=card.falls, link=None)
    indent = style.size if card.falls else 0.0
    text = setter.lines(card.change, style, width - indent)

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        if card.falls:
            y, half = top - _base(text) + style.size * 0.66, style.size * 0.36
            with pen.artefact("Layout"):
                corners = f"{numbers(x, y)} m {numbers(x + 2 * half, y)} l {numbers(x + half, y - 1.6 * half)} l h f"
                pen.raw(f"q {numbers(*accent)} rg {corners} Q")
        text.draw(pen, node.add("P"), x + indent, top)

    return Part(text.height, draw)


# --------------------------------------------------------------------------- foot


def foot(cover: Cover, office: Office, setter: Setter, measure: float, scale: float, checked: bool = True) -> Part:
    """Until when the data reach, who issues, which revision, how to check; beside it a code, where there is one, and under
    a letterhead the room of a seal."""
    labels = setter.labels
    said = [
        (labels["until"], cover.until),
        (labels["issuer"], office.issuer),
        (labels["revision"], cover.revision),
        (labels["check"], cover.code.leads_to if cover.code else labels["checked"] if checked else ""),
    ]
    sealed = _SEAL if office.mark and office.seal else 0.0
    room = (_CODE + _GUTTER if cover.code else 0.0) + sealed
    style = _style(setter, "small", scale, link=None)
    texts = [
        setter.lines((Span(label, bold=True), Span(f"　{value}")), style, measure - room)
        for label, value in said
        if value
    ]
    words = _stack(texts)
    height = max(words.height, _CODE if cover.code else 0.0, sealed) + 7

    def draw(pen: Pen, node: Node, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            pen.rule(x, top, x + measure, top, 0.6, setter.theme.colours["ink"])
        words.draw(pen, node, x, top - 7)
        if cover.code:
            _draw_code(pen, cover.code, node, x + measure - sealed - _CODE, top - 7, setter)

    return Part(height, draw)


def _draw_code(pen: Pen, code: Code, parent: Node, x: float, top: float, setter: Setter) -> None:
    """A square code, its modules as one figure."""
    figure = parent.add("Figure", alt=code.leads_to)
    side = _CODE / len(code.rows)
    with pen.tagged(figure):
        for row, line in enumerate(code.rows):
            for column, module in enumerate(line):
                if module == "1":
                    pen.box(x + column * side, top - (row + 1) * side, side, side, setter.theme.colours["ink"])
    figure.box, figure.box_page = (x, top - _CODE, x + _CODE, top), pen.page
