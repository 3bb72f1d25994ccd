"""A few of many findings: never one thing twice, bad news among them, spread over domains."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures.choice import choose
from mjq_report.model.findings import Salient


def salient(fact: str, score: int, domain: str = "industry", **more: object) -> Salient:
    return Salient(fact, Decimal(score), (), domain, thing=(str(more.pop("thing", fact)), ""), **more)  # type: ignore[arg-type]


@st.composite
def ranking(draw: st.DrawFn) -> list[Salient]:
    scores = sorted(draw(st.lists(st.integers(-40, 90), max_size=14)), reverse=True)
    return [
        salient(
            f"f{number}",
            score,
            draw(st.sampled_from(("industry", "investment", "governance"))),
            thing=draw(st.sampled_from("abcdefg")),
            coverage=draw(st.sampled_from(("town", "west"))),
            beside=draw(st.sampled_from(("", "", "", "f0"))),
            adverse=draw(st.booleans()),
            years=draw(st.booleans()),
        )
        for number, score in enumerate(scores)
    ]


@given(ranking(), st.integers(1, 8))
def test_a_choice_is_of_different_things_and_has_the_bad_news(ranked: list[Salient], k: int) -> None:
    chosen = choose(ranked, k)
    alone = [s for s in ranked if not s.beside]
    assert len({s.thing for s in chosen}) == len(chosen) <= k
    assert all(s in alone for s in chosen)
    assert len(chosen) == min(k, len({s.thing for s in alone}))
    assert [s.score for s in chosen[1:]] == sorted((s.score for s in chosen[1:]), reverse=True)
    if len(chosen) > 1 and not any(s.adverse for s in chosen):
        assert all(s.thing == chosen[0].thing for s in alone if s.adverse)


def test_domains_share_the_places_and_a_sum_over_years_comes_after_the_years_own() -> None:
    ranked = [
        salient("output", 60),
        salient("cars", 58),
        salient("five_years", 57, "investment", years=True),
        salient("retail", 54, "consumption"),
        salient("homes", 53, "livelihood"),
    ]
    assert [s.fact for s in choose(ranked, 3)] == ["output", "retail", "homes"]
    assert [s.fact for s in choose(ranked, 5)] == ["output", "cars", "five_years", "retail", "homes"]


def test_the_fall_of_the_year_takes_the_last_place() -> None:
    ranked = [*(salient(f"f{n}", 60 - n, f"domain{n}") for n in range(4)), salient("fall", 20, adverse=True)]
    assert [s.fact for s in choose(ranked, 3)] == ["f0", "f1", "fall"]


def test_the_fall_of_a_thing_that_was_chosen_stands_in_for_its_good_news() -> None:
    ranked = [
        salient("a", 9),
        salient("c", 8),
        salient("rise", 7, "investment", thing="b"),
        salient("fall", 0, thing="b", adverse=True),
    ]
    assert [s.fact for s in choose(ranked, 3)] == ["a", "c", "fall"]
