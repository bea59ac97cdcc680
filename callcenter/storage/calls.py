"""Calls read for people: lists, one call with its timeline, and the resident behind it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from callcenter.domain.call import Call
from callcenter.domain.ids import CallId, CallKind, ResidentId, StaffId, StationId
from callcenter.domain.picture import Viewer
from callcenter.storage.database import Database

_call_decoder = msgspec.json.Decoder(Call)
LARGEST_PAGE = 200

LIST = """
SELECT body, due_at FROM calls c
WHERE ($1::text IS NULL OR (c.state = 'resolved') = ($1 = 'closed'))
  AND ($2::text IS NULL OR c.station = $2)
  AND ($3::timestamptz IS NULL OR c.received_at >= $3)
  AND ($4::timestamptz IS NULL OR (c.received_at, c.id) < ($4, $5::uuid))
  AND ($6::text IS NULL OR c.station = $6 OR c.accepted_by = $7
       OR EXISTS (SELECT FROM offers o WHERE o.call = c.id AND o.caregiver = $7 AND o.state IN ('open', 'delivered')))
ORDER BY c.received_at DESC, c.id DESC LIMIT $8
"""

RESIDENT_CARD = """
SELECT id, name, sex, birth_date, station, lives_alone, risk_marks, phone, address, latitude, longitude, medical_notes,
       access_notes, plans ->> $2 AS plan, key_safe_code IS NOT NULL AS has_key_safe, primary_caregiver,
       backup_caregiver
FROM residents WHERE id = $1
"""

RECORD_REVEAL = """
INSERT INTO reveals (id, staff, resident, call, fields)
SELECT $1, $2, resident, id, $4 FROM calls
WHERE id = $3 AND accepted_by = $2 AND state <> 'resolved' AND resident IS NOT NULL
RETURNING id
"""


class CallQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of calls is narrowed to; `before` is where the last page ended."""

    state: Literal["open", "closed"] | None = None
    station: StationId | None = None
    since: datetime | None = None
    before: tuple[datetime, UUID] | None = None
    limit: int = LARGEST_PAGE


def _call(row: asyncpg.Record) -> Call:
    return replace(_call_decoder.decode(row["body"]), due_at=row["due_at"])


async def find(database: Database, query: CallQuery, viewer: Viewer) -> list[Call]:
    """The newest calls first, one page of them, only those this viewer may see."""
    before_at, before_id = query.before or (None, None)
    async with database.reading() as connection:
        rows = await connection.fetch(
            LIST,
            query.state,
            query.station,
            query.since,
            before_at,
            before_id,
            None if viewer.sees_everything else viewer.station,
            viewer.id,
            query.limit,
        )
    return [_call(row) for row in rows]


async def read(database: Database, call: CallId) -> Call | None:
    """One call as it is now."""
    async with database.reading() as connection:
        row = await connection.fetchrow("SELECT body, due_at FROM calls WHERE id = $1", call)
    return _call(row) if row else None


async def timeline(database: Database, call: CallId) -> list[msgspec.Raw]:
    """The call's facts in order, as they were written, each with its feed number."""
    async with database.reading() as connection:
        rows = await connection.fetch(
            "SELECT seq, body::text AS body FROM facts WHERE call = $1 ORDER BY version", call
        )
    return [msgspec.Raw(b'{"seq":%d,%b' % (row["seq"], row["body"].encode()[1:])) for row in rows]


async def facts_after(database: Database, after: int, limit: int) -> tuple[list[msgspec.Raw], int]:
    """Facts of the feed in commit order, and the number to go on from."""
    async with database.reading() as connection:
        rows = await connection.fetch(
            "SELECT seq, body::text AS body FROM facts WHERE feed = 1 AND seq > $1 ORDER BY seq LIMIT $2", after, limit
        )
    facts = [msgspec.Raw(b'{"seq":%d,%b' % (row["seq"], row["body"].encode()[1:])) for row in rows]
    return facts, rows[-1]["seq"] if rows else after


async def station_of(database: Database, resident: ResidentId) -> StationId | None:
    """The resident's home station; None for an unknown resident."""
    async with database.reading() as connection:
        found = await connection.fetchval("SELECT station FROM residents WHERE id = $1", resident)
    return StationId(found) if found else None


async def resident_card(database: Database, resident: ResidentId, kind: CallKind) -> dict[str, Any] | None:
    """What is kept about a resident, with the plan for a call of this kind and the people to ring in their order."""
    async with database.reading() as connection:
        row = await connection.fetchrow(RESIDENT_CARD, resident, kind)
        contacts = await connection.fetch(
            "SELECT position, name, relation, phone FROM contacts WHERE resident = $1 ORDER BY position", resident
        )
    return {**dict(row), "contacts": [dict(contact) for contact in contacts]} if row else None


async def record_reveal(database: Database, reveal: UUID, *, staff: StaffId, call: CallId, fields: list[str]) -> bool:
    """Keep who is about to see which personal fields; False, and nothing is kept, unless they hold the call now."""
    async with database.transaction() as connection:
        kept = await connection.fetchval(RECORD_REVEAL, reveal, staff, call, fields)
    return kept is not None


async def key_safe_code(database: Database, call: CallId) -> str | None:
    """The code of the key safe at the home of this call."""
    async with database.reading() as connection:
        code: str | None = await connection.fetchval(
            "SELECT r.key_safe_code FROM calls c JOIN residents r ON r.id = c.resident WHERE c.id = $1", call
        )
    return code
