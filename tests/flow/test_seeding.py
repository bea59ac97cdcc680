"""The demo district: believable, whole, the same every time, and never written over somebody's own data."""

import asyncio
import stat
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

import msgspec
import pytest

from callcenter.domain.asker import SessionKind
from callcenter.domain.district import District
from callcenter.domain.ids import CallKind, Role
from callcenter.domain.period import DISTRICT_TIME
from callcenter.flow import demo_district
from callcenter.flow.demo_district import Credentials
from callcenter.flow.gate import Gate
from callcenter.flow.looking_up import find_residents
from callcenter.flow.seeding import seed_demo
from callcenter.flow.signing_in import Attempt, SigningIn
from callcenter.storage.database import Database

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def demo() -> District:
    """The district of seed 1, with passwords that nobody has."""
    logins = [person.login for person in demo_district.credentials(1).staff]
    return demo_district.district(1, dict.fromkeys(logins, ""), MONDAY)


def read_credentials(directory: Path) -> Credentials:
    """What is written for the newcomer."""
    return msgspec.json.decode((directory / "credentials.json").read_bytes(), type=Credentials)


async def test_a_newcomer_signs_in_and_a_home_is_known_with_what_was_written_down(
    database: Database, tmp_path: Path
) -> None:
    """Every secret in credentials.json opens what it says, and only its owner can read the file."""
    was_seeded = await seed_demo(database, tmp_path)

    written = read_credentials(tmp_path)
    assert was_seeded
    assert stat.S_IMODE((tmp_path / "credentials.json").stat().st_mode) == 0o600
    for person in (written.staff[0], written.staff[-1]):
        attempt = Attempt(person.login, person.password, "192.0.2.1")
        admission = await SigningIn(database).begin(attempt, SessionKind.PROGRAM)
        assert (admission.asker.role, admission.asker.station) == (person.role, person.station)
    gate = Gate(database)
    known = await asyncio.gather(*(gate.unit_of(home.token, "192.0.2.1") for home in written.units))
    assert known == [home.unit for home in written.units]


async def test_seeding_again_leaves_the_data_alone_and_restores_a_lost_list_of_sign_ins(
    database: Database, tmp_path: Path
) -> None:
    """The second time nothing is registered; the list comes back byte for byte, but not for another district."""
    await seed_demo(database, tmp_path)
    first = (tmp_path / "credentials.json").read_bytes()
    (tmp_path / "credentials.json").unlink()
    async with database.transaction() as connection:
        await connection.execute("UPDATE residents SET name = '改名' WHERE id = 'R0001'")

    other = await seed_demo(database, tmp_path, seed=2)
    other_was_written = (tmp_path / "credentials.json").exists()
    again = await seed_demo(database, tmp_path)

    async with database.reading() as connection:
        name = await connection.fetchval("SELECT name FROM residents WHERE id = 'R0001'")
    assert (other, other_was_written, again, name) == (False, False, False, "改名")
    assert (tmp_path / "credentials.json").read_bytes() == first


async def test_a_real_centre_is_never_filled_with_invented_people(database: Database, tmp_path: Path) -> None:
    """One station of somebody's own is enough to stop."""
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO stations (id, name, latitude, longitude) VALUES ('X', '真', 36, 101)")

    was_seeded = await seed_demo(database, tmp_path)

    async with database.reading() as connection:
        residents = await connection.fetchval("SELECT count(*) FROM residents")
    assert (was_seeded, residents, (tmp_path / "credentials.json").exists()) == (False, 0, False)


async def test_two_who_seed_at_once_make_one_district(database: Database, tmp_path: Path) -> None:
    """One of them does it, the other finds it done."""
    done = await asyncio.gather(seed_demo(database, tmp_path), seed_demo(database, tmp_path))

    async with database.reading() as connection:
        residents = await connection.fetchval("SELECT count(*) FROM residents")
    assert (sorted(done), residents) == ([False, True], 900)


def test_the_district_has_the_numbers_the_centre_was_built_for(demo: District) -> None:
    """Nine stations, sixty caregivers, a desk of seven, a hundred homes to each station."""
    roles = Counter(member.role for member in demo.staff)

    assert [station.name for station in demo.stations] == [
        "毛胜寺", "新海桥", "北川河东路", "欣乐", "北山", "小桥", "光明", "汽运", "马坊东",
    ]  # fmt: skip
    assert roles == {Role.CAREGIVER: 60, Role.DISPATCHER: 4, Role.SUPERVISOR: 2, Role.ADMINISTRATOR: 1}
    assert set(Counter(home.station for home in demo.households).values()) == {100}
    assert len(demo.households) == 900


