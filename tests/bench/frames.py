"""How smoothly a long list ticks and scrolls: the time from frame to frame, and the tasks that held a frame up."""

import time
from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser.demo import Demo

MANY = 300
WATCH_SECONDS = 10.0
A_TURN_OF_THE_WHEEL = 160

NOTES_FRAMES = """() => {
  globalThis.frameTimes = [];
  globalThis.longTasks = [];
  let before = performance.now();
  const frame = (now) => {
    frameTimes.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const note = (list) => list.getEntries().forEach((task) => longTasks.push(task.duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""
FORGET = "() => { frameTimes.length = longTasks.length = 0; }"
IS_AT_AN_END = """() => {
  const { scrollTop, clientHeight, scrollHeight } = document.querySelector("section.calls");
  return scrollTop < 2 || scrollTop + clientHeight > scrollHeight - 2;
}"""


class Frames(NamedTuple):
    """Milliseconds each: the frames, and the tasks of more than fifty."""

    times: list[float]
    long_tasks: list[float]


def fill(demo: Demo, page: Page) -> None:
    """So many calls that the list is much longer than the screen."""
    for home in list(demo.units)[:MANY]:
        demo.presses(home)
    page.wait_for_function("count => document.querySelectorAll('li[data-call]').length === count", arg=MANY)
    page.evaluate(NOTES_FRAMES)


def while_it_ticks(page: Page) -> Frames:
    """Nobody touches it."""
    page.evaluate(FORGET)
    page.wait_for_timeout(WATCH_SECONDS * 1000)
    return Frames(page.evaluate("frameTimes"), page.evaluate("longTasks"))


def while_it_scrolls(page: Page) -> Frames:
    """Somebody turns the wheel all the time, up and down the whole list."""
    page.locator("section.calls").hover()
    page.evaluate(FORGET)
    until, turn = time.monotonic() + WATCH_SECONDS, A_TURN_OF_THE_WHEEL
    while time.monotonic() < until:
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(20)
        if page.evaluate(IS_AT_AN_END):
            turn = -turn
            page.mouse.wheel(0, turn)
            page.wait_for_timeout(100)
    return Frames(page.evaluate("frameTimes"), page.evaluate("longTasks"))
