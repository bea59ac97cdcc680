"""Heartbeats that change nothing: one statement for many homes, no fact, no feed.

A beat is plain when it is the next number of a known boot from a unit that is not silent and brings no news of a
trouble. Every other one takes the long way through the rules.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from callcenter.domain.ids import CallId, CallState
from callcenter.domain.policy import Policy
from callcenter.domain.supervision import reported_faults
from callcenter.storage.submissions import HearSignal, SignalAnswer, UnitsCall

TAKE_BEATS = """
WITH beats AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::text[], $8::text[],
        $9::float8[]) AS b(unit, boot, n, battery, pager_battery, dbm, present, absent, waited)
), locked AS (
    SELECT u.id FROM units u JOIN beats b ON b.unit = u.id
    WHERE u.boot = b.boot AND u.last_n = b.n - 1 AND u.silent_since IS NULL
      AND u.faults @> string_to_array(b.present, ',') AND NOT u.faults && string_to_array(b.absent, ',')
    ORDER BY u.id FOR UPDATE OF u
), moved AS (
    UPDATE units u SET last_n = b.n, last_heard_at = clock_timestamp(), heartbeats = heartbeats + 1,
        battery_percent = coalesce(b.battery, battery_percent),
        pager_battery_percent = coalesce(b.pager_battery, pager_battery_percent),
        signal_dbm = coalesce(b.dbm, signal_dbm)
    FROM beats b JOIN locked l ON l.id = b.unit
    WHERE u.id = b.unit AND u.boot = b.boot AND u.last_n = b.n - 1
    RETURNING u.id, b.boot, b.n, u.last_heard_at - make_interval(secs => b.waited) AS received_at
)
SELECT m.id, m.received_at, h.seq, c.id AS call, c.state, c.body ->> 'arriving_in_minutes' AS minutes, s.name
FROM moved m
CROSS JOIN (SELECT seq FROM feed_heads WHERE feed = 1) h
LEFT JOIN pairings p ON p.unit = m.id AND p.until_at IS NULL
LEFT JOIN calls c ON c.state <> 'resolved' AND c.kind <> 'technical' AND c.resident = p.resident
LEFT JOIN staff s ON s.id = c.accepted_by
"""

KEEP_BEATS = """
INSERT INTO signals (unit, boot, n, kind, received_at, answer)
SELECT unit, boot, n, 'heartbeat', received_at, answer
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[], $5::json[])
    AS t(unit, boot, n, received_at, answer)
"""


async def take_plain(
    connection: asyncpg.Connection, beats: Sequence[tuple[HearSignal, float]], policy: Policy
) -> dict[int, bytes]:
    """Answers by place, for the plain beats among these; one beat per unit at most. `float` is seconds waited."""
    columns = [_column(told, waited, policy) for told, waited in beats]
    rows = await connection.fetch(TAKE_BEATS, *(list(values) for values in zip(*columns, strict=True)))
    taken = {row["id"]: row for row in rows}
    answers: dict[int, bytes] = {}
    for place, (told, _) in enumerate(beats):
        if row := taken.get(told.unit):
            answers[place] = msgspec.json.encode(_answer(row, policy))
    kept = [(beats[place][0], taken[beats[place][0].unit]["received_at"], body) for place, body in answers.items()]
    if kept:
        await connection.execute(
            KEEP_BEATS,
            [told.unit for told, _, _ in kept],
            [told.signal.boot for told, _, _ in kept],
            [told.signal.n for told, _, _ in kept],
            [received_at for _, received_at, _ in kept],
            [body.decode() for _, _, body in kept],
        )
    return answers


def _column(told: HearSignal, waited: float, policy: Policy) -> tuple[Any, ...]:
    signal = told.signal
    present, absent = reported_faults(signal, policy)
    return (
        told.unit,
        signal.boot,
        signal.n,
        signal.battery_percent,
        signal.pager_battery_percent,
        signal.signal_dbm,
        ",".join(sorted(present)),
        ",".join(sorted(absent)),
        waited,
    )


def _answer(row: asyncpg.Record, policy: Policy) -> SignalAnswer:
    call = None
    if row["call"] is not None:
        call = UnitsCall(
            id=CallId(row["call"]),
            state=CallState(row["state"]),
            caregiver=row["name"],
            arriving_in_minutes=int(row["minutes"]) if row["minutes"] else None,
        )
    return SignalAnswer(
        received_at=row["received_at"],
        duplicate=False,
        seq=row["seq"],
        call=call,
        next_heartbeat_seconds=policy.heartbeat_open_call_seconds if call else policy.heartbeat_seconds,
    )
