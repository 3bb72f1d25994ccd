"""Pages: nothing lost, nothing parted that belongs together, nothing below the foot."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.pdf.pages import paginate
from mjq_report.pdf.pieces import Piece, Repeated, keep_lines_together, nothing

DEPTH = 100.0


@st.composite
def galleys(draw: st.DrawFn) -> list[Piece]:
    count = draw(st.integers(1, 40))
    pieces = []
    for index in range(count):
        pieces.append(
            Piece(
                draw(st.floats(1, 45)),
                nothing,
                before=draw(st.sampled_from([0.0, 4.0, 12.0])),
                keep=draw(st.integers(0, 9)) < 3 and index < count - 1,
                room=draw(st.sampled_from([0.0, 30.0])),
                floats=draw(st.integers(0, 9)) == 0,
                section=f"s{index}" if draw(st.integers(0, 7)) == 0 else "",
            )
        )
    return pieces


@given(galleys(), st.sampled_from([0.0, 10.0]))
@settings(max_examples=80, deadline=None)
def test_every_piece_stands_once_inside_a_page(galley: list[Piece], grid: float) -> None:
    pages = paginate(galley, DEPTH, grid)
    placed = [p.piece for page in pages for p in page.placed]
    assert sorted(map(id, placed)) == sorted(map(id, galley))
    for page in pages:
        assert page.placed
        bottom = 0.0
        for item in page.placed:
            assert item.y >= bottom - 0.06
            bottom = item.y + item.piece.height  # type: ignore[union-attr]
        assert bottom <= DEPTH + 0.06


@given(galleys())
@settings(max_examples=80, deadline=None)
def test_order_is_kept_but_for_floats(galley: list[Piece]) -> None:
    pages = paginate(galley, DEPTH)
    still = [id(p.piece) for page in pages for p in page.placed if not p.piece.floats]  # type: ignore[union-attr]
    chains_with_floats = {id(p) for p in galley if p.floats}
    expected = [id(p) for p in galley if id(p) not in chains_with_floats]
    if not any(p.keep and (n.floats or p.floats) for p, n in pairwise(galley)):
        assert still == expected


@given(galleys())
@settings(max_examples=80, deadline=None)
def test_bound_pieces_share_a_page_when_they_fit_on_one(galley: list[Piece]) -> None:
    pages = paginate(galley, DEPTH)
    page_of = {id(p.piece): number for number, page in enumerate(pages) for p in page.placed}
    chain: list[Piece] = []
    for piece in galley:
        chain.append(piece)
        if piece.keep:
            continue
        height = sum(p.height + (p.before if i else 0) for i, p in enumerate(chain))
        if height <= DEPTH - 0.1:
            assert len({page_of[id(p)] for p in chain}) == 1
        chain = []


def test_a_float_waits_and_text_goes_first() -> None:
    text = [Piece(20, nothing) for _ in range(8)]
    chart = Piece(60, nothing, floats=True)
    pages = paginate([*text[:3], chart, *text[3:]], DEPTH)
    assert [p.piece for p in pages[0].placed] == text[:5]
    assert [p.piece for p in pages[1].placed] == [chart, *text[5:7]]


def test_a_float_does_not_leave_its_section() -> None:
    chart = Piece(60, nothing, floats=True)
    heading = Piece(20, nothing, section="next")
    pages = paginate([Piece(60, nothing), chart, heading], DEPTH)
    assert [p.piece for p in pages[1].placed] == [chart, heading]


def test_a_continued_table_is_closed_and_its_head_repeated() -> None:
    head = Repeated(15, nothing)
    rows = [Piece(30, nothing, repeated=head) for _ in range(5)]
    pages = paginate(rows, DEPTH)
    assert [len(page.placed) for page in pages] == [4, 3]  # three rows and the foot; the head and two rows
    assert pages[1].placed[0].draw is head.draw


def test_no_widow_and_no_orphan() -> None:
    lines = keep_lines_together([Piece(20, nothing) for _ in range(6)])
    pages = paginate([Piece(80, nothing), *lines], DEPTH)
    assert [len(page.placed) for page in pages] == [1, 5, 1] or all(
        len([p for p in page.placed if p.piece in lines]) != 1 for page in pages
    )


def test_a_heading_bound_to_a_float_does_not_float() -> None:
    heading, lead = Piece(20, nothing, keep=True, section="s"), Piece(20, nothing, keep=True)
    chart = Piece(50, nothing, floats=True)
    after = [Piece(10, nothing) for _ in range(3)]
    pages = paginate([Piece(60, nothing), heading, lead, chart, *after], DEPTH)
    assert [p.piece for p in pages[1].placed] == [heading, lead, chart, after[0]]


def test_a_lead_stays_with_text_but_lets_a_chart_go() -> None:
    heading, lead = Piece(20, nothing, keep=True, section="s"), Piece(20, nothing, keep=True, soft=True)
    chart = Piece(80, nothing, floats=True)
    text = Piece(10, nothing)
    pages = paginate([heading, lead, chart, text], DEPTH)
    assert [p.piece for p in pages[0].placed] == [heading, lead, text]
    assert [p.piece for p in paginate([Piece(70, nothing), heading, lead, text], DEPTH)[1].placed] == [
        heading,
        lead,
        text,
    ]


def test_a_page_is_headed_by_the_section_that_runs_at_its_top() -> None:
    def section(name: str) -> Piece:
        return Piece(10, nothing, section=name)

    pages = paginate(
        [section("a"), Piece(60, nothing), section("b"), Piece(60, nothing), section("c"), Piece(60, nothing)], DEPTH
    )
    assert [page.section for page in pages] == ["a", "b", "c"]


def test_a_page_that_is_not_full_is_stretched_at_its_gaps_and_no_further_than_the_page() -> None:
    galley = [Piece(10, nothing, before=5.0) for _ in range(5)]
    galley += [Piece(60, nothing, section="s", room=60.0)]
    first, second = paginate(galley, DEPTH)
    tops = [item.y for item in first.placed]
    assert tops[0] == 0
    assert tops[-1] + 10 <= DEPTH
    assert all(later - before > 15 for before, later in pairwise(tops)), "each gap has grown"
    assert second.placed[0].y == 0


def test_a_section_that_should_stand_on_one_page_does_unless_that_leaves_a_page_empty() -> None:
    def audit(text: float) -> list[int]:
        rows = [Piece(10, nothing, section="audit" if not number else "") for number in range(8)]
        rows[0].whole = 80.0
        pages = paginate([Piece(text, nothing), *rows, Piece(30, nothing)], DEPTH)
        return [number for number, page in enumerate(pages) for item in page.placed if item.piece in rows]

    assert set(audit(85)) == {1}
    assert set(audit(40)) == {0, 1}


@given(galleys())
@settings(max_examples=40, deadline=None)
def test_the_same_pieces_give_the_same_pages(galley: list[Piece]) -> None:
    def places() -> list[list[tuple[int, float]]]:
        return [[(id(item.piece), item.y) for item in page.placed] for page in paginate(galley, DEPTH)]

    assert places() == places()
