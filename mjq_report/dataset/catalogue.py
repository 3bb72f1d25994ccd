"""The catalogue of rules that the tables must obey: one entry a rule, with a stable code.

docs/data-rules.md is generated from this list. A warning is shown and does not stop a briefing.
"""

from __future__ import annotations

from typing import Literal

from mjq_report.errors import Rule

_RULES: list[Rule] = []


def _rule(code: str, title: str, remedy: str, severity: Literal["error", "warning"] = "error") -> Rule:
    rule = Rule(code, severity, title, remedy)
    _RULES.append(rule)
    return rule


# --------------------------------------------------------------------------- the file
FILE_MISSING = _rule(
    "file-missing", "A table is not there.", "restore the file, or create it with its header line alone"
)
FILE_UNREADABLE = _rule(
    "file-unreadable",
    "A table is not a regular file, is too large, or may not be read.",
    "put an ordinary, readable CSV file of at most 512 MiB there",
)
UNKNOWN_FILE = _rule(
    "unknown-file",
    "A CSV file in the data folder is none of the tables, so nothing reads it.",
    "rename it to the table that it is, or move it out of data/",
    "warning",
)
UNKNOWN_FOLDER = _rule(
    "unknown-folder",
    "A folder in towns/ belongs to no town in towns.csv.",
    "add the town to towns.csv, or move the folder away",
)
ENCODING = _rule(
    "encoding",
    "A table is not UTF-8.",
    "save it as UTF-8; for older files use `data import` with --encoding gb18030",
)
CSV_SYNTAX = _rule(
    "csv-syntax", "Quotation marks or line ends are not as RFC 4180 has them.", "close or double the quotation marks"
)
HEADER = _rule(
    "header",
    "The header line is not the table's columns in their order; only optional ones may be missing.",
    "write the header as documented",
)
FIELD_COUNT = _rule(
    "field-count",
    "A row has more or fewer fields than the header.",
    "add the missing commas, or quote the cell that holds a comma",
)

# --------------------------------------------------------------------------- the cell
REFUSED_CHARACTER = _rule(
    "refused-character",
    "A cell holds a character that cannot be seen or that changes the order of text.",
    "delete the character",
)
FORMULA = _rule(
    "formula",
    "A text starts with = + - @ or a full-width form of these, and is no signed figure: a spreadsheet that opens the table would run it.",
    "start it with another character; let as_published take in the words before it",
)
CELL_TOO_LONG = _rule(
    "cell-too-long", "A cell is longer than 10,000 characters.", "shorten it; a cell is a figure or a line of text"
)
SURROUNDING_SPACE = _rule(
    "surrounding-space", "A cell starts or ends with white space.", "delete the white space around it"
)
REQUIRED = _rule("required", "A cell that must be filled is blank.", "fill it in, or delete the row")
BAD_NUMBER = _rule(
    "bad-number",
    "A figure is not written with ASCII digits and at most one dot.",
    "write it as 1234.50 or -3.2",
)
BAD_LOCATOR = _rule(
    "bad-locator",
    "A locator is neither a paragraph's number nor a cell.",
    "write the paragraph, counted over non-empty lines from 1, or the cell, as 表1!C6",
)
BAD_INTEGER = _rule("bad-integer", "A whole number is expected.", "write ASCII digits only")
BAD_PERIOD = _rule(
    "bad-period",
    "A period is not ISO 8601.",
    "write 2025, 2024-06, 2024-12-28 or an interval such as 2024-01/2024-11 or 2016/2020",
)
BAD_DATE = _rule("bad-date", "A date is not ISO 8601.", "write 2025, 2025-02 or 2025-02-09")
BAD_ID = _rule(
    "bad-id",
    "An id has characters that ids may not have.",
    "use lower-case letters, digits and _ . : - and start with a letter or digit",
)
BAD_CODE = _rule("bad-code", "A coded cell is none of the column's codes.", "use one of the codes")
BAD_ADDRESS = _rule(
    "bad-address",
    "A web address does not start with http:// or https://, or has spaces or other than ASCII in it.",
    "copy it from the browser's address bar",
)
BAD_HASH = _rule("bad-hash", "A SHA-256 is not 64 hexadecimal digits.", "paste the output of sha256sum")
BAD_REFERENCE = _rule(
    "bad-reference",
    "A reference to an observation is malformed.",
    "write indicator[/breakdown]@period#coverage[^source:locator]",
)

