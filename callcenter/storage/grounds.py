"""The grounds of a decision: rows locked in the one fixed order, and what else the rules must see.

Keys, units, duties, calls, then the feed head: every batch of every process locks in this order and by id, so two of
them can wait for each other but never in a circle.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from callcenter.domain.call import Call
from callcenter.domain.duty import Duty
from callcenter.domain.ids import CallId, Fault, ResidentId, Role, StaffId, StationId, UnitId
from callcenter.domain.roster import Home, Person, Roster
from callcenter.domain.supervision import Unit
from callcenter.storage.submissions import Key

Identity = tuple[UnitId, str, int]
_call_decoder = msgspec.json.Decoder(Call)

CLAIM_KEYS = """
INSERT INTO command_results AS kept (key, actor, request)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS asked(key, actor, request) ORDER BY key
ON CONFLICT (key) DO UPDATE SET repeats = kept.repeats + 1
RETURNING key, actor, request, answer
"""

LOCK_UNITS = """
SELECT u.id, u.boot, u.last_n, u.missing, u.last_heard_at, u.silent_since, u.faults,
       p.resident, p.pager, r.station, r.latitude, r.longitude
FROM units u
LEFT JOIN pairings p ON p.unit = u.id AND p.until_at IS NULL
LEFT JOIN residents r ON r.id = p.resident
WHERE u.id IN (SELECT unnest($1::text[])
               UNION SELECT unit FROM pairings WHERE resident = ANY($2::text[]) AND until_at IS NULL)
ORDER BY u.id FOR UPDATE OF u
"""

COUNT_SEEN_SIGNALS = """
WITH seen AS (
    UPDATE signals s SET duplicates = s.duplicates + 1
    FROM unnest($1::text[], $2::text[], $3::bigint[]) AS told(unit, boot, n)
    WHERE s.unit = told.unit AND s.boot = told.boot AND s.n = told.n
    RETURNING s.unit, s.boot, s.n, s.answer
), counted AS (
    UPDATE units u SET duplicates = u.duplicates + c.seen
    FROM (SELECT unit, count(*) AS seen FROM seen GROUP BY unit) c WHERE u.id = c.unit
)
SELECT unit, boot, n, answer FROM seen
"""

READ_DUTIES = """
SELECT d.staff, s.role, s.station, d.is_on_duty, d.can_ring, d.is_planned, d.started_at, d.heard_at, d.silent_since,
       EXISTS (SELECT FROM shifts h WHERE h.staff = d.staff
               AND h.starts_at - interval '30 minutes' <= clock_timestamp()
               AND h.ends_at > clock_timestamp()) AS planned
FROM duties d JOIN staff s ON s.id = d.staff
WHERE d.staff = ANY($1::text[]) AND s.disabled_at IS NULL
"""

LOCK_DUTIES = f"{READ_DUTIES} ORDER BY d.staff FOR UPDATE OF d"

_CALL_COLUMNS = """
SELECT c.id, c.body, c.seq, c.due_at, s.name AS caregiver, r.latitude, r.longitude,
       r.primary_caregiver, r.backup_caregiver, coalesce(t.neighbours, '{}') AS neighbours
"""

_AROUND_CALL = """
LEFT JOIN staff s ON s.id = c.accepted_by
LEFT JOIN residents r ON r.id = c.resident
LEFT JOIN stations t ON t.id = c.station
"""

LOCK_CALLS = f"""
WITH wanted AS (
    SELECT unnest($1::uuid[]) AS id
    UNION SELECT id FROM calls WHERE resident = ANY($2::text[]) AND state <> 'resolved' AND kind <> 'technical'
    UNION SELECT id FROM calls WHERE unit = ANY($3::text[]) AND state <> 'resolved'
    UNION SELECT id FROM calls WHERE accepted_by = ANY($4::text[]) AND state <> 'resolved'
    UNION SELECT call FROM offers WHERE caregiver = ANY($4::text[]) AND state IN ('open', 'delivered')
    UNION SELECT o.id FROM calls c JOIN calls o ON o.resident = c.resident
        WHERE c.id = ANY($5::uuid[]) AND o.state <> 'resolved' AND o.kind <> 'technical'
)
{_CALL_COLUMNS} FROM calls c JOIN wanted ON wanted.id = c.id {_AROUND_CALL} ORDER BY c.id FOR UPDATE OF c
"""

READ_CALL = f"{_CALL_COLUMNS} FROM calls c {_AROUND_CALL} WHERE c.id = $1"

# The columns come out of the locking query itself: read again outside it they could be older than the lock.
LOCK_DUE_CALLS = f"""
WITH c AS (
    SELECT id, body, seq, resident, station, accepted_by, priority, due_at
    FROM calls WHERE due_at <= clock_timestamp() ORDER BY priority, due_at LIMIT $1 FOR UPDATE SKIP LOCKED
)
{_CALL_COLUMNS} FROM c {_AROUND_CALL} ORDER BY c.priority, c.due_at
"""

READ_ROSTER = """
SELECT s.id, s.role, s.station, t.latitude, t.longitude, d.is_on_duty, d.can_ring, d.silent_since,
       w.calls_this_shift,
       coalesce(w.idle_since, d.started_at) AS idle_since,
       a.id AS active_call, a.priority AS active_priority, coalesce(o.pending, 0) AS pending
