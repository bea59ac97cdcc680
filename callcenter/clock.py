"""The only place that reads the time of this machine, and makes ids that sort by it.

Nothing that is decided or reported uses it: the database's clock does. It dates log lines, tokens' ages and ids.
"""

import secrets
import time
from datetime import UTC, datetime
from uuid import UUID


def now() -> datetime:
    """This machine's idea of the time, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds since some moment; only differences mean anything."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Let time pass, outside an event loop."""
    time.sleep(seconds)


def new_id() -> UUID:
    """A UUID of version 7: 48 bits of milliseconds, then 74 random bits (RFC 9562)."""
    stamp = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    value = (stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=value)
