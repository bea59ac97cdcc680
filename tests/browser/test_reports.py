"""The supervisor's desk: a question, its figures, the calls behind them, and something to take along."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from callcenter.domain.ids import Role
from tests.browser.demo import Demo
from tests.browser.given import NewPage, Press, SignIn
from tests.browser.panel import CallPanel

IMPATIENT = {"answer": [{"within_seconds": 1, "share": 0.9}, {"within_seconds": 2, "share": 0.99}]}


@pytest.fixture
def breach(demo: Demo, press: Press) -> str:
    """A call from the first station that was answered later than promised, and closed."""
    demo.follows(targets=IMPATIENT)
    desk, call = demo.person(Role.DISPATCHER).login, press("U0001")
    demo.waits_until_older_than(call, seconds=2.1)
    demo.does(desk, "answer", call)
    demo.does(desk, "resolve", call, outcome="helped")
    return call


@pytest.fixture
def page(demo: Demo, a_desk: NewPage, sign_in: SignIn, breach: str) -> Page:  # noqa: ARG001 - the call comes first
    """The reports of today, as a supervisor sees them."""
    page = a_desk(accept_downloads=True)
    sign_in(page, demo.person(Role.SUPERVISOR).login, "/reports")
    page.get_by_role("button", name="今天").click()
    expect(page.get_by_role("button", name="今天")).to_have_attribute("aria-pressed", "true")
    return page


def test_a_supervisor_follows_a_breach_to_the_timeline_of_its_call(page: Page, breach: str) -> None:
    """From a number to everything that happened, second by second."""
    row = page.locator(f"tr[data-call='{breach}']")
    expect(row).to_contain_text("应答超目标")

    row.get_by_role("link").click()

    panel = CallPanel(page, breach)
    panel.is_open()
    panel.tells("call_raised", "call_answered", "call_resolved")


def test_a_filter_is_in_the_address_and_holds_for_every_part_of_the_page(page: Page, breach: str) -> None:
    """A link to a report shows the same report to whoever opens it."""
    page.get_by_role("combobox", name="服务站").select_option("毛胜寺")
    expect(page.locator(f"tr[data-call='{breach}']")).to_be_visible()

    page.get_by_role("combobox", name="服务站").select_option("马坊东")

    expect(page).to_have_url(re.compile("station=S9"))
    expect(page.locator(f"tr[data-call='{breach}']")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("combobox", name="服务站")).to_have_value("S9")
    expect(page.locator(f"tr[data-call='{breach}']")).to_have_count(0)
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator(f"tr[data-call='{breach}']")).to_be_visible()


def test_the_figures_can_be_taken_along_as_a_sheet_that_spreadsheets_read_in_chinese(
    page: Page, tmp_path: Path
) -> None:
    """With the mark by which they know that it is UTF-8."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载 CSV").click()
    downloading.value.save_as(tmp_path / "report.csv")

    sheet = (tmp_path / "report.csv").read_bytes()
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert "毛胜寺" in sheet.decode("utf-8-sig")


def test_on_paper_the_report_stands_without_what_only_a_screen_needs(page: Page, breach: str) -> None:
    """No navigation, nothing to press, the period and the moment on top, and the calls that owe an explanation."""
    expect(page.locator(f"tr[data-call='{breach}']")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button", name="打印")).to_have_count(0)
    expect(page.get_by_role("link", name="下载 CSV")).to_have_count(0)
    expect(page.get_by_role("form", name="查询条件")).to_have_count(0)
    expect(page.get_by_role("heading", name="响应时间报表")).to_be_visible()
    expect(page.get_by_text("生成于")).to_be_visible()
    expect(page.locator(f"tr[data-call='{breach}']")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
