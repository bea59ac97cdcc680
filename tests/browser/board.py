"""The live board, as somebody at the desk uses it."""

import re

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, WebSocket, expect  # noqa: A004 - that of Playwright is meant

from tests.browser.panel import CallPanel

NOT_LIVE = "非实时"


class Board:
    """A page that shows the board."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.cover = page.get_by_role("alertdialog").filter(has_text=NOT_LIVE)
        self.silence = page.get_by_role("alert").get_by_text("声音没有打开")
        self.rows = page.locator("li[data-call]")
        self.mute = page.locator("button.mute")
        self.missed = page.locator(".missed")

    def row(self, call: str) -> Locator:
        """The row of this call in the list."""
        return self.page.locator(f"li[data-call='{call}']")

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    def is_live(self) -> None:
        """The list is there and in effect."""
        expect(self.cover).to_have_count(0)
        expect(self.page.locator(".live-mark")).to_contain_text("实时 · 数据")

    def is_not_live(self, why: str = "") -> None:
        """The cover hides everything, and says the reason."""
        expect(self.cover).to_be_visible()
        expect(self.cover).to_contain_text(why)

    def cannot_be_touched(self) -> None:
        """Neither hand nor keyboard reaches what lies under the cover."""
        with pytest.raises(TimeoutError):
            self.page.locator("li[data-call]").first.click(timeout=300)
        self.presses("n", "Tab", "Tab")
        expect(self.dialog).to_have_count(0)
        assert self.page.evaluate("document.activeElement.closest('#app') === null")

    def shows(self, call: str, state: str = "waiting") -> None:
        """The call stands in the list, in this state."""
        expect(self.row(call)).to_have_attribute("data-state", state)

    def no_longer_shows(self, call: str) -> None:
        """The call has gone from the list, which is live."""
        expect(self.row(call)).to_have_count(0)
        self.is_live()

    def says_of(self, call: str, text: str | re.Pattern[str]) -> None:
        """The row tells this of the call."""
        expect(self.row(call)).to_contain_text(text)

    def ticks(self, call: str) -> None:
        """The call's time goes on while one looks."""
        time = self.row(call).locator(".time")
        expect(time).not_to_have_text(time.inner_text())

    def opens(self, call: str) -> CallPanel:
        """Bring the call before the dispatcher, by a click on its row."""
        self.row(call).click()
        return self.panel(call)

    def panel(self, call: str) -> CallPanel:
        """The call that is in front already."""
        panel = CallPanel(self.page, call)
        panel.is_open()
        return panel

    def presses(self, *keys: str) -> None:
        """Press these keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def types_into(self, label: str, text: str) -> None:
        """Go to this field of the dialog by Tab, and write."""
        field = self.dialog.get_by_label(label)
        expect(field).to_be_visible()
        while not field.evaluate("field => field === document.activeElement"):
            self.presses("Tab")
        self.page.keyboard.type(text)

    def goes_down_to(self, option: Locator) -> None:
        """Arrow down until this one would be taken."""
        while option.get_attribute("data-highlighted") is None:
            self.presses("ArrowDown")

    def focus_is_in_sight(self) -> None:
        """Something has the focus, it is not the page itself, and one can see it."""
        expect(self.page.locator(":focus:not(body)")).to_be_in_viewport()
        expect(self.page.locator(":focus-visible")).to_have_count(1)

    def is_told(self, text: str) -> None:
        """A notice at the edge says this."""
        expect(self.page.locator(".notices")).to_contain_text(text)

    def turns_sound_on(self) -> None:
        """The one touch that browsers ask for, anywhere."""
        self.page.locator(".live-mark").click()
        expect(self.silence).to_have_count(0)

    def sounds(self, tones: str) -> None:
        """Exactly these alarms are to be heard, the most pressing first; none of them when empty."""
        expect(self.mute).to_have_attribute("data-tones", tones)

    def opens_its_socket_again(self) -> WebSocket:
        """Load the page again; the socket that its news comes from now."""
        with self.page.expect_websocket() as opened:
            self.page.reload()
        self.is_live()
        return opened.value

    def figure(self, name: str) -> Locator:
        """One of the numbers at the top."""
        return self.page.locator(f"[data-figure={name}] b")
