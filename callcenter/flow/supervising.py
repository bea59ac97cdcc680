"""The equipment and the house itself are kept in order: silent units and phones, old heartbeats, room in the feed."""

from collections.abc import Mapping

from callcenter.domain.ids import StaffId
from callcenter.storage import phones, upkeep
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database

PARTS_AHEAD = 2
HEARTBEATS_KEPT_SECONDS = 3600.0
ANSWERS_KEPT_SECONDS = 7 * 86_400.0
FORGOTTEN_AT_ONCE = 5_000


async def look_for_silence(committer: Committer) -> int:
    """Mark the units that have fallen silent; how many."""
    return await committer.mark_silent()


async def note_heard(database: Database, heard: Mapping[StaffId, float]) -> None:
    """Write down whose screens said something so many seconds ago."""
    if heard:
        async with database.transaction() as connection:
            await phones.write_heard(connection, heard)


async def look_for_silent_phones(committer: Committer) -> int:
    """Mark the phones that have fallen silent, and those heard again; how many."""
    return await committer.watch_phones()


async def tidy(database: Database) -> None:
    """Make parts of the feed ahead of need; drop what nobody will ask for again."""
    async with database.transaction() as connection:
        await upkeep.make_room(connection, PARTS_AHEAD)
    async with database.transaction() as connection:
        await upkeep.forget_heartbeats(connection, older_than_seconds=HEARTBEATS_KEPT_SECONDS, limit=FORGOTTEN_AT_ONCE)
        await upkeep.forget_answers(connection, older_than_seconds=ANSWERS_KEPT_SECONDS, limit=FORGOTTEN_AT_ONCE)
