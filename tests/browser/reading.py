"""What can be read on a page, and in which language it is written."""

import re

from playwright.sync_api import Page

from tests.browser.demo import Demo

# Text that shows, and what is said instead of it; what names its own language is meant to be in that one.
VISIBLE = """() => {
  const said = [];
  const speaks = document.documentElement.lang;
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if ((element.closest("[lang]")?.lang ?? speaks) !== speaks) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (element.closest("button[lang]") === null && element.hasAttribute(name)) said.push(element.getAttribute(name));
    if (element.closest("kbd, time, script, style")) continue;
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
  }
  return [...said, document.title].map((text) => text.trim()).filter(Boolean);
}"""
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{3}")
NAMES_OF = """
SELECT name FROM residents UNION SELECT address FROM residents UNION SELECT medical_notes FROM residents
UNION SELECT access_notes FROM residents UNION SELECT value FROM residents, jsonb_each_text(plans)
UNION SELECT name FROM contacts UNION SELECT relation FROM contacts
UNION SELECT name FROM staff UNION SELECT name FROM stations
"""


class Reader:
    """Somebody who knows every name in the district, and looks at all the other words."""

    def __init__(self, demo: Demo) -> None:
        names = {row["name"] for row in demo.rows(NAMES_OF) if row["name"]} | set(demo.units)
        self._names = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))

    def words_on(self, page: Page) -> set[str]:
        """All texts of the page that have a word in them, without names."""
        texts = [self._names.sub("·", text) for text in page.evaluate(VISIBLE)]
        return {text for text in texts if WORD.search(text)}

    def chinese_on(self, page: Page) -> set[str]:
        """Those in Chinese."""
        return set(filter(CHINESE.search, self.words_on(page)))
