"""What the calls table says about a period, counted where it lies.

One row per group, span and duration leaves the database, not one per call. Nothing flatters: a duration that ended is
rounded up (to the tenth below a minute, to the second above, so that a limit in whole seconds is kept or missed exactly
as it was), the age of an open call is rounded down, and every call that has no duration leaves with a reason.
"""

import asyncpg
import msgspec

from callcenter.domain.period import DISTRICT_TIME, period
from callcenter.domain.policy import Policy
from callcenter.domain.report import By, Reason, Span
from callcenter.domain.response_time import Count, Fate, Recorded, Tally
from callcenter.storage.database import Database

PERIOD = """
WITH received AS (
    SELECT CASE $3::text
               WHEN 'station' THEN station
               WHEN 'caregiver' THEN coalesce(arrived_by, accepted_by)
               WHEN 'kind' THEN kind
               WHEN 'hour' THEN to_char(received_at AT TIME ZONE $4::text, 'HH24')
               WHEN 'weekday' THEN to_char(received_at AT TIME ZONE $4::text, 'ID')
               WHEN 'month' THEN to_char(received_at AT TIME ZONE $4::text, 'YYYY-MM')
           END AS key,
           CASE WHEN kind = 'technical' THEN 'technical' WHEN outcome = 'test' THEN 'test' END AS left_out,
           kind = 'emergency' AS is_emergency, state <> 'resolved' AS is_open, breach, pressed_at, received_at,
           first_human_at, accepted_at, first_arrived_at, resolved_at, body
    FROM calls WHERE received_at >= $1 AND received_at < $2
)
"""

COUNTS = (
    PERIOD
    + """
SELECT key, left_out, count(*), count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE breach)
FROM received GROUP BY key, left_out
"""
)

TALLIES = (
    PERIOD
    + """, spans AS (
    SELECT key, is_emergency, span, reason,
           date_part('epoch', ended_at - started_at) AS took,
           greatest(date_part('epoch', now() - started_at), 0) AS age
    FROM received, LATERAL (VALUES
        ('answer', received_at, first_human_at,
            CASE WHEN first_human_at IS NULL AND NOT is_open THEN 'never' END),
        ('travel', accepted_at, first_arrived_at,
            CASE WHEN first_arrived_at IS NULL AND NOT is_open THEN 'resolved_without_visit'
                 WHEN first_arrived_at IS NULL AND accepted_at IS NULL THEN 'not_accepted'
                 WHEN accepted_at IS NULL OR accepted_at > first_arrived_at THEN 'reassigned' END),
        ('response', received_at, first_arrived_at,
            CASE WHEN first_arrived_at IS NULL AND NOT is_open THEN 'resolved_without_visit' END),
        ('resolution', received_at, resolved_at, NULL),
        ('alarm_delay', pressed_at, received_at,
            CASE WHEN pressed_at IS NULL THEN 'no_device_time'
                 WHEN (body ->> 'clock_suspect')::boolean THEN 'device_clock_suspect' END)
    ) AS span(span, started_at, ended_at, reason)
    WHERE left_out IS NULL
), timed AS (
    SELECT key, span, is_emergency,
           CASE WHEN reason IS NOT NULL THEN reason
                WHEN took IS NULL THEN 'open'
                WHEN took < 0 THEN 'negative'
                ELSE 'ended' END AS fate,
           CASE WHEN took IS NULL THEN floor(age) * 10
                WHEN took < 60 THEN ceil(took * 10)
                ELSE ceil(took) * 10 END AS tenths
    FROM spans
)
SELECT key, span, is_emergency, fate, CASE WHEN fate IN ('open', 'ended') THEN tenths::bigint ELSE 0 END, count(*)
FROM timed GROUP BY 1, 2, 3, 4, 5
"""
)

NAMES = """
SELECT id, name FROM stations WHERE $1 = 'station' UNION ALL SELECT id, name FROM staff WHERE $1 = 'caregiver'
"""

POLICY = "SELECT version, document FROM policies ORDER BY version DESC LIMIT 1"

FATES = {str(fate): fate for fate in (*Fate, *Reason)}


async def recorded(database: Database, *, since: str | None, until: str | None, by: By) -> Recorded:
    """Read the period at one moment of the database; raises `Malformed` when its ends make no sense."""
    async with (
        database.reading() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        now = await connection.fetchval("SELECT now()")
        covered = period(since, until, now=now)
        asked = (covered.since, covered.until, by, DISTRICT_TIME.key)
        return Recorded(
            period=covered,
            by=by,
            generated_at=now,
            policy=await _policy(connection),
            names=dict(await connection.fetch(NAMES, by)),
            counts=[_count(row) for row in await connection.fetch(COUNTS, *asked)],
            tallies=[_tally(row) for row in await connection.fetch(TALLIES, *asked)],
        )


async def _policy(connection: asyncpg.Connection) -> Policy:
    row = await connection.fetchrow(POLICY)
    if row is None:
        return Policy()
    return msgspec.structs.replace(msgspec.json.decode(row["document"], type=Policy), version=row["version"])


def _count(row: asyncpg.Record) -> Count:
    key, left_out, calls, still_open, breaches = row
    return Count(key, Reason(left_out) if left_out else None, calls, still_open, breaches)


def _tally(row: asyncpg.Record) -> Tally:
    key, span, is_emergency, fate, tenths, calls = row
    return Tally(key, Span(span), is_emergency, FATES[fate], tenths, calls)