# --------------------------------------------------------------------------- across tables
DUPLICATE_KEY = _rule("duplicate-key", "Two rows of a table have the same key.", "keep one of them, or tell them apart")
UNKNOWN_ID = _rule(
    "unknown-id", "A cell names something that its table does not have.", "correct the id, or add its row to that table"
)
COVERAGE_NAME = _rule(
    "coverage-name",
    "A coverage is named as the whole of another kind of place than its entity, such as 全区 for a town, or after an unknown {word}.",
    "name what the entity is, or correct the entity",
)
UNRESOLVED_REFERENCE = _rule(
    "unresolved-reference",
    "A reference finds no observation of the town.",
    "correct the reference, or add the observation",
)
CIRCULAR = _rule("circular", "A chain of parents comes back to its start.", "break the chain")

NAMES_START = _rule(
    "names-start",
    "The names of a town begin after the first year that it has figures of, so its briefing would bear a later name.",
    "add the name that it had then, with the date since when",
)
SOURCE_ADDRESS = _rule(
    "source-address",
    "A web page has no address, or an address no day on which it was read.",
    "fill in url and accessed; both are part of the citation",
)
SOURCE_READ_EARLY = _rule(
    "source-read-early",
    "A source was read before it was published.",
    "correct accessed or published",
)
MENTION_TOO_EARLY = _rule(
    "mention-too-early",
    "A source of an earlier year mentions a programme or organisation than the one its own row is from.",
    "let the row of the programme or organisation be from the earliest source that names it",
)

