"""The week at a glance: how long the answer took at each weekday and hour of the district's clock.

Pure. A cell is a row of the response times like any other; an hour in which nobody called has none.
"""

from collections import defaultdict

import msgspec

from callcenter.domain.policy import Target
from callcenter.domain.report import Excluded, Heading
from callcenter.domain.statistics import Durations, Figure, attainment, figures
from callcenter.domain.tally import Recorded, Tally, calls_left_out, durations, spans_left_out


class Within(msgspec.Struct, frozen=True, kw_only=True):
    """How many kept the policy's first answer target; `share` with Wilson's interval speaks of the decided calls."""

    within_seconds: int
    met: int
    missed: int
    undecided: int
    share: float | None
    low: float
    high: float


class HeatCell(msgspec.Struct, frozen=True, kw_only=True):
    """One hour of one weekday, Monday being 1; `open` of the n have not been answered."""

    weekday: int
    hour: int
    n: int
    open: int
    answer_p50: Figure
    answer_p90: Figure
    within: Within | None


class HeatMap(Heading, frozen=True, kw_only=True):
    """The answers by weekday and hour; `n` is that of the cells together, `excluded` the other calls of the period."""

    n: int
    open: int
    cells: tuple[HeatCell, ...]
    excluded: tuple[Excluded, ...]


def heat_map(recorded: Recorded) -> HeatMap:
    """Make the heat map of answers counted by weekday and hour."""
    hours: dict[str, list[Tally]] = defaultdict(list)
    for tally in recorded.tallies:
        hours[str(tally.key)].append(tally)
    target = next(iter(recorded.asked.policy.targets.answer), None)
    cells = [_cell(key, durations(hours[key]), target) for key in sorted(hours)]
    counted = tuple(cell for cell in cells if cell.n)
    return HeatMap(
        **recorded.asked.headline(),
        n=sum(cell.n for cell in counted),
        open=sum(cell.open for cell in counted),
        cells=counted,
        excluded=calls_left_out(recorded.counts) + spans_left_out(recorded.tallies),
    )


def _cell(key: str, answers: Durations, target: Target | None) -> HeatCell:
    weekday, hour = key.split()
    p50, p90 = figures(answers, (0.50, 0.90))
    return HeatCell(
        weekday=int(weekday),
        hour=int(hour),
        n=answers.n,
        open=answers.open,
        answer_p50=p50,
        answer_p90=p90,
        within=_within(answers, target) if target else None,
    )


def _within(answers: Durations, target: Target) -> Within:
    kept = attainment(answers, target.within_seconds, target=target.share)
    return Within(
        within_seconds=target.within_seconds,
        met=kept.met,
        missed=kept.missed,
        undecided=kept.undecided,
        share=kept.share,
        low=kept.interval.low,
        high=kept.interval.high,
    )
