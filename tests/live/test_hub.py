"""Who is connected hears everything that is theirs, in order, without holes; whoever is too slow starts again alone."""

import asyncio

from callcenter.domain.asker import SessionId
from callcenter.domain.ids import Role, StaffId, StationId
from callcenter.domain.picture import Picture, Viewer
from callcenter.domain.policy import Policy
from callcenter.live.connection import MOST_UNCONFIRMED_OFFERS, Close
from callcenter.live.hub import SESSION_CONNECTIONS, Hub
from callcenter.live.messages import Hello, Resume
from tests.live.screen import CAREGIVER, DISPATCHER, NEIGHBOUR, Screen, seen
from tests.live.telling import NOON, Teller

COLLEAGUE = Viewer(StaffId("C102"), Role.CAREGIVER, StationId("S1"))


def a_screen(viewer: Viewer = DISPATCHER, session: str = "session") -> Screen:
    """Somebody's screen, just opened."""
    return Screen(viewer, session=session)


async def test_events_and_positions_are_counted_without_a_hole() -> None:
    """A screen that misses a number knows that it missed something."""
    teller, board = Teller(), a_screen()
    teller.joins(board)
    call = teller.press(1)
    await board.read()
    teller.hub.place()
    await board.read()
    teller.note(call)
    await board.read()

    assert [message["n"] for message in board.heard if "n" in message] == [1, 2, 3]
    assert [message["type"] for message in board.heard] == ["welcome", "snapshot", "event", "position", "event"]


async def test_what_waits_goes_in_one_frame() -> None:
    """A phone that wakes up gets one parcel, not fifty."""
    teller, board = Teller(), a_screen()
    teller.joins(board)
    call = teller.press(1)
    for _ in range(50):
        teller.note(call)

    assert len(await board.read()) == 53
    assert board.state == seen(teller.hub.picture or Picture(0, Policy()), DISPATCHER)


async def test_a_single_message_is_not_wrapped() -> None:
    """A frame is one object, or an array when several wait."""
    teller, board = Teller(), a_screen()
    teller.joins(board)
    await board.read()
    teller.press(1)

    frame = await board.connection.next_frame()

    assert frame is not None
    assert frame.startswith(b"{")


async def test_a_position_is_not_told_while_anything_waits() -> None:
    """It says that nothing is missing, so it must not overtake."""
    teller, board = Teller(), a_screen()
    teller.joins(board)
    await board.read()
    teller.press(1)
    teller.hub.place()
    teller.hub.place()

    assert [message["type"] for message in await board.read()] == ["event"]


async def test_a_position_tells_how_far_a_quiet_screen_is_complete() -> None:
    """Nothing happened at this station, and the phone knows that it knows."""
    teller, phone = Teller(), a_screen(NEIGHBOUR)
    teller.joins(phone)
    await phone.read()
    teller.press(1, station="S1")
    teller.hub.place()

    told = await phone.read()

    assert [(message["type"], message["seq"]) for message in told] == [("position", 1)]


async def test_a_phone_that_confirms_no_offer_is_closed() -> None:
    """More than 64 offers that nobody saw: this screen is not being looked at."""
    teller, phone = Teller(), a_screen(CAREGIVER)
    teller.joins(phone)
    await phone.read()
    for number in range(1, MOST_UNCONFIRMED_OFFERS + 2):
        teller.offer(teller.press(number), "C101")
        await phone.read() if phone.connection.closing is None else None

    assert phone.connection.closing is Close.SLOW


async def test_a_phone_that_confirms_its_offers_stays() -> None:
    """An acknowledgement covers everything up to its number, once."""
    teller, phone = Teller(), a_screen(CAREGIVER)
    teller.joins(phone)
    offers = []
    for number in range(1, MOST_UNCONFIRMED_OFFERS + 2):
        offers.append(teller.offer(teller.press(number), "C101"))
        await phone.read()
        phone.connection.confirm(teller.hub.seq - 2)

    assert phone.connection.closing is None
    assert [told.offer for told in phone.connection.confirm(teller.hub.seq)] == offers[-1:]
    assert phone.connection.confirm(teller.hub.seq) == []


async def test_offers_in_the_first_snapshot_await_confirmation_too() -> None:
    """A phone that comes back with an offer waiting proves that it shows it."""
    teller, phone = Teller(), a_screen(CAREGIVER)
    offer = teller.offer(teller.press(1), "C101")
    teller.joins(phone)

    assert [told.offer for told in phone.connection.confirm(teller.hub.seq)] == [offer]


