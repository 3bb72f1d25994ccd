"""Dates are inputs: an edition's comes from an option, SOURCE_DATE_EPOCH or the sources."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence

from mjq_report.errors import UsageError
from mjq_report.model.period import Period


def edition_date(published: Sequence[str], given: dt.date | None) -> dt.date:
    """`--date`, else SOURCE_DATE_EPOCH, else the first day that the newest source may bear; never the clock.

    Raises UsageError when SOURCE_DATE_EPOCH is not a whole number of seconds, or no source is dated.
    """
    if given is not None:
        return given
    epoch = source_date_epoch()
    if epoch is not None:
        return epoch.date()
    dates = [Period.parse(date).first for date in published if date]
    if not dates:
        raise UsageError("no source has a date to call the edition by; give --date YYYY-MM-DD")
    return max(dates)


def source_date_epoch() -> dt.datetime | None:
    """The moment that SOURCE_DATE_EPOCH names (reproducible-builds.org/specs/source-date-epoch), None if it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be seconds since 1970") from None
