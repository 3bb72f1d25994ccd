"""A cached drawing comes back as it was, or not at all."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report import charts
from mjq_report.model.drawing import Drawing, PathOp, TextMeasure, TextOp
from mjq_report.settings.theme import Theme
from tests.charts.samples import KINDS, Odd

NUMBERS = st.floats(-1e4, 1e4)
SHARES = st.floats(0, 1)
COLOURS = st.tuples(SHARES, SHARES, SHARES)
SEGMENTS = st.one_of(
    st.tuples(st.sampled_from("ml"), NUMBERS, NUMBERS),
    st.tuples(st.just("c"), *[NUMBERS] * 6),
    st.tuples(st.just("z")),
)
PATHS = st.builds(
    PathOp,
    st.lists(SEGMENTS, max_size=5).map(tuple),
    st.none() | COLOURS,
    st.none() | COLOURS,
    NUMBERS,
    st.none() | st.tuples(NUMBERS, st.lists(NUMBERS, max_size=3).map(tuple)),
    st.sampled_from((0, 1, 2)),
    st.sampled_from((0, 1, 2)),
    SHARES,
    SHARES,
    st.none() | st.tuples(*[NUMBERS] * 4),
)
TEXTS = st.builds(TextOp, NUMBERS, NUMBERS, st.text(), NUMBERS, COLOURS, st.booleans(), NUMBERS)
DRAWINGS = st.builds(Drawing, NUMBERS, NUMBERS, st.lists(PATHS | TEXTS, max_size=4).map(tuple), st.text())


@given(DRAWINGS)
def test_any_drawing_comes_back_whole(drawing: Drawing) -> None:
    again = charts.from_json(charts.to_json(drawing))
    assert again == drawing
    assert charts.to_json(again) == charts.to_json(drawing)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_comes_back_whole(kind: str, theme: Theme, measure: TextMeasure) -> None:
    drawing = charts.draw(Odd(5).chart(kind), theme, measure, 470)  # type: ignore[arg-type]
    assert charts.from_json(charts.to_json(drawing)) == drawing


def table() -> dict[str, object]:
    ops = (
        PathOp((("m", 0.0, 1.0), ("l", 2.0, 3.0)), stroke=(0.0, 0.0, 0.0), dash=(0.0, (1.0,))),
        TextOp(1.0, 2.0, "a", 8.0, (0.0, 0.0, 0.0)),
    )
    made: dict[str, object] = json.loads(charts.to_json(Drawing(10.0, 20.0, ops, "alt")))
    return made


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("version",), 2),
        (("width",), "10"),
        (("width",), None),
        (("height",), True),
        (("alt",), 5),
        (("ops",), {}),
        (("more",), 1),
        (("ops", 0, "op"), "image"),
        (("ops", 0, "segments", 0, 0), "q"),
        (("ops", 0, "segments", 0), ["m", 1]),
        (("ops", 0, "segments", 0), []),
        (("ops", 0, "segments", 0), [["m"], 1, 2]),
        (("ops", 0, "stroke"), [0, 0]),
        (("ops", 0, "stroke"), [0, 0, 2]),
        (("ops", 0, "cap"), 3),
        (("ops", 0, "dash"), [0]),
        (("ops", 0, "clip"), [0, 0, 1]),
        (("ops", 0, "fill_alpha"), 1.5),
        (("ops", 0, "unknown"), 1),
        (("ops", 1, "text"), None),
        (("ops", 1, "bold"), 1),
        (("ops", 1), "text"),
    ],
)
def test_a_damaged_entry_is_refused(at: tuple[str | int, ...], value: object) -> None:
    whole = table()
    place: object = whole
    for step in at[:-1]:
        place = place[step]  # type: ignore[index]
    place[at[-1]] = value  # type: ignore[index]
    with pytest.raises(ValueError, match=r"."):
        charts.from_json(json.dumps(whole))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", "[" * 100_000, '{"version":1}', "\ud800"])
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        charts.from_json(text)


def test_a_cut_entry_is_refused() -> None:
    text = json.dumps(table())
    for end in range(len(text)):
        with pytest.raises(ValueError, match=r"."):
            charts.from_json(text[:end])


def test_a_number_that_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        charts.to_json(Drawing(math.nan, 1.0, (), ""))
    whole = json.dumps({**table(), "width": 1}).replace('"width": 1', '"width": NaN')
    with pytest.raises(ValueError, match="not a number"):
        charts.from_json(whole)
