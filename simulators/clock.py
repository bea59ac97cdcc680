"""The one place where the simulators read the time."""

import time
from datetime import UTC, datetime, timedelta, timezone

XINING = timezone(timedelta(hours=8))


def wall() -> datetime:
    """Give the wall clock, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Give seconds that never go backwards; only differences mean anything."""
    return time.monotonic()


def device_time(skew: timedelta) -> str:
    """Write the hour as a home's own clock shows it: Xining time, wrong by `skew`."""
    return (wall() + skew).astimezone(XINING).isoformat(timespec="milliseconds")
