"""How one span's durations are spread: so many calls in each stretch of time.

Pure. A limit belongs to those who kept it, so a stretch holds what is longer than its beginning and no longer than its
end, and every target of the policy is an end: the bars up to a target are the calls that met it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from callcenter.domain.policy import Target, Targets
from callcenter.domain.report import Excluded, Heading, Span
from callcenter.domain.tally import Fate, Recorded, calls_left_out, spans_left_out

TimedSpan = Literal[Span.ANSWER, Span.TRAVEL, Span.RESPONSE, Span.RESOLUTION]

ANSWER_SECONDS = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
VISIT_MINUTES = (0, 2, 4, 6, 8, 10, 12, 15, 20, 30, 45, 60, 90, 120)


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """Calls that took longer than `from` and no longer than `to` (null: without end), or are open and so old."""

    from_seconds: int
    to_seconds: int | None
    ended: int
    open: int


class Distribution(Heading, frozen=True, kw_only=True):
    """All `n` calls are in a bin, except those that `never` saw the human they waited for; none of them is `excluded`.

    `targets` are the policy's for this span; those of the response are meant for emergencies.
    """

    span: Span
    n: int
    open: int
    never: int
    bins: tuple[Bin, ...]
    targets: tuple[Target, ...]
    excluded: tuple[Excluded, ...]


def distribution(recorded: Recorded, span: TimedSpan) -> Distribution:
    """Make the distribution of a span that was counted."""
    targets = _targets(recorded.asked.policy.targets, span)
    edges = _edges(span, targets)
    counted: Counter[tuple[Fate, int]] = Counter()
    for tally in recorded.tallies:
        if isinstance(tally.fate, Fate):
            counted[tally.fate, _place(edges, tally.tenths)] += tally.calls
    bins = tuple(
        Bin(
            from_seconds=start,
            to_seconds=edges[place + 1] if place + 1 < len(edges) else None,
            ended=counted[Fate.ENDED, place],
            open=counted[Fate.OPEN, place],
        )
        for place, start in enumerate(edges)
    )
    still_open = sum(one.open for one in bins)
    never = sum(calls for (fate, _), calls in counted.items() if fate is Fate.NEVER)
    return Distribution(
        **recorded.asked.headline(),
        span=span,
        n=sum(counted.values()),
        open=still_open,
        never=never,
        bins=bins,
        targets=targets,
        excluded=calls_left_out(recorded.counts) + spans_left_out(recorded.tallies),
    )


def _targets(targets: Targets, span: TimedSpan) -> tuple[Target, ...]:
    match span:
        case Span.ANSWER:
            return targets.answer
        case Span.RESPONSE:
            return targets.arrival
        case _:
            return ()


def _edges(span: TimedSpan, targets: Iterable[Target]) -> list[int]:
    usual = ANSWER_SECONDS if span is Span.ANSWER else [minutes * 60 for minutes in VISIT_MINUTES]
    return sorted({*usual, *(target.within_seconds for target in targets)})


def _place(edges: list[int], tenths: int) -> int:
    return max(bisect_left(edges, tenths / 10) - 1, 0)
