"""The first page: a picture of the town's rows, its name, the year in a sentence, one lead figure and others, and the foot.

On upright paper the picture is above the words, on wide paper beside them. Sizes follow the paper; what does not fit is set
smaller within limits, then the last of the other figures go, never below the lead and three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from mjq_report.model.document import Cover, Document
from mjq_report.model.drawing import Drawing, Field, TextOp
from mjq_report.model.office import Office
from mjq_report.pdf.chart import replay
from mjq_report.pdf.cover_parts import Part, figures, foot, head, letterhead, sentence, title
from mjq_report.pdf.logo import read
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.setting import Setter
from mjq_report.pdf.structure import Node
from mjq_report.settings.logo import Logo
from mjq_report.settings.pictures import Held
from mjq_report.settings.theme import MM

Picturing = Callable[[Field], Drawing]

_A4 = 210 * 297 * MM * MM
_SMALLEST, _LARGEST = 0.8, 1.5  # scale of sizes, on small and on large paper
_SHRINK = (1.0, 0.92, 0.85, 0.78)
_WIDE = 1.1  # width to height from which the picture stands beside the words
_MOST, _BESIDE = 0.56, 0.46  # of the page's height a picture above the words, of its width one beside them
_LEAST = (0.36, 0.29, 0.22)  # of its height what a picture is left
_LARGER = 1.7  # the town's name where there is no picture
_FEWEST = 4  # figures that are kept: the lead and three
_EDGE, _HALF = 0.75, 0.5  # of a margin: what a cover leaves free above and below, and above a letterhead
_GAPS = (0.0, 9.0, 17.0)  # before title, sentence and figures, at scale 1
_NARROW = 290.0  # points: below that the lead stands above the others


@dataclass(frozen=True)
class _Room:
    """A page as a cover takes it: its size, where words start, how wide they are, what is free for them from top to
    bottom; the picture starts at the upper `edge`, below what the user's house puts on top."""

    width: float
    height: float
    left: float
    measure: float
    edge: float
    top: float
    bottom: float
    wide: bool


def draw_cover(
    pen: Pen, document: Document, setter: Setter, picturing: Picturing | None, logo: Logo | None, parent: Node
) -> None:
    """Draw the whole first page; `picturing` draws the cover's picture into the room that is left for it."""
    node = parent.add("Sect")
    cover, office = document.cover, document.office
    drawn = read(logo) if logo is not None else None
    room, above = _room(setter, office, drawn, picturing is not None)
    words = _fitted(cover, office, setter, room, picturing is not None)
    field = _field(setter, room, words, picturing is not None)
    if picturing is not None:
        _draw_picture(pen, picturing(field), cover, setter, node, (0.0, room.edge - field.height))
    else:
        with pen.artefact("Layout"):
            pen.box(0.0, room.edge - field.height, field.width, field.height, setter.theme.colours["light"])
    above.draw(pen, node, room.left, room.height - setter.theme.margins[0] * _HALF)
    words.head.draw(pen, node, room.left, room.top)
    y = _start(room, words, field, picturing is not None)
    for number, (part, gap) in enumerate(zip(words.body, _GAPS, strict=True)):
        y -= gap * words.scale
        if picturing is None and number == 1:
            y = room.edge - field.height - _GAPS[2] * words.scale
        part.draw(pen, node, room.left, y)
        y -= part.height
    words.foot.draw(pen, node, room.left, room.bottom + words.foot.height)


def _room(setter: Setter, office: Office, logo: Drawing | Held | None, pictured: bool) -> tuple[_Room, Part]:
    """The room, and what stands above all: the letterhead and the logo."""
    theme = setter.theme
    width, height = theme.page
    wide = pictured and width > _WIDE * height
    left = width * _BESIDE + theme.margins[3] * _EDGE if wide else theme.margins[3]
    measure, bottom = width - theme.margins[1] - left, theme.margins[2] * _EDGE * 0.8
    above = letterhead(office, logo, setter, measure, _usual(width, height))
    taken = theme.margins[0] * _HALF + above.height + _GAPS[1] if above.height else 0.0
    edge = height if wide else height - taken
    top = min(edge - (_GAPS[1] * 1.5 if taken else theme.margins[0] * _EDGE), height - taken)
    return _Room(width, height, left, measure, edge, top, bottom, wide), above


def _usual(width: float, height: float) -> float:
    share: float = (width * height / _A4) ** 0.5
    return min(max(share, _SMALLEST), _LARGEST)