FROM staff s
JOIN duties d ON d.staff = s.id
LEFT JOIN stations t ON t.id = s.station
LEFT JOIN LATERAL (SELECT id, priority FROM calls
                   WHERE accepted_by = s.id AND state <> 'resolved' ORDER BY priority LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT count(*) AS calls_this_shift, max(resolved_at) AS idle_since FROM calls
                   WHERE accepted_by = s.id AND accepted_at >= d.started_at) w ON true
LEFT JOIN (SELECT caregiver, count(*) AS pending FROM offers
           WHERE state IN ('open', 'delivered') GROUP BY caregiver) o ON o.caregiver = s.id
WHERE s.disabled_at IS NULL AND s.role IN ('caregiver', 'supervisor')
  AND (CASE WHEN $1::text[] IS NULL THEN d.is_on_duty ELSE s.id = ANY($1) END)
"""


class Known(msgspec.Struct, kw_only=True):
    """A locked call with what the answers and the routing need to know around it.

    `seq` is the feed number of its last fact; for a call changed in this batch `place` counts into the batch instead.
    """

    call: Call
    home: Home
    seq: int = 0
    place: int | None = None
    due_at: datetime | None = None
    caregiver_name: str | None = None


async def claim_keys(connection: asyncpg.Connection, keys: Sequence[Key]) -> dict[UUID, asyncpg.Record]:
    """Take the idempotency keys; a row with an answer has been answered before. Writes in every case."""
    if not keys:
        return {}
    unique = {key.id: key for key in reversed(keys)}
    rows = await connection.fetch(
        CLAIM_KEYS, list(unique), [k.actor for k in unique.values()], [k.request for k in unique.values()]
    )
    return {row["key"]: row for row in rows}


async def lock_units(
    connection: asyncpg.Connection, units: Iterable[UnitId], residents: Iterable[ResidentId]
) -> tuple[dict[UnitId, Unit], dict[UnitId, Home]]:
    """Lock units by id, and those of the named residents; with what is paired to them now."""
    units, residents = list(units), list(residents)
    if not units and not residents:
        return {}, {}
    rows = await connection.fetch(LOCK_UNITS, units, residents)
    return {row["id"]: _unit(row) for row in rows}, {row["id"]: _units_home(row) for row in rows}


def _unit(row: asyncpg.Record) -> Unit:
    return Unit(
        id=row["id"],
        station=row["station"],
        resident=row["resident"],
        pager=row["pager"],
        boot=row["boot"],
        last_n=row["last_n"],
        missing=tuple((first, last) for first, last in msgspec.json.decode(row["missing"])),
        last_heard_at=row["last_heard_at"],
        silent_since=row["silent_since"],
        faults=frozenset(Fault(word) for word in row["faults"]),
    )


def _units_home(row: asyncpg.Record) -> Home:
    return Home(resident=row["resident"], station=row["station"], latitude=row["latitude"], longitude=row["longitude"])


async def count_seen(connection: asyncpg.Connection, told: Sequence[Identity]) -> dict[Identity, str]:
    """The first answers of signals that were heard before; each repeat is counted, which writes."""
    if not told:
        return {}
    unique = sorted(set(told))
    rows = await connection.fetch(
        COUNT_SEEN_SIGNALS, [t[0] for t in unique], [t[1] for t in unique], [t[2] for t in unique]
    )
    return {(row["unit"], row["boot"], row["n"]): row["answer"] for row in rows}


async def lock_duties(connection: asyncpg.Connection, staff: Iterable[StaffId]) -> dict[StaffId, Duty]:
    """Lock the duties of people who act or are acted on."""
    wanted = sorted(set(staff))
    if not wanted:
        return {}
    rows = await connection.fetch(LOCK_DUTIES, wanted)
    return {row["staff"]: duty_of(row) for row in rows}


def duty_of(row: asyncpg.Record) -> Duty:
    """A row of `READ_DUTIES`; which call is in hand the calls know."""
    return Duty(
        staff=row["staff"],
        role=Role(row["role"]),
        station=row["station"],
        is_on_duty=row["is_on_duty"],
        can_ring=row["can_ring"],
        is_planned=row["is_planned"],
        started_at=row["started_at"],
        heard_at=row["heard_at"],
        silent_since=row["silent_since"],
        has_planned_shift=row["planned"],
    )


class CallsWanted(msgspec.Struct, kw_only=True):
    """Which calls a batch must lock: by id, by home, by who holds them or has them offered, by who reopens."""

    ids: set[CallId] = msgspec.field(default_factory=set)
    residents: set[ResidentId] = msgspec.field(default_factory=set)
    units: set[UnitId] = msgspec.field(default_factory=set)
    staff: set[StaffId] = msgspec.field(default_factory=set)
    reopened: set[CallId] = msgspec.field(default_factory=set)


async def lock_calls(connection: asyncpg.Connection, wanted: CallsWanted) -> dict[CallId, Known]:
    """Lock calls by id, last of all rows but the feed head."""
    rows = await connection.fetch(
        LOCK_CALLS,
        list(wanted.ids),
        list(wanted.residents),
        list(wanted.units),
        list(wanted.staff),
        list(wanted.reopened),
    )
    return {row["id"]: _known(row) for row in rows}


async def read_call(connection: asyncpg.Connection, call: CallId) -> Known | None:
    """One call as routing would see it, not locked."""
    row = await connection.fetchrow(READ_CALL, call)
    return _known(row) if row else None


async def lock_due_calls(connection: asyncpg.Connection, limit: int) -> dict[CallId, Known]:
    """Lock calls whose deadline has come, most urgent first, passing over those somebody else holds."""
    rows = await connection.fetch(LOCK_DUE_CALLS, limit)
    return {row["id"]: _known(row) for row in rows}


def _known(row: asyncpg.Record) -> Known:
    call = _call_decoder.decode(row["body"])
    home = Home(
        resident=call.resident,
        station=call.station,
        latitude=row["latitude"],
        longitude=row["longitude"],
        primary=row["primary_caregiver"],
        backup=row["backup_caregiver"],
        neighbours=tuple(StationId(station) for station in row["neighbours"]),
    )
    return Known(call=call, home=home, seq=row["seq"], due_at=row["due_at"], caregiver_name=row["caregiver"])


async def read_roster(connection: asyncpg.Connection, staff: Iterable[StaffId] | None) -> Roster:
    """The named people, or everybody on duty; read without locks, as the offer cap may be."""
    rows = await connection.fetch(READ_ROSTER, None if staff is None else list(staff))
    return {
        row["id"]: Person(
            id=row["id"],
            role=Role(row["role"]),
            station=row["station"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            is_on_duty=row["is_on_duty"],
            can_ring=row["can_ring"],
            silent_since=row["silent_since"],
            active_call=row["active_call"],
            active_priority=row["active_priority"],
            open_offers=row["pending"],
            calls_this_shift=row["calls_this_shift"],
            idle_since=row["idle_since"],
        )
        for row in rows
    }


async def read_area_tasks(connection: asyncpg.Connection) -> set[tuple[StationId | None, str]]:
    """The technical calls that stand for a whole area: station and reason."""
    rows = await connection.fetch(
        "SELECT station, body ->> 'reason' AS reason FROM calls "
        "WHERE state <> 'resolved' AND kind = 'technical' AND unit IS NULL"
    )
    return {(row["station"], row["reason"]) for row in rows}


async def count_in_trouble(connection: asyncpg.Connection) -> dict[tuple[StationId | None, Fault], int]:
    """How many units of each station have each trouble."""
    rows = await connection.fetch(
        "SELECT r.station, fault, count(*) AS units FROM units u CROSS JOIN unnest(u.faults) AS fault "
        "LEFT JOIN pairings p ON p.unit = u.id AND p.until_at IS NULL LEFT JOIN residents r ON r.id = p.resident "
        "GROUP BY r.station, fault"
    )
    return {(row["station"], Fault(row["fault"])): row["units"] for row in rows}
