"""A screen that is not live says so, whatever the reason: silence, a feed that stands still, a line that is cut."""

from playwright.sync_api import expect

from tests.browser.demo import Demo
from tests.browser.given import OpenBoard, Press
from tests.browser.line import Line
from tests.browser.stalling import feed_stands_still, server_sleeps


def test_a_board_is_covered_when_the_server_falls_asleep(demo: Demo, open_board: OpenBoard, press: Press) -> None:
    """The socket stays open and nothing comes; when the server wakes, so does the board."""
    board = open_board()
    call = press("U0001")
    board.shows(call)

    with server_sleeps(demo):
        board.is_not_live("事件流停了")
        board.cannot_be_touched()

    board.is_live()
    board.shows(call)


def test_a_board_is_covered_when_the_feed_stands_still_though_the_server_answers(
    demo: Demo, open_board: OpenBoard, press: Press
) -> None:
    """Pongs prove that somebody is there, not that the list is true."""
    board = open_board()
    call = press("U0001")
    board.shows(call)
    socket = board.opens_its_socket_again()

    with feed_stands_still(demo):
        board.is_not_live("事件流停了")
        socket.wait_for_event("framereceived", lambda told: '"pong"' in str(told))
        board.is_not_live("事件流停了")

    board.is_live()
    board.shows(call)


def test_what_happened_on_a_silent_line_is_there_when_it_speaks_again(
    open_board: OpenBoard, press: Press, line: Line
) -> None:
    """The list is never empty without reason, and never half: it is covered, then complete."""
    board = open_board(via=line)
    known = press("U0001")
    board.shows(known)

    line.holds_news_back()
    missed = press("U0101", "assistance")
    board.is_not_live()
    line.lets_news_pass()

    board.is_live()
    board.shows(missed)
    expect(board.missed).to_contain_text("新呼叫 1")
