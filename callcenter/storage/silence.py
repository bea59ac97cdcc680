"""Units that have fallen silent, by the database's clock: one fact each, and a task for the station or the area."""

from msgspec.structs import replace

from callcenter.domain import facts as f
from callcenter.domain import press
from callcenter.domain.roster import Home
from callcenter.domain.supervision import silent_after, tasks_for_silence
from callcenter.storage import grounds
from callcenter.storage.grounds import CallsWanted
from callcenter.storage.transaction import Transaction

FIND_SILENT = """
SELECT id FROM units
WHERE silent_since IS NULL AND last_heard_at < clock_timestamp() - $1::interval
ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
"""


async def mark_silent(transaction: Transaction, limit: int) -> int:
    """Mark units that have missed too many heartbeats, and raise what that asks for; how many."""
    connection = transaction.connection
    batch = await transaction.batch()
    rows = await connection.fetch(FIND_SILENT, silent_after(batch.policy), limit)
    if not rows:
        return 0
    batch.units, batch.homes = await grounds.lock_units(connection, [row["id"] for row in rows], [])
    batch.know(await grounds.lock_calls(connection, CallsWanted(units=set(batch.units))))
    batch.area_tasks = await grounds.read_area_tasks(connection)
    silent = list(batch.units.values())
    for unit in silent:
        assert unit.last_heard_at is not None, "a unit never heard cannot fall silent"
        batch.units[unit.id] = replace(unit, silent_since=batch.now)
        batch.changed_units.add(unit.id)
        body = f.UnitSilent(unit=unit.id, last_heard_at=unit.last_heard_at, resident=unit.resident)
        batch.tell(body, station=unit.station, actor=f.SYSTEM)
    for one, task in tasks_for_silence(silent, batch.policy):
        if batch.has_task(one, task):
            continue
        home = batch.homes[one.id] if one else Home(station=task.station)
        batch.take(press.raise_task(task, one.id if one else None, batch.context(home)), home)
    await transaction.write(batch)
    return len(silent)
