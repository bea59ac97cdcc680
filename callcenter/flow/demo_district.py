"""The demo district: nine stations, sixty-seven people, nine hundred homes, all drawn from one seed.

The communities are Chengbei's; which of them host a station, and everybody who lives or works there, is invented.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from math import cos, pi, radians, sin, sqrt
from typing import NamedTuple

import msgspec

from callcenter.domain.district import District, Household, Member, PlannedShift, Station
from callcenter.domain.ids import PagerId, ResidentId, Role, StaffId, StationId, UnitId
from callcenter.domain.period import DISTRICT_TIME
from callcenter.flow import demo_people, demo_plans, demo_words
from callcenter.flow.drawing import Draw

CAREGIVERS, DISPATCHERS, SUPERVISORS, ADMINISTRATORS, HOMES = 60, 4, 2, 1, 900
HOME_WITHIN_METRES = 1_200
METRES_A_DEGREE = 111_320
ROSTER_DAYS = 14
SHIFT_STARTS_AT_HOUR = (8, 16, 24)
SHIFT_HOURS = 8
FIRST_RESIDENT_PHONE, FIRST_CONTACT_PHONE = 1_000, 2_000


class StaffCredential(msgspec.Struct, frozen=True):
    """One person's sign-in, as written to credentials.json."""

    login: str
    password: str
    role: Role
    station: StationId | None


class UnitCredential(msgspec.Struct, frozen=True):
    """One home's unit and its token, as written to credentials.json."""

    unit: UnitId
    pager: PagerId
    token: str
    resident: ResidentId
    station: StationId


class Credentials(msgspec.Struct, frozen=True):
    """Everybody who may sign in, and every home that may press."""

    staff: tuple[StaffCredential, ...]
    units: tuple[UnitCredential, ...]


class Post(NamedTuple):
    """A place on the staff."""

    id: StaffId
    role: Role
    station: StationId | None


def credentials(seed: int) -> Credentials:
    """All secrets of the district of `seed`; the same every time."""
    draw = Draw(seed)
    return Credentials(
        tuple(
            StaffCredential(post.id.lower(), draw.password(f"password of {post.id}"), post.role, post.station)
            for post in _posts()
        ),
        tuple(_unit_credential(draw, index) for index in range(HOMES)),
    )


def district(seed: int, password_hashes: Mapping[str, str], today: date) -> District:
    """The district of `seed`, its roster beginning `today`; `password_hashes` by login."""
    draw = Draw(seed)
    posts = _posts()
    stations = _stations()
    crews: dict[StationId, list[StaffId]] = {station.id: [] for station in stations}
    for post in posts:
        if post.station is not None:
            crews[post.station].append(post.id)
    return District(
        stations=stations,
        staff=tuple(_member(draw, number, post, password_hashes) for number, post in enumerate(posts, start=1)),
        households=tuple(_household(draw, index, stations, crews) for index in range(HOMES)),
        shifts=tuple(shift for station, crew in crews.items() for shift in _shifts(station, crew, today)),
    )


def _posts() -> list[Post]:
    posts = [Post(StaffId(f"C{k + 1:03d}"), Role.CAREGIVER, _share_out(k, CAREGIVERS)) for k in range(CAREGIVERS)]
    others = ((Role.DISPATCHER, "D", DISPATCHERS), (Role.SUPERVISOR, "V", SUPERVISORS))
    for role, letter, count in (*others, (Role.ADMINISTRATOR, "A", ADMINISTRATORS)):
        posts += [Post(StaffId(f"{letter}{k + 1:03d}"), role, None) for k in range(count)]
    return posts


def _share_out(index: int, count: int) -> StationId:
    return StationId(f"S{index * len(demo_words.STATIONS) // count + 1}")


def _stations() -> tuple[Station, ...]:
    places = {StationId(f"S{k}"): place for k, place in enumerate(demo_words.STATIONS, start=1)}

    def apart(one: StationId, other: StationId) -> float:
        (_, north, east), (_, other_north, other_east) = places[one], places[other]
        return (north - other_north) ** 2 + ((east - other_east) * cos(radians(north))) ** 2

    return tuple(
        Station(
            id=here,
            name=name,
            latitude=latitude,
            longitude=longitude,
            neighbours=tuple(sorted(places.keys() - {here}, key=lambda there: apart(here, there))),
        )
        for here, (name, latitude, longitude) in places.items()
    )


def _member(draw: Draw, number: int, post: Post, password_hashes: Mapping[str, str]) -> Member:
    login = post.id.lower()
    return Member(
        id=post.id,
        login=login,
        name=demo_people.younger_name(draw, post.id, demo_people.sex(draw, post.id, 0.8)),
        role=post.role,
        station=post.station,
        phone=demo_people.phone(number),
        password_hash=password_hashes[login],
    )


