"""The stretch of calendar a report covers, as people write it."""

from datetime import UTC, datetime, timedelta

import pytest

from callcenter.domain.errors import Malformed
from callcenter.domain.period import period

NOW = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)


def test_nothing_said_means_the_last_thirty_days() -> None:
    """Up to now."""
    assert (covered := period(None, None, now=NOW)).until == NOW
    assert covered.since == NOW - timedelta(days=30)


def test_a_date_is_that_days_midnight_in_the_district() -> None:
    """Xining is eight hours ahead of UTC."""
    covered = period("2026-11-01", "2026-12-01", now=NOW)

    assert covered.since == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert covered.until == datetime(2026, 11, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-11-22T10:15:00+08:00", "2026-11-22T02:15:00Z", "2026-11-22t02:15:00.000z"])
def test_a_moment_means_the_same_in_every_offset(written: str) -> None:
    """RFC 3339 allows all three."""
    assert period(written, None, now=NOW + timedelta(days=1)).since == NOW


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11-23", "2026-11-22"),
        ("2027-01-01", None),
        ("yesterday", None),
        ("", None),
        ("20261122", None),
        ("2026-11", None),
        ("2026-02-30", None),
        ("2026-11-22T10:15:00", None),
        ("2026-11-22T10:15:00 08:00", None),
        ("1795313700", None),
        ("2026-11-22\n", None),
        ("٢٠٢٦-١١-٢٢", None),
        ("0001-01-01", None),
        (None, "0001-01-02T00:00:00Z"),
        ("2026-11-01", "9999-12-31T23:59:59-23:00"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(since: str | None, until: str | None) -> None:
    """Upside down, empty, not a date, without an offset, or beyond the calendar."""
    with pytest.raises(Malformed) as refused:
        period(since, until, now=NOW)

    assert refused.value.code == "period_invalid"
