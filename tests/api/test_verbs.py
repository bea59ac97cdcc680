"""The verbs at the door: who may use which, what each answers, and that the same request twice is one act."""

from uuid import uuid4

import pytest

from callcenter.domain.access import MAY, VerbName
from callcenter.domain.ids import Role
from tests.journeys.people import Town

STAFF = {Role.CAREGIVER: "C101", Role.DISPATCHER: "D1", Role.SUPERVISOR: "V1", Role.ADMINISTRATOR: "A1"}
FIELDS: dict[VerbName, dict[str, object]] = {
    VerbName.RESOLVE: {"outcome": "helped"},
    VerbName.ASSIGN: {"caregiver": "C102"},
    VerbName.NOTE: {"text": "she is in the kitchen"},
}


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
    caregiver, call = town.offers("C101")

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

    answers = [town.person("D1").tries_as(key, "note", call, text="key is under the mat") for _ in range(3)]

    assert {answer.content for answer in answers} == {answers[0].content}
    assert answers[0].status_code == 200
    assert town.person("D1").facts_of(call).count("call_noted") == 1


def test_a_call_opened_twice_with_one_key_is_one_call(town: Town) -> None:
    """The desk's network is no better than a phone's."""
    wish = {"resident": "R101", "kind": "assistance"}
    headers = {"Idempotency-Key": str(uuid4())}

    answers = [town.person("D1").asks("POST", "/calls", json=wish, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content


def test_a_refusal_repeated_is_the_same_refusal(town: Town) -> None:
    """Even when by now the answer would be another."""
    caregiver = town.person("C101")
    call = town.resident("101").presses()
    key = str(uuid4())
    first = caregiver.tries_as(key, "depart", call)
    town.person("D1").does("answer", call)

    again = caregiver.tries_as(key, "depart", call)

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
    town.person("D1").tries_as(key, "note", call, text="one text")

    answer = town.person(who).tries_as(key, verb, call, **body)

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
