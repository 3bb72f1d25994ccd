"""Text is wrapped where Chinese allows it, loses nothing, and labels are spread without meeting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.charts.lettering import Lettering, spread
from tests.charts.conftest import PlainMeasure

TEXTS = st.text("马驹桥镇工业总产值（）《》，。、0123456789.%—ABCabc -", min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)


@pytest.fixture
def letters() -> Lettering:
    return Lettering(PlainMeasure(), (8.5, 7.5, 6.5))


@given(TEXTS, st.floats(20, 200))
def test_a_label_is_no_wider_than_it_may_be_and_loses_nothing_unless_it_says_so(text: str, width: float) -> None:
    letters = Lettering(PlainMeasure(), (8.5, 7.5, 6.5))
    label = letters.fit(text, width, lines=2)
    assert len(label.lines) <= 2
    assert label.width <= width + 1e-9
    whole = "".join(label.lines).replace(" ", "")
    if whole.endswith("…"):
        assert text.replace(" ", "").startswith(whole[:-1])
    else:
        assert whole == text.replace(" ", "")


def test_the_largest_size_that_fits_is_taken(letters: Lettering) -> None:
    assert letters.fit("工业总产值", 43).size == 8.5
    assert letters.fit("工业总产值", 40).size == 7.5
    assert letters.fit("工业总产值", 33).size == 6.5
    assert letters.fit("工业总产值", 28).lines == ("工业总…",)


def test_labels_that_belong_together_have_one_size(letters: Lettering) -> None:
    labels = letters.fit_all(["产值", "工业总产值"], 40)
    assert [label.size for label in labels] == [7.5, 7.5]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("规模以上工业（不含电力）", ("规模以上工业", "（不含电力）")),
        ("医药、器械、材料合计", ("医药、器械、", "材料合计")),
        ("比2024年增长", ("比2024年", "增长")),
        ("new energy vehicles", ("new energy", "vehicles")),
        ("新增290余家企业", ("新增290余家", "企业")),
        ("2024.1—2024.11", ("2024.1—", "2024.11")),
    ],
)
def test_lines_break_where_chinese_allows_it(letters: Lettering, text: str, lines: tuple[str, str]) -> None:
    width = max(letters.width(line, 8.5) for line in lines) + 1
    assert letters.fit(text, width, lines=2).lines == lines


@given(
    st.lists(st.tuples(st.floats(-100, 600), st.floats(0, 40)), min_size=1, max_size=20),
    st.floats(0, 100),
    st.floats(50, 500),
)
def test_spread_labels_do_not_meet_and_keep_their_order(
    items: list[tuple[float, float]], low: float, room: float
) -> None:
    wanted = sorted(place for place, _ in items)
    lengths = [length for _, length in items]
    found = spread(wanted, lengths, low, low + room)
    if sum(lengths) > room + 1e-6:
        assert found is None
        return
    if found is None:
        assert sum(lengths) > room - 1e-6
        return
    edges = [low] + [
        edge for x, length in zip(found, lengths, strict=True) for edge in (x - length / 2, x + length / 2)
    ]
    edges.append(low + room)
    assert all(after >= before - 1e-6 for before, after in zip(edges[::2], edges[1::2], strict=True))
    apart = spread(list(wanted), [0.0] * len(wanted), -1e9, 1e9)
    assert apart == pytest.approx(wanted), "nothing moves that need not"


def test_labels_move_as_little_as_possible() -> None:
    assert spread([10, 12], [4, 4], 0, 100) == pytest.approx([9, 13])
    assert spread([1, 50], [4, 4], 0, 100) == pytest.approx([2, 50])
    assert spread([10, 10], [60, 60], 0, 100) is None
