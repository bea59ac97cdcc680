"""More homes than the small district has: as many as a test wants, all of one station, each with unit and pager."""

from callcenter.storage.database import Database

HOMES = """
WITH numbers AS (SELECT lpad(n::text, 4, '0') AS n FROM generate_series(1, $1::int) AS n),
residents_made AS (
    INSERT INTO residents (id, name, address, station, latitude, longitude, primary_caregiver, backup_caregiver)
    SELECT 'RX' || n, '乙' || n, '路' || n, 'S1', 36.65, 101.76, 'C101', 'C103' FROM numbers
), units_made AS (INSERT INTO units (id) SELECT 'UX' || n FROM numbers)
INSERT INTO pagers (id) SELECT 'PX' || n FROM numbers
"""

PAIRINGS = """
INSERT INTO pairings (id, unit, pager, resident)
SELECT gen_random_uuid(), id, replace(id, 'U', 'P'), replace(id, 'U', 'R') FROM units WHERE id LIKE 'UX%'
"""


async def crowd(database: Database, homes: int) -> list[str]:
    """Register this many homes; the names of their units."""
    async with database.transaction() as connection:
        await connection.execute(HOMES, homes)
        await connection.execute(PAIRINGS)
    return [f"UX{number:04d}" for number in range(1, homes + 1)]
