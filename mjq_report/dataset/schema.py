"""The tables: their files, columns, types, codes and links. The one place that says so.

Reading, checking, the Data Package descriptor, the spreadsheet's drop-down lists and docs/tables.md are
all derived from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass

from mjq_report.dataset import fields
from mjq_report.dataset.fields import Type
from mjq_report.figures import operations
from mjq_report.model.codes import DOMAINS, IndicatorKind, Qualifier, Status

PREFIX = "data/"  # how messages, row references and manifests name the data folder
BREAKDOWN_GROUPS = ("industry", "village", "place", "group", "programme", "project", "month")
COVERAGE_ENTITIES = ("town", "area", "park", "district", "new_town", "village", "project", "company", "city")
PROGRAMME_KINDS = ("mechanism", "brand", "project", "campaign", "award", "plan", "platform", "event")
ORGANISATION_KINDS = ("company", "institution", "department", "school", "association")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `refers` names the table whose key it holds, `many` says that spaces separate several."""

    name: str
    type: Type
    zh: str
    en: str
    required: bool = False
    codes: tuple[str, ...] = ()
    refers: str = ""
    many: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file below data/: `path` has `{town}` in it when every town has one of its own."""

    name: str
    path: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The column names in file order."""
        return tuple(column.name for column in self.columns)

    @property
    def per_town(self) -> bool:
        """Whether every town has a file of its own."""
        return "{town}" in self.path

    def column(self, name: str) -> Column:
        """The column of that name."""
        return self.columns[self.header.index(name)]


def _text(name: str, zh: str, en: str, *, required: bool = False, example: str = "") -> Column:
    return Column(name, fields.TEXT, zh, en, required, example=example)


def _code(name: str, codes: tuple[str, ...], zh: str, en: str, example: str) -> Column:
    return Column(name, fields.CODE, zh, en, True, tuple(map(str, codes)), example=example)


def _key(name: str, zh: str, en: str, example: str) -> Column:
    return Column(name, fields.ID, zh, en, True, example=example)


_NAMES = (
    _text("name_zh", "中文名", "Chinese name", required=True, example="示例"),
    _text("name_en", "英文名", "English name", required=True, example="Example"),
)
_NOTE = _text("note", "读者须知", "What a reader must know")
_PLACE = (
    Column("source", fields.ID, "来源", "Where it was published", True, refers="sources", example="paper-2025"),
    Column(
        "locator",
        fields.POSITIVE,
        "段落号：只数来源中的非空行，从一起",
        "Paragraph: non-empty lines of the source, counted from 1",
        True,
        example="4",
    ),
    _text(
        "as_published",
        "原文中承载这一信息的最短字串，逐字照录",
        "The shortest run of characters in that paragraph which carries it, verbatim",
        required=True,
        example="269.20亿元",
    ),
)

TOWNS = Table(
    "towns",
    "towns.csv",
    "镇",
    "Towns",
    ("town",),
    (
        Column("town", fields.SLUG, "代号，也是文件夹名", "Slug, also the folder's name", True, example="example-town"),
        *_NAMES,
        Column("code", fields.DIVISION_CODE, "行政区划代码", "Administrative division code", example="110112105"),
        _text("district_zh", "所属区", "District, in Chinese", example="示例区"),
        _text("district_en", "所属区英文名", "District, in English", example="Example District"),
        _NOTE,
    ),
    required=True,
)

