"""Response times: which calls count, where each clock starts and ends, and what the minutes prove.

Pure. Storage hands over how often each duration occurred; here they become the report. Open calls stay in, at their
age so far; what has no duration leaves with a reason.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from callcenter.domain.ids import CallKind
from callcenter.domain.period import Period
from callcenter.domain.policy import Policy, Target, Targets
from callcenter.domain.report import (
    DEFINITIONS,
    Attained,
    By,
    Excluded,
    Group,
    Reason,
    Report,
    Span,
    SpanFigures,
    TargetResult,
)
from callcenter.domain.statistics import Attainment, Durations, attainment, summary

BEYOND_EVERY_LIMIT_SECONDS = 7 * 86_400 + 1
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Fate(StrEnum):
    """How a span stands; `never` is a call closed without the human it waited for, which is a miss for good."""

    ENDED = "ended"
    OPEN = "open"
    NEVER = "never"


class Tally(NamedTuple):
    """So many calls of one group share this duration, in tenths of a second; 0 where `fate` allows none."""

    key: str | None
    span: Span
    is_emergency: bool
    fate: Fate | Reason
    tenths: int
    calls: int


class Count(NamedTuple):
    """The calls of one group; those with a `left_out` count nowhere."""

    key: str | None
    left_out: Reason | None
    calls: int
    open: int
    breaches: int


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables say about a period, read at one moment."""

    period: Period
    by: By
    generated_at: datetime
    policy: Policy
    names: Mapping[str, str]
    counts: Sequence[Count]
    tallies: Sequence[Tally]


def report(recorded: Recorded) -> Report:
    """Make the report; rows come in the order a reader looks for them, the unnamed one last."""
    counts: dict[str | None, list[Count]] = defaultdict(list)
    tallies: dict[str | None, list[Tally]] = defaultdict(list)
    for count in recorded.counts:
        counts[count.key].append(count)
    for tally in recorded.tallies:
        tallies[tally.key].append(tally)
    targets = recorded.policy.targets
    total = _group("total", "total", recorded.counts, tallies=recorded.tallies, targets=targets)
    return Report(
        since=recorded.period.since,
        until=recorded.period.until,
        generated_at=recorded.generated_at,
        by=recorded.by,
        policy_version=recorded.policy.version,
        targets=targets,
        total=total,
        rows=tuple(
            _group(key, _name(key, recorded), counts[key], tallies=tallies[key], targets=targets)
            for key in sorted(counts, key=_place)
        ),
        excluded=total.excluded,
        definitions=DEFINITIONS,
    )


def _place(key: str | None) -> tuple[bool, int, str]:
    kinds = list(CallKind)
    return key is None, kinds.index(CallKind(key)) if key in kinds else 0, key or ""


def _name(key: str | None, recorded: Recorded) -> str:
    if key is None:
        return f"no {recorded.by}"
    match recorded.by:
        case By.HOUR:
            return f"{key}:00–{(int(key) + 1):02d}:00"
        case By.WEEKDAY:
            return WEEKDAYS[int(key) - 1]
        case _:
            return recorded.names.get(key, key)


def _group(key: str | None, name: str, counts: Sequence[Count], *, tallies: Iterable[Tally], targets: Targets) -> Group:
    left_out: Counter[Reason] = Counter()
    for count in counts:
        if count.left_out is not None:
            left_out[count.left_out] += count.calls
    counted = [count for count in counts if count.left_out is None]
    spans: dict[Span, list[Tally]] = defaultdict(list)
    for tally in tallies:
        spans[tally.span].append(tally)
    return Group(
        key=key,
        name=name,
        n=sum(count.calls for count in counted),
        open=sum(count.open for count in counted),
        breaches=sum(count.breaches for count in counted),
        **{span.value: _figures(spans[span]) for span in Span},
        attainment=Attained(
            answer=_held_against(targets.answer, spans[Span.ANSWER]),
            arrival=_held_against(targets.arrival, _emergencies(spans[Span.RESPONSE])),
        ),
        excluded=_excluded(left_out),
    )


def _emergencies(tallies: Iterable[Tally]) -> list[Tally]:
    return [t if t.is_emergency else t._replace(fate=Reason.NOT_EMERGENCY, tenths=0) for t in tallies]


def _figures(tallies: Sequence[Tally]) -> SpanFigures:
    summed = summary(_durations(tallies))
    return SpanFigures(
        n=summed.n,
        open=summed.open,
        p50=summed.p50,
        p90=summed.p90,
        p95=summed.p95,
        p99=summed.p99,
        excluded=_left_out(tallies),
    )


def _held_against(targets: Iterable[Target], tallies: Sequence[Tally]) -> tuple[TargetResult, ...]:
    durations, excluded = _durations(tallies), _left_out(tallies)
    return tuple(
        _result(target, attainment(durations, target.within_seconds, target=target.share), excluded)
        for target in targets
    )


def _result(target: Target, kept: Attainment, excluded: tuple[Excluded, ...]) -> TargetResult:
    return TargetResult(
        within_seconds=target.within_seconds,
        target=target.share,
        n=kept.n,
        met=kept.met,
        missed=kept.missed,
        undecided=kept.undecided,
        share=kept.share,
        low=kept.interval.low,
        high=kept.interval.high,
        reached=kept.reached,
        verdict=kept.verdict,
        excluded=excluded,
    )


def _durations(tallies: Iterable[Tally]) -> Durations:
    ended: Counter[float] = Counter()
    still_open: Counter[float] = Counter()
    for tally in tallies:
        match tally.fate:
            case Fate.ENDED:
                ended[tally.tenths / 10] += tally.calls
            case Fate.OPEN:
                still_open[tally.tenths / 10] += tally.calls
            case Fate.NEVER:
                still_open[BEYOND_EVERY_LIMIT_SECONDS] += tally.calls
    return Durations.tallied(ended, still_open)


def _left_out(tallies: Iterable[Tally]) -> tuple[Excluded, ...]:
    reasons: Counter[Reason] = Counter()
    for tally in tallies:
        if isinstance(tally.fate, Reason):
            reasons[tally.fate] += tally.calls
    return _excluded(reasons)


def _excluded(reasons: Mapping[Reason, int]) -> tuple[Excluded, ...]:
    return tuple(Excluded(reason, reasons[reason]) for reason in Reason if reasons[reason])
