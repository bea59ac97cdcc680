"""Calls as people read them: lists, one call with its timeline, and as much of the resident as is theirs to see."""

from typing import Any
from uuid import UUID

import pytest

from tests.journeys.people import Person, Town

PRIVATE = {"phone", "address", "latitude", "longitude", "medical_notes", "access_notes", "contacts", "plan"}
FOR_WHO_ACTS = {"has_key_safe", "primary_caregiver", "backup_caregiver"}

# The same call again and again, one second apart and a year ago.
COPIES = """
INSERT INTO calls SELECT (jsonb_populate_record(c, to_jsonb(c) || jsonb_build_object(
    'id', one.id, 'number', one.id, 'received_at', one.received_at,
    'body', c.body || jsonb_build_object('id', one.id, 'received_at', one.received_at)))).*
FROM calls c, LATERAL (SELECT gen_random_uuid() AS id, now() - interval '1 year' + n * interval '1 s' AS received_at
                       FROM generate_series(1, $2::int) n WHERE c.id IS NOT NULL) one
WHERE c.id = $1
"""


def listed(person: Person, **filters: object) -> list[str]:
    """The ids of the calls in the first page of this list."""
    answer = person.asks("GET", "/calls", params=filters)
    assert answer.status_code == 200, answer.text
    return [call["id"] for call in answer.json()["calls"]]


def closed_by(desk: Person, call: str) -> str:
    """The call, after the desk has closed it."""
    desk.does("answer", call)
    desk.does("resolve", call, outcome="helped")
    return call


def test_open_and_closed_calls_are_listed_apart_the_newest_first(town: Town) -> None:
    """A closed call leaves the one list for the other."""
    desk = town.person("D1")
    first, second = town.resident("101").presses(), town.resident("201").presses()
    done = closed_by(desk, town.resident("301").presses())

    assert listed(desk, state="open") == [second, first]
    assert listed(desk, state="closed")[0] == done
    assert listed(desk)[:3] == [done, second, first]


def test_a_list_may_be_of_one_station_or_from_a_moment_on(town: Town) -> None:
    """The filters of the board."""
    desk = town.person("D1")
    first, second = town.resident("101").presses(), town.resident("201").presses()
    received_at = desk.reads(second)["call"]["received_at"]

    assert listed(desk, state="open", station="S1") == [first]
    assert listed(desk, state="open", since=received_at) == [second]


def test_a_caregiver_lists_the_calls_of_her_station_and_those_put_to_her(town: Town) -> None:
    """The desk lists all."""
    hers, theirs = town.resident("101").presses(), town.resident("301").presses()

    assert listed(town.person("C101"), state="open") == [hers]
    assert listed(town.person("C301"), state="open") == [theirs]
    assert listed(town.person("V1"), state="open") == [theirs, hers]


def test_a_long_list_is_read_page_by_page_and_no_call_twice(town: Town) -> None:
    """More calls than a page holds."""
    desk = town.person("D1")
    town.centre.rows(COPIES, UUID(closed_by(desk, town.resident("101").presses())), 420)

    pages: list[list[str]] = []
    cursor = None
    while cursor is not None or not pages:
        answer = desk.asks("GET", "/calls", params={"state": "closed", **({"cursor": cursor} if cursor else {})}).json()
        pages.append([call["id"] for call in answer["calls"]])
        cursor = answer["next"]

    told = [call for page in pages for call in page]
    assert len(pages) >= 3
    assert len(told) == len(set(told)) == len(town.centre.rows("SELECT FROM calls WHERE state = 'resolved'"))


