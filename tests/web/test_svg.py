"""Charts as SVG: real text, the drawing's own geometry, and nothing that data could turn into markup."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.model.drawing import Drawing, PathOp, TextOp
from mjq_report.web.colours import hexadecimal
from mjq_report.web.markup import clean
from mjq_report.web.svg import number, svg

from .making import HOSTILE, Even

NAME = "{http://www.w3.org/2000/svg}"
INK = (0.0, 0.0, 0.0)


def drawn(*ops: PathOp | TextOp, alt: str = "图") -> ET.Element:
    return ET.fromstring(svg(Drawing(100.0, 40.0, ops), alt, hexadecimal, Even()))


@pytest.mark.guards("M4", "M5")
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_hostile_text_stays_text(text: str) -> None:
    root = drawn(TextOp(1, 2, text, 8, INK), alt=text)
    assert [element.tag for element in root.iter()] == [f"{NAME}svg", f"{NAME}text"]
    shown = root[0].text or ""
    assert shown.replace("\r", "\n") == clean(text).replace("\r\n", "\n").replace("\r", "\n")
    assert set(root.attrib) == {"viewBox", "width", "height", "role", "aria-label"}
    assert root.attrib["role"] == "img"


@pytest.mark.guards("M4")
@given(st.text(st.characters(), max_size=30))
def test_any_text_gives_well_formed_xml(text: str) -> None:
    root = drawn(TextOp(1, 2, text, 8, INK), alt=text)
    assert len(list(root.iter())) == 2


@pytest.mark.guards("M1", "M2")
def test_dollars_and_underscores_are_shown_as_they_are() -> None:
    assert drawn(TextOp(0, 0, "$5^2$", 8, INK))[0].text == "$5^2$"
    assert drawn(TextOp(0, 0, "_滨", 8, INK))[0].text == "_滨"


def test_y_grows_downwards_and_text_is_as_long_as_it_was_laid_out() -> None:
    root = drawn(TextOp(3, 10, "1200", 8, INK, bold=True, angle=90))
    text = root[0]
    assert (text.get("x"), text.get("y")) == ("3", "30")
    assert text.get("textLength") == "16"
    assert text.get("font-weight") == "700"
    assert text.get("transform") == "rotate(-90 3 30)"


def test_paths_keep_colour_width_and_dash() -> None:
    segments = (("m", 0.0, 0.0), ("l", 10.0, 0.0), ("c", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0), ("z",))
    path = drawn(PathOp(segments, (1, 0, 0), (0, 0, 1), 1.5, (1.0, (2.0, 3.0)), 1, 2))[0]
    assert path.get("d") == "M0 40L10 40C1 38 3 36 5 34Z"
    assert (path.get("fill"), path.get("stroke"), path.get("stroke-width")) == ("#ff0000", "#0000ff", "1.5")
    assert (path.get("stroke-linecap"), path.get("stroke-linejoin")) == ("round", "bevel")
    assert (path.get("stroke-dasharray"), path.get("stroke-dashoffset")) == ("2 3", "1")


def test_a_path_that_is_only_stroked_is_not_filled() -> None:
    path = drawn(PathOp((("m", 0.0, 0.0),), None, INK))[0]
    assert path.get("fill") == "none"
    assert drawn(PathOp((("m", 0.0, 0.0),), INK))[0].get("stroke") is None


def test_no_style_attribute_that_a_strict_policy_would_refuse() -> None:
    text = svg(Drawing(9, 9, (TextOp(0, 0, "x", 8, INK), PathOp((("m", 0.0, 0.0),), INK))), "a", hexadecimal, Even())
    for word in ("style=", "href", "<script", "<style", "foreignObject", "<image", "<use"):
        assert word not in text


@given(st.floats(-1e6, 1e6))
def test_lengths_are_short_and_near_enough(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.005 + 1e-9
    assert "e" not in number(value)
    assert number(value) != "-0"
