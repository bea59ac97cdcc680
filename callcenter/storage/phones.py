"""Phones of people on duty, by the database's clock: when each was heard, and a fact when it falls silent or is back.

Hearing is written by every process for the screens it holds, and never touches the feed; the look at all of them goes
through the committer, whichever process is first.
"""

from collections.abc import Mapping

import asyncpg

from callcenter.domain import facts as f
from callcenter.domain.ids import StaffId
from callcenter.domain.phones import silent_after, watch
from callcenter.storage import grounds
from callcenter.storage.transaction import Transaction

# Within a second it is the same sign of life, told again.
WRITE_HEARD = """
WITH told AS (
    SELECT staff, clock_timestamp() - make_interval(secs => ago) AS at
    FROM unnest($1::text[], $2::float8[]) AS t(staff, ago)
), news AS (
    SELECT d.staff, told.at FROM duties d JOIN told ON told.staff = d.staff
    WHERE d.is_on_duty AND (d.heard_at IS NULL OR d.heard_at < told.at - interval '1 second')
    ORDER BY d.staff FOR UPDATE OF d
)
UPDATE duties d SET heard_at = news.at FROM news WHERE d.staff = news.staff
"""

FIND_CHANGED = """
SELECT staff FROM duties
WHERE is_on_duty AND CASE WHEN silent_since IS NULL
    THEN heard_at < clock_timestamp() - $1::interval ELSE heard_at > silent_since END
ORDER BY staff LIMIT $2 FOR UPDATE SKIP LOCKED
"""


async def write_heard(connection: asyncpg.Connection, heard: Mapping[StaffId, float]) -> None:
    """Write down who was heard so many seconds ago; whoever is off duty, or was heard since, stays as they are."""
    if heard:
        await connection.execute(WRITE_HEARD, list(heard), list(heard.values()))


async def watch_phones(transaction: Transaction, limit: int) -> int:
    """Mark phones that have fallen silent, and those that are heard again; how many."""
    connection = transaction.connection
    batch = await transaction.batch()
    rows = await connection.fetch(FIND_CHANGED, silent_after(batch.policy), limit)
    if not rows:
        return 0
    batch.duties = await grounds.lock_duties(connection, [row["staff"] for row in rows])
    for duty in list(batch.duties.values()):
        changed, body = watch(duty, batch.policy, batch.now)
        batch.change_duty(changed, body, f.SYSTEM)
    await transaction.write(batch)
    return len(batch.facts)
