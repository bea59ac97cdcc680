"""Which calls did not keep what was promised, with the moments as the reports count them.

What was late is read from the facts: the call itself forgets it when another visit begins.
"""

import asyncpg

from callcenter.domain.breaches import Breach, limits, reasons
from callcenter.domain.cursor import Place
from callcenter.domain.ids import CallKind, CallState, LateStep
from callcenter.domain.report import Question
from callcenter.domain.tally import Asked
from callcenter.storage.database import Database
from callcenter.storage.reports import TIMED, at_one_moment, narrowed

BROKEN = f"""
{TIMED}, measured AS (
    SELECT id, number, kind, station, caregiver, state, received_at, breach,
           max(tenths) FILTER (WHERE span = 'answer' AND fate = 'ended') / 10 AS answer_seconds,
           max(tenths) FILTER (WHERE span = 'response' AND fate = 'ended') / 10 AS response_seconds,
           coalesce(bool_or(span = 'answer'
               AND $6::int IS NOT NULL AND (fate = 'never' OR fate IN ('open', 'ended') AND tenths > $6 * 10)),
               false) AS is_over_answer,
           coalesce(bool_or(span = 'response'
               AND is_emergency AND fate IN ('open', 'ended') AND tenths > $7::int * 10), false) AS is_over_arrival
    FROM timed WHERE span IN ('answer', 'response')
    GROUP BY id, number, kind, station, caregiver, state, received_at, breach
), late AS (
    SELECT call, array_agg(DISTINCT body ->> 'step') AS steps FROM facts WHERE kind = 'call_late' GROUP BY call
), broken AS (
    SELECT measured.*, coalesce(steps, ARRAY[]::text[]) AS late_steps
    FROM measured LEFT JOIN late ON late.call = id
    WHERE breach OR is_over_answer OR is_over_arrival OR steps IS NOT NULL
)
"""

TOTAL = f"{BROKEN} SELECT count(*) FROM broken"

PAGE = f"""
{BROKEN}
SELECT broken.*, s.name AS station_name, c.name AS caregiver_name
FROM broken LEFT JOIN stations s ON s.id = broken.station LEFT JOIN staff c ON c.id = caregiver
WHERE $8::timestamptz IS NULL OR (received_at, broken.id) < ($8, $9::uuid)
ORDER BY received_at DESC, broken.id DESC LIMIT $10
"""


async def broken(
    database: Database, question: Question, *, before: Place | None, limit: int
) -> tuple[Asked, int, list[Breach]]:
    """How many there are, and those that follow `before`, the newest first."""
    async with at_one_moment(database, question) as (connection, asked):
        arguments = (*narrowed(asked), *limits(asked.policy.targets))
        total = await connection.fetchval(TOTAL, *arguments)
        page = await connection.fetch(PAGE, *arguments, *(before or (None, None)), limit)
        return asked, total, [_breach(row) for row in page]


def _breach(row: asyncpg.Record) -> Breach:
    return Breach(
        call=row["id"],
        number=row["number"],
        kind=CallKind(row["kind"]),
        station=row["station"],
        station_name=row["station_name"],
        caregiver=row["caregiver"],
        caregiver_name=row["caregiver_name"],
        state=CallState(row["state"]),
        received_at=row["received_at"],
        answer_seconds=row["answer_seconds"],
        response_seconds=row["response_seconds"],
        reasons=reasons(
            map(LateStep, row["late_steps"]),
            is_unanswered=row["breach"],
            is_over_answer=row["is_over_answer"],
            is_over_arrival=row["is_over_arrival"],
        ),
    )
