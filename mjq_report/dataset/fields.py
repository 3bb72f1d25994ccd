"""Types of cells: how each is written, and what it is read as.

Every cell is text until one of these parsers has read it whole: nothing is guessed, so `001`, `NA`,
`1e5`, `1,234` and full-width digits never turn into something else. A parser raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from mjq_report.dataset import catalogue, typed
from mjq_report.errors import Rule, shown
from mjq_report.figures.references import Reference
from mjq_report.figures.references import parse as parse_reference
from mjq_report.model.locators import CELL, PARAGRAPH, Locator
from mjq_report.model.locators import parse as parse_locator
from mjq_report.model.period import Period

LARGEST = Decimal("1e15")  # figures stay below it: exact in every program that reads our exports
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,12})?")
_ID = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,99}")
_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_ADDRESS = re.compile(r"https?://[!-~]{1,500}")
_INDUSTRY_CODE = re.compile(r"[A-T][0-9]{0,4}|[0-9]{2,4}")
_PLAIN_NUMBERS = re.compile(r"(?:-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?\n)*+")
_PLAIN_POSITIVES = re.compile(r"(?:[1-9][0-9]{0,5}\n)*+")
_NAMED_NUMBER = re.compile(r"[a-z]=(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Type:
    """A type of cell: its parser, the rule that a bad one breaks, and how Data Package calls it.

    `plain` matches lines of which each is surely sound, so that a million need not be parsed one by one.
    """

    name: str
    parse: Callable[[str], object]
    rule: Rule
    package_type: str = "string"
    pattern: str = ""
    plain: re.Pattern[str] | None = None


def number(text: str) -> Decimal:
    """A figure as printed: ASCII digits without leading zeros, one dot, optional leading hyphen, below 1e15."""
    if _NUMBER.fullmatch(text) is None:
        hint = typed.number_hint(text)
        raise ValueError(f"{shown(text)} is not a number{'; ' if hint else ''}{hint}")
    value = Decimal(text)
    if abs(value) >= LARGEST:
        raise ValueError(f"{shown(text)} is not below 1e15")
    return value


def integer(text: str) -> int:
    """A whole number from 0 to 999999 without sign or leading zeros."""
    if re.fullmatch(r"0|[1-9][0-9]{0,5}", text) is None:
        raise ValueError(f"{shown(text)} is not a whole number from 0 to 999999")
    return int(text)


def positive(text: str) -> int:
    """A whole number from 1: paragraphs are counted from one."""
    value = integer(text)
    if value == 0:
        raise ValueError("0 is not a number counted from 1")
    return value


def year(text: str) -> int:
    """A calendar year of four digits, 1900 to 2199."""
    if re.fullmatch(r"(?:19|20|21)[0-9]{2}", text) is None:
        raise ValueError(f"{shown(text)} is not a year")
    return int(text)


def date(text: str) -> Period:
    """A year, month or day."""
    if "/" in text:
        raise ValueError(f"{shown(text)} is an interval, not a date")
    return Period.parse(text)


def identifier(text: str) -> str:
    """An id: lower-case letters, digits and `_ . : -`."""
    if _ID.fullmatch(text) is None:
        raise ValueError(f"{shown(text)} is not an id")
    return text


def slug(text: str) -> str:
    """A town's id, which names folders and files: lower-case letters, digits and hyphens, at most 64."""
    if _SLUG.fullmatch(text) is None:
        raise ValueError(f"{shown(text)} is not a slug of lower-case letters, digits and hyphens")
    return text


def division_code(text: str) -> str:
    """An administrative division code, 6 to 12 digits (GB/T 2260, GB/T 10114)."""
    if re.fullmatch(r"[0-9]{6,12}", text) is None:
        lost = (
            "; a spreadsheet has cut digits off: format the cell as text and type the whole code" if "E" in text else ""
        )
        raise ValueError(f"{shown(text)} is not a division code of 6 to 12 digits{lost}")
    return text


