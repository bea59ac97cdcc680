"""A cursor leads back to where a page ended, and nowhere else."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from callcenter.domain import cursor
from callcenter.domain.errors import Malformed

CALL = UUID("01a2122f-57b9-786a-98a3-1962809ffa74")
AT = datetime(2026, 11, 9, 15, 30, 0, 123456, tzinfo=UTC)


def in_disguise(text: str) -> str:
    """A text packed as cursors are."""
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize("at", [AT, AT.astimezone(timezone(timedelta(hours=8)))])
def test_a_cursor_leads_back_to_its_call(at: datetime) -> None:
    """To the microsecond, whatever the offset it was written with."""
    assert cursor.place(cursor.written(at, CALL)) == (AT, CALL)


def test_without_a_cursor_a_list_begins_at_its_beginning() -> None:
    """Nothing was read before."""
    assert cursor.place(None) is None


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "yesterday",
        "雨",
        in_disguise("2026-11-09T15:30:00Z"),
        in_disguise(f"soon {CALL}"),
        in_disguise("2026-11-09T15:30:00Z nobody"),
        in_disguise(f"0001-01-01T00:00:00+14:00 {CALL}"),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(forged: str) -> None:
    """Plainly, before any table is asked; even one that lies beyond the calendar."""
    with pytest.raises(Malformed) as refused:
        cursor.place(forged)

    assert refused.value.code == "cursor_invalid"
