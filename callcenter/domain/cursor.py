"""Where a page of calls ended, as a text to come back with."""

import base64
from datetime import UTC, datetime
from uuid import UUID

from callcenter.domain.errors import Malformed

Place = tuple[datetime, UUID]


def written(received_at: datetime, call: UUID) -> str:
    """The cursor behind this call in a list that has the newest first."""
    return base64.urlsafe_b64encode(f"{received_at.isoformat()} {call}".encode()).decode()


def place(cursor: str | None) -> Place | None:
    """The call that the last page ended with; raises `Malformed` with code `cursor_invalid`."""
    if cursor is None:
        return None
    try:
        received_at, call = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return datetime.fromisoformat(received_at).astimezone(UTC), UUID(call)
    except (ValueError, OverflowError) as wrong:
        raise Malformed("cursor_invalid", "this cursor is not one of ours") from wrong