@dataclass(frozen=True)
class _Set:
    """A cover's words as they are set at one scale: above, in the middle, at the foot."""

    scale: float
    head: Part
    body: tuple[Part, ...]
    foot: Part

    @property
    def height(self) -> float:
        """Of all but the head, with what parts them."""
        return sum(part.height for part in self.body) + self.foot.height + (sum(_GAPS) + 2 * _GAPS[2]) * self.scale


def _fitted(cover: Cover, office: Office, setter: Setter, room: _Room, pictured: bool) -> _Set:
    """The words as they are set by the first way that leaves the picture its room, else a smaller one, else by the last."""
    made: dict[_Way, _Set] = {}
    ways = tuple(_ways(len(cover.cards)))
    for least in (0.0,) if room.wide or not pictured else _LEAST:
        for way in ways:
            found = made.get(way) or made.setdefault(way, _set(cover, office, setter, room, way, pictured))
            bare = 0.0 if pictured else room.edge - room.top + found.head.height + _GAPS[1] * found.scale
            if _left(room, found) >= least * room.height + bare:
                return found
    return made[ways[-1]]


@dataclass(frozen=True)
class _Way:
    """How many figures, at which share of the size; whether their notes and the foot's last line are there."""

    count: int
    shrink: float
    notes: bool = False
    checked: bool = True


def _ways(cards: int) -> Iterator[_Way]:
    """From all of it to what must be there."""
    yield _Way(cards, 1.0, notes=True)
    yield from (_Way(cards, shrink) for shrink in _SHRINK)
    for count in range(cards, min(cards, _FEWEST) - 1, -1):
        yield from (_Way(count, shrink, checked=False) for shrink in _SHRINK)


def _set(cover: Cover, office: Office, setter: Setter, room: _Room, way: _Way, pictured: bool) -> _Set:
    stacked, measure = room.wide or room.measure < _NARROW, room.measure
    scale = _usual(room.width, room.height) * way.shrink
    body = (
        title(cover, setter, measure, scale * (1.0 if pictured else _LARGER)),
        sentence(cover, setter, measure, scale),
        figures(cover.cards[: way.count], setter, measure, scale, stacked, way.notes),
    )
    low = foot(cover, office, setter, measure, scale, way.checked)
    return _Set(scale, head(cover, setter, measure, scale), body, low)


def _left(room: _Room, words: _Set) -> float:
    """The height that all words leave: beside a picture for nothing, else for it."""
    return (room.top - words.head.height if room.wide else room.edge) - room.bottom - words.height


def _field(setter: Setter, room: _Room, words: _Set, pictured: bool) -> Field:
    """Where the picture stands, from the page's upper left corner; without one, the ground that the name stands on."""
    left, right = setter.theme.margins[3], setter.theme.margins[1]
    above = room.edge - room.top
    if room.wide:
        return Field(room.width * _BESIDE, room.height, left, left * 0.6, above, words.scale)
    height = min(_left(room, words) + (0.0 if pictured else words.body[0].height), _MOST * room.height)
    return Field(room.width, height, left, right, above + words.head.height + _GAPS[1] * words.scale, words.scale)


def _start(room: _Room, words: _Set, field: Field, pictured: bool) -> float:
    """Where the title starts: under the picture, a third of what is free below the head, or on the ground where nothing is
    drawn."""
    if room.wide:
        return room.top - words.head.height - _GAPS[2] * words.scale - _left(room, words) / 3
    below = room.edge - field.height - _GAPS[2] * words.scale
    return below if pictured else room.edge - field.height + words.body[0].height + _GAPS[2] * words.scale


def _draw_picture(
    pen: Pen, drawing: Drawing, cover: Cover, setter: Setter, parent: Node, at: tuple[float, float]
) -> None:
    """A figure with its words for those who do not see it; figures in it are links to their rows."""
    x, y = at
    figure = parent.add("Figure", alt=cover.picture.alt if cover.picture is not None else "")
    for fact, ops in groupby(drawing.ops, key=lambda op: op.fact if isinstance(op, TextOp) else ""):
        shown = replace(drawing, ops=tuple(ops))
        anchor = setter.targets.get(fact, "")
        node = figure.add("Link") if anchor else figure
        with pen.tagged(node):
            replay(pen, shown, x, y)
        for op in shown.ops if anchor else ():
            assert isinstance(op, TextOp)
            left, base = x + op.x, y + op.y
            width = setter.fonts.width(op.text, op.size, op.bold)
            box = (left, base - 0.2 * op.size, left + width, base + 0.95 * op.size)
            pen.link(node, box, f"#{anchor}", setter.described.get(anchor, "") or op.text)
    figure.box = (x, y, x + drawing.width, y + drawing.height)
    figure.box_page = pen.page
