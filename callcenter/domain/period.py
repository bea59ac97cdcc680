"""A stretch of calendar that a report covers, read the way people write it.

A plain date is that day's midnight in the district; a moment names its own offset, so nothing depends on a machine.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from callcenter.domain.errors import Malformed

DISTRICT_TIME = ZoneInfo("Asia/Shanghai")
USUAL = timedelta(days=30)

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From `since`, itself included, up to and without `until`; both in UTC."""

    since: datetime
    until: datetime


def period(since: str | None, until: str | None, *, now: datetime) -> Period:
    """Read both ends, by default the last 30 days; raises `Malformed` with code `period_invalid`."""
    try:
        end = _moment(until, "to") if until is not None else now
        start = _moment(since, "from") if since is not None else end - USUAL
    except OverflowError as beyond:
        raise Malformed("period_invalid", "the period lies beyond the calendar") from beyond
    if start >= end:
        raise Malformed("period_invalid", "the period ends before it begins: `from` must lie before `to`")
    return Period(since=start, until=end)


def _moment(written: str, field: str) -> datetime:
    try:
        if DATE.fullmatch(written):
            return datetime.fromisoformat(written).replace(tzinfo=DISTRICT_TIME).astimezone(UTC)
        if MOMENT.fullmatch(written.upper()):
            return datetime.fromisoformat(written.upper()).astimezone(UTC)
    except ValueError as wrong:
        raise Malformed("period_invalid", f"`{field}` is not in the calendar: {wrong}") from wrong
    msg = f"`{field}` must be a date (2026-11-22) or a moment with offset (2026-11-22T10:15:00Z; in a URL + is %2B)"
    raise Malformed("period_invalid", msg)