def sha256(text: str) -> str:
    """A SHA-256 in lower-case hexadecimal."""
    if re.fullmatch(r"[0-9a-f]{64}", text) is None:
        raise ValueError(f"{shown(text)} is not 64 lower-case hexadecimal digits")
    return text


def file_name(text: str) -> str:
    """The name of a source file, without a folder."""
    if re.fullmatch(r"[^/\\:]{1,200}", text) is None or text in (".", ".."):
        raise ValueError(f"{shown(text)} is not a plain file name")
    return text


def address(text: str) -> str:
    """An address on the web, in ASCII as browsers copy it."""
    if _ADDRESS.fullmatch(text) is None:
        raise ValueError(f"{shown(text)} is not an address that starts with http:// or https://")
    return text


def industry_code(text: str) -> str:
    """A code of the national classification of industries (GB/T 4754): a letter, or it and up to four digits."""
    if _INDUSTRY_CODE.fullmatch(text) is None:
        raise ValueError(f"{shown(text)} is not a code of GB/T 4754, such as C, 36 or C3612")
    return text


def operand(text: str) -> Reference | Decimal:
    """What a claim is computed from: a reference, a number, or a named number such as `n=5`."""
    if "@" in text:
        return parse_reference(text)
    named = _NAMED_NUMBER.fullmatch(text)
    return number(named[1] if named else text)


def is_reference(text: str) -> bool:
    """Whether an operand is written as a reference rather than a number."""
    return "@" in text


def locator(text: str) -> Locator:
    """A paragraph or a cell."""
    try:
        return parse_locator(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is neither a paragraph counted from 1 nor a cell such as 表1!C6") from None


def locators(text: str) -> str | range:
    """One paragraph or a span of them, or a cell: `7`, `1-16`, `表1!C6`."""
    first, dash, last = text.partition("-")
    if not dash and not first.isdigit():
        return str(locator(text))
    start, end = positive(first), positive(last if dash else first)
    if end < start:
        raise ValueError(f"{shown(text)} ends before it starts")
    return range(start, end + 1)


TEXT = Type("text", str, catalogue.REQUIRED)
CODE = Type("code", str, catalogue.BAD_CODE)
ID = Type("id", identifier, catalogue.BAD_ID, pattern=_ID.pattern)
SLUG = Type("slug", slug, catalogue.BAD_ID, pattern=_SLUG.pattern)
DIVISION_CODE = Type("division code", division_code, catalogue.BAD_ID, pattern="[0-9]{6,12}")
NUMBER = Type("number", number, catalogue.BAD_NUMBER, "number", plain=_PLAIN_NUMBERS)
INTEGER = Type("whole number", integer, catalogue.BAD_INTEGER, "integer")
LOCATOR = Type(
    "paragraph or cell", locator, catalogue.BAD_LOCATOR, pattern=rf"({PARAGRAPH}|{CELL})", plain=_PLAIN_POSITIVES
)
YEAR = Type("year", year, catalogue.BAD_INTEGER, "integer")
PERIOD = Type("period", Period.parse, catalogue.BAD_PERIOD)
DATE = Type("date", date, catalogue.BAD_DATE)
SHA256 = Type("SHA-256", sha256, catalogue.BAD_HASH, pattern="[0-9a-f]{64}")
FILE_NAME = Type("file name", file_name, catalogue.BAD_ID)
URL = Type("web address", address, catalogue.BAD_ADDRESS, pattern=_ADDRESS.pattern)
INDUSTRY_CODE = Type("industry code", industry_code, catalogue.BAD_ID, pattern=_INDUSTRY_CODE.pattern)
REFERENCE = Type("reference", parse_reference, catalogue.BAD_REFERENCE)
OPERAND = Type("operand", operand, catalogue.BAD_REFERENCE)
LOCATORS = Type("paragraphs or cell", locators, catalogue.BAD_LOCATOR, pattern=rf"([0-9]+(-[0-9]+)?|{CELL})")
