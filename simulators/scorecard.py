"""The scorecard: what was promised, what was kept, and how long it took, with n beside every figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from rich.console import Console
from rich.table import Table

from simulators.ledger import Ledger
from simulators.reconcile import Account
from simulators.wire import Json

SHARES = {"p50": 0.50, "p90": 0.90, "p99": 0.99}
TROUBLE = ("retries", "reconnects", "resumes", "snapshots", "silences", "events heard twice", "verbs refused")


def percentile(values: Sequence[float], share: float) -> float | None:
    """Give the nearest-rank percentile of unsorted values, None when there are none."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)] if values else None


def spread(values: Sequence[float]) -> Json:
    """Give n, p50, p90 and p99, in seconds."""
    return {"n": len(values), **{name: percentile(values, share) for name, share in SHARES.items()}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The end of a run. Without an account (the feed could not be read) nothing is claimed to be kept."""

    scenario: str
    seed: int
    speed: float
    rate: float
    seconds: float
    account: Account | None
    trouble: Json
    n_holes: int
    unreadable_frames: int
    restarts: int
    times: dict[str, Json]
    refusals: dict[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        """Tell whether every promise that this run can check was kept."""
        return self.account is not None and self.account.kept and not (self.n_holes or self.unreadable_frames)

    def document(self) -> Json:
        """Give the scorecard as a JSON object."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "speed": self.speed,
            "rate": self.rate,
            "seconds": round(self.seconds, 1),
            "kept": self.kept,
            "account": self.account.totals() if self.account else None,
            "n_holes": self.n_holes,
            "unreadable_frames": self.unreadable_frames,
            "restarts": self.restarts,
            "trouble": self.trouble,
            "refusals": self.refusals,
            "times_seconds": self.times,
        }

    def show(self, console: Console) -> None:
        """Print the tables and the verdict."""
        console.print(self._counts())
        console.print(self._times())
        if self.refusals:
            console.print("Refused: " + ", ".join(f"{what} {n}" for what, n in sorted(self.refusals.items())))
        if self.account is None:
            console.print("[bold red]NOT CHECKED[/]: the feed could not be read, so nothing is claimed.")
        elif self.kept:
            console.print("[bold green]KEPT[/]: nothing acknowledged was lost, nothing doubled, no hole.")
        else:
            console.print("[bold red]BROKEN[/]: see lost, duplicated and holes above.")

    def _counts(self) -> Table:
        table = Table(
            title=f"Scorecard: {self.scenario}, seed {self.seed}, speed {self.speed:g}, rate {self.rate:g}",
            min_width=64,
        )
        table.add_column("what")
        table.add_column("count", justify="right")
        if (sums := self.account) is not None:
            for name, count in (
                ("presses made", sums.made),
                ("presses acknowledged", sums.acknowledged),
                ("presses lost (must be 0)", sums.lost),
                ("presses duplicated (must be 0)", sums.duplicated),
                ("presses unknown: made, never acknowledged", sums.unknown),
                ("calls raised", sums.raised),
                ("presses that joined an open call", sums.joined),
                ("calls resolved", sums.resolved),
                ("holes in the feed (must be 0)", sums.feed_holes),
            ):
                table.add_row(name, str(count))
        table.add_row("holes in n on live sockets (must be 0)", str(self.n_holes))
        table.add_row("frames that break the contract (must be 0)", str(self.unreadable_frames))
        table.add_row("restarts", str(self.restarts))
        for name in TROUBLE:
            table.add_row(name, str(self.trouble[name]))
        return table

    def _times(self) -> Table:
        table = Table(
            title="Seconds, measured outside from the first sending of a press, not scaled by speed", min_width=64
        )
        table.add_column("from press to")
        for name in ("n", *SHARES):
            table.add_column(name, justify="right")
        for name, figures in self.times.items():
            table.add_row(name, str(figures["n"]), *(seconds(figures[share]) for share in SHARES))
        return table


def seconds(value: float | None) -> str:
    """Write seconds for people, or a dash when there is nothing to tell."""
    return "–" if value is None else f"{value:.3f}"


def times_of(ledger: Ledger) -> dict[str, Json]:
    """Give the three measured ways of a press."""
    return {
        "screen": spread(ledger.press_to_screen()),
        "accepted": spread(ledger.press_to_accepted()),
        "arrived": spread(ledger.press_to_arrived()),
    }


def trouble_of(ledger: Ledger) -> Json:
    """Give the tallies of what went wrong and was put right."""
    return {name: ledger.tally[name] for name in TROUBLE}
