"""Units that fall silent: each is found once, however many servers look, and heard again with the first word."""

import asyncio

from callcenter.domain.ids import StationId
from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.faults.crowd import crowd
from tests.storage.asking import another_committer, as_owner, ask, beat, count, press

SILENT = "SELECT count(*) FROM facts WHERE kind = 'unit_silent'"
TASKS = "SELECT count(*) FROM calls WHERE kind = 'technical' AND state <> 'resolved'"


async def _hours_pass(district: Database) -> None:
    async with as_owner(district) as owner:
        await owner.execute("UPDATE units SET last_heard_at = last_heard_at - interval '1 hour'")


async def test_each_silent_unit_is_found_once_by_all_who_look(committer: Committer, district: Database) -> None:
    """Two servers look at the same time: one fact and one task for each unit."""
    units = ("U101", "U102", "U201", "U301")
    await asyncio.gather(*(ask(committer, beat(unit, 1)) for unit in units))
    await _hours_pass(district)

    async with another_committer(district) as other:
        found = await asyncio.gather(*(one.mark_silent() for one in (committer, other, committer, other)))

    assert sum(found) == await count(district, SILENT) == await count(district, TASKS) == len(units)
    assert (await verifying.verify(district)).differences == []


async def test_a_unit_that_was_never_heard_is_not_silent(committer: Committer, district: Database) -> None:
    """A unit in its box is not an emergency of the equipment."""
    assert await committer.mark_silent() == 0
    assert await count(district, SILENT) == 0


async def test_many_silent_units_of_one_station_are_one_task(committer: Committer, district: Database) -> None:
    """A power cut is one matter; a press from within it still rises alone."""
    units = await crowd(district, 40)
    await asyncio.gather(*(ask(committer, beat(unit, 1)) for unit in units))
    await _hours_pass(district)
    await committer.mark_silent()

    answer = await ask(committer, press(units[0], 2))

    async with district.reading() as connection:
        tasks = await connection.fetch(
            "SELECT station, body ->> 'reason' AS reason FROM calls WHERE kind = 'technical'"
        )
    assert [tuple(task) for task in tasks] == [(StationId("S1"), "area_silent")]
    assert answer["call"]["state"] == "waiting"
    assert await count(district, "SELECT count(*) FROM facts WHERE kind = 'unit_restored'") == 1
    assert (await verifying.verify(district)).differences == []


async def test_a_silent_unit_that_beats_again_is_restored(committer: Committer, district: Database) -> None:
    """The first heartbeat ends the silence; the task stays until a person closes it."""
    await ask(committer, beat("U101", 1))
    await _hours_pass(district)
    await committer.mark_silent()

    await ask(committer, beat("U101", 2))
    again = await committer.mark_silent()

    assert again == 0
    assert await count(district, "SELECT count(*) FROM units WHERE silent_since IS NOT NULL") == 0
    assert await count(district, TASKS) == 1
