"""A small district for tests: two stations that are neighbours and a third further off, and the people of each."""

from callcenter.storage.database import Database

STATIONS = [("S1", "毛胜寺", 36.650, 101.760), ("S2", "新海桥", 36.660, 101.770), ("S3", "小桥", 36.700, 101.800)]
NEIGHBOURS = {"S1": ["S2", "S3"], "S2": ["S1", "S3"], "S3": ["S2", "S1"]}
CAREGIVERS = {"S1": ["C101", "C102", "C103"], "S2": ["C201", "C202"], "S3": ["C301"]}
HOMES = {"S1": 6, "S2": 4, "S3": 2}
DESK = [("D1", "dispatcher"), ("D2", "dispatcher"), ("V1", "supervisor"), ("A1", "administrator")]


def unit_of(station: str, place: int) -> str:
    """The name of a home's unit; its resident and pager share the number."""
    return f"U{station[1]}{place:02d}"


async def plant(database: Database) -> None:
    """Write the district; everybody is off duty and nobody can sign in."""
    async with database.transaction() as connection:
        await connection.executemany(
            "INSERT INTO stations (id, name, latitude, longitude, neighbours) VALUES ($1, $2, $3, $4, $5)",
            [(*station, NEIGHBOURS[station[0]]) for station in STATIONS],
        )
        people: list[tuple[str, str, str | None]] = [
            (who, "caregiver", station) for station, team in CAREGIVERS.items() for who in team
        ]
        people += [(who, role, None) for who, role in DESK]
        await connection.executemany(
            "INSERT INTO staff (id, login, name, role, station, password_hash) "
            "VALUES ($1, lower($1), '甲'||$1, $2, $3, '')",
            people,
        )
        await connection.executemany("INSERT INTO duties (staff) VALUES ($1)", [(who,) for who, _, _ in people])
        homes = [(station, place) for station, count in HOMES.items() for place in range(1, count + 1)]
        places = {station[0]: station[2:] for station in STATIONS}
        for station, place in homes:
            number = unit_of(station, place)[1:]
            latitude, longitude = places[station]
            await connection.execute(
                "INSERT INTO residents (id, name, address, station, latitude, longitude, primary_caregiver, "
                "backup_caregiver) VALUES ($1, '乙'||$1, '路'||$1, $2, $3, $4, $5, $6)",
                f"R{number}",
                station,
                latitude + place / 1000,
                longitude,
                CAREGIVERS[station][0],
                CAREGIVERS[station][-1],
            )
            await connection.execute("INSERT INTO units (id) VALUES ($1)", f"U{number}")
            await connection.execute("INSERT INTO pagers (id) VALUES ($1)", f"P{number}")
            await connection.execute(
                "INSERT INTO pairings (id, unit, pager, resident) VALUES (gen_random_uuid(), $1, $2, $3)",
                f"U{number}",
                f"P{number}",
                f"R{number}",
            )
