"""What waits for a screen is bounded: one that does not read is closed, and a burst harms none that does."""

import asyncio

from callcenter.live.connection import MOST_BYTES, MOST_WAITING, Close
from tests.live.screen import DISPATCHER, Screen
from tests.live.telling import Teller


async def test_a_screen_that_does_not_read_is_closed_and_nobody_else_notices() -> None:
    """One phone in a lift never delays another."""
    teller, slow, quick = Teller(), Screen(DISPATCHER, session="slow"), Screen(DISPATCHER, session="quick")
    teller.joins(slow)
    teller.joins(quick)
    call = teller.press(1)
    for _ in range(MOST_WAITING):
        teller.note(call)
        await quick.read()

    assert slow.connection.closing is Close.SLOW
    assert await slow.connection.next_frame() is None
    assert quick.connection.closing is None
    assert quick.seq == teller.hub.seq == MOST_WAITING + 1


async def test_long_texts_close_a_slow_screen_sooner() -> None:
    """What waits is bounded in bytes as well as in number."""
    teller, board = Teller(), Screen(DISPATCHER)
    teller.joins(board)
    await board.read()
    call = teller.press(1)
    text = "很" * 2_000
    needed = MOST_BYTES // len(text.encode()) + 1
    for _ in range(needed):
        teller.note(call, text)

    assert needed < MOST_WAITING
    assert board.connection.closing is Close.SLOW


async def test_a_burst_closes_no_screen_that_reads() -> None:
    """Hundreds of facts of one moment are more than may wait: screens take what there is in between."""
    teller, board, away = Teller(), Screen(DISPATCHER, session="reads"), Screen(DISPATCHER, session="away")
    teller.joins(board)
    teller.joins(away)
    reading = asyncio.create_task(_reads_on(board))

    await teller.hub.publish_by_turns(teller.presses(300))

    reading.cancel()
    assert board.connection.closing is None
    assert board.seq == teller.hub.seq == 300
    assert away.connection.closing is Close.SLOW


async def _reads_on(screen: Screen) -> None:
    while True:
        await screen.read()
