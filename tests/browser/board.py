"""The live board, as somebody at the desk uses it."""

import re

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, WebSocket, expect  # noqa: A004 - that of Playwright is meant

from tests.browser.panel import CallPanel

NOT_LIVE = "非实时"


class Board:
    """A page that shows the board."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cover = page.get_by_role("alertdialog").filter(has_text=NOT_LIVE)
        self.silence = page.get_by_role("alert").get_by_text("声音没有打开")
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

    def opens_its_socket_again(self) -> WebSocket:
        """Load the page again; the socket that its news comes from now."""
        with self.page.expect_websocket() as opened:
            self.page.reload()
        self.is_live()
        return opened.value

    def figure(self, name: str) -> Locator:
        """One of the numbers at the top."""
        return self.page.locator(f"[data-figure={name}] b")
