"""Every page in a browser: nothing fails, nothing moves, nothing is out of reach, at three widths, by light and by dark."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from mjq_report.archive.forms import make
from mjq_report.pipeline import Options, compose, drawn
from mjq_report.settings.paths import find_root

from .conftest import SHIFTS, WIDTHS, Seen, listed, served

Show = Callable[..., Seen]
BUDGET = 340_000  # bytes of a briefing's page with all that it loads
REACHED = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0)
  .map((e, i) => { e.dataset.stop = i; return i; }).length"""
FOCUSED = """() => { const e = document.activeElement, look = getComputedStyle(e);
  return [e.dataset.stop, look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0]; }"""
SCREENS = 12  # of 360 by 800 pixels
PARTED = """() => [...document.querySelectorAll('.fig, .k, .card-value')].filter((e) => e.getClientRects().length > 1)
  .map((e) => e.textContent)"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def axe(page: object) -> list[str]:
    """What axe-core objects to, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def look_at(show: Show, address: str, page: str, width: int, dark: bool) -> None:
    """A page is shown whole: no error, no request that fails, nothing wider than the screen, nothing that moves."""
    seen = show(f"{address}{page}", width, dark, script=SHIFTS)
    view = seen.page
    assert view.title() and view.locator("h1").is_visible()
    assert view.evaluate(OVERFLOW) <= 0, f"{page} at {width} px is wider than the screen"
    for _ in range(4):
        view.mouse.wheel(0, 4000)
    view.evaluate("scrollTo(0, document.body.scrollHeight)")
    view.wait_for_timeout(60)
    assert view.evaluate("shifted") == 0, f"{page} at {width} px moves"
    if "/" in page:
        assert sum(seen.sizes.values()) < BUDGET, seen.sizes
    assert seen.wrong == [], f"{page} at {width} px"


@pytest.mark.parametrize(("width", "dark"), [(360, False), (768, True), (1440, False)])
def test_list_and_example_load_without_a_fault_and_do_not_move(
    show: Show, address: str, pages: list[str], width: int, dark: bool
) -> None:
    for page in pages[:2]:
        look_at(show, address, page, width, dark)


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_loads_without_a_fault_and_does_not_move(show: Show, whole: Path, width: int) -> None:
    with served(whole) as address:
        found = listed(whole)
        assert len(found) > 5
        for page in found:
            for dark in (False, True):
                look_at(show, address, page, width, dark)


def test_the_example_takes_few_screens_of_a_phone(show: Show, project: Path, tmp_path: Path) -> None:
    found = drawn(compose(find_root(project), "majuqiao", 2025, Options()))
    (tmp_path / "example.html").write_bytes(make("html", found, project / "templates"))
    view = show((tmp_path / "example.html").as_uri(), 360).page
    assert view.evaluate("document.documentElement.scrollHeight / innerHeight") <= SCREENS
    tops = [view.locator(part).first.bounding_box()["y"] for part in (".cover", ".r-summary", ".contents", ".r-body")]
    assert tops == sorted(tops)


def test_the_smallest_screen_needs_no_scrolling_sideways(show: Show, address: str, pages: list[str]) -> None:
    view = show(f"{address}{pages[1]}", 320).page
    assert view.evaluate(OVERFLOW) <= 0
    view.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert view.evaluate(OVERFLOW) <= 0
    assert view.evaluate(PARTED) == []


def test_a_wide_screen_has_the_contents_beside_the_text(show: Show, address: str, pages: list[str]) -> None:
    view = show(f"{address}{pages[1]}", 1280).page
    text, nav = (view.locator(part).first.bounding_box() for part in (".r-summary .body", ".contents"))
    assert nav["x"] > text["x"] + text["width"]
    view.mouse.wheel(0, 3000)
    view.wait_for_timeout(100)
    assert view.locator(".contents").bounding_box()["y"] >= 0, "it stays in sight"


def test_a_link_into_what_is_folded_opens_it(show: Show, address: str, pages: list[str]) -> None:
    view = show(f"{address}{pages[1]}#f001", 360).page
    assert view.locator("#f001").is_visible()
    assert view.locator("#f001").bounding_box()["y"] < 800


def test_everything_is_reached_without_scripts_and_on_paper(chromium: Any, address: str, pages: list[str]) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{pages[1]}")
    row = page.locator("#f001")
    assert not row.is_visible()
    page.locator("details.fold", has=row).locator("summary").first.click()
    assert row.is_visible()
    page.locator("details.fold", has=row).locator("summary").first.click()
    page.emulate_media(media="print")
    assert row.bounding_box()["height"] > 5, "paper shows what the screen folds"
    context.close()


