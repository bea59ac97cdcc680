"""Looking at a page: with the eyes of axe-core each time, and into a picture when pictures are wanted.

`make screenshots` wants them: they go to docs/screenshots, named for the page, the size of the screen and the language.
"""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
VARIABLE = "CALLCENTER_SCREENSHOTS"
SERIOUS = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Gallery:
    """Pages that were looked at, in one language and at one size of screen."""

    def __init__(self, size: str, language: str) -> None:
        self._size = size
        self._language = language
        self._folder = os.environ.get(VARIABLE)
        self._axe = AXE.read_text(encoding="utf-8")

    def looks_at(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Nothing on the page may keep anybody out; `whole` takes the picture beyond the edge of the screen."""
        assert page.evaluate("document.documentElement.lang") == self._language
        if self._folder:
            path = Path(self._folder) / f"{name}-{self._size}-{self._language}.png"
            page.screenshot(path=path, full_page=whole, animations="disabled")
        found = serious(self._findings(page))
        assert found == [], f"{name}: {found}"

    def _findings(self, page: Page) -> list[dict[str, Any]]:
        # By the debugger's protocol, which the page's content policy does not bind, in a world that forbids nothing.
        session = page.context.new_cdp_session(page)
        tree = session.send("Page.getFrameTree")
        world = session.send(
            "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "axe"}
        )
        context = world["executionContextId"]
        session.send("Runtime.evaluate", {"expression": self._axe, "contextId": context})
        told = session.send(
            "Runtime.evaluate",
            {
                "expression": f"axe.run({{runOnly: {RULES!r}}})",
                "contextId": context,
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        session.detach()
        found: list[dict[str, Any]] = told["result"]["value"]["violations"]
        return found


def serious(findings: list[dict[str, Any]]) -> list[str]:
    """What axe calls serious or critical, each with the first place where it stands."""
    return [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])} places): {one['nodes'][0]['target']} "
        f"{one['nodes'][0].get('failureSummary', '')}"
        for one in findings
        if one["impact"] in SERIOUS
    ]
