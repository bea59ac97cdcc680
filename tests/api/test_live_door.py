"""The live door: who is let in, who is sent away, and with which word."""

import pytest

from tests.journeys.centre import PASSWORD
from tests.journeys.people import Town
from tests.journeys.screens import Screen


def stranger(town: Town, **headers: str) -> Screen:
    """A screen that shows these headers and no token of anybody."""
    return Screen(town.centre.url, headers)


def cookie_of(town: Town, person: str) -> str:
    """The cookie that a browser got for this person."""
    sign_in = {"login": person.lower(), "password": PASSWORD}
    answer = town.centre.http.post("/api/v1/sessions", json=sign_in)
    assert answer.status_code == 201, answer.text
    town.centre.http.cookies.clear()
    return f"session={answer.cookies['session']}"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic dTpw"}])
def test_who_is_not_signed_in_is_not_let_in(town: Town, headers: dict[str, str]) -> None:
    """4401: sign in, then come back."""
    screen = stranger(town, **headers).connects()

    assert screen.is_closed() == 4401


def test_a_browser_is_let_in_from_our_own_page(town: Town) -> None:
    """With its cookie and our origin."""
    screen = stranger(town, Cookie=cookie_of(town, "D1")).connects(origin=town.centre.url)
    screen.says(type="hello")

    assert screen.is_welcomed()["mode"] == "snapshot"
    screen.drops()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_a_foreign_page_cannot_listen_with_somebodys_cookie(town: Town, origin: str | None) -> None:
    """4403: the browser would send the cookie along, so the origin decides."""
    screen = stranger(town, Cookie=cookie_of(town, "D1")).connects(origin=origin)

    assert screen.is_closed() == 4403


def test_a_foreign_page_cannot_act_with_somebodys_cookie(town: Town) -> None:
    """The same over HTTP."""
    headers = {"Cookie": cookie_of(town, "C101"), "Origin": "http://evil.example"}

    answer = town.centre.http.post("/api/v1/me/shift", json={"can_ring": True}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")


def test_when_a_session_ends_its_screens_end_too(town: Town) -> None:
    """Signed out on one screen is signed out on all of that session."""
    screen = town.person("D2").opens_screen()

    town.centre.http.delete("/api/v1/sessions/current", headers=town.person("D2").headers)
    town.centre.tokens.pop("D2")

    assert screen.is_closed() == 4401


def test_a_session_that_is_ended_in_the_database_ends_its_screens_too(town: Town) -> None:
    """Wherever it was revoked, this process finds out by itself."""
    screen = town.person("D2").opens_screen()

    town.centre.rows("UPDATE staff SET disabled_at = now() WHERE id = 'D2'")
    try:
        assert screen.is_closed() == 4401
    finally:
        town.centre.rows("UPDATE staff SET disabled_at = NULL WHERE id = 'D2'")
        town.centre.tokens.pop("D2")


@pytest.mark.parametrize("word", [{"type": "ack", "seq": 1}, {"type": "shout"}, {"type": "hello", "colour": "red"}, {}])
def test_the_first_word_is_hello(town: Town, word: dict[str, object]) -> None:
    """4400: this is not a client of ours."""
    screen = town.person("D1").screen().connects()

    screen.says(**word)

    assert screen.is_closed() == 4400


@pytest.mark.parametrize(
    "word", [{"type": "ack"}, {"type": "ack", "seq": -1}, {"type": "hello"}, {"type": "ping", "sent": "x" * 5000}]
)
def test_a_word_that_is_not_in_the_contract_ends_the_talk(town: Town, word: dict[str, object]) -> None:
    """Rather than guessing what was meant."""
    screen = town.person("D1").opens_screen()

    screen.says(**word)

    assert screen.is_closed() == 4400


@pytest.mark.parametrize("sent", [1234.5, 7, "t1", None, {"at": 1}])
def test_a_ping_comes_back_as_it_was_sent(town: Town, sent: object) -> None:
    """For the round trip, and for the difference of the clocks."""
    screen = town.person("C101").opens_screen()

    screen.says(type="ping", sent=sent)

    pong = screen.hears_pong()
    assert pong["sent"] == sent
    assert pong["now"].endswith("Z")


def test_a_quiet_screen_is_told_how_far_it_is_complete(town: Town) -> None:
    """The heartbeat of the boards: nothing happens, and that is news too."""
    screen = town.person("D1").opens_screen()

    assert screen.hears_position() >= screen.welcome["seq"]


def test_the_ninth_screen_of_a_session_replaces_the_oldest(town: Town) -> None:
    """4410: somebody left a tab open, eight of them."""
    screens = [town.person("D1").opens_screen() for _ in range(9)]

    assert screens[0].is_closed() == 4410
    screens[-1].says(type="ping", sent=1)
    assert screens[-1].hears_pong()["sent"] == 1
