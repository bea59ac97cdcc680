"""The picture as the tables hold it, at one exact feed number."""

import asyncpg
import msgspec

from callcenter.domain.call import Call
from callcenter.domain.facts import from_json
from callcenter.domain.ids import CallId, Fault, Role, StaffId, StationId
from callcenter.domain.picture import Picture, StaffMember, Station, UnitInTrouble
from callcenter.domain.policy import Policy
from callcenter.domain.screens import HomeOnScreen
from callcenter.storage.database import Database
from callcenter.storage.feed import Numbered

_call_decoder = msgspec.json.Decoder(Call)

READ_UNITS = """
SELECT u.id, r.station, r.id AS resident, u.silent_since, u.faults
FROM units u
LEFT JOIN pairings p ON p.unit = u.id AND p.until_at IS NULL
LEFT JOIN residents r ON r.id = p.resident
WHERE u.silent_since IS NOT NULL OR u.faults <> '{}'
"""

READ_HOMES = """
SELECT id AS resident, birth_date, lives_alone, name, sex, risk_marks, address, latitude, longitude FROM residents
"""

# The last facts, and before them the whole story of every call they are about.
READ_RECENT = """
WITH recent AS (SELECT DISTINCT call FROM facts WHERE feed = 1 AND seq > $1 AND seq <= $2 AND call IS NOT NULL)
SELECT seq, body::text AS body FROM facts
WHERE feed = 1 AND seq <= $2 AND (seq > $1 OR call IN (SELECT call FROM recent)) ORDER BY seq
"""


async def read_picture(database: Database) -> Picture:
    """The picture at the feed's head, from one consistent look at the tables."""
    async with (
        database.reading() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        return await _read(connection)


async def _read(connection: asyncpg.Connection) -> Picture:
    seq = await connection.fetchval("SELECT seq FROM feed_heads WHERE feed = 1")
    document = await connection.fetchrow("SELECT version, document FROM policies ORDER BY version DESC LIMIT 1")
    policy = msgspec.json.decode(document["document"], type=Policy) if document else Policy()
    picture = Picture(seq, policy)
    held: dict[StaffId, CallId] = {}
    for row in await connection.fetch("SELECT body FROM calls WHERE state <> 'resolved' ORDER BY id DESC"):
        call = picture.put(_call_decoder.decode(row["body"]))
        if call.accepted_by is not None:
            held[call.accepted_by] = call.id
    for row in await connection.fetch("SELECT id, name, latitude, longitude FROM stations ORDER BY id"):
        picture.stations[StationId(row["id"])] = Station(**dict(row))
    staff = await connection.fetch(
        "SELECT s.id, s.name, s.role, s.station, coalesce(d.is_on_duty, false) AS on_duty, "
        "coalesce(d.can_ring, false) AS can_ring, d.silent_since FROM staff s LEFT JOIN duties d ON d.staff = s.id "
        "WHERE s.disabled_at IS NULL ORDER BY s.id"
    )
    for row in staff:
        fields = {**dict(row), "role": Role(row["role"])}
        picture.staff[row["id"]] = StaffMember(**fields, call=held.get(row["id"]))
    for row in await connection.fetch(READ_HOMES):
        picture.homes[row["resident"]] = HomeOnScreen(**{**dict(row), "risk_marks": tuple(row["risk_marks"])})
    for row in await connection.fetch(READ_UNITS):
        fields = {**dict(row), "faults": tuple(sorted(Fault(word) for word in row["faults"]))}
        picture.units[row["id"]] = UnitInTrouble(**fields, home=picture.home_of(row["resident"]))
    return picture


async def read_recent(database: Database, *, after: int, until: int) -> list[Numbered]:
    """Facts from `after` to `until`, with the earlier facts of the same calls before them."""
    async with database.reading() as connection:
        rows = await connection.fetch(READ_RECENT, after, until)
    return [Numbered(row["seq"], from_json(row["body"]), row["body"].encode()) for row in rows]
