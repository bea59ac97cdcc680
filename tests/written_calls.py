"""Calls put straight into their table, for tests of those who only read it."""

from datetime import UTC, datetime, timedelta

import msgspec

from callcenter.clock import new_id
from callcenter.storage.database import Database

RECEIVED = datetime(2026, 11, 9, 15, 30, tzinfo=UTC)
MOMENTS = ("pressed_at", "first_human_at", "accepted_at", "first_arrived_at", "resolved_at")
WRITE = """
INSERT INTO calls (id, number, kind, priority, state, version, station, accepted_by, arrived_by, received_at, raised_at,
    pressed_at, first_human_at, accepted_at, first_arrived_at, resolved_at, outcome, breach, due_at, seq, body)
VALUES ($1, $1::uuid::text, $2, 1, $3, 9, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $14, now(), 1, $15)
"""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it stands in the table; moments are seconds after its receipt."""

    kind: str = "emergency"
    station: str | None = "S1"
    accepted_by: str | None = None
    arrived_by: str | None = None
    received_at: datetime = RECEIVED
    pressed_at: float | None = None
    first_human_at: float | None = None
    accepted_at: float | None = None
    first_arrived_at: float | None = None
    resolved_at: float | None = None
    outcome: str | None = None
    breach: bool = False
    clock_suspect: bool = False


async def write(database: Database, *calls: Written) -> None:
    """Put these calls into the table."""
    async with database.transaction() as connection:
        await connection.executemany(WRITE, [(new_id(), *_columns(call)) for call in calls])


def _columns(call: Written) -> tuple[object, ...]:
    state = "waiting" if call.resolved_at is None else "resolved"
    offsets = [getattr(call, moment) for moment in MOMENTS]
    moments = [None if offset is None else call.received_at + timedelta(seconds=offset) for offset in offsets]
    body = msgspec.json.encode({"clock_suspect": call.clock_suspect}).decode()
    who = (call.station, call.accepted_by, call.arrived_by)
    return (call.kind, state, *who, call.received_at, *moments, call.outcome, call.breach, body)
