"""The code of the key safe: for who holds the call, at the moment they hold it, and never without a trace."""

from typing import Any

import pytest

from tests.journeys.people import Person, Town

UNKNOWN = "00000000-0000-4000-8000-000000000000"
WISH = {"field": "key_safe_code"}


def asks_for_code(person: Person, call: str) -> tuple[int, dict[str, Any]]:
    """The status and what was answered."""
    answer = person.asks("POST", f"/calls/{call}/reveals", json=WISH)
    return answer.status_code, answer.json()


def written(town: Town, call: str) -> list[tuple[str, str]]:
    """Who has seen a code because of this call, and of whose safe."""
    query = "SELECT staff, resident FROM reveals WHERE call = $1 AND fields = '{key_safe_code}'"
    return [(row["staff"], row["resident"]) for row in town.centre.rows(query, call)]


def test_who_holds_the_call_is_shown_the_code_and_it_is_written_down(town: Town) -> None:
    """Each time anew."""
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)

    answers = [asks_for_code(caregiver, call) for _ in range(2)]

    assert answers == [(201, {"key_safe_code": "钥R101"})] * 2
    assert written(town, call) == [("C101", "R101")] * 2


def test_a_home_without_a_key_safe_has_no_code(town: Town) -> None:
    """Null, not an error: she looks for the neighbour instead."""
    town.centre.rows("UPDATE residents SET key_safe_code = NULL WHERE id = 'R103'")
    caregiver, call = town.offers("C101", "103")
    caregiver.does("accept", call)

    assert asks_for_code(caregiver, call) == (201, {"key_safe_code": None})
    assert caregiver.reads(call)["resident"]["has_key_safe"] is False


def test_before_accepting_and_after_closing_there_is_no_code(town: Town) -> None:
    """An offer is not a door to open, and a visit that is over neither; nothing is written down."""
    caregiver, call = town.offers("C101")

    before = asks_for_code(caregiver, call)
    for verb in ("accept", "arrive"):
        caregiver.does(verb, call)
    caregiver.does("resolve", call, outcome="helped")
    after = asks_for_code(caregiver, call)

    assert [(status, told["code"]) for status, told in (before, after)] == [(409, "not_holder")] * 2
    assert written(town, call) == []


def test_who_lost_the_call_to_another_is_told_who_holds_it(town: Town) -> None:
    """The code goes with the call."""
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)
    town.person("C102").starts_shift()
    town.person("D1").does("assign", call, caregiver="C102")

    status, told = asks_for_code(caregiver, call)

    assert (status, told["code"], told["accepted_by"]) == (409, "not_holder", "C102")
    assert asks_for_code(town.person("C102"), call)[0] == 201


@pytest.mark.parametrize("who", ["D1", "A1"])
def test_the_desk_never_sees_the_code(town: Town, who: str) -> None:
    """Only who stands before the door needs it."""
    call = town.resident("101").presses()

    status, told = asks_for_code(town.person(who), call)

    assert (status, told["code"]) == (403, "role_not_allowed")


def test_a_call_of_another_station_does_not_exist_for_a_caregiver(town: Town) -> None:
    """Nor does one that nobody has heard of."""
    call = town.resident("301").presses()

    for asked in (call, UNKNOWN):
        status, told = asks_for_code(town.person("C101"), asked)

        assert (status, told["code"]) == (404, "call_unknown")


@pytest.mark.parametrize("wish", [{}, {"field": "medical_notes"}, {"field": "key_safe_code", "why": "curious"}])
def test_only_what_may_be_shown_can_be_asked_for(town: Town, wish: dict[str, str]) -> None:
    """Anything else is not understood."""
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)

    answer = caregiver.asks("POST", f"/calls/{call}/reveals", json=wish)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert written(town, call) == []
