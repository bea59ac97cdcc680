"""Who gets in, who does not, and what is left on a device when somebody leaves."""

import re

from playwright.sync_api import Page, expect

from callcenter.domain.ids import Role, StationId
from tests.browser.demo import Demo
from tests.browser.given import NewPage, OpenPhone, Press, SignIn
from tests.browser.traces import traces_on
from tests.browser.watch import Watch


def test_a_wrong_password_is_refused_and_the_login_stays(demo: Demo, a_desk: NewPage, watch: Watch) -> None:
    """It says that login or password are wrong, and not which."""
    watch.expects("401")
    page = a_desk()
    page.goto("/sign-in")

    _signs_in(page, demo.person(Role.DISPATCHER).login, "wrong-horse")

    expect(page.get_by_role("alert")).to_have_text("账号或密码不对。")
    expect(page.get_by_label("账号")).to_have_value(demo.person(Role.DISPATCHER).login)
    expect(page.get_by_label("密码")).to_have_value("")


def test_who_guesses_passwords_is_told_how_many_seconds_to_wait(demo: Demo, a_desk: NewPage, watch: Watch) -> None:
    """The delay grows with every guess; the right password is not even looked at meanwhile."""
    watch.expects("401|429")
    login = demo.person(Role.CAREGIVER, station=StationId("S9"), place=5).login
    page = a_desk()
    page.goto("/sign-in")
    expect(page.get_by_label("账号")).to_be_focused()

    demo.guesses_wrong(login, until_told_to_wait=4)
    _signs_in(page, login, demo.staff[login].password)

    expect(page.get_by_role("alert")).to_have_text(re.compile(r"试得太多了，请等 \d+ 秒再试。"))


def test_a_link_to_a_call_leads_there_after_signing_in(demo: Demo, a_desk: NewPage, press: Press) -> None:
    """Whoever opens it finds that call and not just the first page."""
    call = press("U0001")
    desk = demo.person(Role.DISPATCHER)
    page = a_desk()
    page.goto(f"/board/calls/{call}")

    _signs_in(page, desk.login, desk.password)

    expect(page).to_have_url(re.compile(f"/board/calls/{call}$"))
    expect(page.locator(f"[data-panel='{call}']")).to_contain_text("处置要点")


def test_a_session_that_was_ended_elsewhere_ends_here_and_the_way_back_is_kept(
    demo: Demo, a_desk: NewPage, sign_in: SignIn, press: Press, watch: Watch
) -> None:
    """The page says that one has to sign in again, and leads back to what was open."""
    watch.expects("401")
    call = press("U0001")
    desk = demo.person(Role.DISPATCHER)
    page = a_desk()
    sign_in(page, desk.login, f"/board/calls/{call}")
    expect(page.locator(f"[data-panel='{call}']")).to_be_visible()

    demo.ends_sessions_of(desk.login)

    expect(page.get_by_text("登录已过期，请重新登录。")).to_be_visible()
    _signs_in(page, desk.login, desk.password)
    expect(page.locator(f"[data-panel='{call}']")).to_be_visible()


def test_a_caregiver_cannot_open_the_desks_pages(demo: Demo, a_phone: NewPage, sign_in: SignIn) -> None:
    """Each leads to the phone instead."""
    page = a_phone()
    sign_in(page, demo.person(Role.CAREGIVER).login, "/board")
    expect(page).to_have_url(re.compile("/phone$"))

    page.goto("/reports")

    expect(page).to_have_url(re.compile("/phone$"))
    expect(page.get_by_role("button", name="开始班次")).to_be_visible()


def test_signing_out_leaves_nothing_of_anybody_on_the_phone(
    demo: Demo, open_phone: OpenPhone, press: Press, watch: Watch
) -> None:
    """Not of the caregiver, not of whom they have helped today; and the shift has ended with it."""
    watch.expects("401")
    phone = open_phone("S1")
    resident = demo.resident_of("U0001")
    call = press("U0001")
    phone.accepts()
    phone.reads(resident["address"])
    demo.does(phone.login, "arrive", call)
    phone.resolves("已帮助")
    phone.is_calm()

    phone.taps("菜单")
    phone.taps("退出登录")

    expect(phone.page).to_have_url(re.compile("/sign-in"))
    expect(phone.page.get_by_label("账号")).to_be_focused()
    traces = traces_on(phone.page)
    assert [text for text in (phone.name, resident["name"], resident["address"]) if text in traces] == []
    assert not demo.is_on_duty(phone.login)
    phone.page.goto("/phone")
    expect(phone.page).to_have_url(re.compile("/sign-in"))


def _signs_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
