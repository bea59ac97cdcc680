"""What is seen while a run goes on: a live table on a terminal, else one plain line every ten seconds."""

import asyncio

from rich.console import Console
from rich.live import Live
from rich.table import Table

from simulators.board import OPEN_STATES, Board
from simulators.ledger import Ledger
from simulators.scorecard import percentile, seconds

FRAMES_PER_SECOND = 2
LINE_EVERY_SECONDS = 10.0
CAPTION = (
    "answer = press sent → accepted, response = press sent → arrived; measured outside by the simulators "
    "in real seconds, so response shrinks with --speed"
)


class Screen:
    """Shows the books and one dispatcher's board."""

    def __init__(self, ledger: Ledger, board: Board | None, *, console: Console, title: str) -> None:
        self._ledger = ledger
        self._board = board or Board()
        self._console = console
        self._title = title

    async def run_table(self) -> None:
        """Redraw twice a second until cancelled."""
        with Live(self.table(), console=self._console, refresh_per_second=FRAMES_PER_SECOND) as live:
            while True:
                await asyncio.sleep(1 / FRAMES_PER_SECOND)
                live.update(self.table())

    async def run_lines(self) -> None:
        """Print a line every ten seconds until cancelled."""
        while True:
            await asyncio.sleep(LINE_EVERY_SECONDS)
            self._console.print(self.line(), highlight=False, soft_wrap=True)

    def rows(self) -> list[tuple[str, str]]:
        """Give what both forms show."""
        ledger, counts = self._ledger, self._board.counts()
        answer, response = ledger.press_to_accepted(), ledger.press_to_arrived()
        acknowledged = len(ledger.presses) - ledger.unacknowledged
        return [
            *((f"open, {state}", str(counts[state])) for state in OPEN_STATES),
            (
                "answer p50/p90 s",
                f"{seconds(percentile(answer, 0.5))}/{seconds(percentile(answer, 0.9))} n={len(answer)}",
            ),
            (
                "response p50/p90 s",
                f"{seconds(percentile(response, 0.5))}/{seconds(percentile(response, 0.9))} n={len(response)}",
            ),
            ("presses made", str(len(ledger.presses))),
            ("acknowledged", str(acknowledged)),
            ("lost so far (on no board after 5 s)", str(ledger.on_no_board)),
            ("sockets connected", str(ledger.sockets["connected"])),
            ("retries", str(ledger.tally["retries"])),
            *((f"refused {what}", str(n)) for what, n in ledger.refusals.most_common(2)),
        ]

    def table(self) -> Table:
        """Draw the table."""
        table = Table(title=self._title, caption=CAPTION, min_width=60)
        table.add_column("what")
        table.add_column("now", justify="right")
        for name, value in self.rows():
            table.add_row(name, value)
        return table

    def line(self) -> str:
        """Write the same on one line."""
        return " · ".join(f"{name} {value}" for name, value in self.rows())
