"""My shift at the door: see it, start it, say whether the phone rings, end it; and the calls I took."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.journeys.people import Person, Town

# One that runs now, one that is over, one in three days and one beyond a week.
PLAN = """
INSERT INTO shifts (id, staff, station, starts_at, ends_at)
SELECT gen_random_uuid(), 'C101', 'S1', now() + h * interval '1 hour', now() + (h + 8) * interval '1 hour'
FROM unnest('{72,-2,-20,200}'::int[]) AS h
"""


@pytest.fixture
def planned(town: Town) -> Iterator[None]:
    """A roster for C101."""
    town.centre.rows(PLAN)
    yield
    town.centre.rows("DELETE FROM shifts")


def day_of(person: Person, **narrowed: object) -> dict[str, Any]:
    """The calls this person took."""
    answer = person.asks("GET", "/me/calls", params=narrowed)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_shift_is_started_changed_and_ended(town: Town) -> None:
    """Each answer is the shift as it is now; without a plan it is marked."""
    caregiver = town.person("C101")

    started = caregiver.asks("POST", "/me/shift", json={"can_ring": True})
    muted = caregiver.asks("PATCH", "/me/shift", json={"can_ring": False})
    ended = caregiver.asks("DELETE", "/me/shift")

    assert [answer.status_code for answer in (started, muted, ended)] == [201, 200, 200]
    shifts = [answer.json()["shift"] for answer in (started, muted, ended)]
    assert [(shift["is_on_duty"], shift["can_ring"]) for shift in shifts] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert shifts[0]["is_planned"] is False
    assert started.json()["seq"] < muted.json()["seq"] < ended.json()["seq"]


def test_a_shift_is_not_started_twice(town: Town) -> None:
    """And the second answer says since when it runs."""
    caregiver = town.person("C101")
    caregiver.starts_shift()

    answer = caregiver.asks("POST", "/me/shift", json={"can_ring": True})

    assert (answer.status_code, answer.json()["code"]) == (409, "already_on_duty")
    assert answer.json()["started_at"]


def test_a_shift_that_was_not_started_cannot_be_changed_or_ended(town: Town) -> None:
    """There is none."""
    for method in ("PATCH", "DELETE"):
        answer = town.person("C101").asks(method, "/me/shift", json={"can_ring": True})

        assert (answer.status_code, answer.json()["code"]) == (409, "not_on_duty")


def test_nobody_goes_home_with_a_call_in_hand(town: Town) -> None:
    """Finish it, or give it back."""
    caregiver = town.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call)
    caregiver.does("accept", call)

    answer = caregiver.asks("DELETE", "/me/shift")

    assert (answer.status_code, answer.json()["code"]) == (409, "has_active_call")
    assert answer.json()["active_call"] == call


def test_the_desk_has_no_shift_of_this_kind(town: Town) -> None:
    """Only those who may be sent."""
    for who in ("D1", "A1"):
        answer = town.person(who).asks("POST", "/me/shift", json={"can_ring": True})

        assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")


def test_a_shift_needs_to_know_whether_the_phone_rings(town: Town) -> None:
    """Nothing is assumed about that."""
    for body in ({}, {"can_ring": "yes"}, {"can_ring": True, "mood": "good"}):
        answer = town.person("C101").asks("POST", "/me/shift", json=body)

        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@pytest.mark.usefixtures("planned")
def test_my_shift_is_told_with_what_is_planned_now_and_in_a_week(town: Town) -> None:
    """What is over and what is far away is left out."""
    caregiver = town.person("C101")
    before = caregiver.asks("GET", "/me/shift").json()
    caregiver.starts_shift()

    told = caregiver.asks("GET", "/me/shift").json()

    assert (before["shift"]["is_on_duty"], before["shift"]["has_planned_shift"]) == (False, True)
    assert (told["shift"]["is_on_duty"], told["shift"]["can_ring"], told["shift"]["is_planned"]) == (True, True, True)
    starts = [datetime.fromisoformat(one["starts_at"]) for one in told["planned"]]
    assert starts[1] - starts[0] == timedelta(hours=74)
    assert [one["station"] for one in told["planned"]] == ["S1", "S1"]


def test_my_shift_names_the_call_in_my_hands(town: Town) -> None:
    """Until it is closed."""
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)

    assert caregiver.asks("GET", "/me/shift").json()["shift"]["active_call"] == call


def test_my_calls_are_told_with_my_own_steps_and_nothing_of_the_resident(town: Town) -> None:
    """The newest first, and how quickly I said yes."""
    since = town.centre.rows("SELECT clock_timestamp() AS now")[0]["now"].isoformat()
    caregiver, first = town.offers("C101")
    for verb in ("accept", "depart", "arrive"):
        caregiver.does(verb, first)
    caregiver.does("resolve", first, outcome="helped")
    second = town.resident("102").presses()
    caregiver.screens[0].hears("offer_made", call=second)
    caregiver.does("accept", second)

    told = day_of(caregiver, since=since)

    assert [call["id"] for call in told["calls"]] == [second, first]
    held, done = told["calls"]
    assert (held["state"], held["departed_at"], held["resolved_at"]) == ("accepted", None, None)
    assert (done["state"], done["outcome"]) == ("resolved", "helped")
    assert done["offered_at"] < done["accepted_at"] < done["departed_at"] < done["arrived_at"] < done["resolved_at"]
    assert told["accepted"] == 2
    assert 0 < told["accept_median_seconds"] < 15
    assert {"resident", "name", "address"} & done.keys() == set()


def test_a_call_that_was_taken_from_me_is_still_one_of_mine(town: Town) -> None:
    """With my steps, not those of who went on with it; and an assigned call says nothing of how quickly I answer."""
    since = town.centre.rows("SELECT clock_timestamp() AS now")[0]["now"].isoformat()
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)
    colleague = town.person("C102")
    colleague.starts_shift()
    town.person("D1").does("assign", call, caregiver="C102")
    colleague.does("depart", call)

    mine, theirs = day_of(caregiver, since=since), day_of(colleague, since=since)

    assert [(one["id"], one["departed_at"]) for one in mine["calls"]] == [(call, None)]
    assert (mine["accepted"], theirs["accepted"], theirs["accept_median_seconds"]) == (1, 0, None)
    assert [(one["id"], one["offered_at"]) for one in theirs["calls"]] == [(call, None)]
    assert theirs["calls"][0]["departed_at"]


def test_a_call_that_came_back_to_me_begins_anew(town: Town) -> None:
    """It stands there once, without the steps of the first time."""
    since = town.centre.rows("SELECT clock_timestamp() AS now")[0]["now"].isoformat()
    caregiver, call = town.offers("C101")
    for verb in ("accept", "depart"):
        caregiver.does(verb, call)
    caregiver.does("release", call, reason="flat tyre")
    town.person("D1").does("assign", call, caregiver="C101")

    told = day_of(caregiver, since=since)

    assert [(one["id"], one["departed_at"], one["offered_at"]) for one in told["calls"]] == [(call, None, None)]


def test_what_i_took_before_is_left_out_unless_i_still_hold_it(town: Town) -> None:
    """However long ago I took it."""
    caregiver, done = town.offers("C101")
    for verb in ("accept", "arrive"):
        caregiver.does(verb, done)
    caregiver.does("resolve", done, outcome="helped")
    held = town.resident("102").presses()
    caregiver.screens[0].hears("offer_made", call=held)
    caregiver.does("accept", held)
    tomorrow = (town.centre.rows("SELECT now() AS now")[0]["now"] + timedelta(days=1)).isoformat()

    assert [call["id"] for call in day_of(caregiver, since=tomorrow)["calls"]] == [held]
    assert [call["id"] for call in day_of(caregiver)["calls"]][:2] == [held, done]


@pytest.mark.parametrize("path", ["/me/shift", "/me/calls"])
def test_dispatchers_and_administrators_have_no_day_of_this_kind(town: Town, path: str) -> None:
    """Only those who may be sent; a supervisor may."""
    for who in ("D1", "A1"):
        answer = town.person(who).asks("GET", path)

        assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")
    assert town.person("V1").asks("GET", path).status_code == 200


@pytest.mark.parametrize("path", ["/me/calls", "/calls"])
@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_beyond_the_calendar_is_not_understood(town: Town, path: str, edge: str) -> None:
    """It has no place in a table; the ends of the calendar themselves do."""
    caregiver = town.person("C101")

    beyond = caregiver.asks("GET", path, params={"since": edge})
    inside = [
        caregiver.asks("GET", path, params={"since": f"{year}T00:00:00Z"}) for year in ("0001-01-01", "9999-12-31")
    ]

    assert (beyond.status_code, beyond.json()["code"]) == (422, "malformed")
    assert [answer.status_code for answer in inside] == [200, 200]
