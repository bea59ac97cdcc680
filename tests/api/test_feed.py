"""The feed at the door: every fact in commit order, for those who audit."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys.people import Town


def page(town: Town, **params: int) -> dict[str, Any]:
    """One page, as the supervisor reads it."""
    answer = town.person("V1").asks("GET", "/feed", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def last(town: Town) -> int:
    """The number of the last fact."""
    seq = 0
    while facts := page(town, after=seq, limit=1000)["facts"]:
        seq = facts[-1]["seq"]
    return seq


def test_facts_come_by_page_without_a_gap(town: Town) -> None:
    """Each page goes on where the last one ended."""
    before = last(town)
    town.resident("101").presses()
    town.resident("201").presses()

    first = page(town, after=before, limit=1)
    rest = page(town, after=first["next"], limit=1000)

    seqs = [fact["seq"] for fact in first["facts"] + rest["facts"]]
    assert seqs == list(range(before + 1, before + 1 + len(seqs)))
    assert rest["next"] == seqs[-1]
    kinds = [fact["kind"] for fact in first["facts"] + rest["facts"]]
    assert kinds.count("call_raised") == 2


def test_nothing_new_is_an_empty_page(town: Town) -> None:
    """And the same place to go on from."""
    seq = last(town)

    assert page(town, after=seq) == {"facts": [], "next": seq}
    assert page(town, after=seq, wait=1) == {"facts": [], "next": seq}


def test_who_waits_at_the_end_is_told_as_soon_as_something_happens(town: Town) -> None:
    """A long poll: the answer comes with the fact, not with the end of the wait."""
    seq = last(town)

    with ThreadPoolExecutor() as at_once:
        waiting = at_once.submit(page, town, after=seq, wait=14)
        call = town.resident("101").presses()
        told = waiting.result()

    assert call in [fact["call"] for fact in told["facts"]]


@pytest.mark.parametrize("who", ["C101", "D1"])
def test_the_feed_is_for_those_who_audit(town: Town, who: str) -> None:
    """Everything is in it."""
    answer = town.person(who).asks("GET", "/feed")

    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")


@pytest.mark.parametrize("params", [{"after": -1}, {"after": "x"}, {"limit": 0}, {"limit": 1001}, {"wait": 31}])
def test_a_page_that_cannot_be_is_refused(town: Town, params: dict[str, object]) -> None:
    """Out of range, or not a number."""
    answer = town.person("V1").asks("GET", "/feed", params=params)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
