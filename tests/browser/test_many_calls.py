"""Everyone at once: three hundred open calls on one board."""

import pytest
from playwright.sync_api import expect

from tests.browser.demo import Demo
from tests.browser.given import OpenBoard

MANY = 300
TIMES = "rows => rows.map(row => row.querySelector('.time').textContent)"


@pytest.fixture
def demo(own_demo: Demo) -> Demo:
    """A centre of its own: so many calls take longer to close than a centre to make."""
    return own_demo


def test_a_board_shows_three_hundred_calls_and_each_of_them_ticks(demo: Demo, open_board: OpenBoard) -> None:
    """Nobody is left out at the end of the list, and the time of whoever is in sight is never an old one."""
    board = open_board()
    homes = list(demo.units)[:MANY]
    calls = [demo.presses(home, "emergency" if place % 3 == 0 else "assistance") for place, home in enumerate(homes)]

    expect(board.rows).to_have_count(MANY)
    expect(board.figure("waiting")).to_have_text(str(MANY))
    shown = board.rows.evaluate_all("rows => rows.map(row => row.dataset.call)")
    assert sorted(shown) == sorted(calls)
    for call in (shown[0], shown[MANY // 2], shown[-1]):
        board.row(call).scroll_into_view_if_needed()
        board.ticks(call)
    board.opens(shown[-1])
