"""The code of the key safe: for who holds the call, at the moment they hold it, and never without a trace."""

from collections.abc import Iterator
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


def test_a_supervisor_who_goes_herself_is_shown_the_code(town: Town) -> None:
    """She holds the call like anybody else who was sent; before that she has no more than the desk."""
    supervisor, call = town.person("V1"), town.resident("101").presses()
    supervisor.starts_shift()
    before = asks_for_code(supervisor, call)
    town.person("D1").does("assign", call, caregiver="V1")

    assert (before[0], before[1]["code"]) == (409, "not_holder")
    assert asks_for_code(supervisor, call)[0] == 201


@pytest.fixture
def sealed(town: Town) -> Iterator[None]:
    """Nothing can be written down about who saw what."""
    town.centre.rows("REVOKE INSERT ON reveals FROM callcenter_app")
    yield
    town.centre.rows("GRANT INSERT ON reveals TO callcenter_app")


@pytest.mark.usefixtures("sealed")
def test_what_cannot_be_written_down_is_not_shown(town: Town) -> None:
    """Neither the code nor the card."""
    caregiver, call = town.offers("C101")
    caregiver.does("accept", call)

    code = caregiver.asks("POST", f"/calls/{call}/reveals", json=WISH)
    card = caregiver.asks("GET", f"/calls/{call}")

    assert (code.status_code, card.status_code) == (500, 500)
    assert "钥R101" not in code.text
    assert "路R101" not in card.text


def test_a_unit_that_nobody_is_paired_to_has_no_safe_to_open(town: Town) -> None:
    """The call is real, the home is not known."""
    town.centre.rows("UPDATE pairings SET until_at = now() WHERE unit = 'U106'")
    call = town.resident("106").presses()
    town.centre.rows("UPDATE pairings SET until_at = NULL WHERE unit = 'U106'")
    supervisor = town.person("V1")
    supervisor.starts_shift()
    town.person("D1").does("assign", call, caregiver="V1")

    status, told = asks_for_code(supervisor, call)

    assert (status, told["code"]) == (404, "resident_unknown")
    assert supervisor.reads(call)["resident"] is None


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
