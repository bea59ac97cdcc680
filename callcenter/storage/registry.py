"""The registry: stations, staff, residents, their units and pagers, and who is planned to be on duty."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

import asyncpg
import msgspec

from callcenter.domain.district import District, Household
from callcenter.domain.pinyin import search_words

ENROLLING = 0x63617265


async def read_now(connection: asyncpg.Connection) -> datetime:
    """The database's time."""
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    return now


async def wait_for_turn(connection: asyncpg.Connection) -> None:
    """Only one at a time may fill the registry, until its transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", ENROLLING)


async def has_stations(connection: asyncpg.Connection) -> bool:
    """True when somebody's district is registered."""
    return bool(await connection.fetchval("SELECT EXISTS (SELECT FROM stations)"))


async def is_registered_unit(connection: asyncpg.Connection, unit: str, token_hash: bytes) -> bool:
    """True when this very token opens the way for this unit."""
    found = "SELECT EXISTS (SELECT FROM unit_tokens WHERE unit = $1 AND token_hash = $2 AND retired_at IS NULL)"
    return bool(await connection.fetchval(found, unit, token_hash))


async def enrol(connection: asyncpg.Connection, district: District) -> None:
    """Register a whole district in an empty database."""
    stations = [(s.id, s.name, s.latitude, s.longitude, list(s.neighbours)) for s in district.stations]
    await _copy(connection, "stations", ("id", "name", "latitude", "longitude", "neighbours"), stations)
    staff = [(m.id, m.login, m.name, m.role.value, m.station, m.phone, m.password_hash) for m in district.staff]
    await _copy(connection, "staff", ("id", "login", "name", "role", "station", "phone", "password_hash"), staff)
    await _copy(connection, "duties", ("staff",), [(member.id,) for member in district.staff])
    shifts = [(uuid4(), s.staff, s.station, s.starts_at, s.ends_at) for s in district.shifts]
    await _copy(connection, "shifts", ("id", "staff", "station", "starts_at", "ends_at"), shifts)
    await _enrol_homes(connection, district.households)


async def _enrol_homes(connection: asyncpg.Connection, homes: Sequence[Household]) -> None:
    await _copy(connection, "residents", RESIDENT_COLUMNS, [_resident(home) for home in homes])
    contacts = [
        (home.resident, position, contact.name, contact.relation, contact.phone)
        for home in homes
        for position, contact in enumerate(home.contacts, start=1)
    ]
    await _copy(connection, "contacts", ("resident", "position", "name", "relation", "phone"), contacts)
    await _copy(connection, "units", ("id",), [(home.unit,) for home in homes])
    await _copy(connection, "unit_tokens", ("token_hash", "unit"), [(home.token_hash, home.unit) for home in homes])
    await _copy(connection, "pagers", ("id",), [(home.pager,) for home in homes])
    pairings = [(uuid4(), home.unit, home.pager, home.resident) for home in homes]
    await _copy(connection, "pairings", ("id", "unit", "pager", "resident"), pairings)


RESIDENT_COLUMNS = (
    "id",
    "name",
    "birth_date",
    "sex",
    "phone",
    "address",
    "station",
    "latitude",
    "longitude",
    "lives_alone",
    "risk_marks",
    "medical_notes",
    "access_notes",
    "key_safe_code",
    "primary_caregiver",
    "backup_caregiver",
    "plans",
    "search_words",
)


def _resident(home: Household) -> tuple[object, ...]:
    return (
        home.resident,
        home.name,
        home.birth_date,
        home.sex,
        home.phone,
        home.address,
        home.station,
        home.latitude,
        home.longitude,
        home.lives_alone,
        list(home.risk_marks),
        home.medical_notes,
        home.access_notes,
        home.key_safe_code,
        home.primary,
        home.backup,
        msgspec.json.encode(home.plans).decode(),
        search_words(home.name),
    )


async def _copy(
    connection: asyncpg.Connection, table: str, columns: Iterable[str], records: Sequence[tuple[object, ...]]
) -> None:
    await connection.copy_records_to_table(table, columns=list(columns), records=records)
