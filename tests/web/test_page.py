"""A briefing as a page: the document's structure, every figure with its source, and text that stays text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from mjq_report.archive.forms import Drawn
from mjq_report.lang import zh
from mjq_report.model.document import Chart, Paragraph, Table, plain_text
from mjq_report.web import Templates, single
from mjq_report.web.markup import clean
from mjq_report.web.pages import hashed

from .making import HOSTILE, PLAIN, Element, briefing, read, shape


@pytest.fixture(scope="module")
def page(example: Drawn, templates: Templates) -> Element:
    return read(single(example, templates))


def test_a_page_is_one_file_of_modest_size_and_always_the_same(example: Drawn, templates: Templates) -> None:
    made = single(example, templates)
    assert len(made) < 300_000
    assert made == single(example, templates)


def test_nothing_is_loaded_and_only_the_known_script_may_run(page: Element) -> None:
    policy = next(
        meta for meta in page.all("meta") if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ).attributes["content"]
    script, style = page.one("script").text, page.one("style").text
    assert policy == (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; script-src {hashed(script)}; style-src {hashed(style)}; img-src 'none'"
    )
    assert not page.all("link") and not page.all("img") and not page.all("iframe")
    assert len(page.all("script")) == 1
    for element in page.all():
        assert "src" not in element.attributes and "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
    assert "url(http" not in style and "@import" not in style


def test_all_text_of_the_document_stands_on_the_page(page: Element, example: Drawn) -> None:
    shown = "".join(page.text.split())
    for section in example.document.sections:
        assert "".join(section.title.split()) in shown
        for block in section.blocks:
            texts = []
            if isinstance(block, Paragraph):
                texts = [plain_text(block.spans)]
            elif isinstance(block, Table):
                texts = [plain_text(block.caption), *(plain_text(cell) for row in block.rows for cell in row.cells)]
            elif isinstance(block, Chart):
                texts = [plain_text(block.title), block.subtitle, block.remark]
            for text in texts:
                assert "".join(text.split()) in shown


def test_headings_descend_without_gaps_from_one_title(page: Element) -> None:
    levels = [int(element.name[1]) for element in page.all() if re.fullmatch("h[1-6]", element.name)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_language_is_said(page: Element) -> None:
    assert page.one("html").attributes["lang"] == "zh-CN"


def test_every_identifier_is_there_once_and_every_link_leads_to_one(page: Element) -> None:
    identifiers = Counter(element.attributes["id"] for element in page.all() if "id" in element.attributes)
    assert max(identifiers.values()) == 1
    for element in page.all():
        for name in ("href", "aria-labelledby", "aria-describedby"):
            if name in element.attributes:
                target = element.attributes[name]
                assert target.removeprefix("#") in identifiers, target


def test_every_figure_leads_to_its_row_and_says_its_source(page: Element, example: Drawn) -> None:
    facts, anchors, data = example.findings.facts, example.document.fact_anchors, example.findings.data
    rows = {
        row.attributes["id"]: row
        for kind in ("t-annex", "t-audit")
        for table in page.all("table", class_=kind)
        for row in table.all("tr")
        if "id" in row.attributes
    }
    assert set(rows) == set(anchors.values())
    linked = {link.attributes["href"][1:] for link in page.all("a", class_="fig")}
    assert linked == set(rows)
    for name, anchor in anchors.items():
        fact, note = facts[name], page.one("div", id=f"p-{anchor}")
        assert zh.figure(facts[next(n for n, a in anchors.items() if a == anchor)]).text in note.text
        if not fact.is_derived:
            observation = next(o for o in data.observations if o.key == name)
            assert observation.as_published in note.text
            assert data.sources[observation.source].title in note.text
            assert f"第{observation.locator}段" in note.text
        assert (
            f"看推算一览第{anchor[-1]}行" if fact.is_derived else f"看附录第{anchor[1:].lstrip('0')}行"
        ) in note.text
        for wanted in fact.inputs:
            assert zh.figure(facts[wanted]).text in note.text


def test_tables_have_captions_and_heads_with_scopes(page: Element) -> None:
    tables = [table for table in page.all("table") if table.all("caption")]
    assert len(tables) >= 4
    for table in tables:
        assert table.one("caption").text.strip()
        heads = table.one("thead").all("th")
        assert heads and all(head.attributes["scope"] == "col" for head in heads)
        for row in [row for body in table.all("tbody") for row in body.all("tr")]:
            spans = [int(cell.attributes.get("colspan", 1)) for cell in row.all("th") + row.all("td")]
            assert sum(spans) == len(heads)
    for group in page.all("tr", class_="group"):
        assert group.one("th").attributes["scope"] == "rowgroup"


def test_the_covers_picture_stands_at_the_head(page: Element, example: Drawn) -> None:
    picture = example.document.cover.picture
    assert picture is not None
    wide, narrow = page.one("header", class_="cover").all("svg")
    assert wide.attributes["aria-label"] == narrow.attributes["aria-label"] == picture.alt
    assert float(narrow.attributes["width"]) < float(wide.attributes["width"])
    said = "".join(text.text for text in wide.all("text"))
    assert all(plain_text(shape.figure) in said for shape in picture.shapes)


def test_parts_of_tables_have_no_roles(page: Element) -> None:
    """A part of a table says what it is by its name; validators object to a role besides."""
    for table in page.all("table"):
        assert "role" not in table.attributes
        assert not [part for part in table.all() if "role" in part.attributes]


def test_the_page_has_the_order_of_the_paper_with_the_summary_before_the_contents(
    page: Element, example: Drawn
) -> None:
    main = page.one("main")
    order = [child for child in main.children if isinstance(child, Element)]
    assert [child.name for child in order][:3] == ["section", "nav", "section"]
    shown = [child.one("h2").text for child in order if child.name == "section"]
    assert shown == [section.number + section.title for section in example.document.sections]
    assert [item.text for item in order[1].all("a")] == shown


def test_detail_is_folded_and_what_is_told_is_not(page: Element, example: Drawn) -> None:
    folds = page.all("details", class_="fold")
    folded = {row.attributes.get("id") for fold in folds for row in fold.all("tr")}
    assert set(example.document.fact_anchors.values()) <= folded
    assert all("open" not in fold.attributes and fold.one("summary").text.strip() for fold in folds)
    assert not page.one("section", class_="r-summary").all("details", class_="fold")
    told = [p for p in page.all("p", class_="lead") + page.all("p", class_="body") if p.text]
    inside = [p for fold in folds for p in fold.all("p", class_="lead") + fold.all("p", class_="body")]
    assert told and not inside


def test_decimal_points_stand_under_each_other(page: Element) -> None:
    cells = page.one("table", class_="t-annex").all("td", class_="a-decimal")
    longest = max(len(cell.text.partition(".")[2]) for cell in cells)
    for cell in cells:
        _, point, fraction = cell.text.partition(".")
        missing = (longest + 1 if longest else 0) - len(point + fraction)
        assert (f"pad-{missing}" in cell.attributes["class"]) == bool(missing)


def test_charts_are_pictures_with_text_and_a_table_of_their_data(page: Element, example: Drawn) -> None:
    charts = [block for section in example.document.sections for block in section.blocks if isinstance(block, Chart)]
    figures = page.all("figure")
    assert len(figures) == len(charts)
    for chart, figure in zip(charts, figures, strict=True):
        assert plain_text(chart.title) in figure.one("figcaption").text
        wide, narrow = figure.all("svg")
        assert wide.attributes["role"] == narrow.attributes["role"] == "img"
        assert wide.attributes["aria-label"] == chart.alt
        labels = [mark.label for series in chart.series for mark in series.marks if mark.label]
        assert set(labels) <= {text.text for text in wide.all("text")}
        assert [cell.text for cell in figure.one("details").all("td", class_="a-right")] == labels


def test_sections_figures_and_tables_are_numbered_as_on_paper(page: Element) -> None:
    labels = [label.text for label in page.all("span", class_="label")]
    figures, tables = ([label for label in labels if label.startswith(word)] for word in "图表")
    assert figures == [f"图{n}" for n in range(1, len(figures) + 1)]
    assert tables == [f"表{n}" for n in range(1, len(tables) + 1)]
    titles = [heading.text for heading in page.all("h2")]
    assert titles[:3] == ["要点", "目录", "一　总体经济"]


def test_numbers_keep_their_units_on_their_line(page: Element) -> None:
    kept = {span.text for span in page.all("span", class_="k")}
    assert "2020年" in kept
    assert any("—" in text and text.endswith("年") for text in kept)


def test_colours_are_those_of_the_theme_for_light_and_dark(page: Element) -> None:
    style = page.one("style").text
    names = set(re.findall(r"var\(--([a-z0-9-]+)", style + str([element.attributes for element in page.all()])))
    for name in names - {"sans", "gap", "wide", "text", "beside", "wash", "pad", "shade"}:
        assert style.count(f"--{name}:") == 2, name


# --------------------------------------------------------------------------- any text


@pytest.fixture(scope="module")
def plain_shape(templates: Templates) -> list[tuple[str, tuple[str, ...]]]:
    return shape(read(single(briefing(PLAIN), templates)))


@pytest.mark.guards("J9", "H1", "H2")
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_hostile_text_in_every_place_stays_text(
    templates: Templates, plain_shape: list[tuple[str, tuple[str, ...]]], text: str
) -> None:
    page = read(single(briefing(text), templates))
    if not text.startswith("https://"):  # which is a link where links can be
        assert _steady(shape(page)) == _steady(plain_shape)
    for element in page.all():
        assert not [name for name in element.attributes if name.startswith("on")]
        href = element.attributes.get("href", "#")
        assert href.startswith(("#", "https://")), href
    shown = " ".join(clean(text).split())
    assert shown in " ".join(page.one("main").text.split())
    assert shown in " ".join(page.one("title").text.split())


def _steady(elements: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """A shape without what depends on the text as it should: the town's own lines, numbers kept with their units."""
    return [
        (name, attributes) for name, attributes in elements if name != "path" and (name != "span" or not attributes)
    ]


def test_a_kind_of_block_that_nobody_shows_is_an_error(templates: Templates) -> None:
    from dataclasses import replace

    made = briefing()
    section = replace(made.document.sections[0], blocks=("no block",))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no way to show a str"):
        single(replace(made, document=replace(made.document, sections=(section,))), templates)


def test_the_look_follows_an_official_documents_theme(templates: Templates) -> None:
    page = read(single(briefing(theme="gongwen"), templates))
    numbers = [heading.text[:2] for heading in page.all("h2")[1:] if heading.text[1] == "、"]
    assert numbers == ["一、", "二、", "三、"]  # the summary has none


def test_a_chart_that_does_not_fit_a_phone_is_shown_as_it_is(templates: Templates) -> None:
    from dataclasses import replace

    page = read(single(replace(briefing(), narrow={}), templates))
    (picture,) = page.one("figure").all("svg")
    assert picture.attributes["class"] == "chart"