def test_axe_has_no_objection_to_list_and_example(show: Show, address: str, pages: list[str]) -> None:
    for page, width in zip(pages[:2], (360, 1440), strict=True):
        assert axe(show(f"{address}{page}", width).page) == []


@pytest.mark.slow
def test_axe_has_no_objection_to_any_page(show: Show, whole: Path) -> None:
    with served(whole) as address:
        for page in listed(whole):
            for width, dark in ((360, True), (768, False), (1440, False)):
                assert axe(show(f"{address}{page}", width, dark).page) == [], f"{page} at {width} px"


def test_axe_sees_what_it_is_there_to_see(show: Show, address: str) -> None:
    """A page that was spoiled is objected to, so that silence means something."""
    page = show(address).page
    page.evaluate("document.querySelector('#town').previousElementSibling.remove()")
    assert any(line.startswith("select-name") for line in axe(page))


def test_the_keyboard_reaches_everything_and_shows_where_it_is(show: Show, address: str, pages: list[str]) -> None:
    for path in pages[:2]:
        page = show(f"{address}{path}").page
        stops = page.evaluate(REACHED)
        assert stops >= 10
        reached, unseen = set(), []
        for _ in range(stops + 5):
            page.keyboard.press("Tab")
            stop, outlined = page.evaluate(FOCUSED)
            if stop is not None:
                reached.add(int(stop))
                if not outlined:
                    unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
            if len(reached) == stops:
                break
        missing = set(range(stops)) - reached
        assert not missing, [
            page.locator(f"[data-stop='{n}']").evaluate("e => e.outerHTML") for n in sorted(missing)[:3]
        ]
        assert unseen == []


def test_the_first_stop_leads_past_the_head_of_the_page(show: Show, address: str, pages: list[str]) -> None:
    page = show(f"{address}{pages[1]}").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_figure_says_where_it_comes_from_by_mouse_keyboard_and_finger(
    show: Show, address: str, pages: list[str]
) -> None:
    seen = show(f"{address}{pages[1]}", script=SHIFTS)
    page, figure = seen.page, seen.page.locator("main a.fig").first
    note = page.locator(f"#p-{figure.get_attribute('href').lstrip('#')}")
    for open_it, close_it in (
        (figure.hover, lambda: page.mouse.move(5, 5)),
        (lambda: (page.keyboard.press("Tab"), figure.focus()), lambda: page.keyboard.press("Escape")),
        (
            lambda: (page.keyboard.press("Escape"), page.mouse.move(5, 5), figure.click()),
            lambda: page.mouse.click(5, 300),
        ),
    ):
        open_it()
        note.wait_for(state="visible")
        assert note.locator("q").count() or note.locator("a").count(), "a quotation, or what it was computed from"
        close_it()
        note.wait_for(state="hidden")
    assert page.evaluate("shifted") == 0
    assert seen.wrong == []


def test_the_pdf_opens_and_has_the_hash_that_the_page_prints(show: Show, address: str, pages: list[str]) -> None:
    page = show(f"{address}{pages[1]}").page
    link = page.locator(".get a.button")
    with page.expect_download() as download:
        link.click()
    data = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.endswith(".pdf")
    assert hashlib.sha256(data).hexdigest() == page.locator(".hash code").text_content()
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        assert f"{len(document)} 页" in page.locator(".size").inner_text()
    answer = page.request.get(link.evaluate("a => a.href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body() == data


@pytest.mark.parametrize("place", ["a sub-path", "a folder"])
def test_the_site_works_from_anywhere(show: Show, site: Path, tmp_path: Path, place: str) -> None:
    """Below another path of a server, and opened from disk: pages, search, and the way from one to another."""
    below = tmp_path / "镇 域" / "site"
    shutil.copytree(site.resolve(), below)
    if place == "a folder":
        _walk(show, f"{below.as_uri()}/index.html")
    else:
        with served(tmp_path) as address:
            _walk(show, f"{address}{below.relative_to(tmp_path).as_posix()}/")


def _walk(show: Show, address: str) -> None:
    seen = show(address)
    page = seen.page
    page.locator("#query").fill("工业总产值")
    page.locator("#found a").first.wait_for()
    page.locator("#found a").first.click()
    page.wait_for_url("**/briefings/**")
    assert page.locator(".cover h1").is_visible()
    page.locator(".bar a").click()
    page.wait_for_url("**/index.html")
    assert page.locator(".briefings h3 a").first.is_visible()
    assert seen.wrong == []
