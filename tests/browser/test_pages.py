"""Every page in both languages and at the sizes it is made for: nothing on it keeps anybody out.

The same walk takes the pictures of docs/screenshots (`make screenshots`).
"""

import pytest
from playwright.sync_api import Page, expect

from callcenter.domain.ids import Role, StationId
from tests.browser.busy import busy_hour
from tests.browser.demo import Demo
from tests.browser.gallery import Gallery
from tests.browser.given import NewPage, SignIn
from tests.browser.screens import Words, speaks
from tests.browser.watch import Watch

LANGUAGES = ("zh-CN", "en")


@pytest.fixture
def demo(own_demo: Demo) -> Demo:
    """A centre of its own: its past is invented, which no other test should find."""
    return own_demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_can_be_used_by_everybody(demo: Demo, a_desk: NewPage, sign_in: SignIn, language: str) -> None:
    """The sign-in page, the board with a call and each of its dialogs, the map."""
    page, gallery, words = speaks(a_desk(), language), Gallery("desktop", language), Words(language)
    page.goto("/sign-in")
    expect(page.get_by_role("button", name=words("signIn.go"))).to_be_visible()
    gallery.looks_at(page, "sign-in")
    sign_in(page, demo.person(Role.DISPATCHER).login, "/board")
    expect(page.locator(".live-mark:not(.dead)")).to_be_visible()
    gallery.looks_at(page, "board-calm")
    with busy_hour(demo) as busy:
        page.goto(f"/board/calls/{busy.asked}")
        expect(page.locator("li[data-call]")).to_have_count(7)
        expect(page.locator("[data-figure=answer] b")).not_to_have_text("—")
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        gallery.looks_at(page, "board")
        for key, name in (("s", "board-assign"), ("n", "board-open-call"), ("d", "board-resolve"), ("?", "board-keys")):
            page.keyboard.press(key)
            expect(page.get_by_role("dialog")).to_be_visible()
            gallery.looks_at(page, name)
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.locator(".side-map summary").click()
        expect(page.locator(".side-map .map-mark")).not_to_have_count(0)
        page.wait_for_timeout(2_500)  # the map draws in a worker, in software; nothing on the page tells when
        gallery.looks_at(page, "board-map")
        page.goto("/map")
        expect(page.locator(".map-mark")).not_to_have_count(0)
        page.wait_for_timeout(2_500)  # as above
        gallery.looks_at(page, "map")
        page.goto("/nowhere/at/all")
        gallery.looks_at(page, "nowhere")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wall_can_be_read_by_everybody(demo: Demo, a_wall: NewPage, sign_in: SignIn, language: str) -> None:
    """Large, dark, and nothing cut off."""
    page, gallery = speaks(a_wall(), language), Gallery("wall", language)
    sign_in(page, demo.person(Role.DISPATCHER).login, "/wall")
    with busy_hour(demo) as busy:
        expect(page.locator(f"[data-call='{busy.asked}']")).to_be_visible()
        page.wait_for_timeout(2_500)  # as above
        gallery.looks_at(page, "wall")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reports_can_be_read_by_everybody(demo: Demo, a_desk: NewPage, sign_in: SignIn, language: str) -> None:
    """The whole page, to its end, on the desk and on a phone."""
    page, gallery = speaks(a_desk(), language), Gallery("desktop", language)
    with busy_hour(demo):
        sign_in(page, demo.person(Role.SUPERVISOR).login, "/reports?by=station")
        expect(page.locator("canvas").first).to_be_visible()
        page.wait_for_timeout(1_000)  # the charts' first drawing
        gallery.looks_at(page, "reports")
        gallery.looks_at(page, "reports-whole", whole=True)
        page.set_viewport_size({"width": 412, "height": 915})
        Gallery("phone", language).looks_at(page, "reports")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phone_can_be_used_by_everybody(
    demo: Demo, a_phone: NewPage, sign_in: SignIn, watch: Watch, language: str
) -> None:
    """From the start of a shift to the end of a visit, and with no network."""
    watch.expects("ERR_INTERNET_DISCONNECTED")
    page = speaks(a_phone(device_scale_factor=1.5), language)
    gallery, words = Gallery("phone", language), Words(language)
    sign_in(page, demo.person(Role.CAREGIVER, station=StationId("S3")).login, "/phone")

    def taps(path: str) -> None:
        page.get_by_role("button", name=words(path), exact=True).tap()

    expect(page.get_by_role("button", name=words("phone.shift.start"))).to_be_enabled()
    gallery.looks_at(page, "phone-off-duty")
    taps("phone.shift.start")
    expect(page.locator("[data-readiness=on]")).to_be_visible()
    gallery.looks_at(page, "phone-on-duty")
    call = demo.presses(demo.home(StationId("S3"), 4).unit)
    expect(page.locator(f"section.offer[data-call='{call}']")).to_be_visible()
    gallery.looks_at(page, "phone-offer")
    _visits(page, gallery, words, call)


def _visits(page: Page, gallery: Gallery, words: Words, call: str) -> None:
    page.get_by_role("button", name=words("phone.offer.accept"), exact=True).tap()
    expect(page.locator(f".stack[data-call='{call}'][data-state=accepted]")).to_be_visible()
    gallery.looks_at(page, "phone-visit")
    page.context.set_offline(True)
    page.get_by_role("button", name=words("phone.visit.depart"), exact=True).tap()
    expect(page.locator("[data-deed=depart]")).to_be_visible()
    expect(page.locator("[data-line=offline_waiting]")).to_be_visible()
    gallery.looks_at(page, "phone-offline")
    page.context.set_offline(False)
    expect(page.locator(f".stack[data-call='{call}'][data-state=travelling]")).to_be_visible()
    page.get_by_role("button", name=words("phone.visit.arrive"), exact=True).tap()
    expect(page.locator(f".stack[data-call='{call}'][data-state=on_scene]")).to_be_visible()
    page.get_by_role("button", name=words("phone.visit.resolve"), exact=True).tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    gallery.looks_at(page, "phone-resolve")
