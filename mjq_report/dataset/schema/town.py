"""The tables that every town has of its own."""

from __future__ import annotations

from dataclasses import replace

from mjq_report.dataset import fields
from mjq_report.dataset.schema import columns, shared
from mjq_report.dataset.schema.columns import (
    ALIASES,
    CURATORS_NOTE,
    PLACE,
    PUBLIC_NOTE,
    Column,
    Table,
    code,
    key,
    more,
    more_code,
    text,
)
from mjq_report.figures import operations
from mjq_report.model.codes import DOMAINS, Basis, IndicatorKind, Movement, Qualifier, Stage, Status

PROGRAMME_KINDS = ("mechanism", "brand", "project", "campaign", "award", "plan", "platform", "event")
ORGANISATION_KINDS = ("company", "institution", "department", "school", "association")
DESPITE = ("name", "period", "status", "sign", "hedge", "unit")  # checks that a row may be excepted from

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
            refers=("indicators",),
            example="gross_industrial_output",
        ),
        Column("breakdown", fields.ID, "分组，可空", "Industry, place or group, or blank", refers=("breakdowns",)),
        Column("period", fields.PERIOD, "时期（ISO 8601）", "Period, ISO 8601", True, example="2024-01/2024-11"),
        Column("coverage", fields.ID, "口径", "Coverage", True, refers=("coverages",), example="whole_town"),
        Column(
            "value",
            fields.NUMBER,
            "印出的数字，末尾的零照录；只有变动词时空",
            "The digits exactly as printed, trailing zeros kept; blank in a row of a movement alone",
            example="269.20",
        ),
        text("unit", "印出的单位", "The unit as printed", example="亿元"),
        code(
            "qualifier",
            tuple(Qualifier),
            "修饰：约、超、近、以上、以内",
            "How the source hedges the figure",
            "exact",
        ),
        code("status", tuple(Status), "实际、预计、计划等", "Result, estimate or intention", "actual"),
        *PLACE,
        CURATORS_NOTE,
        more_code("kind", tuple(IndicatorKind), "种类，与指标不同时填", "Kind, where it is not the indicator's"),
        more("upper", "区间的上限，印出的数字", "High end of a range, as printed", fields.NUMBER),
        more_code("basis", tuple(Basis), "可比口径、可比价或现价", "What a growth is measured by"),
        more_code("movement", tuple(Movement), "没有数字的变动", "What the source says of the change without a figure"),
        more("members_zh", "计数背后的名称，以|分隔", "Names behind a count, separated by |"),
        more("members_en", "计数背后的名称（英文）", "The same in English"),
        *PUBLIC_NOTE,
        more_code("despite", DESPITE, "不适用的检查，须有说明", "Checks that do not apply; needs a note", many=True),
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
        key("claim", "论断代号", "Id", "industry_share"),
        Column("period", fields.PERIOD, "时期（ISO 8601）", "Period, ISO 8601", True, example="2024-01/2024-11"),
        text("statement_zh", "论断大意", "What it says, in our own words", required=True, example="某业占比"),
        text("statement_en", "论断大意（英文）", "The same in English", required=True, example="Share of an industry"),
        code("operation", operations.NAMES, "运算", "How the result follows from the operands", "share"),
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
        *PLACE,
        CURATORS_NOTE,
        Column(
            "reading_of",
            fields.ID,
            "是哪一论断的另一读法",
            "The claim that this is another reading of",
            refers=("claims",),
            optional=True,
        ),
        more("assumes_zh", "这一读法的假定", "What this reading assumes"),
        more("assumes_en", "这一读法的假定（英文）", "The same in English"),
        *PUBLIC_NOTE,
    ),
)

