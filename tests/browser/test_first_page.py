"""What a browser gets before anybody has signed in."""

import re

from playwright.sync_api import expect

from tests.browser.demo import Demo
from tests.browser.given import NewPage
from tests.browser.watch import Watch


def test_a_page_may_run_and_load_only_what_the_service_itself_sends(demo: Demo) -> None:
    """The policy comes with the page, and with every address that the page's own router knows."""
    answers = [demo.centre.http.get(path, headers={"Accept": "text/html"}) for path in ("/", "/board", "/phone")]

    assert {answer.status_code for answer in answers} == {200}
    assert all("default-src 'none'" in answer.headers["Content-Security-Policy"] for answer in answers)
    assert all("unsafe" not in answer.headers["Content-Security-Policy"] for answer in answers)


def test_somebody_without_a_session_is_asked_to_sign_in(a_desk: NewPage) -> None:
    """Whatever was asked for; and the page has nothing to complain about."""
    page = a_desk()

    page.goto("/board")

    expect(page).to_have_url(re.compile("/sign-in"))
    expect(page.get_by_label("密码")).to_be_visible()


def test_what_the_content_policy_stops_is_noticed(a_desk: NewPage, watch: Watch) -> None:
    """Otherwise no other test here would mean anything by its silence."""
    page = a_desk()
    page.goto("/sign-in")
    watch.expects("content policy: style-src|Content Security Policy directive")

    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(100)

    assert watch.heard("content policy: style-src")


def test_the_map_can_draw(a_desk: NewPage) -> None:
    """WebGL works here, in software: a map that stays empty has another reason."""
    page = a_desk()
    page.goto("/sign-in")

    assert page.evaluate("document.createElement('canvas').getContext('webgl2') !== null")
