"""Who joins gets everything missed since their last number, or a snapshot: wholly the one or wholly the other."""

import pytest

from callcenter.domain.picture import Picture
from callcenter.domain.policy import Policy
from callcenter.live.connection import MOST_WAITING, Close
from callcenter.live.hub import REMEMBERED_EVENTS
from callcenter.live.messages import Hello, Resume
from tests.live.screen import CAREGIVER, DISPATCHER, NEIGHBOUR, Screen, seen
from tests.live.telling import EPOCH, Teller


def resume(seq: int, epoch: str = EPOCH) -> Hello:
    """The first word of a screen that was here before."""
    return Hello(resume=Resume(epoch, seq))


async def test_who_comes_back_soon_hears_what_was_missed_and_nothing_twice() -> None:
    """A tunnel of a minute costs nothing."""
    teller, phone = Teller(), Screen(CAREGIVER)
    teller.joins(phone)
    call = teller.press(1)
    await phone.read()
    teller.hub.leave(phone.connection)
    teller.note(call)
    teller.press(2, station="S2")

    back = Screen(CAREGIVER, state=phone.state, seq=phone.seq)

    assert teller.joins(back, resume(phone.seq)) == "resume"
    assert [(message["type"], message["seq"]) for message in await back.read()] == [("welcome", 3), ("event", 2)]


@pytest.mark.parametrize("hello", [Hello(), resume(1)], ids=["snapshot", "resume"])
async def test_who_joins_a_running_feed_is_told_at_once_that_nothing_is_missing(hello: Hello) -> None:
    """A screen is live with its first frame, whatever it had missed."""
    teller, before = Teller(), Screen(CAREGIVER)
    call = teller.press(1)
    teller.joins(before)
    await before.read()
    teller.note(call)
    teller.press(2, station="S2")
    teller.hub.is_current = True
    phone = Screen(CAREGIVER, state=before.state, seq=before.seq)
    teller.joins(phone, hello)

    told = await phone.read()

    assert [message["type"] for message in told][-1] == "position"
    assert phone.seq == teller.hub.seq == 3


async def test_who_joins_while_the_feed_stands_still_is_not_told_that_nothing_is_missing() -> None:
    """The database is away: what this process remembers may be old, and no screen may take it for the present."""
    teller, board = Teller(), Screen(DISPATCHER)
    teller.press(1)
    teller.hub.is_current = False
    teller.joins(board)

    assert [message["type"] for message in await board.read()] == ["welcome", "snapshot"]


@pytest.mark.parametrize(
    ("hello", "why"),
    [
        (resume(2, epoch="6f1c.2"), "another epoch: the database is not the one it knew"),
        (resume(10**6), "a number that does not exist yet"),
        (resume(0), "a number from before what is remembered"),
        (Hello(), "it was never here"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_who_cannot_be_told_everything_starts_from_a_snapshot(hello: Hello, why: str) -> None:
    """Wholly the one or wholly the other, never a part."""
    teller = Teller()
    call = teller.press(1)
    for _ in range(REMEMBERED_EVENTS + 1):
        teller.note(call)
    phone = Screen(NEIGHBOUR)

    assert teller.joins(phone, hello) == "snapshot", why
    assert [message["type"] for message in await phone.read()] == ["welcome", "snapshot"]
    assert phone.state == seen(teller.hub.picture or Picture(0, Policy()), NEIGHBOUR)


async def test_who_missed_too_much_starts_from_a_snapshot() -> None:
    """A long absence is cheaper to draw anew than to tell."""
    teller = Teller()
    call = teller.press(1)
    for _ in range(MOST_WAITING):
        teller.note(call)

    assert teller.joins(Screen(DISPATCHER), resume(1)) == "snapshot"
    assert teller.joins(Screen(DISPATCHER), resume(MOST_WAITING - 10)) == "resume"


async def test_who_missed_long_events_starts_from_a_snapshot() -> None:
    """What is told on resuming must fit into the queue, or the screen would be closed and come back for ever."""
    teller = Teller()
    for number in range(1, MOST_WAITING // 2):
        teller.press(number)

    back = Screen(DISPATCHER)

    assert teller.joins(back, resume(1)) == "snapshot"
    assert back.connection.closing is None


async def test_another_database_sends_everybody_back_to_the_start() -> None:
    """After a restore nobody goes on from a number of before."""
    teller, board = Teller(), Screen(DISPATCHER)
    teller.joins(board)

    teller.hub.show("6f1c.4", Picture(0, Policy()))

    assert board.connection.closing is Close.RESYNC
    assert teller.joins(Screen(DISPATCHER), resume(0)) == "snapshot"
