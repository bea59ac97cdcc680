"""The verbs at the door: who may use which, each refusal with its code, and the same request twice is one act."""

from typing import Any
from uuid import uuid4

import pytest

from callcenter.domain.access import MAY, VerbName
from callcenter.domain.ids import Role
from tests.journeys.people import Person, Town

STAFF = {Role.CAREGIVER: "C101", Role.DISPATCHER: "D1", Role.SUPERVISOR: "V1", Role.ADMINISTRATOR: "A1"}
FIELDS: dict[VerbName, dict[str, object]] = {
    VerbName.RESOLVE: {"outcome": "helped"},
    VerbName.ASSIGN: {"caregiver": "C102"},
    VerbName.NOTE: {"text": "she is in the kitchen"},
}


def offered(town: Town, who: str = "C101", button: str = "emergency") -> tuple[Person, str]:
    """A caregiver on duty, and a call that was put to her."""
    caregiver = town.person(who)
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    call = town.resident("101").presses(button)
    phone.hears("offer_made", call=call, caregiver=who)
    return caregiver, call


@pytest.mark.parametrize("verb", VerbName)
@pytest.mark.parametrize("role", STAFF)
def test_the_door_follows_the_table_of_who_may_do_what(town: Town, verb: VerbName, role: Role) -> None:
    """Whoever may not is told so; whoever may is judged by the state of the call."""
    call = town.resident("101").presses()

    answer = town.person(STAFF[role]).tries(verb, call, **FIELDS.get(verb, {}))

    refused_by_role = answer.status_code == 403 and answer.json()["code"] == "role_not_allowed"
    assert refused_by_role == (role not in MAY[verb])
    assert refused_by_role or answer.status_code in {200, 409}


@pytest.mark.parametrize("role", STAFF)
def test_only_the_desk_opens_calls(town: Town, role: Role) -> None:
    """A caregiver telephones the desk for that."""
    wish = {"resident": "R101", "kind": "assistance"}

    answer = town.person(STAFF[role]).asks("POST", "/calls", json=wish, headers={"Idempotency-Key": str(uuid4())})

    assert answer.status_code == (403 if role is Role.CAREGIVER else 201)


def test_a_visit_from_accept_to_resolve(town: Town) -> None:
    """Each step answers with the call as it is then, and the number of the fact behind it."""
    caregiver, call = offered(town)

    steps = {
        verb: caregiver.tries(verb, call, **FIELDS.get(VerbName(verb), {})).json()
        for verb in ("accept", "depart", "arrive", "resolve")
    }

    states = [step["call"]["state"] for step in steps.values()]
    assert states == ["accepted", "travelling", "on_scene", "resolved"]
    seqs = [step["seq"] for step in steps.values()]
    assert seqs == sorted(set(seqs))
    assert steps["resolve"]["call"]["outcome"] == "helped"
    facts = {fact["seq"]: fact["kind"] for fact in caregiver.reads(call)["facts"]}
    assert facts[steps["arrive"]["seq"]] == "caregiver_arrived"


@pytest.mark.parametrize("verb", ["answer", "note", "escalate", "hold"])
def test_the_desk_may_act_on_a_waiting_call(town: Town, verb: str) -> None:
    """These need nobody on the way."""
    call = town.resident("101").presses()

    answer = town.person("D1").tries(verb, call, **FIELDS.get(VerbName(verb), {}))

    assert answer.status_code == 200
    assert answer.json()["call"]["id"] == call


