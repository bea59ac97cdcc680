"""What the board lets its dispatcher hear, and what it says when nothing can be heard."""

from playwright.sync_api import expect

from tests.browser.given import OpenBoard, Press


def test_the_first_click_on_a_silent_board_is_not_lost(open_board: OpenBoard, press: Press) -> None:
    """The red bar goes with the first touch of the page; nothing may slip away from under the pointer meanwhile."""
    board = open_board()
    call = press("U0001")
    board.shows(call)
    expect(board.silence).to_be_visible()

    board.row(call).get_by_role("link").hover()
    board.page.mouse.down()
    board.page.wait_for_timeout(300)
    board.page.mouse.up()

    board.panel(call)
    expect(board.silence).to_have_count(0)