PROGRAMMES = Table(
    "programmes",
    "towns/{town}/programmes.csv",
    "项目与机制",
    "Programmes: named mechanisms, brands, projects, campaigns, awards and plans",
    ("programme",),
    (
        key("programme", "代号", "Id", "service_package"),
        *columns.NAMES,
        code("kind", PROGRAMME_KINDS, "类别", "Kind", "mechanism"),
        Column("parent", fields.ID, "所属项目", "The programme it is part of", refers=("programmes",)),
        code("domain", DOMAINS, "领域", "Domain", "services"),
        Column("since", fields.DATE, "起始", "Since when", example="2024"),
        text("operator", "主办者", "Who runs it"),
        text("summary_zh", "一句话简介，自己的话", "One line in our own words", required=True, example="示例简介"),
        text("summary_en", "英文简介", "The same in English", required=True, example="An example"),
        Column(
            "observations",
            fields.REFERENCE,
            "其数据：观测值引用，空格分隔",
            "Its figures: references to observations, separated by spaces",
            many=True,
        ),
        *PLACE,
        CURATORS_NOTE,
        ALIASES,
        *PUBLIC_NOTE,
    ),
)

ORGANISATIONS = Table(
    "organisations",
    "towns/{town}/organisations.csv",
    "机构与企业",
    "Organisations: named companies and institutions",
    ("organisation",),
    (
        key("organisation", "代号", "Id", "example_company"),
        *columns.NAMES,
        code("kind", ORGANISATION_KINDS, "类别", "Kind", "company"),
        Column("industry", fields.ID, "行业", "Industry, a breakdown", refers=("breakdowns",)),
        text("role_zh", "角色", "Role, in Chinese", required=True, example="龙头企业"),
        text("role_en", "角色（英文）", "Role, in English", required=True, example="Leading company"),
        *PLACE,
        CURATORS_NOTE,
        ALIASES,
        *PUBLIC_NOTE,
    ),
)

CORRECTIONS = Table(
    "corrections",
    "towns/{town}/corrections.csv",
    "更正",
    "Corrections: deliberate departures from a published figure",
    ("key",),
    (
        text(
            "key",
            "观测值的键：indicator[/breakdown]@period#coverage!status^source:locator",
            "Key of the observation: indicator[/breakdown]@period#coverage!status^source:locator",
            required=True,
            example="gross_industrial_output@2024#whole_town!actual^paper-2025:4",
        ),
        Column("published", fields.NUMBER, "印出的值", "The value as published", True, example="269.20"),
        Column("used", fields.NUMBER, "采用的值", "The value to use", True, example="296.20"),
        text("reason", "理由", "Why", required=True, example="来源次日更正"),
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

MENTIONS = Table(
    "mentions",
    "towns/{town}/mentions.csv",
    "提及",
    "Mentions: what a source says of a programme or organisation in its year",
    ("entity", "source", "locator"),
    (
        Column(
            "entity",
            fields.ID,
            "项目或机构",
            "A programme or an organisation",
            True,
            refers=("programmes", "organisations"),
            example="service_package",
        ),
        Column("stage", fields.CODE, "阶段", "Stage", codes=tuple(Stage), example="running"),
        text("role_zh", "角色", "Role, in Chinese", example="龙头企业"),
        text("role_en", "角色（英文）", "Role, in English", example="Leading company"),
        Column("due", fields.DATE, "期限", "When it is due", example="2026"),
        text("due_words", "期限的原文", "When it is due, as published", example="2026年底前"),
        *PLACE,
        text("note", "整理者的说明", "The curator's note"),
    ),
)

NAMES = Table(
    "names",
    "towns/{town}/names.csv",
    "名称沿革",
    "Names: what the town was called, and since when",
    ("since",),
    (
        Column("since", fields.DATE, "启用日期", "Since when", True, example="2022-03"),
        *columns.NAMES,
        text("district_zh", "所属区", "District, in Chinese", example="示例区"),
        text("district_en", "所属区英文名", "District, in English", example="Example District"),
        Column(
            "rescoped", fields.CODE, "辖区变动，数列在此断开", "yes: its area changed, series break", codes=("yes",)
        ),
        text("note_public_zh", "读者须知", "What a reader must know"),
        text("note_public_en", "读者须知（英文）", "The same in English"),
    ),
)

OWN_INDICATORS, OWN_BREAKDOWNS, OWN_COVERAGES = (
    replace(
        table,
        name=f"own_{table.name}",
        path=f"towns/{{town}}/{table.path}",
        zh=f"本地{table.zh}",
        en=f"{table.en} of the town alone, added to the shared ones",
        required=False,
    )
    for table in (shared.INDICATORS, shared.BREAKDOWNS, shared.COVERAGES)
)
