"""Chinese first, English by a switch: every word changes, and the device remembers."""

import pytest
from playwright.sync_api import Page, expect

from callcenter.domain.ids import Role
from tests.browser.demo import Demo
from tests.browser.given import NewPage, OpenBoard, OpenPhone, Press, SignIn
from tests.browser.reading import Reader

SAME_IN_BOTH = {"CSV", "P90", "P95", "P99"}


@pytest.fixture
def reader(demo: Demo) -> Reader:
    """Somebody who knows every name in the district."""
    return Reader(demo)


def test_every_word_of_the_board_is_there_in_both_languages(
    demo: Demo, open_board: OpenBoard, open_phone: OpenPhone, press: Press, reader: Reader
) -> None:
    """The list, a call with a long timeline, the people, and a dialog."""
    board, phone = open_board(), open_phone("S1")
    desk, call = demo.person(Role.DISPATCHER).login, press("U0001")
    phone.accepts()
    phone.holds(call, "accepted")
    demo.does(desk, "answer", call)
    demo.does(desk, "release", call)
    demo.does(desk, "hold", call, seconds=60)
    panel = board.opens(call)
    panel.tells("call_raised", "call_accepted", "call_answered", "call_released", "call_held")
    chinese = reader.words_on(board.page)

    _switches_to_english(board.page)

    english = reader.words_on(board.page)
    assert reader.chinese_on(board.page) == set()
    assert chinese & english <= SAME_IN_BOTH
    board.presses("h")
    expect(board.dialog).to_be_visible()
    assert reader.chinese_on(board.page) == set()
    _still_speaks_english(board.page)


def test_every_word_of_the_phone_is_there_in_both_languages(
    open_phone: OpenPhone, press: Press, reader: Reader
) -> None:
    """The calm screen, the offer, the visit and what one fills in at its end."""
    phone = open_phone("S1")
    phone.taps("菜单")
    _switches_to_english(phone.page)
    assert reader.chinese_on(phone.page) == set()
    phone.page.keyboard.press("Escape")
    assert reader.chinese_on(phone.page) == set()

    call = press("U0001")
    phone.is_offered(call)
    assert reader.chinese_on(phone.page) == set()
    phone.taps("Accept")
    phone.holds(call, "accepted")
    assert reader.chinese_on(phone.page) == set()
    phone.taps("Ask for help")

    expect(phone.dialog).to_be_visible()
    assert reader.chinese_on(phone.page) == set()
    _still_speaks_english(phone.page)


def test_every_word_of_the_reports_is_there_in_both_languages(
    demo: Demo, a_desk: NewPage, sign_in: SignIn, press: Press, reader: Reader
) -> None:
    """Figures, panels and the method behind them."""
    desk, call = demo.person(Role.DISPATCHER).login, press("U0001")
    demo.does(desk, "answer", call)
    demo.does(desk, "resolve", call, outcome="helped")
    page = a_desk()
    sign_in(page, demo.person(Role.SUPERVISOR).login, "/reports")
    expect(page.get_by_role("heading", name="没有守住的呼叫")).to_be_visible()
    chinese = reader.words_on(page)

    _switches_to_english(page)

    assert reader.chinese_on(page) == set()
    assert chinese & reader.words_on(page) <= SAME_IN_BOTH
    _still_speaks_english(page)


def _switches_to_english(page: Page) -> None:
    page.get_by_role("button", name="切换语言：English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="中文")).to_be_visible()


def _still_speaks_english(page: Page) -> None:
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("main")).to_be_visible()
