"""Looking things up: the district on a map, and the resident who telephones."""

from typing import Any

import pytest

from tests.journeys.people import Person, Town


def district(person: Person) -> dict[str, Any]:
    """What this person's map is drawn from."""
    answer = person.asks("GET", "/district")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def found(person: Person, search: str, **narrowed: object) -> list[str]:
    """The residents that are found, the best match first."""
    answer = person.asks("GET", "/residents", params={"search": search, **narrowed})
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["residents"]]


def test_the_desk_draws_the_district_with_its_stations_and_homes(town: Town) -> None:
    """Everything a map needs, and no tiles from anywhere unless somebody said so."""
    told = district(town.person("D1"))

    assert (told["name"], told["units"], told["tile_url"]) == ("城北区居家养老呼叫中心", 12, None)
    assert told["stations"][0] == {"id": "S1", "name": "毛胜寺", "latitude": 36.65, "longitude": 101.76}
    assert len(told["homes"]) == 12
    first = told["homes"][0]
    assert (first["resident"], first["station"]) == ("R101", "S1")
    assert (first["latitude"], first["longitude"]) == pytest.approx((36.651, 101.76))


def test_a_caregiver_sees_stations_and_no_homes(town: Town) -> None:
    """Where people live she learns with a call."""
    told = district(town.person("C101"))

    assert (len(told["stations"]), told["units"], told["homes"]) == (3, 12, [])


def test_a_resident_is_found_by_name_number_address_and_station(town: Town) -> None:
    """Each word of the search must fit."""
    desk = town.person("D1")

    assert found(desk, "乙R20") == ["R201", "R202", "R203", "R204"]
    assert found(desk, "r203") == ["R203"]
    assert found(desk, "路R20 乙R204") == ["R204"]
    assert found(desk, "", station="S3") == ["R301", "R302"]
    assert found(desk, "", limit=1) == ["R101"]
    assert found(desk, "nobody") == []


@pytest.mark.parametrize("who", ["D1", "V1", "A1"])
def test_the_list_says_whose_call_is_open(town: Town, who: str) -> None:
    """A second call by hand would join it."""
    call = town.resident("202").presses()

    (resident,) = town.person(who).asks("GET", "/residents", params={"search": "R202"}).json()["residents"]

    assert resident["open_call"] == call
    assert (resident["name"], resident["address"], resident["station"]) == ("乙R202", "路R202", "S2")


def test_caregivers_cannot_leaf_through_the_residents(town: Town) -> None:
    """They know those they are sent to."""
    answer = town.person("C101").asks("GET", "/residents", params={"search": "R"})

    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")


@pytest.mark.parametrize("search", ["\x00", "王\x00", "\x1f", "%", "'; --", "\ufffd", "👵", "a" * 100])
def test_whatever_is_typed_is_answered(town: Town, search: str) -> None:
    """With nobody, or with a word on what cannot be searched for; never with an error of ours."""
    answer = town.person("D1").asks("GET", "/residents", params={"search": search})

    assert answer.status_code == (422 if "\x00" in search else 200)


@pytest.mark.parametrize("path", ["/residents", "/calls"])
def test_a_station_that_nobody_could_have_named_so_is_not_understood(town: Town, path: str) -> None:
    """An unknown one has nothing; an empty one is no filter."""
    desk = town.person("D1")
    answers = {name: desk.asks("GET", path, params={"station": name}).status_code for name in ("S9", "", "\x00", "'")}

    assert answers == {"S9": 200, "": 200, "\x00": 422, "'": 422}
