"""Measures the screens on this machine and prints the figures: `make bench`, a few minutes, on an idle machine.

One board in a real browser, one service and one database, all on this machine, so that all moments are by one clock.
"""

from tests.bench.figures import told
from tests.bench.frames import MANY, Frames, fill, while_it_scrolls, while_it_ticks
from tests.bench.rows import FACTS, HOMES, Fact, facts_to_rows
from tests.bench.stage import stage

SMOOTH_MS = 50


def main() -> None:
    """Measure, and print."""
    with stage() as (demo, page, browser):
        print(f"Chromium {browser}, drawing in software; one board")
        print_facts(facts_to_rows(demo, page))
        fill(demo, page)
        print(f"{MANY} open calls")
        print_frames("frame to frame, the list ticks", while_it_ticks(page))
        print_frames("frame to frame, it ticks and scrolls", while_it_scrolls(page))


def print_facts(facts: list[Fact]) -> None:
    """From the press to the row, step by step."""
    print(f"{FACTS} presses of {HOMES} homes, one after the other")
    print(told("sent → answered (on disk)", [fact.answered - fact.sent for fact in facts]))
    print(told("sent → in the page", [fact.in_page - fact.sent for fact in facts]))
    print(told("sent → painted", [fact.painted - fact.sent for fact in facts]))
    print(told("answered → in the page", [fact.in_page - fact.answered for fact in facts]))
    print(told("answered → painted", [fact.painted - fact.answered for fact in facts]))


def print_frames(name: str, frames: Frames) -> None:
    """The frames, and how many of them one could see stutter."""
    print(told(name, frames.times))
    slow = sum(time > SMOOTH_MS for time in frames.times)
    longest = max(frames.long_tasks, default=0.0)
    print(f"  over {SMOOTH_MS} ms: {slow}; long tasks: {len(frames.long_tasks)}, the longest {longest:.0f} ms")


if __name__ == "__main__":
    main()
