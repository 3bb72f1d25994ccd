"""From the galley to pages: where each page ends, what goes at its top again, what may float past it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mjq_report.errors import OutputError
from mjq_report.pdf.margin import MarginColumn, in_rows
from mjq_report.pdf.pieces import Box, Draw, Piece

MAX_PAGES = 500
_MOST_TRIED = 60  # pages of a document for which several ways to divide it are compared
_WHITE = 0.2  # share of a page's depth that may stay empty
_WAYS = (
    (True, 1.0),
    (False, 1.0),
    (True, 0.6),
    (False, 0.6),
    (True, 0.3),
    (False, 0.3),
)  # sections whole; share of `room`
_STRETCH, _MOST_STRETCH = 2.0, 22.0  # how much a gap may grow where a page is not full: times itself, and points


@dataclass(slots=True)
class Placed:
    """Something to draw, with its top at `y` points below the top of the text block."""

    draw: Draw
    y: float
    piece: Piece | None = None


@dataclass(slots=True)
class Page:
    """What stands on one page. `section` is the id of the section that is current at its head."""

    placed: list[Placed] = field(default_factory=list)
    section: str = ""
    used: float = 0.0
    bare: bool = False  # has no number


def paginate(galley: Sequence[Piece], depth: float, grid: float = 0.0, measure: float = 0.0) -> list[Page]:
    """Fill pages of a depth (points) from the top, keeping bound pieces together.

    A floating piece that does not fit waits for the next page while text that follows it in the
    same section goes first. With a `grid`, pieces that ask for it start at multiples of it. What
    the margin column at the right of `measure` had no room for stands before the first wide piece.
    Raises OutputError beyond MAX_PAGES.
    """
    first = _Filling(depth, grid, measure, *_WAYS[0 if not grid else 1]).fill(galley)
    best, least = first, _too_white(first, depth)
    if grid or len(first) > _MOST_TRIED:
        return first
    for way in _WAYS[1:]:
        if least:
            tried = _Filling(depth, grid, measure, *way).fill(galley)
            white = _too_white(tried, depth)
            best, least = (tried, white) if white < least else (best, least)
    return best


def _too_white(pages: Sequence[Page], depth: float) -> float:
    """How much of the pages but the last is empty beyond what may be; each page that is counts by itself too."""
    over = [1 - page.used / depth - _WHITE for page in pages[:-1]]
    return round(sum(0.05 + white for white in over if white > 0), 3)


class _Filling:
    """The pages so far, and what waits for the next one."""

    def __init__(self, depth: float, grid: float, measure: float, whole: bool = True, share: float = 1.0) -> None:
        self.whole, self.share = whole, share
        self.depth, self.grid, self.measure = depth, grid, measure
        self.margin = MarginColumn(depth)
        self.pages = [Page()]
        self.section = ""
        self.waiting: list[list[Piece]] = []

    def fill(self, galley: Sequence[Piece]) -> list[Page]:
        """Place every chain of bound pieces in order."""
        for chain in _chains(galley):
            if chain[0].section:
                self._release()
                if chain[0].wide:
                    self._widen(chain)
                if self.depth - self.pages[-1].used < self._room(chain[0]):
                    self._turn()
            if chain[0].floats and self._must_wait(chain):
                self.waiting.append(chain)
                continue
            self._place(chain)
            if chain[0].section:
                self._begin(chain)
        self._release()
        self._end_margin()
        return self.pages

    def _widen(self, chain: Sequence[Piece]) -> None:
        """End the margin column, on the next page if what goes across it has no room below it on this one."""
        below = max([self.pages[-1].used, *(top + box.height for top, box in self.margin.placed())])
        if self._after(below, chain) > self.depth or self.depth - below < self._room(chain[0]):
            self._turn()
        self._end_margin()

    def _end_margin(self) -> None:
        """Draw what stands in the margin column, and go on below it."""
        left, self.margin.waiting = self.margin.waiting, []
        self._draw_margin()
        for piece in in_rows(left, self.measure):
            self._place([piece])

    def _draw_margin(self) -> None:
        page = self.pages[-1]
        for top, box in self.margin.placed():
            page.placed.append(Placed(_moved(box, self.measure - box.width), top))
            page.used = max(page.used, top + box.height)
        self.margin.here = []

    def _room(self, piece: Piece) -> float:
        """How much must be left of a page for a section to start on it."""
        whole = piece.whole if self.whole and piece.whole <= self.depth else 0.0
        return max(piece.room * self.share, whole)

    def _begin(self, chain: Sequence[Piece]) -> None:
        """Note the section that runs on from here; it heads this page only if nothing stands above it."""
        self.section = chain[0].section
        page = self.pages[-1]
        if not page.section or page.placed[0].piece is chain[0]:
            page.section = self.section

    def _must_wait(self, chain: Sequence[Piece]) -> bool:
        if self._after(0.0, chain) > self.depth:
            return False
        return bool(self.waiting) or not self._fits(chain)

    def _release(self) -> None:
        """Place what waits, at the latest where its section ends."""
        held, self.waiting = self.waiting, []
        for chain in held:
            self._place(chain)

    def _after(self, used: float, chain: Sequence[Piece]) -> float:
        """How much of a page is used after a chain."""
        for piece in chain:
            used = self._start(used, piece) + piece.height
        return used

    def _start(self, used: float, piece: Piece) -> float:
        start = used + piece.before if used else used
        if self.grid and piece.on_grid:
            start = -(-(start - 0.05) // self.grid) * self.grid
        return start

    def _fits(self, chain: Sequence[Piece]) -> bool:
        return self._after(self.pages[-1].used, chain) <= self.depth + 0.05

    def _turn(self) -> None:
        """Start a page unless this one is empty still, with what has been waiting at its top."""
        if not self.pages[-1].placed:
            return
        self._stretch()
        self._draw_margin()
        self.pages.append(Page(section=self.section))
        self.margin.turn()
        if len(self.pages) > MAX_PAGES:
            raise OutputError(f"the briefing would have more than {MAX_PAGES} pages; leave sections or rows out")
        held, self.waiting = self.waiting, []
        for chain in held:
            self._place(chain)

    def _stretch(self) -> None:
        """Spread what is left of a page over the gaps between its blocks, as far as that does not show."""
        page = self.pages[-1]
        items = [item for item in page.placed if item.piece is not None]
        if self.grid or len(items) < len(page.placed):  # a line grid, or boxes and heads of tables that stay
            return
        most = [min(item.piece.before * _STRETCH, _MOST_STRETCH) if item.piece and item.y else 0.0 for item in items]
        total = sum(most)
        share = min(1.0, (self.depth - page.used) / total) if total else 0.0
        moved, shift = dict[float, float](), 0.0
        for item, gap in zip(items, most, strict=True):
            shift += gap * share
            moved[item.y] = item.y + shift
            item.y += shift
        page.used += shift
        self.margin.move(moved)

    def _place(self, chain: Sequence[Piece]) -> None:
        """Put a chain on the current page or on a new one; one that is longer than a page is divided."""
        while not self._fits(chain) and self.pages[-1].placed:
            before = len(self.pages)
            leaving = self.pages[-1]
            self._turn()
            self._carry(leaving, chain[0])
            if self._after(0.0, chain) > self.depth or len(self.pages) == before:
                break
        for piece in chain:
            if not self._fits([piece]) and self.pages[-1].placed:
                leaving = self.pages[-1]
                self._turn()
                self._carry(leaving, piece)
            self._put(piece)

    def _put(self, piece: Piece) -> None:
        page = self.pages[-1]
        start = self._start(page.used, piece)
        page.placed.append(Placed(piece.draw, start, piece))
        page.used = start + piece.height
        if piece.beside:
            self.margin.ask(start, piece.beside)

    def _carry(self, leaving: Page, piece: Piece) -> None:
        """When a table goes on: close it on the page it leaves and repeat its head on this one."""
        page = self.pages[-1]
        last = next((placed.piece for placed in reversed(leaving.placed) if placed.piece is not None), None)
        if piece.repeated is None or last is None or last.repeated is None or page is leaving:
            return
        if last.repeated.table is not piece.repeated.table:
            return
        leaving.placed.append(Placed(piece.repeated.foot, leaving.used))
        page.placed.append(Placed(piece.repeated.draw, page.used))
        page.used += piece.repeated.height


def _moved(box: Box, right: float) -> Draw:
    return lambda pen, x, top: box.draw(pen, x + right, top)


def _chains(galley: Sequence[Piece]) -> list[list[Piece]]:
    """Runs of pieces that no page break may part."""
    chains: list[list[Piece]] = []
    bound = False
    for piece in galley:
        if bound and not (piece.floats and chains[-1][-1].soft):
            chains[-1].append(piece)
        else:
            chains.append([piece])
        bound = piece.keep
    return chains
