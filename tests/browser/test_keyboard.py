"""The whole desk without a mouse; the focus is always in sight and never lost."""

import pytest
from playwright.sync_api import expect

from callcenter.domain.ids import Role
from tests.browser.board import Board
from tests.browser.demo import Demo
from tests.browser.given import NewPage, OpenBoard, OpenPhone, Press


def test_a_dispatcher_signs_in_and_finds_a_call_with_the_keyboard_alone(
    demo: Demo, a_desk: NewPage, press: Press
) -> None:
    """From the first field to the call's page and back to its row."""
    first, second = press("U0001"), press("U0101", "assistance")
    desk = demo.person(Role.DISPATCHER)
    page = a_desk()
    page.goto("/sign-in")

    expect(page.get_by_label("账号")).to_be_focused()
    page.keyboard.type(desk.login)
    page.keyboard.press("Tab")
    page.keyboard.type(desk.password)
    page.keyboard.press("Enter")
    board = Board(page, "")
    board.is_live()
    board.shows(second)
    board.presses("j", "j", "k", "ArrowDown", "Enter")
    board.panel(second)
    board.focus_is_in_sight()
    board.presses("Escape")

    expect(board.row(second).get_by_role("link")).to_be_focused()
    board.focus_is_in_sight()
    board.presses("ArrowUp", "Enter")
    board.panel(first)


def test_a_call_is_answered_assigned_noted_and_held_with_the_keyboard_alone(
    open_board: OpenBoard, open_phone: OpenPhone, press: Press
) -> None:
    """Each deed has its key, and each dialog sends by Enter or Control and Enter."""
    phone = open_phone("S9")
    board = open_board()
    call = press("U0001")
    phone.is_offered(call)
    board.presses("j", "Enter")
    panel = board.panel(call)

    board.presses("h")
    board.types_into("原因", "家属在路上")
    board.presses("Enter")
    panel.tells("call_held")
    expect(board.dialog).to_have_count(0)
    board.presses("m")
    board.types_into("备注内容", "女儿来过电话")
    board.presses("Control+Enter")
    panel.says("女儿来过电话")
    expect(board.dialog).to_have_count(0)
    board.presses("a")
    expect(panel.claim).to_contain_text("您正在通话")
    board.presses("s")
    expect(board.dialog.get_by_role("option")).not_to_have_count(0)
    board.page.keyboard.type(phone.name)
    board.presses("ArrowDown", "Enter")

    board.shows(call, "accepted")
    phone.is_told("调度员 把这个呼叫派给了您")


@pytest.mark.parametrize("key", ["n", "s", "m", "h", "d", "?"])
def test_escape_closes_a_dialog_and_the_focus_is_not_lost(open_board: OpenBoard, press: Press, key: str) -> None:
    """It goes back to where it was, not to the top of the page."""
    board = open_board()
    call = press("U0001")
    board.shows(call)
    board.presses("j", "Enter")
    board.panel(call)

    board.presses(key)
    expect(board.dialog).to_be_visible()
    board.focus_is_in_sight()
    board.presses("Escape")

    expect(board.dialog).to_have_count(0)
    board.panel(call)
    board.focus_is_in_sight()


def test_a_call_is_opened_by_hand_for_somebody_found_by_the_initials_of_the_name(
    demo: Demo, open_board: OpenBoard
) -> None:
    """Somebody telephones; the dispatcher types as on any Chinese keyboard."""
    board = open_board()
    resident = demo.resident_of("U0450")

    board.presses("n")
    expect(board.dialog.get_by_role("textbox")).to_be_focused()
    board.page.keyboard.type(demo.initials_of(resident["id"]))
    found = board.dialog.get_by_role("option").filter(has_text=resident["address"])
    expect(found).to_be_visible()
    board.goes_down_to(found)
    board.presses("Enter")
    expect(board.dialog.get_by_role("radio", name="紧急")).to_be_visible()
    board.types_into("情况", "电话说头晕")
    board.presses("Control+Enter")

    board.is_told("已新建呼叫")
    expect(board.page.locator("[data-panel]")).to_contain_text(resident["name"])
    expect(board.page.locator("[data-panel]")).to_contain_text("电话说头晕")
    board.focus_is_in_sight()
