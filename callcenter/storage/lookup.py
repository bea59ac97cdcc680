"""The registry as people look things up in it: the map of the district, and residents by whatever is known of them."""

from typing import NamedTuple

import asyncpg

from callcenter.domain.ids import ResidentId, StationId
from callcenter.domain.lookup import FoundResident, HomeOnMap
from callcenter.domain.picture import Station
from callcenter.storage.database import Database

READ_HOMES = """
SELECT id AS resident, station, latitude, longitude FROM residents
WHERE latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY id
"""

FIND_RESIDENTS = """
SELECT r.id, r.name, r.sex, r.birth_date, r.station, r.address, r.phone, r.lives_alone, r.risk_marks,
       c.id AS open_call
FROM residents r
LEFT JOIN calls c ON c.resident = r.id AND c.state <> 'resolved' AND c.kind <> 'technical'
CROSS JOIN LATERAL (
    SELECT lower(concat_ws(' ', r.id, r.name, r.phone, r.address, string_agg(k.phone, ' '))) AS words
    FROM contacts k WHERE k.resident = r.id) known
WHERE ($1::text IS NULL OR r.station = $1)
  AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS term WHERE strpos(known.words, term) = 0)
ORDER BY r.id LIMIT $3
"""


class Ground(NamedTuple):
    """What a map of the district is drawn from."""

    stations: list[Station]
    units: int
    homes: list[HomeOnMap]


async def read_ground(database: Database, *, with_homes: bool) -> Ground:
    """The stations, how many units there are, and the homes for those who may know them."""
    async with database.reading() as connection:
        stations = await connection.fetch("SELECT id, name, latitude, longitude FROM stations ORDER BY id")
        units = await connection.fetchval("SELECT count(*) FROM units")
        homes = await connection.fetch(READ_HOMES) if with_homes else []
    return Ground([Station(**dict(row)) for row in stations], units, [HomeOnMap(**dict(row)) for row in homes])


async def find_residents(
    database: Database, terms: list[str], *, station: StationId | None, limit: int
) -> list[FoundResident]:
    """The residents of whom every term says something."""
    async with database.reading() as connection:
        rows = await connection.fetch(FIND_RESIDENTS, station, terms, limit)
    return [_found(row) for row in rows]


def _found(row: asyncpg.Record) -> FoundResident:
    return FoundResident(**{**dict(row), "id": ResidentId(row["id"])})
