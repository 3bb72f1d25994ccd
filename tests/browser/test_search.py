"""Search and filter as a reader uses them, and what the page does on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Seen

Show = Callable[..., Seen]


@pytest.mark.parametrize(
    ("query", "title", "text"),
    [("工业总产值", "马驹桥镇", "工业总产值"), ("小米", "马驹桥镇", "小米"), ("Majuqiao", "马驹桥镇", ""),
     ("gross industrial output", "镇", "工业总产值"), ("４００.１９亿元", "马驹桥镇", "400.19亿元")],
)  # fmt: skip
def test_search_finds_and_the_hit_leads_to_its_section(
    show: Show, address: str, query: str, title: str, text: str
) -> None:
    seen = show(address)
    page = seen.page
    page.locator("#query").fill(query)
    first = page.locator("#found > li").first
    first.wait_for()
    assert title in first.locator("a").inner_text()
    found = page.locator("#found > li").all_inner_texts()
    assert any(text in item for item in found)
    said = page.locator("#said").inner_text()
    assert str(len(found)) in said
    first.locator("a").click()
    page.wait_for_url("**/briefings/**")
    if "#" in page.url:
        assert page.locator("[id='" + page.url.partition("#")[2] + "']").is_visible()
    assert seen.wrong == []


def test_search_says_when_there_is_nothing_and_goes_away_with_the_query(show: Show, address: str) -> None:
    page = show(address).page
    page.locator("#query").fill("绝无此词xyzzy")
    page.locator("#said", has_text="没有找到").wait_for()
    assert page.locator("#found > li").count() == 0
    page.locator("#query").fill("")
    page.locator("#results").wait_for(state="hidden")


def test_a_query_is_never_markup(show: Show, address: str) -> None:
    seen = show(address)
    page = seen.page
    for query in (
        "<img src=x onerror=alert(1)>",
        "</mark><script>alert(1)</script>",
        "\\u003cb",
        "__proto__ constructor",
    ):
        page.locator("#query").fill(query)
        page.wait_for_timeout(250)
    assert page.locator("#results img, #results script").count() == 0
    assert seen.wrong == []


def test_filters_narrow_list_and_search_and_the_address_remembers_them(show: Show, address: str) -> None:
    page = show(address).page
    page.locator("#town").select_option("xiji")
    shown = page.locator(".briefings > li:visible")
    assert shown.count() == 1
    assert "西集镇" in shown.first.inner_text()
    page.locator("#query").fill("工业总产值")
    page.locator("#found > li").first.wait_for()
    assert all("西集镇" in title for title in page.locator("#found > li > a").all_inner_texts())
    again = show(page.url).page
    again.locator("#found > li").first.wait_for()
    assert again.locator("#town").input_value() == "xiji"
    assert again.locator("#query").input_value() == "工业总产值"


def test_without_scripts_the_list_is_there_and_no_dead_form(chromium: object, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(address)
    assert page.locator(".briefings h3 a").first.is_visible()
    assert not page.locator("#find").is_visible()
    context.close()