# --------------------------------------------------------------------------- the figures
FIGURE_MISSING = _rule(
    "figure-missing",
    "A row of observations has neither a figure nor a movement.",
    "write the figure as printed, or choose the movement that the words state",
)
RANGE_ORDER = _rule(
    "range-order",
    "The high end of a range is not above its low end.",
    "write the low end as value and the high end as upper; leave upper blank for a single figure",
)
MEMBERS = _rule(
    "members",
    "More names stand behind a count than were counted.",
    "separate the names by | and list those alone that the source counts",
)
EXCEPTION_WITHOUT_NOTE = _rule(
    "exception-without-note",
    "A row is excepted from a check and does not say why.",
    "write the reason in the note, or clear despite",
)
UNIT_MISMATCH = _rule(
    "unit-mismatch",
    "A figure's unit does not measure what its indicator measures.",
    "use the indicator's unit or another of the same dimension, or choose another indicator",
)
VALUE_NOT_AS_PRINTED = _rule(
    "value-not-as-printed",
    "The published words do not carry the figure's digits, in Arabic or Chinese numerals.",
    "copy value and as_published from the source again",
)
UNIT_NOT_AS_PRINTED = _rule(
    "unit-not-as-printed",
    "The published words carry another unit behind the digits.",
    "write the unit as it is printed",
)
QUALIFIER_NOT_AS_PRINTED = _rule(
    "qualifier-not-as-printed",
    "The published words hedge the figure otherwise than the row does.",
    "set the qualifier to what the words say, and let as_published take in the hedging word",
)
PERIOD_NOT_AS_PRINTED = _rule(
    "period-not-as-printed",
    "The words name another period than the row does.",
    "set the period to the one that the words name",
)
STATUS_NOT_AS_PRINTED = _rule(
    "status-not-as-printed",
    "The words say otherwise than the row whether the figure is a result, an estimate or an intention.",
    "set the status to what the words say",
)
SIGN_NOT_AS_PRINTED = _rule(
    "sign-not-as-printed",
    "The words say that the figure rose where the row has a fall, or the other way round.",
    "give a fall a minus sign, and a rise none",
)
NAME_NOT_AS_PRINTED = _rule(
    "name-not-as-printed",
    "The words name another indicator than the row does.",
    "choose the indicator that the words name",
)
PERIOD_AFTER_SOURCE = _rule(
    "period-after-source",
    "A result is of a period that begins after its source was published.",
    "correct the period, or mark the figure as planned or target",
)
NEGATIVE_AMOUNT = _rule(
    "negative-amount",
    "An amount or a count that cannot be below zero is.",
    "give the amount itself, and its fall as growth or difference; if it can be a loss, set signed to yes at the indicator",
)
PART_EXCEEDS_WHOLE = _rule(
    "part-exceeds-whole",
    "A part is larger than the whole of the same coverage, period and status, whatever the unprinted digits are.",
    "check value, unit, period and coverage of both rows",
)
PARTS_EXCEED_WHOLE = _rule(
    "parts-exceed-whole",
    "Parts that do not overlap (villages of a town, the parts of what is declared exhaustive) are together more than their whole.",
    "check the digits and the coverage of the whole and of each part",
    "warning",
)
FIGURES_DISAGREE = _rule(
    "figures-disagree",
    "The same figure is published twice by one source, or by sources of one date, and the two cannot both be right, whatever was rounded.",
    "check both rows; if the sources do disagree, tell them apart by coverage or period, date the sources, or record a correction",
)
SERIES_MIXES_COVERAGES = _rule(
    "series-mixes-coverages",
    "A comparison over time takes its figures from different coverages.",
    "use figures of one coverage; if none are published, make the claim uncheckable",
)
SERIES_MIXES_PERIODS = _rule(
    "series-mixes-periods",
    "A comparison over time takes periods of different length.",
    "use periods of one length; if none are published, make the claim uncheckable",
)
READING = _rule(
    "reading",
    "A reading of a claim is of other words than the claim, or does not say what it assumes.",
    "give it the claim's result, source and locator, name the claim itself in reading_of, and fill assumes_zh of both",
)
CIRCULAR_CLAIM = _rule(
    "circular-claim",
    "A claim is proved by a figure that was taken from the same words as its result.",
    "name figures that stand elsewhere; if none are published, make the claim uncheckable",
)
MAGNITUDE = _rule(
    "magnitude",
    "A figure is more than ten times, or less than a tenth of, that of the period before.",
    "check value and unit; if they are right, say so in the note",
    "warning",
)
STALE_CORRECTION = _rule(
    "stale-correction",
    "A correction is no longer needed, or no longer fits the row that it corrects.",
    "delete the correction, or bring published and expect up to date with the row",
)


# --------------------------------------------------------------------------- spreadsheets
WORKBOOK = _rule(
    "workbook",
    "A spreadsheet file cannot be read safely.",
    "save it as an ordinary .xlsx workbook without password, macros or links, or as CSV",
)
SHEET = _rule(
    "sheet",
    "A sheet hides, merges or names something so that it is unclear what it says.",
    "give every sheet a table's name, unmerge cells, and unhide rows, columns and sheets",
)
CELL_CONTENT = _rule(
    "cell-content",
    "A spreadsheet cell is a formula, an error, a date or is shown otherwise than it is stored.",
    "format the cell as text and type what it should say",
)

CATALOGUE: tuple[Rule, ...] = tuple(_RULES)


def as_markdown() -> str:
    """The reference page: every rule with its code, severity, meaning and remedy."""
    lines = [
        "# Rules that the tables obey",
        "",
        "Generated from `mjq_report/dataset/catalogue.py`. `mjq-report check` reports each breach as",
        "`file:row:column: what, and what to do [code]`. Errors stop a briefing, warnings do not.",
        "",
        "| Code | Severity | What is wrong | What to do |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{r.code}` | {r.severity} | {r.title} | {_sentence(r.remedy)} |" for r in CATALOGUE]
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    return (text[0].upper() + text[1:] + ".").replace("|", "\\|")
