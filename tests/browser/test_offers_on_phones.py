"""An offer on a phone's screen: who wins it, and what its owner is told when it goes away."""

import time

from playwright.sync_api import expect

from callcenter.domain.ids import Role
from tests.browser.demo import Demo
from tests.browser.given import OpenBoard, OpenPhone, Press
from tests.browser.line import Line
from tests.browser.watch import Watch


def test_of_two_who_accept_at_the_same_moment_one_goes_and_the_other_is_told_who(
    demo: Demo, open_phone: OpenPhone, press: Press, watch: Watch
) -> None:
    """Whoever of the two it is: the loser reads a name, and is ready for the next offer."""
    watch.expects("409")
    one, other = open_phone("S1"), open_phone("S1", place=1)
    call = press("U0001")
    one.is_offered(call)
    other.is_offered(call)

    moment = (time.time() + 1.5) * 1000
    one.accepts_at(moment)
    other.accepts_at(moment)
    expect(one.visit.or_(one.must_read).or_(one.gone)).to_be_visible()
    expect(other.visit.or_(other.must_read).or_(other.gone)).to_be_visible()

    winner, loser = (one, other) if demo.holder_of(call) == one.login else (other, one)
    winner.holds(call, "accepted")
    expect(loser.page.get_by_text(f"已由 {winner.name} 接单")).to_be_visible()
    loser.taps("知道了")
    loser.is_calm()


def test_a_caregiver_who_has_not_answered_is_told_who_took_the_call(open_phone: OpenPhone, press: Press) -> None:
    """The offer leaves the screen by itself, with a name and thanks."""
    quick, slow = open_phone("S1"), open_phone("S1", place=1)
    call = press("U0001")
    slow.is_offered(call)

    quick.accepts()

    slow.has_lost_it("taken", f"已由 {quick.name} 接单")
    slow.taps("知道了")
    slow.is_calm()


def test_a_yes_that_comes_too_late_is_refused_with_the_name_of_who_was_first(
    open_phone: OpenPhone, press: Press, line: Line, watch: Watch
) -> None:
    """The phone has not heard the news yet: the service's answer tells it."""
    watch.expects("409")
    quick, slow = open_phone("S1"), open_phone("S1", place=1, via=line)
    call = press("U0001")
    slow.is_offered(call)
    line.holds_news_back()
    quick.accepts()
    quick.holds(call, "accepted")

    slow.accepts()

    slow.is_told(f"已由 {quick.name} 接单")
    slow.counts_appearances_of("section.gone")
    line.lets_news_pass()
    slow.is_live()
    slow.has_read_it()
    slow.is_calm()
    assert slow.appearances() == 0, "once is enough"


def test_old_news_does_not_bring_the_offer_back(demo: Demo, open_phone: OpenPhone, press: Press, line: Line) -> None:
    """The answer to the acceptance is newer than what the socket still has to tell."""
    phone = open_phone("S1", via=line)
    call = press("U0001")
    phone.is_offered(call)
    line.holds_news_back()
    demo.does(demo.person(Role.DISPATCHER).login, "note", call, text="门口有狗")

    phone.accepts()
    phone.holds(call, "accepted")
    phone.counts_appearances_of("section.offer")
    line.lets_news_pass()
    phone.is_live()

    phone.holds(call, "accepted")
    assert phone.appearances() == 0


def test_an_offer_that_the_desk_has_closed_leaves_the_screen(demo: Demo, open_phone: OpenPhone, press: Press) -> None:
    """Nobody drives to a call that is over."""
    phone, desk = open_phone("S1"), demo.person(Role.DISPATCHER).login
    call = press("U0001")
    phone.is_offered(call)

    demo.does(desk, "answer", call)
    demo.does(desk, "resolve", call, outcome="false_alarm", reason="误按")

    phone.has_lost_it("closed", "呼叫已经结案")
    phone.taps("知道了")
    phone.is_calm()


def test_an_offer_that_has_run_out_can_still_be_taken_while_nobody_goes(
    demo: Demo, open_phone: OpenPhone, press: Press, line: Line
) -> None:
    """The count-down ends without any news, the phone says so, and help that comes late is still help."""
    demo.follows(offer_seconds=4, delivery_seconds=2)
    phone = open_phone("S1", via=line)
    call = press("U0001")
    phone.is_offered(call)

    line.holds_news_back()
    phone.has_lost_it("expired", "还没有人接单")
    phone.taps("我去，接单")

    phone.holds(call, "accepted")


def test_the_most_urgent_offer_fills_the_screen_and_the_others_are_a_tap_away(
    open_phone: OpenPhone, press: Press
) -> None:
    """An emergency comes before what was there; a person may still choose."""
    phone = open_phone("S1")
    shopping = press("U0002", "assistance")
    phone.is_offered(shopping)

    fall = press("U0001")
    phone.is_offered(fall)
    phone.chooses(shopping)
    phone.is_offered(shopping)
    phone.accepts()

    phone.is_offered(fall)


def test_a_no_is_told_to_the_desk_with_its_reason(open_board: OpenBoard, open_phone: OpenPhone, press: Press) -> None:
    """Who declines is calm again; the board knows who and why."""
    board, phone = open_board(), open_phone("S1")
    call = press("U0001")
    phone.is_offered(call)

    phone.declines("太远，来不及")

    phone.is_calm()
    board.says_of(call, "1 人拒绝")
    panel = board.opens(call)
    panel.shows_offer(phone.name, "declined")
    panel.says("太远，来不及")


def test_a_call_that_is_given_back_waits_again(open_board: OpenBoard, open_phone: OpenPhone, press: Press) -> None:
    """With the reason on its timeline; the phone that gave it back is free."""
    board, phone = open_board(), open_phone("S1")
    call = press("U0001")
    phone.accepts()
    phone.holds(call, "accepted")

    phone.gives_back("进不了门")

    phone.is_calm()
    board.shows(call, "waiting")
    board.opens(call).says("进不了门")


def test_a_cry_for_help_makes_the_call_an_emergency(open_board: OpenBoard, open_phone: OpenPhone, press: Press) -> None:
    """What began with shopping stands on the board in red."""
    board, phone = open_board(), open_phone("S1")
    call = press("U0002", "assistance")
    phone.accepts()
    phone.holds(call, "accepted")
    board.says_of(call, "生活服务")

    phone.taps("请求支援")
    phone.taps("确定请求支援")

    board.says_of(call, "紧急")
    board.opens(call).says("现场求助")