INDICATORS = Table(
    "indicators",
    "indicators.csv",
    "指标",
    "Indicators",
    ("indicator",),
    (
        _key("indicator", "指标代号", "Id: the statistical term in English", "gross_industrial_output"),
        *_NAMES,
        _code("domain", DOMAINS, "领域", "Domain", "industry"),
        _text("unit", "计量单位（规范单位）", "Canonical unit", required=True, example="亿元"),
        _code(
            "kind",
            tuple(IndicatorKind),
            "时期数、时点数、比率或计数",
            "flow, stock, rate or count: what arithmetic it allows",
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
            refers="indicators",
            many=True,
        ),
        _text("definition_zh", "定义", "Definition, in Chinese"),
        _text("definition_en", "英文定义", "Definition, in English"),
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
        _key("breakdown", "分组代号", "Id", "new_energy_vehicles"),
        *_NAMES,
        _code("group", BREAKDOWN_GROUPS, "分组类别", "What it breaks down by", "industry"),
        _NOTE,
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
        _key("coverage", "口径代号", "Id", "whole_town"),
        *_NAMES,
        _code("entity", COVERAGE_ENTITIES, "所指主体", "What kind of entity it covers", "town"),
        _NOTE,
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
        _key("source", "来源代号", "Id", "paper-2025"),
        Column("year", fields.YEAR, "所报道的年度", "The briefing year that it reports on", True, example="2025"),
        _text("title", "标题", "Title", required=True, example="示例标题"),
        _text("author", "作者", "Author"),
        _text("publisher", "发布者", "Publisher", required=True, example="示例报"),
        Column("published", fields.DATE, "发布日期", "Date of publication", True, example="2026-02"),
        _text("published_note", "发布日期的依据", "How the date is known"),
        Column("file", fields.FILE_NAME, "来源文本的文件名", "File name of the source text", True, example="paper.txt"),
        Column(
            "sha256",
            fields.SHA256,
            "来源文本的SHA-256",
            "SHA-256 of the source text",
            True,
            example="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        _NOTE,
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
        _PLACE[0],
        Column("locator", fields.LOCATORS, "段落号或范围", "Paragraph or span of paragraphs", True, example="1-16"),
        _text("text", "不录的字串；空白指整段", "The run of characters that is left out; blank for whole paragraphs"),
        _text("reason", "不录的理由", "Why", required=True, example="他镇的报道"),
    ),
)

OBSERVATIONS = Table(
    "observations",
    "towns/{town}/observations.csv",
    "观测值",
    "Observations: one published figure a row",
    ("indicator", "breakdown", "period", "coverage", "status", "source", "locator"),
    (
        Column(
            "indicator",
            fields.ID,
            "指标",
            "Indicator",
            True,
            refers="indicators",
            example="gross_industrial_output",
        ),
        Column("breakdown", fields.ID, "分组，可空", "Industry, place or group, or blank", refers="breakdowns"),
        Column("period", fields.PERIOD, "时期（ISO 8601）", "Period, ISO 8601", True, example="2024-01/2024-11"),
        Column("coverage", fields.ID, "口径", "Coverage", True, refers="coverages", example="whole_town"),
        Column(
            "value",
            fields.NUMBER,
            "印出的数字，末尾的零照录",
            "The digits exactly as printed, trailing zeros kept",
            True,
            example="269.20",
        ),
        _text("unit", "印出的单位", "The unit as printed", required=True, example="亿元"),
        _code(
            "qualifier",
            tuple(Qualifier),
            "修饰：约、超、近、以上、以内",
            "How the source hedges the figure",
            "exact",
        ),
        _code("status", tuple(Status), "实际、预计、计划等", "Result, estimate or intention", "actual"),
        *_PLACE,
        _NOTE,
    ),
    required=True,
)

CLAIMS = Table(
    "claims",
    "towns/{town}/claims.csv",
    "论断",
    "Claims: published statements that tie figures together",
    ("claim",),
    (
        _key("claim", "论断代号", "Id", "industry_share"),
        Column("period", fields.PERIOD, "时期（ISO 8601）", "Period, ISO 8601", True, example="2024-01/2024-11"),
        _text("statement_zh", "论断大意", "What it says, in our own words", required=True, example="某业占比"),
        _text("statement_en", "论断大意（英文）", "The same in English", required=True, example="Share of an industry"),
        _code("operation", operations.NAMES, "运算", "How the result follows from the operands", "share"),
        Column(
            "result",
            fields.REFERENCE,
            "结果：观测值引用",
            "The stated figure, a reference to an observation",
            example="share_of_output@2024#whole_town",
        ),
        Column(
            "operands",
            fields.OPERAND,
            "运算数：观测值引用或数，空格分隔",
            "References or numbers, separated by spaces",
            many=True,
            example="gross_industrial_output@2024#whole_town",
        ),
        *_PLACE,
        _NOTE,
    ),
)

PROGRAMMES = Table(
    "programmes",
    "towns/{town}/programmes.csv",
    "项目与机制",
    "Programmes: named mechanisms, brands, projects, campaigns, awards and plans",
    ("programme",),
    (
        _key("programme", "代号", "Id", "service_package"),
        *_NAMES,
        _code("kind", PROGRAMME_KINDS, "类别", "Kind", "mechanism"),
        Column("parent", fields.ID, "所属项目", "The programme it is part of", refers="programmes"),
        _code("domain", DOMAINS, "领域", "Domain", "services"),
        Column("since", fields.DATE, "起始", "Since when", example="2024"),
        _text("operator", "主办者", "Who runs it"),
        _text("summary_zh", "一句话简介，自己的话", "One line in our own words", required=True, example="示例简介"),
        _text("summary_en", "英文简介", "The same in English", required=True, example="An example"),
        Column(
            "observations",
            fields.REFERENCE,
            "其数据：观测值引用，空格分隔",
            "Its figures: references to observations, separated by spaces",
            many=True,
        ),
        *_PLACE,
        _NOTE,
    ),
)

ORGANISATIONS = Table(
    "organisations",
    "towns/{town}/organisations.csv",
    "机构与企业",
    "Organisations: named companies and institutions",
    ("organisation",),
    (
        _key("organisation", "代号", "Id", "example_company"),
        *_NAMES,
        _code("kind", ORGANISATION_KINDS, "类别", "Kind", "company"),
        Column("industry", fields.ID, "行业", "Industry, a breakdown", refers="breakdowns"),
        _text("role_zh", "角色", "Role, in Chinese", required=True, example="龙头企业"),
        _text("role_en", "角色（英文）", "Role, in English", required=True, example="Leading company"),
        *_PLACE,
        _NOTE,
    ),
)

CORRECTIONS = Table(
    "corrections",
    "towns/{town}/corrections.csv",
    "更正",
    "Corrections: deliberate departures from a published figure",
    ("key",),
    (
        _text(
            "key",
            "观测值的键：indicator[/breakdown]@period#coverage!status^source:locator",
            "Key of the observation: indicator[/breakdown]@period#coverage!status^source:locator",
            required=True,
            example="gross_industrial_output@2024#whole_town!actual^paper-2025:4",
        ),
        Column("published", fields.NUMBER, "印出的值", "The value as published", True, example="269.20"),
        Column("used", fields.NUMBER, "采用的值", "The value to use", True, example="296.20"),
        _text("reason", "理由", "Why", required=True, example="来源次日更正"),
        Column(
            "expect",
            fields.NUMBER,
            "更正成立时观测值行中应有的值",
            "What the observation's row must still say for the correction to be needed",
            True,
            example="269.20",
        ),
    ),
)

SHARED = (TOWNS, INDICATORS, BREAKDOWNS, COVERAGES, SOURCES, OMISSIONS)
PER_TOWN = (OBSERVATIONS, CLAIMS, PROGRAMMES, ORGANISATIONS, CORRECTIONS)
TABLES = {table.name: table for table in (*SHARED, *PER_TOWN)}
