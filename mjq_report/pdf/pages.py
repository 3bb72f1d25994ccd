"""From the galley to pages: where each page ends, what goes at its top again, what may float past it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mjq_report.errors import OutputError
from mjq_report.pdf.margin import MarginColumn, in_rows
from mjq_report.pdf.pieces import Box, Draw, Piece

MAX_PAGES = 500


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
    return _Filling(depth, grid, measure).fill(galley)


class _Filling:
    """The pages so far, and what waits for the next one."""

    def __init__(self, depth: float, grid: float, measure: float) -> None:
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
                    self._end_margin()
                if self.depth - self.pages[-1].used < chain[0].room:
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
        self._draw_margin()
        self.pages.append(Page(section=self.section))
        self.margin.turn()
        if len(self.pages) > MAX_PAGES:
            raise OutputError(f"the briefing would have more than {MAX_PAGES} pages; leave sections or rows out")
        held, self.waiting = self.waiting, []
        for chain in held:
            self._place(chain)

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
