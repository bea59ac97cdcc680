"""Whom the desk could send: the same people in the same order as routing sees them."""

from typing import Any

import pytest

from tests.journeys.people import Town

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def candidates(town: Town, call: str, who: str = "D1") -> list[dict[str, Any]]:
    """What the desk is offered to choose from."""
    answer = town.person(who).asks("GET", f"/calls/{call}/candidates")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["candidates"]
    return found


def names(found: list[dict[str, Any]]) -> list[str]:
    """Who they are, in order."""
    return [one["staff"] for one in found]


def test_those_on_duty_come_nearest_first_and_the_home_station_follows_off_duty(town: Town) -> None:
    """Everybody on duty in the district is there; of those off duty only the home station's."""
    for who in ("C301", "C201", "C102"):
        town.person(who).starts_shift()
    call = town.resident("101").presses()

    found = candidates(town, call)

    assert names(found) == ["C102", "C201", "C301", "C101", "C103"]
    assert [one["is_on_duty"] for one in found] == [True, True, True, False, False]
    assert found[0]["distance_metres"] < found[1]["distance_metres"] < found[2]["distance_metres"]
    assert [one["staff"] for one in found if one["is_primary"]] == ["C101"]
    assert [one["staff"] for one in found if one["is_backup"]] == ["C103"]


def test_a_candidate_shows_the_call_in_hand_and_what_was_already_asked(town: Town) -> None:
    """Somebody on another call comes after the free, with the kind of that call."""
    busy, first = town.offers("C101")
    busy.does("accept", first)
    _, call = town.offers("C102", "102")

    found = {one["staff"]: one for one in candidates(town, call)}

    assert list(found)[:2] == ["C102", "C101"]
    assert (found["C101"]["active_call"], found["C101"]["active_kind"]) == (first, "emergency")
    assert (found["C101"]["calls_this_shift"], found["C101"]["offer_state"]) == (1, None)
    assert found["C102"]["offer_state"] in {"open", "delivered"}
    assert (found["C102"]["open_offers"], found["C102"]["active_call"]) == (1, None)


def test_a_phone_that_cannot_ring_comes_after_those_that_can(town: Town) -> None:
    """However near it is."""
    town.person("C102").asks("POST", "/me/shift", json={"can_ring": False})
    town.person("C301").starts_shift()
    call = town.resident("101").presses()

    found = candidates(town, call)

    assert names(found)[:2] == ["C301", "C102"]
    assert [one["can_ring"] for one in found[:2]] == [True, False]


def test_a_supervisor_on_duty_may_be_sent_too(town: Town) -> None:
    """After everybody whose way is known."""
    town.person("V1").starts_shift()
    town.person("C301").starts_shift()
    call = town.resident("101").presses()

    found = candidates(town, call)

    assert names(found)[:2] == ["C301", "V1"]
    assert (found[1]["role"], found[1]["station"], found[1]["distance_metres"]) == ("supervisor", None, None)


@pytest.mark.parametrize("who", ["D1", "V1", "A1"])
def test_the_whole_desk_may_ask(town: Town, who: str) -> None:
    """Everybody who may assign."""
    call = town.resident("101").presses()

    assert names(candidates(town, call, who)) == ["C101", "C102", "C103"]


def test_a_caregiver_may_not_ask_and_an_unknown_call_has_nobody(town: Town) -> None:
    """Choosing is for the desk."""
    call = town.resident("101").presses()

    refused = town.person("C101").asks("GET", f"/calls/{call}/candidates")
    unknown = town.person("D1").asks("GET", f"/calls/{UNKNOWN}/candidates")

    assert (refused.status_code, refused.json()["code"]) == (403, "role_not_allowed")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "call_unknown")
