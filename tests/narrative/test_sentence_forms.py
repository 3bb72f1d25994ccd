"""Forms of sentences that no editor prints, over all briefings and made-up towns: none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mjq_report.analysis import find
from mjq_report.dataset import loading, store
from mjq_report.errors import DataError
from mjq_report.model.document import Chart, Document, EntryList, ListBlock, Paragraph, plain_text
from mjq_report.model.period import Period
from mjq_report.narrative import write
from tests.towns.drawn import write_towns

PROJECT = Path(__file__).resolve().parents[2]
HEDGED = "(?:超|约|近|不足)"
STATUS = "(?:预计|计划|目标|初步核算)"
FORMS = {
    "the count of a firm's people without a noun for them": r"企业人数\d",
    "a count of aspects": r"包括\d+个方面",
    "an ordinal in digits": r"第\d+[届批次]",
    "being a place": r"为第\d+[位名]",
    "what the source does not give": r"来源提到的|没有给出数字",
    "、 between quotes": r"”、“",
    "、 between titles": r"》、《",
    "status behind the comparison": rf"(?:比上年|同比|年均|较上年){STATUS}",
    "two stops": r"。。",
    "two commas": r"，，",
    "a comma before a stop": r"[，；：、]。",
    "a stop behind a semicolon": r"；；|；，|，；",
    "being level": r"为持平|增长持平|下降持平",
    "growth with a sign": r"(?:增长|下降|提高|减少)[-−+]",
    "growth of nothing": r"(?:增长|下降|提高)0(?:%|\.0+%)",
    "empty brackets": r"（）|“”|《》",
    "being about": rf"为{HEDGED}\d",
    "reaching about": rf"达到{HEDGED}\d",
    "a share of more than": rf"占[^，。；由]*的{HEDGED}\d",
    "a comparison twice": r"(?:比上年|同比)(?:比上年|同比)",
    "status twice": r"预计预计|计划计划|目标目标|初步核算[^，。；]*初步核算",
    "coverage twice": r"全镇全镇|全县全县|全区全区|规模以上规模以上|规模以上规上",
    "a place without 第": r"居全?[国省市县区镇]?\d+[位名]",
    "第 twice": r"第第",
    "the word rank before a rank": r"(?:名次|位次|排名)居",
    "growth of growth": r"增速(?:比上年|同比)?(?:增长|下降)\d",
    "a share of a share": r"比重占|占比占|比重为?占比",
    "the word number before a count": r"(?:企业|网格|行政村|社区|村|项目|产业|园区)数(?!\d{4}年)\d",
    "attendances twice": r"人次[\d.]+万?人次",
    "persons twice": r"(?:就业|党员|居民|务工人员|用工)人数\d",
    "times twice": r"倍数?为?[\d.]+倍",
    "points twice": r"百分点[\d.]+个百分点",
    "of which twice": r"其中其中|其中，其中",
    "but twice": r"但但|但，",
    "a year twice": r"(\d{4}年)，?\1",
    "a year before another": r"\d{4}年，\d{4}年，",
    "a mark at the beginning": r"^[，。；、：]",
    "、 before 和": r"、和|和、",
    "being twice": r"为为|的的|在在",
    "a unit twice": r"亿元亿|元元|%%|个个|平方公里平方",
    "what a program prints": r"None|nan|Decimal|\{\{|\}\}|\{\w+\}",
    "an id": r"[a-z]+_[a-z_]+",
    "real growth for a result": r"实际(?:增长|下降)",
    "until a whole year": r"截至\d{4}年，",
    "nothing beside 占": r"占，|占。|占；",
    "a rise that is none": r"由0[^，。；]{0,4}增至0",
    "brackets in brackets": r"（[^）]*（",
    "a half-width mark between Han": r"[一-鿿][,;:!?][一-鿿]",
}  # fmt: skip


def texts(document: Document) -> Iterator[str]:
    """Everything of a briefing that is read as sentences, but the audit with the sources' own words."""
    yield plain_text(document.cover.sentence)
    yield from (plain_text(card.change) for card in document.cover.cards)
    for section in document.sections:
        for block in section.blocks if section.role in ("summary", "body") else ():
            match block:
                case Paragraph():
                    yield plain_text(block.spans)
                case ListBlock():
                    yield from map(plain_text, block.items)
                case Chart():
                    yield plain_text(block.title)
                case EntryList():
                    yield from (plain_text(entry.spans) for entry in block.entries)


def found_in(data: Path) -> list[str]:
    """Each form that a briefing has, with town, year and the words around it."""
    wrong = list[str]()
    for town, known in store.inventory(data).items():
        try:
            loaded = loading.load_town(data, town)
        except DataError:  # made-up words beside a figure may fit another indicator's name better
            continue
        for year in known.years:
            document = write(find(loaded, year), PROJECT / "templates", Period.parse("2026-02-09"))
            for text in texts(document):
                for name, form in FORMS.items():
                    if met := re.search(form, text):
                        wrong.append(f"{town} {year}: {name}: …{text[max(0, met.start() - 20) : met.end() + 12]}…")
    return wrong


def test_there_are_at_least_forty_forms_and_each_can_be_met() -> None:
    assert len(FORMS) >= 40
    assert not [name for name, form in FORMS.items() if re.search(form, "2025年，全镇工业总产值1200亿元。")]
    for text in (
        "企业人数4人",
        "包括2个方面",
        "第2届",
        "为第1位",
        "来源提到的项目",
        "“甲”、“乙”",
        "比上年预计增长",
        "为持平。",
    ):
        assert any(re.search(form, text) for form in FORMS.values()), text


def test_the_curated_briefings_have_none() -> None:
    assert found_in(PROJECT / "data") == []


@pytest.mark.parametrize(("count", "seed"), [(25, 7), pytest.param(200, 11, marks=pytest.mark.slow)])
def test_made_up_towns_have_none(tmp_path: Path, count: int, seed: int) -> None:
    write_towns(tmp_path, count, seed)
    assert found_in(tmp_path / "data") == []
