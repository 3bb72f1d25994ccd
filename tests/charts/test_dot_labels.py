"""Labels of dots above one another: off the dots, apart, in order, near."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.charts import environment

environment.load()

from mjq_report.charts.kinds.dot_labels import place  # noqa: E402


def test_a_label_stands_right_above_its_dot_or_below_when_it_would_rather() -> None:
    assert place([50], [8], (0, 100), [False]) == pytest.approx([50 + 3.5 + 4.5])
    assert place([50], [8], (0, 100), [True]) == pytest.approx([50 - 3.5 - 4.5])


def test_a_label_goes_to_the_other_side_where_there_is_no_room() -> None:
    assert place([97], [8], (0, 100), [False]) == pytest.approx([97 - 3.5 - 4.5])
    assert place([3], [8], (0, 100), [True]) == pytest.approx([3 + 3.5 + 4.5])


def test_labels_of_crowded_dots_are_stacked_in_the_dots_order() -> None:
    found = place([50, 51, 52], [8, 8, 8], (45, 120), [False] * 3)
    assert found is not None
    assert found == sorted(found)
    assert found[0] > 52


def test_too_many_labels_are_refused() -> None:
    assert place([5, 6, 7], [8, 8, 8], (0, 20), [False] * 3) is None


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5), st.floats(6, 12), st.booleans())
def test_labels_touch_neither_dots_nor_each_other_nor_the_edges(dots: list[float], height: float, below: bool) -> None:
    found = place(dots, [height] * len(dots), (0, 110), [below] * len(dots))
    if found is None:
        return
    spans = sorted((x - height / 2, x + height / 2) for x in found)
    assert spans[0][0] >= -1e-6
    assert spans[-1][1] <= 110 + 1e-6
    assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(spans))
    assert all(high <= y - 2.9 or low >= y + 2.9 for low, high in spans for y in dots)
    order = sorted(range(len(dots)), key=lambda i: (dots[i], i))
    assert [found[i] for i in order] == sorted(found)
