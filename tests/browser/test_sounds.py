"""What the board lets its dispatcher hear, and what it says when nothing can be heard."""

import re

import pytest
from playwright.sync_api import expect

from callcenter.domain.ids import Role, StationId
from tests.browser.board import Board
from tests.browser.demo import Demo
from tests.browser.ear import Ear
from tests.browser.given import NewPage, OpenBoard, OpenPhone, Press, SignIn


@pytest.fixture
def untouched_board(demo: Demo, a_desk: NewPage, sign_in: SignIn) -> Board:
    """A board that nobody has touched: looking into a page counts as a touch until the board is there."""
    page, login = a_desk(), demo.person(Role.DISPATCHER).login
    with page.expect_request("**/api/v1/reports/**"):
        sign_in(page, login, "/board")
    return Board(page, demo.name_of(login))


def test_the_first_click_on_a_silent_board_is_not_lost(untouched_board: Board, press: Press) -> None:
    """The red bar goes with the first touch of the page; nothing may slip away from under the pointer meanwhile."""
    board = untouched_board
    call = press("U0001")
    board.shows(call)
    expect(board.silence).to_be_visible()

    board.row(call).get_by_role("link").hover()
    board.page.mouse.down()
    board.page.wait_for_timeout(300)
    board.page.mouse.up()

    board.panel(call)
    expect(board.silence).to_have_count(0)


def test_a_board_that_nobody_has_touched_says_in_red_that_it_cannot_be_heard(
    untouched_board: Board, press: Press
) -> None:
    """The browser lets no page sound by itself; one button is enough."""
    board = untouched_board
    ear = Ear(board.page)
    press("U0001")

    expect(board.silence).to_be_visible()
    board.sounds("unanswered")
    assert ear.heard() == []
    board.page.get_by_role("button", name="打开声音").click()

    expect(board.silence).to_have_count(0)
    ear.hears("sawtooth")


def test_emergency_assistance_and_unanswered_sound_differently(
    open_board: OpenBoard, open_phone: OpenPhone, press: Press
) -> None:
    """One hears without looking how bad it is."""
    open_phone("S1")
    board = open_board(place=1)
    ear = Ear(board.page)
    board.turns_sound_on()

    press("U0002", "assistance")
    board.sounds("assistance")
    ear.hears("sine")
    press("U0001")
    board.sounds("emergency assistance")
    ear.hears("square")
    press("U0800")
    board.sounds("unanswered emergency assistance")
    ear.hears("sawtooth")

    assert len(set(ear.melodies())) == 3


def test_an_alarm_repeats_until_somebody_answers(open_board: OpenBoard, open_phone: OpenPhone, press: Press) -> None:
    """Looking away does not silence it; a voice at the home does."""
    open_phone("S1")
    board = open_board()
    ear = Ear(board.page)
    board.turns_sound_on()
    call = press("U0001")

    ear.hears("square", times=2)
    board.row(call).get_by_role("button", name="应答").click()

    board.sounds("")
    heard = len(ear.heard())
    board.page.wait_for_timeout(4_000)  # longer than the pause between two rounds
    assert len(ear.heard()) == heard


def test_quiet_is_for_a_minute_and_a_new_emergency_ends_it(open_board: OpenBoard, press: Press) -> None:
    """The button says how long it still is, and gives the sound back at a second press."""
    board = open_board()
    board.turns_sound_on()
    press("U0002", "assistance")
    board.sounds("unanswered")

    board.mute.click()
    expect(board.mute).to_contain_text(re.compile("静音 (60|5[0-9]) 秒"))
    expect(board.mute).to_contain_text(re.compile("静音 5[0-8] 秒"))
    board.mute.click()
    expect(board.mute).to_have_attribute("data-muted", "false")
    board.mute.click()
    expect(board.mute).to_have_attribute("data-muted", "true")
    press("U0001")

    expect(board.mute).to_have_attribute("data-muted", "false")


def test_equipment_in_trouble_makes_no_sound(demo: Demo, open_board: OpenBoard) -> None:
    """It is a task for the station, never a siren."""
    board = open_board()
    board.turns_sound_on()
    desk, home = demo.person(Role.DISPATCHER).login, demo.home(StationId("S1"))
    opened = demo.asks(desk, "POST", "/calls", json={"resident": home.resident, "kind": "technical", "note": "电池"})

    board.shows(opened.json()["call"]["id"])

    board.sounds("")
