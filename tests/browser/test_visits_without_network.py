"""A phone without a network: what its owner does waits, is shown as waiting, and is sent when the line is back."""

import re
from datetime import datetime

from playwright.sync_api import expect

from tests.browser.demo import Demo
from tests.browser.given import OpenPhone, Press
from tests.browser.watch import Watch

NO_NETWORK = "ERR_INTERNET_DISCONNECTED|WebSocket connection"


def test_a_visit_without_network_is_told_in_order_when_the_line_is_back(
    demo: Demo, open_phone: OpenPhone, press: Press, watch: Watch
) -> None:
    """The service believes nothing before it was told; then it knows each step, with the phone's own time."""
    watch.expects(NO_NETWORK)
    phone = open_phone("S1")
    call = press("U0001")
    phone.is_offered(call)

    phone.loses_its_network()
    phone.accepts()
    phone.taps("我出发了")
    phone.taps("我到了")
    phone.waits_to_send("accept", "depart", "arrive")
    expect(phone.line).to_contain_text("3 条操作等待发送，尚未生效")
    phone.has_done()
    assert demo.holder_of(call) is None

    phone.has_its_network_again()
    phone.waits_to_send()
    phone.holds(call, "on_scene")
    phone.has_done("accepted", "travelling", "on_scene")
    verbs, moments = zip(*phone.sent, strict=True)
    assert verbs == ("accept", "depart", "arrive")
    assert sorted(moments) == list(moments)
    told = [demo.facts_of(call, kind)[0] for kind in ("call_accepted", "caregiver_departed", "caregiver_arrived")]
    assert max(moments) < told[0]["at"], "they were done before they were told"
    assert [datetime.fromisoformat(fact["claimed_at"]) for fact in told] == [datetime.fromisoformat(m) for m in moments]


def test_who_was_beaten_while_without_network_is_told_by_whom_and_nothing_more_is_sent(
    open_phone: OpenPhone, press: Press, watch: Watch
) -> None:
    """The steps that followed fall with the acceptance, and the phone says which."""
    watch.expects(NO_NETWORK + "|409")
    away, there = open_phone("S1"), open_phone("S1", place=1)
    call = press("U0001")
    away.is_offered(call)

    away.loses_its_network()
    away.accepts()
    away.taps("我出发了")
    there.accepts()
    there.holds(call, "accepted")
    away.has_its_network_again()

    away.is_told(f"已由 {there.name} 接单")
    away.is_told("后面的操作也一起取消了：出发。")
    away.has_read_it()
    away.is_calm()
    away.waits_to_send()
    there.holds(call, "accepted")


def test_a_phone_that_is_opened_anew_without_network_still_shows_the_visit(
    demo: Demo, open_phone: OpenPhone, press: Press, watch: Watch
) -> None:
    """The page comes from the phone itself, the card and the waiting step too; nothing is lost."""
    watch.expects(NO_NETWORK)
    phone = open_phone("S1")
    call = press("U0001")
    resident = demo.resident_of("U0001")
    phone.accepts()
    phone.reads(resident["address"])
    phone.keeps_its_page()

    phone.loses_its_network()
    phone.taps("我出发了")
    phone.waits_to_send("depart")
    phone.page.reload()

    phone.reads(resident["name"])
    phone.reads(resident["address"])
    phone.waits_to_send("depart")
    expect(phone.page.get_by_text(re.compile("手机里保存的内容"))).to_be_visible()
    phone.has_its_network_again()
    phone.holds(call, "travelling")
    phone.waits_to_send()
