"""What a browser complains about: errors of a page, of its console, and everything that the content policy stopped."""

import re
from re import Pattern

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

TELLS_OF_REFUSALS = """
addEventListener("securitypolicyviolation", (refused) =>
  console.error(`content policy: ${refused.violatedDirective} ${refused.blockedURI} ${refused.sample}`));
"""

# Before anybody has signed in, asking who it is must be refused, and Chromium tells of every refusal.
NOBODY_YET = r"401 \(Unauthorized\) \(.*/api/v1/me\)"


class Watch:
    """Listens to all pages of a test; what was heard and not expected is a failure."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[Pattern[str]] = [re.compile(NOBODY_YET)]

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page that opens in it from now on."""
        context.add_init_script(TELLS_OF_REFUSALS)
        context.on("console", self._hear_console)
        context.on("weberror", self._hear_error)

    def expects(self, pattern: str) -> None:
        """A complaint that contains this belongs to the test, such as a refusal that it provokes."""
        self._expected.append(re.compile(pattern))

    def heard(self, pattern: str) -> bool:
        """Whether any complaint contains this, expected or not."""
        return any(re.search(pattern, told) for told in self._heard)

    def complaints(self) -> list[str]:
        """What nobody expected."""
        return [told for told in self._heard if not any(one.search(told) for one in self._expected)]

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._heard.append(f"{message.text} ({message.location['url']})")

    def _hear_error(self, error: WebError) -> None:
        self._heard.append(f"{error.error.message}\n{error.error.stack or ''}")