async def test_an_offer_is_looked_at_once_and_only_by_a_screen_that_was_told() -> None:
    """What a screen says it shows must be something that it got."""
    teller, phone, other = Teller(), a_screen(CAREGIVER), a_screen(NEIGHBOUR)
    teller.joins(phone)
    teller.joins(other)
    call = teller.press(1)
    offer = teller.offer(call, "C101")

    told = phone.connection.see(offer)

    assert told is not None
    assert (told.call, told.offer) == (call, offer)
    assert phone.connection.see(offer) is None
    assert other.connection.see(offer) is None


async def test_a_phone_that_comes_back_may_still_look_at_its_offer() -> None:
    """The offer was told on the line before this one."""
    teller, phone, again = Teller(), a_screen(CAREGIVER), a_screen(CAREGIVER)
    teller.joins(phone)
    offer = teller.offer(teller.press(1), "C101")
    teller.joins(again, Hello(resume=Resume(epoch=teller.hub.epoch, seq=teller.hub.seq)))

    assert again.connection.see(offer) is not None


async def test_who_is_signed_out_is_shut_out() -> None:
    """Ending a session closes its screens, and only those."""
    teller, gone, stays = Teller(), a_screen(session="gone"), a_screen(session="stays")
    teller.joins(gone)
    teller.joins(stays)

    teller.hub.end_sessions({SessionId("gone")})

    assert gone.connection.closing is Close.NOT_SIGNED_IN
    assert stays.connection.closing is None


async def test_the_oldest_of_too_many_tabs_gives_way() -> None:
    """A forgotten tab does not lock its owner out."""
    teller = Teller()
    tabs = [a_screen() for _ in range(SESSION_CONNECTIONS + 1)]
    for tab in tabs:
        teller.joins(tab)

    assert [tab.connection.closing for tab in tabs] == [Close.REPLACED] + [None] * SESSION_CONNECTIONS


async def test_a_restart_says_goodbye_first() -> None:
    """The last word tells when to come back, and what waited still arrives."""
    teller, board = Teller(), a_screen()
    teller.joins(board)
    teller.press(1)
    teller.hub.say_goodbye((0, 5000))

    told = await board.read()

    assert told[-1] == {"type": "bye", "reason": "restart", "retry_in": [0, 5000]}
    assert board.connection.closing is Close.RESTART
    assert await board.connection.next_frame() is None


async def test_who_was_heard_is_told_once_with_how_long_ago() -> None:
    """The last word counts, from whichever screen; whoever said nothing since is not told again."""
    hub = Hub()
    hub.hear(StaffId("C101"))
    await asyncio.sleep(0.05)
    hub.hear(StaffId("C102"))

    first, second = hub.take_heard(), hub.take_heard()

    assert first[StaffId("C101")] >= 0.05 > first[StaffId("C102")] >= 0
    assert second == {}


async def test_before_there_is_a_picture_screens_are_sent_away() -> None:
    """A server that has just started does not show an empty board."""
    hub, board = Hub(), a_screen()

    assert hub.join(board.connection, Hello(), NOON) is None
    assert board.connection.closing is Close.LATER


async def test_a_caregiver_hears_of_another_stations_call_only_while_it_is_put_to_them() -> None:
    """It appears whole with the offer, and is gone with it."""
    teller, phone = Teller(), a_screen(NEIGHBOUR)
    teller.joins(phone)
    call = teller.press(1, station="S1")
    teller.note(call, "private")
    await phone.read()
    before = dict(phone.state["calls"])
    offer = teller.offer(call, "C201")
    await phone.read()
    during = set(phone.state["calls"])
    teller.accept(call, "C101", teller.offer(call, "C101"))
    teller.withdraw(call, "C201", offer)
    teller.note(call, "more")
    await phone.read()

    assert (before, during, phone.state["calls"]) == ({}, {str(call)}, {})
    assert [message["seq"] for message in phone.heard if message["type"] == "event"] == [3, 4, 5, 6]


async def test_colleagues_are_shown_without_the_call_in_their_hands() -> None:
    """It may be a call of another station; the boards see it, and so does who holds it."""
    teller = Teller()
    screens = board, holder, colleague = a_screen(), a_screen(CAREGIVER), a_screen(COLLEAGUE)
    for screen in screens:
        teller.joins(screen)
    call = teller.press(1, station="S2")
    teller.accept(call, "C101", teller.offer(call, "C101"))
    for screen in screens:
        await screen.read()

    assert board.state["staff"]["C101"]["call"] == holder.state["staff"]["C101"]["call"] == str(call)
    assert "call" not in colleague.state["staff"]["C101"]
    assert set(colleague.state["staff"]) == {"C101", "C102"}


async def test_a_writer_that_waits_is_woken_by_the_next_word() -> None:
    """Nothing is sent late because nobody looked."""
    teller, board = Teller(), a_screen()
    teller.joins(board)
    await board.read()
    writer = asyncio.create_task(board.read())
    await asyncio.sleep(0)

    teller.press(1)

    assert [message["type"] for message in await writer] == ["event"]
