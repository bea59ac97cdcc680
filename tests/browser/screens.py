"""The words on the screens, from the very files that the screens are made of."""

import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

WORDS = Path(__file__).resolve().parents[2] / "frontend" / "src" / "words"


def speaks(page: Page, language: str) -> Page:
    """This page's browser remembers that its owner chose this language."""
    page.add_init_script(f"localStorage.setItem('language', '{language}')")
    return page


class Words:
    """What stands on a button, by the path of its word: `phone.offer.accept`."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, path: str) -> str:
        """The word; raises `KeyError` for one that the screens do not have."""
        room, *steps = path.split(".")
        files = {"board", "phone", "reports", "map", "desk"}
        return _find(self._language, room, *steps) if room in files else _find(self._language, "shared", room, *steps)


@cache
def _find(language: str, room: str, *steps: str) -> str:
    text = (WORDS / language / f"{room}.ts").read_text(encoding="utf-8")
    for depth, step in enumerate(steps, start=1):
        found = re.search(rf"^ {{{2 * depth}}}{step}: ?(.*)", text, re.MULTILINE)
        if found is None:
            raise KeyError(f"{room}.{'.'.join(steps)}")
        text = text[found.start(1) :]
    word = re.match(r'\s*"(.*?)"', text)
    if word is None:
        raise KeyError(f"{room}.{'.'.join(steps)}")
    return word[1]