@pytest.mark.parametrize("key", [None, "", "seven", "00000000-0000-0000-0000"])
def test_a_request_without_a_key_of_its_own_is_refused(town: Town, key: str | None) -> None:
    """Without it nobody could tell a repeat from a second wish."""
    call = town.resident("101").presses()

    headers = {} if key is None else {"Idempotency-Key": key}
    answer = town.person("D1").asks("POST", f"/calls/{call}/answer", json={}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert "call_answered" not in town.person("D1").facts_of(call)


def test_the_same_request_again_is_the_same_answer_and_one_act(town: Town) -> None:
    """To the byte, however often a phone on a bad network repeats itself."""
    call = town.resident("101").presses()
    key = str(uuid4())

    answers = [town.person("D1").tries("note", call, key=key, text="key is under the mat") for _ in range(3)]

    assert {answer.content for answer in answers} == {answers[0].content}
    assert answers[0].status_code == 200
    assert town.person("D1").facts_of(call).count("call_noted") == 1


def test_a_refusal_repeated_is_the_same_refusal(town: Town) -> None:
    """Even when by now the answer would be another."""
    caregiver = town.person("C101")
    call = town.resident("101").presses()
    key = str(uuid4())
    first = caregiver.tries("depart", call, key=key)
    town.person("D1").does("answer", call)

    again = caregiver.tries("depart", call, key=key)

    assert (first.status_code, first.json()["code"]) == (409, "not_holder")
    assert again.content == first.content


@pytest.mark.parametrize(
    ("who", "verb", "body"),
    [("D1", "note", {"text": "another text"}), ("D1", "answer", {}), ("D2", "note", {"text": "one text"})],
)
def test_a_key_used_for_something_else_is_refused(town: Town, who: str, verb: str, body: dict[str, object]) -> None:
    """Another text, another verb, or another person: not a repeat."""
    call = town.resident("101").presses()
    key = str(uuid4())
    town.person("D1").tries("note", call, key=key, text="one text")

    answer = town.person(who).tries(verb, call, key=key, **body)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert town.person("D1").facts_of(call).count("call_noted") == 1


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("note", {}),
        ("note", {"text": ""}),
        ("note", {"text": 7}),
        ("note", {"text": "ok", "colour": "red"}),
        ("note", {"text": "ok", "version": "3"}),
        ("note", {"text": "ok", "at": 1_763_777_704}),
        ("note", {"text": "ok", "at": "2026-11-22T10:15:04"}),
        ("resolve", {}),
        ("resolve", {"outcome": "Helped!"}),
        ("resolve", {"outcome": "helped", "satisfaction": 6}),
        ("assign", {}),
        ("assign", {"caregiver": "no such; name"}),
        ("hold", {"seconds": 0}),
        ("answer", {"take_over": "yes"}),
        ("escalate", {"kind": "catastrophe"}),
    ],
)
def test_a_malformed_request_is_refused_and_named(town: Town, verb: str, body: dict[str, object]) -> None:
    """Where the flaw is, and nothing done."""
    call = town.resident("101").presses()

    answer = town.person("D1").tries(verb, call, **body)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "malformed")
    assert told["errors"]
    assert answer.headers["content-type"] == "application/problem+json"


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
    caregiver, call = offered(town)
    caregiver.asks("DELETE", "/me/shift")

    assert refusal(caregiver.tries("accept", call)) in {(409, "not_on_duty"), (409, "offer_withdrawn")}


def test_a_call_that_was_not_put_to_her_is_not_hers_to_take(town: Town) -> None:
    """It is her station's, and she may know of it."""
    call = town.resident("101").presses()

    assert refusal(town.person("C101").tries("accept", call)) == (409, "not_offered")


def test_who_does_not_hold_the_call_cannot_walk_it_on(town: Town) -> None:
    """And is told who does."""
    caregiver, call = offered(town)
    caregiver.does("accept", call)

    answer = town.person("C102").tries("arrive", call)

    assert refusal(answer) == (409, "not_holder")
    assert answer.json()["accepted_by"] == "C101"


def test_a_visit_is_not_closed_before_the_arrival(town: Town) -> None:
    """Nor by anybody without contact."""
    caregiver, call = offered(town)
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

    assert refusal(desk.tries(verb, call, **FIELDS.get(VerbName(verb), {}))) == (409, "call_closed")
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
    caregiver, first = offered(town)
    caregiver.does("accept", first)
    second = town.resident("102").presses()

    answer = town.person("D1").tries("assign", second, caregiver="C101")

    assert refusal(answer) == (409, "has_active_call")
    assert answer.json()["active_call"] == first


def test_a_decision_made_on_an_old_picture_is_refused_when_it_matters(town: Town) -> None:
    """Somebody accepted in the meantime: holding would take her off the road. A remark harms nobody."""
    desk = town.person("D1")
    caregiver, call = offered(town)
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
