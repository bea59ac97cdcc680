"""What the rules say no to, as it reaches the one who asked: a status, a stable code, and what is worth knowing."""

from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.people import Town

FIELDS = {"assign": {"caregiver": "C102"}}


def refusal(answer: Any) -> tuple[int, str]:  # noqa: ANN401 - whatever the door answered
    """Status and code."""
    return answer.status_code, answer.json()["code"]


def test_a_call_that_does_not_exist_is_not_found(town: Town) -> None:
    """For everybody."""
    assert refusal(town.person("D1").tries("answer", str(uuid4()))) == (404, "call_unknown")


def test_a_call_of_another_station_does_not_exist_for_a_caregiver(town: Town) -> None:
    """Not even its existence is told."""
    call = town.resident("101").presses()

    assert refusal(town.person("C301").tries("accept", call)) == (404, "call_unknown")
    assert town.person("C301").asks("GET", f"/calls/{call}").status_code == 404


def test_a_caregiver_off_duty_is_told_to_start_her_shift(town: Town) -> None:
    """She was asked while on duty, and went home."""
    caregiver, call = town.offers("C101")
    caregiver.asks("DELETE", "/me/shift")

    assert refusal(caregiver.tries("accept", call)) in {(409, "not_on_duty"), (409, "offer_withdrawn")}


def test_a_call_that_was_not_put_to_her_is_not_hers_to_take(town: Town) -> None:
    """It is her station's, and she may know of it."""
    call = town.resident("101").presses()

    assert refusal(town.person("C101").tries("accept", call)) == (409, "not_offered")


def test_who_does_not_hold_the_call_cannot_walk_it_on(town: Town) -> None:
    """And is told who does."""
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)

    answer = town.person("C102").tries("arrive", call)

    assert refusal(answer) == (409, "not_holder")
    assert answer.json()["accepted_by"] == "C101"


def test_a_visit_is_not_closed_before_the_arrival(town: Town) -> None:
    """Nor by anybody without contact."""
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)

    assert refusal(caregiver.tries("resolve", call, outcome="helped")) == (409, "not_arrived")
    assert refusal(town.person("D1").tries("resolve", call, outcome="helped")) == (409, "contact_required")


@pytest.mark.parametrize("outcome", ["false_alarm", "no_answer"])
def test_a_call_that_was_nothing_needs_a_reason(town: Town, outcome: str) -> None:
    """For whoever reads it afterwards."""
    call = town.resident("101").presses()
    town.person("D1").does("answer", call)

    assert refusal(town.person("D1").tries("resolve", call, outcome=outcome)) == (422, "reason_required")


@pytest.mark.parametrize("verb", ["answer", "hold", "escalate", "assign"])
def test_a_closed_call_is_closed(town: Town, verb: str) -> None:
    """Only a remark and a reopening are possible."""
    desk = town.person("D1")
    call = town.resident("101").presses()
    desk.does("answer", call)
    desk.does("resolve", call, outcome="helped")

    assert refusal(desk.tries(verb, call, **FIELDS.get(verb, {}))) == (409, "call_closed")
    assert desk.does("note", call, text="she called to say thank you")["notes"] == 1


def test_an_open_call_is_not_opened_again(town: Town) -> None:
    """By reopening it, or beside it."""
    call = town.resident("101").presses()
    wish = {"resident": "R101", "kind": "emergency"}

    beside = town.person("D1").asks("POST", "/calls", json=wish, headers={"Idempotency-Key": str(uuid4())})

    assert refusal(town.person("D1").tries("reopen", call)) == (409, "call_open")
    assert refusal(beside) == (409, "call_already_open")
    assert beside.json()["call"] == call


def test_nobody_is_opened_a_call_for_who_does_not_exist(town: Town) -> None:
    """The desk misread a number."""
    wish = {"resident": "R999", "kind": "emergency"}

    answer = town.person("D1").asks("POST", "/calls", json=wish, headers={"Idempotency-Key": str(uuid4())})

    assert refusal(answer) == (404, "resident_unknown")


def test_the_desk_cannot_send_who_is_not_there(town: Town) -> None:
    """Somebody unknown, somebody of the desk, somebody at home."""
    desk = town.person("D1")
    call = town.resident("101").presses()

    assert refusal(desk.tries("assign", call, caregiver="C999")) == (404, "caregiver_unknown")
    assert refusal(desk.tries("assign", call, caregiver="D2")) == (404, "caregiver_unknown")
    assert refusal(desk.tries("assign", call, caregiver="C101")) == (409, "not_on_duty")


def test_nobody_goes_to_two_calls_of_the_same_urgency(town: Town) -> None:
    """The second is refused, with the call that keeps her."""
    caregiver, first = town.offers("C101")
    caregiver.does("accept", first)
    second = town.resident("102").presses()

    answer = town.person("D1").tries("assign", second, caregiver="C101")

    assert refusal(answer) == (409, "has_active_call")
    assert answer.json()["active_call"] == first


def test_a_decision_made_on_an_old_picture_is_refused_when_it_matters(town: Town) -> None:
    """Somebody accepted in the meantime: holding would take her off the road. A remark harms nobody."""
    desk = town.person("D1")
    caregiver, call = town.offers("C101")
    seen = desk.reads(call)["call"]["version"]
    caregiver.does("accept", call)

    stale = desk.tries("release", call, version=seen)

    assert refusal(stale) == (409, "stale_version")
    assert stale.json()["accepted_by"] == "C101"
    assert desk.tries("note", call, version=seen, text="the door is open").status_code == 200


def test_a_call_is_never_made_less_urgent(town: Town) -> None:
    """Red stays red."""
    call = town.resident("101").presses("emergency")

    answer = town.person("D1").tries("escalate", call, kind="assistance")

    assert refusal(answer) == (409, "less_urgent")
