"""What the calls table says about a period, counted where it lies.

One row per group, span and duration leaves the database, not one per call. Nothing flatters: a duration that ended is
rounded up (to the tenth below a minute, to the second above, so that a limit in whole seconds is kept or missed exactly
as it was), the age of an open call is rounded down, and every call that has no duration leaves with a reason.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

import asyncpg
import msgspec

from callcenter.domain.period import DISTRICT_TIME, period
from callcenter.domain.policy import Policy
from callcenter.domain.report import By, Question, Reason, Span
from callcenter.domain.tally import Asked, Count, Fate, Recorded, Tally
from callcenter.storage.database import Database

# `is_counted` says the same as `left_out`, in a form whose rows the planner can estimate.
RECEIVED = """
WITH received AS (
    SELECT id, number, kind, station, coalesce(arrived_by, accepted_by) AS caregiver, state,
           CASE WHEN kind = 'technical' THEN 'technical' WHEN outcome = 'test' THEN 'test' END AS left_out,
           kind <> 'technical' AND outcome IS DISTINCT FROM 'test' AS is_counted,
           kind = 'emergency' AS is_emergency, state <> 'resolved' AS is_open, breach, pressed_at, received_at,
           first_human_at, accepted_at, first_arrived_at, resolved_at, body
    FROM calls
    WHERE received_at >= $1 AND received_at < $2
      AND ($3::text IS NULL OR station = $3)
      AND ($4::text IS NULL OR coalesce(arrived_by, accepted_by) = $4)
      AND ($5::text IS NULL OR kind = $5)
)
"""

TIMED = (
    RECEIVED
    + """, spans AS (
    SELECT received.*, span, reason,
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
    WHERE is_counted
), timed AS (
    SELECT spans.*,
           CASE WHEN reason IS NOT NULL THEN reason
                WHEN took IS NULL THEN 'open'
                WHEN took < 0 THEN 'negative'
                ELSE 'ended' END AS fate,
           CASE WHEN took IS NULL THEN floor(age) * 10
                WHEN took < 60 THEN ceil(took * 10)
                ELSE ceil(took) * 10 END AS tenths
    FROM spans
)
"""
)

KEY = """
CASE $6::text WHEN 'station' THEN station WHEN 'caregiver' THEN caregiver WHEN 'kind' THEN kind
    ELSE to_char(received_at AT TIME ZONE $7::text, $6) END AS key
"""
CLOCK = {By.HOUR: "HH24", By.WEEKDAY: "ID", By.DAY: "YYYY-MM-DD", By.MONTH: "YYYY-MM"}
WEEKDAY_AND_HOUR = "ID HH24"

COUNTS = f"""
{RECEIVED}
SELECT {KEY}, left_out, count(*), count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE breach)
FROM received GROUP BY key, left_out
"""

TALLIES = f"""
{TIMED}
SELECT {KEY}, span, is_emergency, fate, CASE WHEN fate IN ('open', 'ended') THEN tenths::bigint ELSE 0 END, count(*)
FROM timed WHERE $8::text IS NULL OR span = $8 GROUP BY 1, 2, 3, 4, 5
"""

NAMES = """
SELECT id, name FROM stations WHERE $1 = 'station' UNION ALL SELECT id, name FROM staff WHERE $1 = 'caregiver'
"""

POLICY = "SELECT version, document FROM policies ORDER BY version DESC LIMIT 1"

FATES = {str(fate): fate for fate in (*Fate, *Reason)}


async def recorded(database: Database, question: Question, *, by: By) -> Recorded:
    """Every span of these calls, row by row; raises `Malformed` when the period makes no sense."""
    async with at_one_moment(database, question) as (connection, asked):
        names = dict(await connection.fetch(NAMES, by))
        return await _recorded(connection, asked, CLOCK.get(by, by), names=names)


async def recorded_by_weekday_and_hour(database: Database, question: Question) -> Recorded:
    """The answers of these calls, by the hour and weekday of the district; a key is such as `1 09`."""
    async with at_one_moment(database, question) as (connection, asked):
        return await _recorded(connection, asked, WEEKDAY_AND_HOUR, span=Span.ANSWER)


async def recorded_span(database: Database, question: Question, span: Span) -> Recorded:
    """One span of these calls, all in one row."""
    async with at_one_moment(database, question) as (connection, asked):
        return await _recorded(connection, asked, "", span=span)


@asynccontextmanager
async def at_one_moment(database: Database, question: Question) -> AsyncIterator[tuple[asyncpg.Connection, Asked]]:
    """Whatever is read inside speaks of the same moment; raises `Malformed` when the period makes no sense."""
    async with (
        database.reading() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        now = await connection.fetchval("SELECT now()")
        yield (
            connection,
            Asked(
                period=period(question.since, question.until, now=now),
                filters=question.filters,
                generated_at=now,
                policy=await _policy(connection),
            ),
        )


def narrowed(asked: Asked) -> tuple[object, ...]:
    """What `RECEIVED` is asked with, $1 to $5."""
    wanted = asked.filters
    return asked.period.since, asked.period.until, wanted.station, wanted.caregiver, wanted.kind


async def _recorded(
    connection: asyncpg.Connection,
    asked: Asked,
    rows: str,
    *,
    span: Span | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> Recorded:
    arguments = (*narrowed(asked), rows, DISTRICT_TIME.key)
    return Recorded(
        asked=asked,
        names=names,
        counts=[_count(row) for row in await connection.fetch(COUNTS, *arguments)],
        tallies=[_tally(row) for row in await connection.fetch(TALLIES, *arguments, span)],
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
