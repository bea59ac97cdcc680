"""One call, from the button at home to the caregiver's goodbye, on every screen that follows it."""

from playwright.sync_api import expect

from tests.browser.given import OpenBoard, OpenPhone, Press


def test_the_board_follows_a_call_from_the_press_to_the_goodbye(
    open_board: OpenBoard, open_phone: OpenPhone, press: Press
) -> None:
    """Each step that the caregiver takes stands on the board as soon as the service knows it."""
    board, phone = open_board(), open_phone("S1")

    call = press("U0001")
    board.shows(call, "waiting")
    panel = board.opens(call)
    phone.is_offered(call)
    panel.shows_offer(phone.name, "seen")
    phone.accepts()
    board.shows(call, "accepted")
    panel.shows_offer(phone.name, "accepted")
    phone.holds(call, "accepted")
    phone.taps("我出发了")
    board.shows(call, "travelling")
    phone.taps("我到了")
    board.shows(call, "on_scene")
    board.says_of(call, f"{phone.name} 到场")
    phone.resolves("已帮助", satisfaction=5)
    board.no_longer_shows(call)
    phone.is_calm()

    panel.tells("call_raised", "offer_made", "offer_delivered", "offer_seen", "call_accepted", "caregiver_departed")
    panel.tells("caregiver_departed", "caregiver_arrived", "call_resolved")
    panel.says("满意度 5/5")
    panel.tells_how_far_the_offer_got(phone.name, "已发出", "已送达", "已看到", "已接单")
    expect(board.figure("waiting")).to_have_text("0")
    expect(board.figure("answer")).not_to_have_text("—")
    expect(board.figure("arrival")).not_to_have_text("—")