def _unit_credential(draw: Draw, index: int) -> UnitCredential:
    number = f"{index + 1:04d}"
    return UnitCredential(
        UnitId(f"U{number}"),
        PagerId(f"P{number}"),
        draw.token(f"token of U{number}"),
        ResidentId(f"R{number}"),
        _share_out(index, HOMES),
    )


def _household(
    draw: Draw, index: int, stations: tuple[Station, ...], crews: Mapping[StationId, list[StaffId]]
) -> Household:
    paired = _unit_credential(draw, index)
    who = paired.resident
    station = next(station for station in stations if station.id == paired.station)
    sex = demo_people.sex(draw, who, 0.58)
    marks = demo_people.risk_marks(draw, who)
    latitude, longitude = _place(draw, who, station)
    primary, backup = _named(crews[station.id], index)
    access_notes, key_safe_code = _way_in(draw, who)
    contacts = demo_people.contacts(draw, who, FIRST_CONTACT_PHONE + 3 * index)
    lives_alone = draw.happens(f"{who} alone", 0.45)
    return Household(
        resident=who,
        unit=paired.unit,
        pager=paired.pager,
        token_hash=sha256(paired.token.encode()).digest(),
        station=station.id,
        name=demo_people.elder_name(draw, who, sex),
        birth_date=demo_people.birth_date(draw, who),
        sex=sex,
        phone=demo_people.phone(FIRST_RESIDENT_PHONE + index),
        address=_address(draw, who, station),
        latitude=latitude,
        longitude=longitude,
        lives_alone=lives_alone,
        risk_marks=marks,
        medical_notes=demo_people.medical_notes(draw, who, marks),
        access_notes=access_notes,
        key_safe_code=key_safe_code,
        primary=primary,
        backup=backup,
        contacts=contacts,
        plans=demo_plans.plans(draw, who, marks, contacts[0], lives_alone=lives_alone),
    )


def _place(draw: Draw, who: str, station: Station) -> tuple[float, float]:
    metres = HOME_WITHIN_METRES * sqrt(draw.share(f"{who} distance"))
    angle = 2 * pi * draw.share(f"{who} direction")
    north, east = metres * cos(angle), metres * sin(angle)
    latitude = station.latitude + north / METRES_A_DEGREE
    longitude = station.longitude + east / (METRES_A_DEGREE * cos(radians(station.latitude)))
    return round(latitude, 6), round(longitude, 6)


def _way_in(draw: Draw, who: str) -> tuple[str, str | None]:
    """How to get in, and the code of the key safe where there is one."""
    notes = draw.one_of(f"{who} access", demo_words.ACCESS_NOTES)
    if not draw.happens(f"{who} key safe", 0.35):
        return notes, None
    place = draw.one_of(f"{who} key safe place", demo_words.KEY_SAFE_PLACES)
    return f"{notes}；钥匙盒在{place}", f"{draw.number(f'{who} key safe code', 0, 9999):04d}"


def _address(draw: Draw, who: str, station: Station) -> str:
    block, entrance = draw.number(f"{who} block", 1, 24), draw.number(f"{who} entrance", 1, 4)
    floor, door = draw.number(f"{who} floor", 1, 6), draw.number(f"{who} door", 1, 3)
    return f"城北区{station.name}社区{block}号楼{entrance}单元{floor}{door:02d}室"


def _named(crew: list[StaffId], index: int) -> tuple[StaffId, StaffId]:
    step = 1 + index // len(crew) % (len(crew) - 1)
    return crew[index % len(crew)], crew[(index + step) % len(crew)]


def _shifts(station: StationId, crew: list[StaffId], today: date) -> list[PlannedShift]:
    """Day, evening, night, rest, by turns; from yesterday on, so that the night of today is covered."""
    shifts = []
    for day in range(-1, ROSTER_DAYS):
        midnight = datetime.combine(today + timedelta(days=day), time(), DISTRICT_TIME)
        for place, staff in enumerate(crew):
            turn = (place + day) % (len(SHIFT_STARTS_AT_HOUR) + 1)
            if turn < len(SHIFT_STARTS_AT_HOUR):
                starts_at = midnight + timedelta(hours=SHIFT_STARTS_AT_HOUR[turn])
                ends_at = starts_at + timedelta(hours=SHIFT_HOURS)
                shifts.append(PlannedShift(staff=staff, station=station, starts_at=starts_at, ends_at=ends_at))
    return shifts
