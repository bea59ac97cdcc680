"""What a browser may keep of the doors' answers: nothing."""

import pytest

from tests.journeys.people import Town


@pytest.mark.parametrize(
    "path", ["/me", "/calls", "/district", "/residents", "/reports/response-times", "/policies/current", "/nonsense"]
)
def test_no_answer_of_a_door_is_kept(town: Town, path: str) -> None:
    """Neither a list, nor a report, nor a refusal."""
    for who in ("D1", "C101"):
        answer = town.person(who).asks("GET", path)

        assert answer.headers["cache-control"] == "no-store", answer.text


def test_the_card_of_a_call_and_the_code_of_a_key_safe_are_not_kept(town: Town) -> None:
    """They must be gone from the phone with the call."""
    caregiver, call = town.offers("C101")
    accepted = caregiver.tries("accept", call)

    card = caregiver.asks("GET", f"/calls/{call}")
    code = caregiver.asks("POST", f"/calls/{call}/reveals", json={"field": "key_safe_code"})

    assert [answer.headers["cache-control"] for answer in (accepted, card, code)] == ["no-store"] * 3


def test_signing_in_says_it_once(town: Town) -> None:
    """An answer that speaks for itself is not told twice."""
    answer = town.centre.http.post("/api/v1/tokens", json={"login": "d1", "password": "right-horse"})

    assert answer.headers.get_list("cache-control") == ["no-store"]
