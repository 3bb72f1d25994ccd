"""Periods as the tables write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_PART = r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?"
_PERIOD = re.compile(rf"{_PART}(?:/(?:{_PART}|(?P<open>\.\.)))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period as written in the tables, ISO 8601: `2025`, `2024-01/2024-11`, `2016/2020`, `2024-12-28`.

    An open one, `2025/..` (ISO 8601-2), is some time from 2025 on that the source does not name; as far as `last` goes it ends with 2025.
    Ordered by first day, then last day. `text` is the form it was written in.
    """

    first: dt.date
    last: dt.date
    text: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an ISO 8601 year, month, day, or an interval of two of the same precision.

        Raises ValueError with the reason when the text is none of these, when a date does not exist,
        when the interval ends before it starts, or when there is a shorter form (2024 for its twelve
        months), so that one period is written in one way.
        """
        return _read(text)

    @classmethod
    def _parse(cls, text: str) -> Period:
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(
                f"{text!r} is not a year, month, day or interval (2025, 2024-06, 2024-01/2024-11, 2025/.. for some time from 2025 on)"
            )
        start, end = match.groups()[:3], match.groups()[3:6]
        if match["open"]:
            return cls(_first_day(start), _last_day(start), text)
        if end[0] is None:
            end = start
        elif [g is None for g in start] != [g is None for g in end]:
            raise ValueError(f"{text!r} mixes precisions; write both ends alike")
        first, last = _first_day(start), _last_day(end)
        if last < first:
            raise ValueError(f"{text!r} ends before it starts")
        if match.group(4) is not None and start == end:
            raise ValueError(f"{text!r} is an interval of one; write {text.split('/')[0]!r}")
        if len(shorter := _shortest(first, last)) < len(text):
            raise ValueError(f"{text!r} is a whole period; write {shorter!r}")
        return cls(first, last, text)

    @property
    def is_year(self) -> bool:
        """One whole calendar year."""
        return len(self.text) == 4

    @property
    def is_years(self) -> bool:
        """An interval of whole years, such as a five-year plan."""
        return len(self.text) == 9 and not self.is_open

    @property
    def is_day(self) -> bool:
        """A single day, for a stock."""
        return len(self.text) == 10 and not self.is_open

    @property
    def is_days(self) -> bool:
        """An interval of days that are no whole months."""
        return len(self.text) == 21 and not self.is_open

    @property
    def months(self) -> int:
        """How many calendar months the period touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def is_open(self) -> bool:
        """Some time that is not named, from the first day on."""
        return self.text.endswith("..")

    @property
    def is_part_of_year(self) -> bool:
        """Some but not all months of one year: 同比 territory, not 比上年."""
        return self.first.year == self.last.year and not self.is_year and not self.is_open

    def year_earlier(self) -> Period:
        """The same months one year before; ValueError for 29 February."""
        return Period.parse(re.sub(r"(?:(?<=^)|(?<=/))\d{4}", lambda m: f"{int(m[0]) - 1:04d}", self.text))

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=8192)
def _read(text: str) -> Period:
    """Tables of many towns say the same few periods again and again."""
    return Period._parse(text)


def _first_day(parts: tuple[str | None, ...]) -> dt.date:
    year, month, day = (int(p) if p else 1 for p in parts)
    return dt.date(year, month, day)


def _last_day(parts: tuple[str | None, ...]) -> dt.date:
    year, month, day = parts
    assert year is not None
    if month is None:
        return dt.date(int(year), 12, 31)
    if day is not None:
        return dt.date(int(year), int(month), int(day))
    return _month_end(dt.date(int(year), int(month), 1))


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _shortest(first: dt.date, last: dt.date) -> str:
    """The shortest form of a period of several days: years, else months, else days."""
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last == _month_end(last)
    length = 10 if not whole_months else 4 if (first.month, last.month) == (1, 12) else 7
    ends = first.isoformat()[:length], last.isoformat()[:length]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)
