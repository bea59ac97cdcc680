"""The response-time report on a terminal."""

import sys

from rich.console import Console
from rich.table import Table

from callcenter.domain.report import Group, Report, TargetResult
from callcenter.domain.statistics import Figure

PAPER_WIDTH = 150


def show_report(report: Report) -> None:
    """Print the report by station, with its total, its intervals and what it leaves out."""
    table = Table(
        title=f"Response times, calls received {report.since:%Y-%m-%d %H:%M} to {report.until:%Y-%m-%d %H:%M} UTC",
        caption="n counts every call; (low–high) is the 95 % interval; open calls count as not yet ended.",
    )
    for heading in (
        "station",
        "n",
        "open",
        "answer p50",
        "answer p90",
        "≤ 60 s",
        "response p50",
        "response p90",
        "≤ 15 min*",
    ):
        table.add_column(heading, justify="left" if heading == "station" else "right")
    for group in report.rows:
        table.add_row(*_cells(group))
    table.add_section()
    table.add_row(*_cells(report.total), style="bold")
    console = Console(width=None if sys.stdout.isatty() else PAPER_WIDTH)
    console.print(table)
    left_out = ", ".join(f"{one.calls} {one.reason.value}" for one in report.excluded) or "none"
    console.print(f"* emergencies only. Left out of the whole report: {left_out}. Breaches: {report.total.breaches}.")


def _cells(group: Group) -> tuple[str, ...]:
    return (
        group.name,
        str(group.n),
        str(group.open),
        _seconds(group.answer.p50),
        _seconds(group.answer.p90),
        _share(group.attainment.answer[0]) if group.attainment.answer else "",
        _seconds(group.response.p50),
        _seconds(group.response.p90),
        _share(group.attainment.arrival[0]) if group.attainment.arrival else "",
    )


def _seconds(figure: Figure) -> str:
    if figure.value is None:
        return "too few"
    low = "…" if figure.low is None else f"{figure.low:.1f}"
    high = "…" if figure.high is None else f"{figure.high:.1f}"
    return f"{figure.value:.1f} s ({low}–{high})"


def _share(result: TargetResult) -> str:
    if result.share is None:
        return "none yet"
    return f"{result.share:.1%} ({result.low:.1%}–{result.high:.1%})"
