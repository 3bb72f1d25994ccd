"""Dates are inputs: an edition's comes from an option, SOURCE_DATE_EPOCH or the sources."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence

from mjq_report.errors import UsageError
from mjq_report.model.period import Period


def edition_date(published: Sequence[str], given: dt.date | None) -> Period:
    """`--date`, else SOURCE_DATE_EPOCH, else the date of the newest source, as finely as it is known; never the clock.

    An edition is never older than its newest source may be: a moment before that is taken for none, and the last day
    of a month or year of which no more is known stands for that month or year.

    Raises UsageError when SOURCE_DATE_EPOCH is not a whole number of seconds, or no source is dated.
    """
    dates = [Period.parse(date) for date in published if date]
    newest = max(dates, key=lambda date: (date.last, len(date.text)), default=None)
    epoch = source_date_epoch()
    moment = given if given is not None or epoch is None else epoch.date()
    if moment is not None and (newest is None or given is not None or moment >= newest.first):
        known = newest is not None and newest.last == moment
        return newest if known and newest is not None else Period.parse(moment.isoformat())
    if newest is None:
        raise UsageError("no source has a date to call the edition by; give --date YYYY-MM-DD")
    return newest


def source_date_epoch() -> dt.datetime | None:
    """The moment that SOURCE_DATE_EPOCH names (reproducible-builds.org/specs/source-date-epoch), None if it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be seconds since 1970") from None
