"""The projections: calls, offers, units, duties, signals and kept answers, written for a whole batch at a time.

Each is one set-based statement over arrays, whatever the batch's size. They hold nothing that the facts do not say,
except what equipment told us about itself.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain.duty import Duty
from callcenter.domain.facts import Fact
from callcenter.domain.ids import OfferId, OfferState, UnitId
from callcenter.domain.supervision import Signal, Unit
from callcenter.storage.grounds import Known
from callcenter.storage.submissions import SignalAnswer

WRITE_CALLS = """
INSERT INTO calls AS kept (id, number, kind, priority, state, version, resident, station, unit, accepted_by, arrived_by,
    received_at, raised_at, pressed_at, first_human_at, accepted_at, first_arrived_at, resolved_at, outcome, breach,
    due_at, seq, body)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::int[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[],
    $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::text[], $20::boolean[],
    $21::timestamptz[], $22::bigint[], $23::jsonb[])
ON CONFLICT (id) DO UPDATE SET
    kind = excluded.kind, priority = excluded.priority, state = excluded.state, version = excluded.version,
    accepted_by = excluded.accepted_by, arrived_by = coalesce(kept.arrived_by, excluded.arrived_by),
    first_human_at = excluded.first_human_at, accepted_at = excluded.accepted_at,
    first_arrived_at = excluded.first_arrived_at, resolved_at = excluded.resolved_at, outcome = excluded.outcome,
    breach = excluded.breach, due_at = excluded.due_at, seq = excluded.seq, body = excluded.body
"""

MAKE_OFFERS = """
INSERT INTO offers (id, call, caregiver, wave, state, made_at, expires_at)
SELECT id, call, caregiver, wave, 'open', made_at, expires_at
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::timestamptz[], $6::timestamptz[])
    AS t(id, call, caregiver, wave, made_at, expires_at)
"""

MOVE_OFFERS = """
UPDATE offers o SET state = t.state, delivered_at = coalesce(t.delivered_at, o.delivered_at), ended_at = t.ended_at
FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS t(id, state, delivered_at, ended_at)
WHERE o.id = t.id
"""

WRITE_UNITS = """
UPDATE units u SET boot = t.boot, last_n = t.last_n, missing = t.missing, last_heard_at = t.last_heard_at,
    silent_since = t.silent_since, faults = string_to_array(t.faults, ',')
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[], $5::timestamptz[], $6::timestamptz[], $7::text[])
    AS t(id, boot, last_n, missing, last_heard_at, silent_since, faults)
WHERE u.id = t.id
"""

WRITE_READINGS = """
UPDATE units u SET presses = presses + (t.kind = 'press')::int, heartbeats = heartbeats + (t.kind = 'heartbeat')::int,
    others = others + (t.kind NOT IN ('press', 'heartbeat'))::int,
    battery_percent = coalesce(t.battery, battery_percent),
    pager_battery_percent = coalesce(t.pager_battery, pager_battery_percent), signal_dbm = coalesce(t.dbm, signal_dbm),
    tested_at = CASE WHEN t.kind = 'test' THEN $6 ELSE tested_at END
FROM (SELECT unit, max(kind) AS kind, max(battery) AS battery, max(pager_battery) AS pager_battery, max(dbm) AS dbm
      FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[]) AS s(unit, kind, battery, pager_battery, dbm)
      GROUP BY unit) t
WHERE u.id = t.unit
"""

WRITE_SIGNALS = """
INSERT INTO signals (unit, boot, n, kind, received_at, committed_at, pressed_at, clock_suspect, call, message, answer)
SELECT unit, boot, n, kind, received_at, $10, pressed_at, clock_suspect, call, message, answer
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::boolean[],
    $8::uuid[], $9::json[], $11::json[])
    AS t(unit, boot, n, kind, received_at, pressed_at, clock_suspect, call, message, answer)
"""

WRITE_DUTIES = """
UPDATE duties d SET is_on_duty = t.is_on_duty, can_ring = t.can_ring, is_planned = t.is_planned,
    started_at = t.started_at, heard_at = t.heard_at, silent_since = t.silent_since
FROM unnest($1::text[], $2::boolean[], $3::boolean[], $4::boolean[], $5::timestamptz[], $6::timestamptz[],
            $7::timestamptz[]) AS t(staff, is_on_duty, can_ring, is_planned, started_at, heard_at, silent_since)
WHERE d.staff = t.staff
"""

KEEP_ANSWERS = """
UPDATE command_results k SET answer = t.answer FROM unnest($1::uuid[], $2::json[]) AS t(key, answer) WHERE k.key = t.key
"""

# A person has become free: the best waiting calls that nobody has been asked about are looked at again at once.
WAKE_BEST_WAITING = """
UPDATE calls SET due_at = clock_timestamp() WHERE id IN (
    SELECT id FROM calls c
    WHERE state = 'waiting' AND kind <> 'technical' AND due_at > clock_timestamp() AND NOT id = ANY($2::uuid[])
      AND body ->> 'held_until' IS NULL
      AND NOT EXISTS (SELECT FROM offers o WHERE o.call = c.id AND o.state IN ('open', 'delivered'))
    ORDER BY priority, received_at LIMIT $1 FOR UPDATE SKIP LOCKED)