@pytest.mark.parametrize(
    "filters",
    [
        {"cursor": "nonsense"},
        {"cursor": "bm90IGEgY3Vyc29y"},
        {"state": "ajar"},
        {"since": "yesterday"},
        {"since": "0.5"},
        {"since": "2026-11-22T10:15:04"},
    ],
)
def test_a_list_that_cannot_be_understood_is_refused(town: Town, filters: dict[str, str]) -> None:
    """Not answered with everything."""
    answer = town.person("D1").asks("GET", "/calls", params=filters)

    assert answer.status_code == 422
    assert answer.json()["code"] in {"malformed", "cursor_invalid"}


def test_a_call_is_read_with_everything_that_happened_to_it_in_order(town: Town) -> None:
    """The versions count up from one, the feed numbers grow, and the first fact is the press."""
    desk = town.person("D1")
    call = closed_by(desk, town.resident("101").presses())

    read = desk.reads(call)

    facts = read["facts"]
    assert [fact["version"] for fact in facts] == list(range(1, len(facts) + 1))
    assert [fact["seq"] for fact in facts] == sorted(fact["seq"] for fact in facts)
    assert {fact["call"] for fact in facts} == {call}
    assert (facts[0]["kind"], facts[0]["unit"], facts[0]["button"]) == ("call_raised", "U101", "emergency")
    assert facts[0]["actor"] == {"role": "unit", "id": "U101"}
    assert facts[-1]["kind"] == "call_resolved"
    assert read["call"]["version"] == len(facts)


def card(person: Person, call: str) -> dict[str, Any]:
    """What this person sees of the resident."""
    found: dict[str, Any] = person.reads(call)["resident"]
    return found


def reveals(town: Town, call: str) -> list[dict[str, Any]]:
    """What was written down about who saw what."""
    return town.centre.rows("SELECT staff, resident, fields FROM reveals WHERE call = $1", call)


def test_a_caregiver_sees_where_to_go_only_while_the_call_is_hers(town: Town) -> None:
    """Before: a name. While she holds it: everything, each time written down. Afterwards: a name."""
    caregiver = town.person("C101")
    caregiver.starts_shift()
    phone = caregiver.opens_screen()
    call = town.resident("101").presses()
    phone.hears("offer_made", call=call)

    before = card(caregiver, call)
    caregiver.does("accept", call)
    held = card(caregiver, call)
    caregiver.does("arrive", call)
    caregiver.does("resolve", call, outcome="helped")
    after = card(caregiver, call)

    assert (PRIVATE | FOR_WHO_ACTS) & before.keys() == set()
    assert before["name"] == "乙R101"
    assert (held["address"], held["phone"], held["medical_notes"]) == ("路R101", "555-01R101", "药R101")
    assert held.keys() - before.keys() == PRIVATE | FOR_WHO_ACTS
    assert held["plan"] == "急R101"
    assert (held["has_key_safe"], held["primary_caregiver"], held["backup_caregiver"]) == (True, "C101", "C103")
    assert after == before
    (written,) = reveals(town, call)
    assert (written["staff"], written["resident"]) == ("C101", "R101")
    assert set(written["fields"]) == PRIVATE


def test_the_desk_sees_the_address_but_never_the_code_of_the_key_safe(town: Town) -> None:
    """Only who stands before the door needs it."""
    call = town.resident("101").presses()

    seen = card(town.person("D1"), call)

    assert (seen["address"], seen["has_key_safe"]) == ("路R101", True)
    assert "key_safe_code" not in seen
    assert reveals(town, call) == []


def test_a_colleague_of_the_same_station_does_not_see_the_address(town: Town) -> None:
    """Knowing of the call is not holding it."""
    call = town.resident("101").presses()

    assert PRIVATE & card(town.person("C102"), call).keys() == set()
    assert reveals(town, call) == []


def test_the_plan_on_the_card_is_the_one_for_this_kind_of_call(town: Town) -> None:
    """Where nobody wrote one there is none."""
    desk = town.person("D1")
    urgent, errand = town.resident("101").presses(), town.resident("102").presses("assistance")

    assert (card(desk, urgent)["plan"], card(desk, errand)["plan"]) == ("急R101", None)
