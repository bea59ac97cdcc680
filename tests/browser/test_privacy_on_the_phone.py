"""What a phone knows of a resident: nothing before it holds the call, the code only after a tap, nothing afterwards."""

from playwright.sync_api import expect

from callcenter.domain.ids import Role
from tests.browser.demo import Demo
from tests.browser.given import OpenPhone, Press
from tests.browser.traces import traces_on

PRIVATE = ("name", "address", "phone", "medical_notes", "access_notes", "key_safe_code")


def test_an_offer_tells_nothing_by_which_one_could_find_the_resident(
    demo: Demo, open_phone: OpenPhone, press: Press
) -> None:
    """Kind, distance, age: that is enough to say yes."""
    phone, home = open_phone("S1"), demo.home_with_key_safe()
    call = press(home.unit)

    phone.is_offered(call)

    traces = traces_on(phone.page)
    assert [what for what in _private(demo, home.unit) if what in traces] == []


def test_the_code_of_the_key_safe_comes_after_a_tap_that_is_written_down_and_is_kept_nowhere(
    demo: Demo, open_phone: OpenPhone, press: Press
) -> None:
    """Who looked at it is on record before it is on the screen."""
    phone, home = open_phone("S1"), demo.home_with_key_safe()
    resident = demo.resident_of(home.unit)
    call = press(home.unit)
    phone.accepts()
    phone.reads(resident["address"])
    assert resident["key_safe_code"] not in traces_on(phone.page)
    assert demo.reveals_of(call) == []

    phone.taps("看门禁码 留痕")
    phone.taps("查看并留痕")

    expect(phone.dialog).to_contain_text(resident["key_safe_code"])
    assert demo.reveals_of(call) == [phone.login]
    phone.taps("隐藏")
    expect(phone.dialog).to_have_count(0)
    assert resident["key_safe_code"] not in traces_on(phone.page)


def test_nothing_of_a_resident_stays_on_the_phone_when_the_call_is_over(
    demo: Demo, open_phone: OpenPhone, press: Press
) -> None:
    """The card lies on the phone as long as the visit needs it."""
    phone, home = open_phone("S1"), demo.home_with_key_safe()
    resident = demo.resident_of(home.unit)
    call = press(home.unit)
    phone.accepts()
    phone.reads(resident["address"])
    assert resident["address"] in traces_on(phone.page)
    demo.does(phone.login, "arrive", call)

    phone.resolves("已帮助", satisfaction=4)
    phone.is_calm()

    traces = traces_on(phone.page)
    assert [what for what in _private(demo, home.unit) if what in traces] == []


def test_a_call_that_the_desk_has_given_to_somebody_else_takes_its_card_along(
    demo: Demo, open_phone: OpenPhone, press: Press
) -> None:
    """The phone says where it went, and keeps nothing."""
    phone, other = open_phone("S1"), open_phone("S1", place=1)
    home = demo.home_with_key_safe()
    call = press(home.unit)
    phone.accepts()
    phone.reads(demo.resident_of(home.unit)["address"])

    demo.does(demo.person(Role.DISPATCHER).login, "assign", call, caregiver=other.login.upper())

    phone.is_told(f"已交给 {other.name}")
    phone.has_read_it()
    phone.is_calm()
    traces = traces_on(phone.page)
    assert [what for what in _private(demo, home.unit) if what in traces] == []


def _private(demo: Demo, unit: str) -> list[str]:
    resident = demo.resident_of(unit)
    return [resident[field] for field in PRIVATE if resident[field]]
