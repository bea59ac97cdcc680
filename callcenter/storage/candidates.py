"""Who could go to a call, read as routing reads it: the same home, the same roster, at one moment."""

from typing import NamedTuple

import asyncpg

from callcenter.domain.call import Call
from callcenter.domain.candidates import Named
from callcenter.domain.ids import CallId, StaffId
from callcenter.domain.roster import Home, Roster
from callcenter.storage.database import Database
from callcenter.storage.grounds import read_call, read_roster

READ_NAMES = """
SELECT s.id, s.name, s.phone FROM staff s JOIN duties d ON d.staff = s.id
WHERE s.disabled_at IS NULL AND s.role IN ('caregiver', 'supervisor') AND (d.is_on_duty OR s.station = $1)
"""


class Choice(NamedTuple):
    """A call, its home, and everybody who could be sent."""

    call: Call
    home: Home
    roster: Roster
    names: dict[StaffId, Named]


async def read_choice(database: Database, call: CallId) -> Choice | None:
    """Everybody on duty, and the whole home station on duty or not; None when there is no such call."""
    async with (
        database.reading() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        return await _read(connection, call)


async def _read(connection: asyncpg.Connection, call: CallId) -> Choice | None:
    known = await read_call(connection, call)
    if known is None:
        return None
    rows = await connection.fetch(READ_NAMES, known.home.station)
    names = {StaffId(row["id"]): Named(row["name"], row["phone"]) for row in rows}
    return Choice(known.call, known.home, await read_roster(connection, names), names)
