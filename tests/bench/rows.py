"""How soon a fact stands on the board: each is a press, and the row of its home says how often it has pressed again."""

import random
import time
from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser.demo import Demo

FACTS = 1_000
HOMES = 20
PAUSE_SECONDS = (0.03, 0.09)

# `inPage`: the row says it. `painted`: the frame in which it says it has been drawn.
NOTES_ROWS = """() => {
  globalThis.shown = new Map();
  const paint = new MessageChannel();
  const drawing = [];
  paint.port1.onmessage = () => drawing.splice(0).forEach((one) => (one.painted = Date.now()));
  const note = (row) => {
    const key = `${row.dataset.call} ${/重复按键 (\\d+)/.exec(row.textContent)?.[1] ?? "0"}`;
    if (shown.has(key)) return;
    const told = { inPage: Date.now(), painted: null };
    shown.set(key, told);
    if (drawing.push(told) === 1) requestAnimationFrame(() => paint.port2.postMessage(null));
  };
  const rowsOf = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    const row = element?.closest("li[data-call]");
    return row ? [row] : [...(element?.querySelectorAll("li[data-call]") ?? [])];
  };
  const look = (changes) => {
    const changed = changes.flatMap(({ target, addedNodes }) => (addedNodes.length > 0 ? [...addedNodes] : [target]));
    new Set(changed.flatMap(rowsOf)).forEach(note);
  };
  const list = document.querySelector("section.calls");
  new MutationObserver(look).observe(list, { childList: true, characterData: true, subtree: true });
}"""
ARE_SHOWN = "count => [...shown.values()].filter((one) => one.painted !== null).length >= count"


class Fact(NamedTuple):
    """One press: its moments in milliseconds, all by the machine's one clock."""

    sent: float
    answered: float
    in_page: float
    painted: float


def facts_to_rows(demo: Demo, page: Page) -> list[Fact]:
    """A thousand presses of twenty homes, one after the other, with pauses of chance; nobody touches the page."""
    page.evaluate(NOTES_ROWS)
    told = [_press(demo, place) for place in range(FACTS)]
    page.wait_for_function(ARE_SHOWN, arg=FACTS)
    shown = page.evaluate("Object.fromEntries(shown)")
    return [Fact(sent, answered, shown[key]["inPage"], shown[key]["painted"]) for key, sent, answered in told]


def _press(demo: Demo, place: int) -> tuple[str, float, float]:
    time.sleep(random.Random(place).uniform(*PAUSE_SECONDS))
    home = list(demo.units)[place % HOMES]
    sent = time.time() * 1000
    call = demo.presses(home)
    return f"{call} {place // HOMES}", sent, time.time() * 1000
