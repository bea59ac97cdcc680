"""The registry as people look things up in it: the map of the district, and residents by whatever is known of them."""

from collections.abc import Sequence
from typing import NamedTuple

import asyncpg

from callcenter.domain.ids import StationId
from callcenter.domain.lookup import FoundResident, HomeOnMap, Listed, Term
from callcenter.domain.picture import Station
from callcenter.storage.database import Database

READ_HOMES = """
SELECT id AS resident, station, latitude, longitude FROM residents
WHERE latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY id
"""

# Whoever is found has every term somewhere: in writing, or as part of a telephone number written in any way.
FIND_RESIDENTS = """
SELECT r.id, r.name, r.sex, r.birth_date, r.station, r.address, r.phone, r.lives_alone, r.risk_marks,
       c.id AS open_call, r.search_words, coalesce(k.phones, '{}') AS contact_phones
FROM residents r
LEFT JOIN (SELECT resident, array_agg(phone) AS phones FROM contacts GROUP BY resident) k ON k.resident = r.id
LEFT JOIN calls c ON c.resident = r.id AND c.state <> 'resolved' AND c.kind <> 'technical'
CROSS JOIN LATERAL (
    SELECT lower(concat_ws(' ', r.id, r.name, r.search_words, r.phone, r.address, array_to_string(k.phones, ' ')))
               AS words,
           translate(concat_ws('|', r.phone, array_to_string(k.phones, '|')), '-+() ', '') AS numbers
) known
WHERE ($1::text IS NULL OR r.station = $1)
  AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::text[]) AS term(text, digits)
                  WHERE strpos(known.words, term.text) = 0
                    AND (term.digits = '' OR strpos(known.numbers, term.digits) = 0))
ORDER BY r.id LIMIT $4
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
    database: Database, terms: Sequence[Term], *, station: StationId | None, limit: int | None
) -> list[Listed]:
    """The residents whom every term fits somehow, by id; at most `limit` of them, or all."""
    texts, digits = [term.text for term in terms], [term.digits for term in terms]
    async with database.reading() as connection:
        rows = await connection.fetch(FIND_RESIDENTS, station, texts, digits, limit)
    return [_listed(row) for row in rows]


def _listed(row: asyncpg.Record) -> Listed:
    fields = dict(row)
    words, phones = fields.pop("search_words"), fields.pop("contact_phones")
    return Listed(resident=FoundResident(**fields), search_words=words, contact_phones=phones)
