"""One caregiver's day: their duty, what the roster says of them, and the calls they took."""

from datetime import datetime

import asyncpg
from msgspec.structs import replace

from callcenter.domain.duty import Duty
from callcenter.domain.ids import CallId, CallKind, CallState, StaffId, StationId
from callcenter.domain.my_day import MyCall, RosterEntry
from callcenter.storage.database import Database
from callcenter.storage.grounds import READ_DUTIES, duty_of
from callcenter.storage.ledger import FEED

READ_HELD = "SELECT id FROM calls WHERE accepted_by = $1 AND state <> 'resolved' ORDER BY priority LIMIT 1"

READ_PLANNED = """
SELECT starts_at, ends_at, station FROM shifts
WHERE staff = $1 AND ends_at > clock_timestamp() AND starts_at < clock_timestamp() + interval '7 days'
ORDER BY starts_at
"""

# What I did stands in the facts: the call itself knows only who holds it now.
READ_TAKEN = f"""
WITH mine AS (
    SELECT call, version, at, (body ->> 'offer')::uuid AS offer FROM facts
    WHERE feed = {FEED} AND kind IN ('call_accepted', 'call_assigned') AND body ->> 'caregiver' = $1 AND at >= $2
    UNION ALL
    SELECT f.call, f.version, f.at, (f.body ->> 'offer')::uuid FROM calls c JOIN facts f ON f.call = c.id
    WHERE c.accepted_by = $1 AND c.state <> 'resolved'
      AND f.feed = {FEED} AND f.kind IN ('call_accepted', 'call_assigned') AND f.body ->> 'caregiver' = $1
), taken AS (SELECT DISTINCT ON (call) * FROM mine ORDER BY call, version DESC)
SELECT c.id, c.number, c.kind, c.state, c.station, c.received_at, o.made_at AS offered_at, t.at AS accepted_at,
       step.departed_at, step.arrived_at, c.resolved_at, c.outcome
FROM taken t
JOIN calls c ON c.id = t.call
LEFT JOIN offers o ON o.id = t.offer
LEFT JOIN LATERAL (
    SELECT min(at) FILTER (WHERE kind = 'caregiver_departed') AS departed_at,
           min(at) FILTER (WHERE kind = 'caregiver_arrived') AS arrived_at
    FROM facts f WHERE f.call = t.call AND f.version > t.version AND f.body ->> 'caregiver' = $1) step ON true
ORDER BY t.at DESC, c.id
"""


async def read_duty(database: Database, staff: StaffId) -> Duty | None:
    """The duty of one person with the call in their hands; None for somebody who is never on duty."""
    async with database.reading() as connection:
        row = await connection.fetchrow(READ_DUTIES, [staff])
        held = await connection.fetchval(READ_HELD, staff)
    return replace(duty_of(row), active_call=CallId(held) if held else None) if row else None


async def read_planned(database: Database, staff: StaffId) -> list[RosterEntry]:
    """What is planned for now and the next seven days, in order."""
    async with database.reading() as connection:
        rows = await connection.fetch(READ_PLANNED, staff)
    return [RosterEntry(starts_at=r["starts_at"], ends_at=r["ends_at"], station=StationId(r["station"])) for r in rows]


async def read_taken(database: Database, staff: StaffId, since: datetime) -> list[MyCall]:
    """The calls this person accepted or was assigned since then, and those still in their hands, newest first."""
    async with database.reading() as connection:
        rows = await connection.fetch(READ_TAKEN, staff, since)
    return [_taken(row) for row in rows]


def _taken(row: asyncpg.Record) -> MyCall:
    return MyCall(**{**dict(row), "kind": CallKind(row["kind"]), "state": CallState(row["state"])})
