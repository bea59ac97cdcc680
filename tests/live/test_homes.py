"""Where a call comes from stands beside it on every screen: boards see all of it, phones neither name nor door."""

import msgspec

from callcenter.domain.policy import Policy
from tests.live.screen import CAREGIVER, DISPATCHER, NEIGHBOUR, Screen
from tests.live.telling import KNOWN, Teller

WHOLE = msgspec.json.decode(msgspec.json.encode(KNOWN))
WITHOUT_NAME = {"resident": "R1", "birth_date": "1941-03-08", "lives_alone": True}


async def test_a_board_shows_who_lives_there_and_a_phone_does_not() -> None:
    """In the snapshot and when the call rises alike."""
    teller, board, phone = Teller(), Screen(DISPATCHER), Screen(CAREGIVER)
    teller.joins(board)
    teller.joins(phone)
    call = str(teller.press(1))
    late_board, late_phone = Screen(DISPATCHER), Screen(CAREGIVER)
    teller.joins(late_board)
    teller.joins(late_phone)
    for screen in (board, phone, late_board, late_phone):
        await screen.read()

    assert board.state["calls"][call]["home"] == late_board.state["calls"][call]["home"] == WHOLE
    assert phone.state["calls"][call]["home"] == late_phone.state["calls"][call]["home"] == WITHOUT_NAME


async def test_the_home_is_told_when_the_call_appears_and_not_again() -> None:
    """A screen keeps it; every later event is short."""
    teller, phone = Teller(), Screen(NEIGHBOUR)
    teller.joins(phone)
    call = teller.press(1)
    await phone.read()
    teller.offer(call, "C201")
    teller.note(call)

    appears, goes_on = await phone.read()

    assert appears["changed"]["calls"][str(call)]["home"] == WITHOUT_NAME
    assert goes_on["changed"]["calls"][str(call)] == {"notes": 1, "version": 3}


async def test_a_home_that_is_not_known_is_null() -> None:
    """Somebody was registered after this process began: the call is shown all the same."""
    teller, board = Teller(), Screen(DISPATCHER)
    call = teller.press(2)
    teller.joins(board)
    await board.read()

    assert board.state["calls"][str(call)]["home"] is None


async def test_a_unit_in_trouble_shows_its_home_in_the_same_way() -> None:
    """Silent units stand beside the calls, and say whose they are to the same people."""
    teller, board, phone = Teller(), Screen(DISPATCHER), Screen(CAREGIVER)
    teller.joins(board)
    teller.joins(phone)
    teller.silence("U1", "R1")
    late = Screen(CAREGIVER)
    teller.joins(late)
    for screen in (board, phone, late):
        await screen.read()

    assert board.state["units"]["U1"]["home"] == WHOLE
    assert phone.state["units"]["U1"]["home"] == late.state["units"]["U1"]["home"] == WITHOUT_NAME


async def test_another_policy_reaches_every_screen_at_once() -> None:
    """Timers are coloured by the numbers in force, not by those of when the screen was opened."""
    teller, phone = Teller(), Screen(CAREGIVER)
    teller.joins(phone)
    await phone.read()
    before = phone.state["policy"]["breach_seconds"]
    teller.order(Policy(version=4, breach_seconds=120))
    await phone.read()

    assert (before, phone.state["policy"]["breach_seconds"], phone.state["policy_version"]) == (180, 120, 4)
