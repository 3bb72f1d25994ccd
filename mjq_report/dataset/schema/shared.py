"""The tables that all towns share."""

from __future__ import annotations

from mjq_report.dataset import fields
from mjq_report.dataset.schema.columns import (
    ALIASES,
    CURATORS_NOTE,
    EXHAUSTIVE,
    NAMES,
    NOTE,
    PLACE,
    PUBLIC_NOTE,
    SHORT,
    Column,
    Table,
    code,
    key,
    more,
    more_code,
    text,
)
from mjq_report.model.codes import DOMAINS, LEVELS, Basis, IndicatorKind, Relation, SourceKind, Whole

BREAKDOWN_GROUPS = ("industry", "village", "place", "group", "programme", "project", "month", "milestone", "moment")
COVERAGE_ENTITIES = (
    "town", "area", "park", "district", "new_town", "village", "project", "company", "city", "province", "nation",
)  # fmt: skip

TOWNS = Table(
    "towns",
    "towns.csv",
    "镇",
    "Towns",
    ("town",),
    (
        Column("town", fields.SLUG, "代号，也是文件夹名", "Slug, also the folder's name", True, example="example-town"),
        *NAMES,
        Column("code", fields.DIVISION_CODE, "行政区划代码", "Administrative division code", example="110112105"),
        text("district_zh", "所属区", "District, in Chinese", example="示例区"),
        text("district_en", "所属区英文名", "District, in English", example="Example District"),
        CURATORS_NOTE,
        more_code("level", LEVELS, "层级；空则取名称末字", "Level; blank: the ending of its name"),
        *PUBLIC_NOTE,
    ),
    required=True,
)


def _more_ids(name: str, zh: str, en: str, many: bool = True) -> Column:
    return Column(name, fields.ID, zh, en, refers=("indicators",), many=many, optional=True)


INDICATORS = Table(
    "indicators",
    "indicators.csv",
    "指标",
    "Indicators",
    ("indicator",),
    (
        key("indicator", "指标代号", "Id: the statistical term in English", "gross_industrial_output"),
        *NAMES,
        code("domain", DOMAINS, "领域", "Domain", "industry"),
        text("unit", "计量单位（规范单位）", "Canonical unit", required=True, example="亿元"),
        code(
            "kind",
            tuple(IndicatorKind),
            "时期数、时点数、计数、比率、增速、占比、之差、位次、序数、量级、日期",
            "What it is, and so how it is printed and what arithmetic it allows",
            "flow",
        ),
        Column(
            "decimals",
            fields.INTEGER,
            "推算值通常保留的小数位",
            "Decimals usually shown for computed values",
            True,
            example="2",
        ),
        Column(
            "part_of",
            fields.ID,
            "所属总体的指标，部分不大于总体",
            "Indicators that this one is a part of",
            refers=("indicators",),
            many=True,
        ),
        text("definition_zh", "定义", "Definition, in Chinese"),
        text("definition_en", "英文定义", "Definition, in English"),
        SHORT,
        ALIASES,
        more(
            "shown_in",
            "图表中单位不一时换算成的单位",
            "The unit that figures in several units are converted to in charts and tables",
        ),
        more("frame_zh", "句式，{}处为带单位的数字", "How a sentence says it; {} is the figure with its unit"),
        more_code("weight", ("1", "2", "3"), "分量：1要闻、2一般、3细节；空即2", "1 headline, 2, 3 detail; blank is 2"),
        more_code("better", ("up", "down"), "升高为好或降低为好", "Which way is better"),
        EXHAUSTIVE,
        more_code(
            "relation", tuple(Relation), "说的是另一指标的什么", "What it says of the indicator that it relates to"
        ),
        _more_ids("relates_to", "所说的指标", "The indicator that it says it of", many=False),
        more_code("whole", tuple(Whole), "对什么而言：合计、全区、全市、全省", "In or against which whole"),
        _more_ids("per", "可据以求平均的计数指标", "Counts by which its means are of interest"),
        more_code("signed", ("yes",), "可以为负，如利润", "yes: its figures may be below zero, such as profits"),
        more_code(
            "growth_basis",
            tuple(Basis),
            "增速通常的计算基础",
            "What its growth is measured by where a row does not say",
        ),
    ),
    required=True,
)

BREAKDOWNS = Table(
    "breakdowns",
    "breakdowns.csv",
    "分组",
    "Breakdowns",
    ("breakdown",),
    (
        key("breakdown", "分组代号", "Id", "new_energy_vehicles"),
        *NAMES,
        code("group", BREAKDOWN_GROUPS, "分组类别", "What it breaks down by", "industry"),
        NOTE,
        SHORT,
        ALIASES,
        Column(
            "part_of",
            fields.ID,
            "所属分组",
            "Breakdowns that this one is a part of",
            refers=("breakdowns",),
            many=True,
            optional=True,
        ),
        EXHAUSTIVE,
        more("code", "行业代码（GB/T 4754）", "Code of the industry (GB/T 4754)", fields.INDUSTRY_CODE),
    ),
    required=True,
)

COVERAGES = Table(
    "coverages",
    "coverages.csv",
    "口径",
    "Coverages",
    ("coverage",),
    (
        key("coverage", "口径代号", "Id", "whole_town"),
        text(
            "name_zh",
            "中文名；{place}、{level}、{district}处填本地名称、层级、所属区",
            "Chinese name; {place}, {level} and {district} are the place's own",
            required=True,
            example="全{level}",
        ),
        text("name_en", "英文名", "English name; the same", required=True, example="Whole {level}"),
        code("entity", COVERAGE_ENTITIES, "所指主体", "What kind of entity it covers", "town"),
        NOTE,
    ),
    required=True,
)

SOURCES = Table(
    "sources",
    "sources.csv",
    "来源",
    "Sources",
    ("source",),
    (
        key("source", "来源代号", "Id", "paper-2025"),
        Column("year", fields.YEAR, "所报道的年度", "The briefing year that it reports on", True, example="2025"),
        text("title", "标题", "Title", required=True, example="示例标题"),
        text("author", "作者", "Author"),
        text("publisher", "发布者", "Publisher", required=True, example="示例报"),
        Column("published", fields.DATE, "发布日期", "Date of publication", True, example="2026-02"),
        text("published_note", "发布日期的依据", "How the date is known"),
        Column("file", fields.FILE_NAME, "来源文本的文件名", "File name of the source text", True, example="paper.txt"),
        Column(
            "sha256",
            fields.SHA256,
            "来源文本的SHA-256",
            "SHA-256 of the source text",
            True,
            example="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        CURATORS_NOTE,
        more_code("kind", tuple(SourceKind), "文献类型", "Type of the document"),
        more("url", "网址", "Address on the web", fields.URL),
        more("accessed", "访问日期", "When the address was read", fields.DATE),
        *PUBLIC_NOTE,
    ),
    required=True,
)

OMISSIONS = Table(
    "omissions",
    "omissions.csv",
    "有意不录",
    "Left out on purpose",
    ("source", "locator", "text"),
    (
        PLACE[0],
        Column(
            "locator",
            fields.LOCATORS,
            "段落号、范围或单元格",
            "Paragraph, span of paragraphs, or cell",
            True,
            example="1-16",
        ),
        text("text", "不录的字串；空白指整段", "The run of characters that is left out; blank for whole paragraphs"),
        text("reason", "不录的理由", "Why", required=True, example="他镇的报道"),
    ),
)
