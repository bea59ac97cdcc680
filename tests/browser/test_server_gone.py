"""The server dies under open screens and comes back; nobody reloads anything."""

import pytest
from playwright.sync_api import expect

from tests.browser.demo import Demo
from tests.browser.given import OpenBoard, OpenPhone, Press
from tests.browser.line import Line
from tests.browser.watch import Watch

NO_SERVER = "net::ERR_|WebSocket connection"


@pytest.fixture
def demo(own_demo: Demo) -> Demo:
    """A centre that may be killed."""
    return own_demo


def test_a_board_whose_server_was_killed_is_covered_and_then_has_everything_by_itself(
    demo: Demo, open_board: OpenBoard, press: Press, line: Line, watch: Watch
) -> None:
    """Also the call that came in while this board was dark; and it says what was missed."""
    watch.expects(NO_SERVER)
    board = open_board(via=line)
    known = press("U0001")
    board.shows(known)

    demo.centre.is_killed()
    board.is_not_live("连不上服务器")
    board.cannot_be_touched()
    line.is_cut()  # so that the press is there before the board is
    demo.centre.start()
    dark = press("U0101", "assistance")
    line.is_mended()

    board.is_live()
    board.shows(known)
    board.shows(dark)
    expect(board.missed).to_contain_text("刚才断开了")
    expect(board.missed).to_contain_text("新呼叫 1")
    board.opens(known)


def test_a_phone_whose_server_was_killed_says_that_no_offer_can_reach_it(
    demo: Demo, open_phone: OpenPhone, press: Press, watch: Watch
) -> None:
    """On the calm screen too, where it must not look ready; and it is ready again by itself."""
    watch.expects(NO_SERVER)
    phone = open_phone("S1")

    demo.centre.is_killed()

    phone.cannot_be_reached()
    demo.centre.start()
    phone.is_calm()
    call = press("U0001")
    phone.is_offered(call)
