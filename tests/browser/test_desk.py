"""Two dispatchers at their boards: who talks to whom, for how long it holds, and what the other one sees."""

import re

from playwright.sync_api import expect

from tests.browser.demo import Demo
from tests.browser.given import OpenBoard, OpenPhone, Press

SHORT = {"claim_seconds": 4, "claim_heartbeat_seconds": 1}


def test_an_answer_is_a_claim_with_a_lease_that_is_renewed(demo: Demo, open_board: OpenBoard, press: Press) -> None:
    """As long as the talk goes on, the lease does not run out; both boards show it."""
    demo.follows(**SHORT)
    board, other = open_board(), open_board(place=1)
    call = press("U0001")

    panel = board.opens(call)
    panel.verb("应答").click()
    seen = other.opens(call)

    expect(panel.claim).to_contain_text("您正在通话")
    expect(panel.claim).to_contain_text("自动续约")
    expect(seen.claim).to_contain_text(re.compile(f"{board.name} 正在通话租约还剩 \\d 秒"))
    panel.tells("call_answered")
    expect(panel.timeline).to_contain_text(re.compile("续约 ([5-9]|[0-9]{2}) 次"))
    expect(seen.claim).to_have_attribute("data-claim", "fresh")


def test_a_talk_is_taken_over_in_sight_of_who_had_it(open_board: OpenBoard, press: Press) -> None:
    """A key alone does not do it; a button that says so does, and the other is told by whom."""
    board, other = open_board(), open_board(place=1)
    call = press("U0001")
    panel = board.opens(call)
    panel.verb("应答").click()
    expect(panel.claim).to_contain_text("您正在通话")
    seen = other.opens(call)
    expect(seen.claim).to_contain_text(f"{board.name} 正在通话")

    other.presses("a")
    other.is_told("要接过来，请按“接过通话”")
    expect(seen.claim).to_contain_text(f"{board.name} 正在通话")
    seen.verb("接过通话").click()

    expect(seen.claim).to_contain_text("您正在通话")
    board.is_told(f"{other.name} 接过了这个通话")
    expect(panel.claim).to_contain_text(f"{other.name} 正在通话")
    seen.says(f"接过 {board.name} 的通话")


def test_a_claim_that_nobody_renews_is_taken_with_one_click(demo: Demo, open_board: OpenBoard, press: Press) -> None:
    """The other board's page was closed in the middle of a talk: it shows, and nobody has to ask."""
    demo.follows(**SHORT)
    board, other = open_board(), open_board(place=1)
    call = press("U0001")
    panel = board.opens(call)
    panel.verb("应答").click()
    expect(panel.claim).to_contain_text("您正在通话")
    seen = other.opens(call)

    board.page.close()

    expect(seen.claim).to_have_attribute("data-claim", "stale")
    expect(seen.claim).to_contain_text(f"{board.name} 的通话已断")
    seen.verb("应答").click()
    expect(seen.claim).to_contain_text("您正在通话")


def test_a_caregiver_is_chosen_from_a_list_that_tells_who_can_be_reached(
    open_board: OpenBoard, open_phone: OpenPhone, press: Press
) -> None:
    """The phone of whoever is sent rings, and says by whom."""
    board, phone = open_board(), open_phone("S1")
    call = press("U0800")
    panel = board.opens(call)

    panel.verb("指派").click()
    candidate = board.dialog.get_by_role("option").filter(has_text=phone.name)
    expect(candidate).to_contain_text("空闲")
    expect(candidate).to_contain_text("可响铃")
    candidate.click()
    board.dialog.get_by_role("button", name=f"指派 {phone.name}").click()

    board.shows(call, "accepted")
    phone.is_told("调度员 把这个呼叫派给了您")
    phone.has_read_it()
    phone.holds(call, "accepted")


def test_a_call_that_nobody_has_spoken_to_cannot_be_closed(open_board: OpenBoard, press: Press) -> None:
    """The dialog says what is missing; after a talk it closes, with its reason, and can be reopened."""
    board = open_board()
    call = press("U0001")
    panel = board.opens(call)

    panel.verb("结案").click()
    expect(board.dialog).to_contain_text("还没有人与老人通话或到过现场，不能结案")
    board.presses("Escape")
    panel.verb("应答").click()
    expect(panel.claim).to_contain_text("您正在通话")
    panel.verb("结案").click()
    board.dialog.get_by_role("radio", name="误报").click()
    expect(board.dialog.get_by_role("button", name="结案")).to_be_disabled()
    board.dialog.get_by_label("说明").fill("误按，本人确认")
    board.dialog.get_by_role("button", name="结案").click()

    board.no_longer_shows(call)
    panel.says("误按，本人确认")
    panel.verb("重新打开").click()
    board.dialog.get_by_label("原因").fill("又按了")
    board.dialog.get_by_role("button", name="重新打开").click()
    board.shows(call, "waiting")
