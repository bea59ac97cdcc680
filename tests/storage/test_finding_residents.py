"""Residents found in the registry by whatever is known of them, as enrolment has written them down."""

from datetime import date

import pytest
from msgspec.structs import replace

from callcenter.domain.district import Contact, District, Household
from callcenter.domain.ids import StationId
from callcenter.flow import demo_district
from callcenter.flow.looking_up import find_residents
from callcenter.storage import registry
from callcenter.storage.database import Database

WHO = {
    "R0001": ("王秀兰", "13809715511", "城北区小桥社区3号楼2单元501室", "0971-555-7001"),
    "R0002": ("单玉莲", "0971-555-1001", "城北区北山社区8号楼1单元102室", "13997110022"),
    "R0003": ("李秀兰", "0971-555-1002", "城北区光明社区3号楼4单元303室", "0971-555-7003"),
}


def registered(home: Household) -> Household:
    """A home of the demonstration under the name and numbers of our own."""
    name, phone, address, contacts_phone = WHO[home.resident]
    contacts = (Contact("王丽", "女儿", contacts_phone),)
    return replace(home, name=name, phone=phone, address=address, contacts=contacts)


@pytest.fixture
async def three(database: Database) -> Database:
    """A district of three residents, enrolled as a district is."""
    logins = [person.login for person in demo_district.credentials(1).staff]
    demo = demo_district.district(1, dict.fromkeys(logins, ""), date(2026, 11, 23))
    homes = tuple(registered(home) for home in demo.households[: len(WHO)])
    async with database.transaction() as connection:
        await registry.enrol(
            connection, District(stations=demo.stations, staff=demo.staff, households=homes, shifts=())
        )
    return database


async def found(database: Database, search: str, *, station: str | None = None, limit: int = 20) -> list[str]:
    """Who is found, the best match first."""
    place = StationId(station) if station else None
    return [one.id for one in (await find_residents(database, search, station=place, limit=limit)).residents]


@pytest.mark.parametrize(
    "search",
    [
        "王秀兰", "wangxiulan", "wxl", "WXL", "ＷＸＬ", "WangXiulan", "wang xiulan", "xiulan wang", "wangxl", "1380971",
        "138-0971-5511", "5511", "小桥", "小桥社区3号", "2单元501", "r0001", "5557001", "0971-555-7001", "秀兰 小桥",
        "wxl 1380971",
    ],
)  # fmt: skip
async def test_a_resident_is_found_by_whatever_is_known_of_them(three: Database, search: str) -> None:
    """A name, how it is typed, a telephone of theirs or of a contact, a piece of the address, the number here."""
    assert await found(three, search) == ["R0001"]


async def test_a_given_name_finds_everybody_who_bears_it(three: Database) -> None:
    """In writing, by sound, by initials."""
    for search in ("秀兰", "xiulan", "xl"):
        assert await found(three, search) == ["R0001", "R0003"]


async def test_a_surname_is_found_as_it_is_spoken_in_names(three: Database) -> None:
    """A Shan is no Dan, but whoever types what the book says finds her too."""
    for search in ("shan", "syl", "danyulian", "13997110022"):
        assert await found(three, search) == ["R0002"]


async def test_every_word_must_fit_and_wildcards_are_only_letters(three: Database) -> None:
    """More words narrow the list; nothing typed means everything."""
    for search in ("秀兰 北山", "%", "_", "\\", "王秀兰x", "99999"):
        assert await found(three, search) == []


async def test_a_list_without_a_word_is_the_registry_from_its_beginning(three: Database) -> None:
    """Of one station, and no longer than asked."""
    assert await found(three, "", limit=2) == ["R0001", "R0002"]
    assert await found(three, " ", station="S1") == ["R0001", "R0002", "R0003"]
    assert await found(three, "秀兰", station="S2") == []
    assert await found(three, "秀兰", limit=1) == ["R0001"]