"""


# The columns of `calls` that say what the call itself says, in the order in which they are written.
CALL_COLUMNS = (
    "number",
    "kind",
    "priority",
    "state",
    "version",
    "resident",
    "station",
    "unit",
    "accepted_by",
    "arrived_by",
    "received_at",
    "raised_at",
    "pressed_at",
    "first_human_at",
    "accepted_at",
    "first_arrived_at",
    "resolved_at",
    "outcome",
    "breach",
)


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A signal as it is kept: with when it came, what it meant and what was answered."""

    unit: UnitId
    signal: Signal
    message: bytes
    received_at: datetime
    pressed_at: datetime | None
    clock_suspect: bool
    call: UUID | None
    answer: SignalAnswer
    place: int


async def write_calls(connection: asyncpg.Connection, changed: Sequence[Known]) -> None:
    """Write calls as they are now, each with the moment it is next due."""
    if not changed:
        return
    calls = [known.call for known in changed]
    await connection.execute(
        WRITE_CALLS,
        [call.id for call in calls],
        *([getattr(call, name) for call in calls] for name in CALL_COLUMNS),
        [known.due_at for known in changed],
        [known.seq for known in changed],
        [msgspec.json.encode(replace(call, due_at=None)).decode() for call in calls],
    )


async def write_offers(connection: asyncpg.Connection, facts: Sequence[Fact]) -> None:
    """Write what these facts say of offers: the new ones, and how far the others have got."""
    made = [
        (body.offer, fact.stamp.call, body.caregiver, body.wave, fact.stamp.at, body.expires_at)
        for fact in facts
        if isinstance(body := fact.body, f.OfferMade)
    ]
    if made:
        await connection.execute(MAKE_OFFERS, *(list(column) for column in zip(*made, strict=True)))
    moved: dict[OfferId, Move] = {}
    for fact in facts:
        if (move := _move(fact)) is not None:
            earlier = moved.get(move[0])
            moved[move[0]] = (*move[:2], earlier[2], move[3]) if earlier and earlier[2] else move
    if moved:
        await connection.execute(MOVE_OFFERS, *(list(column) for column in zip(*moved.values(), strict=True)))


Move = tuple[OfferId, OfferState, datetime | None, datetime | None]


def _move(fact: Fact) -> Move | None:
    at = fact.stamp.at
    match fact.body:
        case f.OfferDelivered(offer=offer):
            return offer, OfferState.DELIVERED, at, None
        case f.OfferDeclined(offer=offer):
            return offer, OfferState.DECLINED, None, at
        case f.OfferExpired(offer=offer):
            return offer, OfferState.EXPIRED, None, at
        case f.OfferWithdrawn(offer=offer):
            return offer, OfferState.WITHDRAWN, None, at
        case f.CallAccepted(offer=offer) if offer is not None:
            return offer, OfferState.ACCEPTED, None, at
        case _:
            return None


async def write_units(connection: asyncpg.Connection, units: Sequence[Unit]) -> None:
    """Write what the centre knows of these units."""
    if not units:
        return
    await connection.execute(
        WRITE_UNITS,
        [u.id for u in units],
        [u.boot for u in units],
        [u.last_n for u in units],
        [msgspec.json.encode(u.missing).decode() for u in units],
        [u.last_heard_at for u in units],
        [u.silent_since for u in units],
        [",".join(sorted(u.faults)) for u in units],
    )


async def write_signals(
    connection: asyncpg.Connection, heard: Sequence[Heard], answers: Sequence[bytes], now: datetime
) -> None:
    """Keep signals with their answers, and the readings they brought."""
    if not heard:
        return
    signals = [h.signal for h in heard]
    await connection.execute(
        WRITE_SIGNALS,
        [h.unit for h in heard],
        [s.boot for s in signals],
        [s.n for s in signals],
        [s.kind for s in signals],
        [h.received_at for h in heard],
        [h.pressed_at for h in heard],
        [h.clock_suspect for h in heard],
        [h.call for h in heard],
        [h.message.decode() for h in heard],
        now,
        [answer.decode() for answer in answers],
    )
    await connection.execute(
        WRITE_READINGS,
        [h.unit for h in heard],
        [s.kind for s in signals],
        [s.battery_percent for s in signals],
        [s.pager_battery_percent for s in signals],
        [s.signal_dbm for s in signals],
        now,
    )


async def write_duties(connection: asyncpg.Connection, duties: Sequence[Duty]) -> None:
    """Write who is on duty, and whose phone was heard when or is silent."""
    if duties:
        await connection.execute(
            WRITE_DUTIES,
            [d.staff for d in duties],
            [d.is_on_duty for d in duties],
            [d.can_ring for d in duties],
            [d.is_planned for d in duties],
            [d.started_at for d in duties],
            [d.heard_at for d in duties],
            [d.silent_since for d in duties],
        )


async def keep_answers(connection: asyncpg.Connection, answers: dict[UUID, bytes]) -> None:
    """Keep what each idempotency key was answered."""
    if answers:
        await connection.execute(KEEP_ANSWERS, list(answers), [body.decode() for body in answers.values()])


async def wake_best_waiting(connection: asyncpg.Connection, freed: int, but: Sequence[UUID]) -> None:
    """Make the best waiting calls due at once, one for each person who became free."""
    if freed:
        await connection.execute(WAKE_BEST_WAITING, freed, list(but))