def test_every_name_number_and_secret_belongs_to_one_alone(demo: District) -> None:
    """Nobody shares a phone, a unit, a pager or a token with anybody else."""
    phones = [home.phone for home in demo.households] + [member.phone for member in demo.staff]
    phones += [contact.phone for home in demo.households for contact in home.contacts]
    secrets = [person.password for person in demo_district.credentials(1).staff]
    secrets += [home.token for home in demo_district.credentials(1).units]

    assert all(phone.startswith("0971-555-") and len(phone) == 13 for phone in phones)
    assert len(set(phones)) == len(phones)
    assert len(set(secrets)) == len(secrets) == 967
    assert len({(home.unit, home.pager, home.resident) for home in demo.households}) == 900


def test_every_home_lies_near_its_station_and_has_two_caregivers_of_that_station(demo: District) -> None:
    """Help starts close by: within 1.2 km, by people who belong there."""
    stations = {station.id: station for station in demo.stations}
    crews = {member.id: member.station for member in demo.staff}

    for home in demo.households:
        station = stations[home.station]
        north = (home.latitude - station.latitude) * 111_320
        east = (home.longitude - station.longitude) * 111_320 * cos(radians(station.latitude))
        assert hypot(north, east) <= 1_201
        assert crews[home.primary] == crews[home.backup] == home.station
        assert home.primary != home.backup
        assert 1 <= len(home.contacts) <= 3
        assert 70 <= 2026 - int(home.birth_date[:4]) <= 96


def test_every_home_has_a_plan_for_every_kind_of_call(demo: District) -> None:
    """It names what the marks warn of, and whom to tell afterwards."""
    for home in demo.households:
        assert set(home.plans) == set(CallKind)
        urgent = home.plans[CallKind.EMERGENCY]
        assert urgent.startswith("先通话；无应答立即派人并拨打 120")
        assert urgent.endswith(home.contacts[0].name)
        assert ("转移需两人" in urgent) == ("wheelchair" in home.risk_marks)


async def test_a_resident_of_the_demonstration_is_found_by_how_the_name_sounds(
    database: Database, tmp_path: Path
) -> None:
    """Enrolment writes down how names are typed."""
    await seed_demo(database, tmp_path)

    found = await find_residents(database, "luodesheng", station=None, limit=5)

    assert found.residents[0].name == "罗德胜"


def test_the_neighbours_of_a_station_are_all_others_nearest_first(demo: District) -> None:
    """Wave 3 goes to the first two."""
    by_id = {station.id: station for station in demo.stations}

    for station in demo.stations:
        distances = [
            hypot(
                by_id[there].latitude - station.latitude,
                (by_id[there].longitude - station.longitude) * cos(radians(station.latitude)),
            )
            for there in station.neighbours
        ]
        assert set(station.neighbours) == by_id.keys() - {station.id}
        assert distances == sorted(distances)


@pytest.mark.parametrize("hour", [0, 3, 7, 8, 12, 16, 23])
def test_at_every_hour_each_station_has_somebody_planned(demo: District, hour: int) -> None:
    """Day, evening and night are covered, today and for two weeks."""
    midnight = datetime(2026, 11, 23, tzinfo=DISTRICT_TIME)

    for day in range(14):
        moment = midnight + timedelta(days=day, hours=hour, minutes=30)
        covered = {shift.station for shift in demo.shifts if shift.starts_at <= moment < shift.ends_at}
        assert covered == {station.id for station in demo.stations}


def test_nobody_is_planned_for_two_shifts_in_a_row(demo: District) -> None:
    """Between two shifts of one person lie sixteen hours or more."""
    shifts = sorted(demo.shifts, key=lambda shift: (shift.staff, shift.starts_at))
    pairs = [(one, then) for one, then in pairwise(shifts) if one.staff == then.staff]

    assert len(pairs) > 500
    assert min(then.starts_at - one.ends_at for one, then in pairs) >= timedelta(hours=16)


def test_the_same_seed_gives_the_same_district_and_another_seed_another() -> None:
    """A demonstration can be repeated."""
    logins = dict.fromkeys((person.login for person in demo_district.credentials(7).staff), "")

    assert demo_district.credentials(7) == demo_district.credentials(7)
    assert demo_district.district(7, logins, MONDAY) == demo_district.district(7, logins, MONDAY)
    assert demo_district.district(7, logins, MONDAY) != demo_district.district(8, logins, MONDAY)
    assert demo_district.credentials(7) != demo_district.credentials(8)
