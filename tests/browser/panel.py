"""The call in front of the dispatcher: its verbs, its claim, who was asked, and all that happened."""

import re

from playwright.sync_api import Locator, Page, expect


class CallPanel:
    """The panel of one call on the board."""

    def __init__(self, page: Page, call: str) -> None:
        self.page = page
        self.at = page.locator(f"[data-panel='{call}']")
        self.timeline = self.at.get_by_role("region", name="经过")
        self.claim = self.at.locator("[data-claim]")

    def is_open(self) -> None:
        """It has been read."""
        expect(self.at).to_be_visible()
        expect(self.timeline).to_be_visible()

    def verb(self, name: str) -> Locator:
        """The button that does this."""
        return self.at.locator(".verbs").get_by_role("button", name=name)

    def offer(self, name: str) -> Locator:
        """What became of the offer to the person of this name."""
        return self.at.get_by_role("region", name="派单").get_by_role("listitem").filter(has_text=name)

    def shows_offer(self, name: str, mark: str) -> None:
        """The offer to this person has come so far: sent, reached, seen, accepted, or how else it ended."""
        expect(self.offer(name)).to_have_attribute("data-mark", mark)

    def tells_how_far_the_offer_got(self, name: str, *marks: str) -> None:
        """Each mark with its time, in this order."""
        story = re.compile(" → ".join(rf"{mark} \d\d:\d\d:\d\d" for mark in marks))
        expect(self.offer(name).get_by_role("img")).to_have_accessible_name(story)

    def tells(self, *facts: str) -> None:
        """All these facts stand in the timeline, in this order."""
        for fact in facts:
            expect(self.timeline.locator(f"[data-fact={fact}]").first).to_be_visible()
        told = self.timeline.locator("[data-fact]").evaluate_all("lines => lines.map(line => line.dataset.fact)")
        places = [told.index(fact) for fact in facts]
        assert places == sorted(places), told

    def says(self, text: str) -> None:
        """One can read this somewhere in it."""
        expect(self.at).to_contain_text(text)
