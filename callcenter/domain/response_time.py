"""Response times: which calls count, where each clock starts and ends, and what the minutes prove.

Pure. Storage hands over how often each duration occurred; here they become the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from callcenter.domain.ids import CallKind
from callcenter.domain.policy import Target, Targets
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
from callcenter.domain.statistics import Attainment, attainment, summary
from callcenter.domain.tally import Count, Recorded, Tally, calls_left_out, durations, spans_left_out

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def report(recorded: Recorded, by: By) -> Report:
    """Make the report; rows come in the order a reader looks for them, the unnamed one last."""
    counts: dict[str | None, list[Count]] = defaultdict(list)
    tallies: dict[str | None, list[Tally]] = defaultdict(list)
    for count in recorded.counts:
        counts[count.key].append(count)
    for tally in recorded.tallies:
        tallies[tally.key].append(tally)
    targets = recorded.asked.policy.targets
    total = _group("total", "total", recorded.counts, tallies=recorded.tallies, targets=targets)
    return Report(
        **recorded.asked.headline(),
        by=by,
        targets=targets,
        total=total,
        rows=tuple(
            _group(key, _name(key, by, recorded), counts[key], tallies=tallies[key], targets=targets)
            for key in sorted(counts, key=_place)
        ),
        excluded=total.excluded,
        definitions=DEFINITIONS,
    )


def _place(key: str | None) -> tuple[bool, int, str]:
    kinds = list(CallKind)
    return key is None, kinds.index(CallKind(key)) if key in kinds else 0, key or ""


def _name(key: str | None, by: By, recorded: Recorded) -> str:
    if key is None:
        return f"no {by}"
    match by:
        case By.HOUR:
            return f"{key}:00–{(int(key) + 1):02d}:00"
        case By.WEEKDAY:
            return WEEKDAYS[int(key) - 1]
        case _:
            return recorded.names.get(key, key)


def _group(key: str | None, name: str, counts: Sequence[Count], *, tallies: Iterable[Tally], targets: Targets) -> Group:
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
        excluded=calls_left_out(counts),
    )


def _emergencies(tallies: Iterable[Tally]) -> list[Tally]:
    return [t if t.is_emergency else t._replace(fate=Reason.NOT_EMERGENCY, tenths=0) for t in tallies]


def _figures(tallies: Sequence[Tally]) -> SpanFigures:
    summed = summary(durations(tallies))
    return SpanFigures(
        n=summed.n,
        open=summed.open,
        p50=summed.p50,
        p90=summed.p90,
        p95=summed.p95,
        p99=summed.p99,
        excluded=spans_left_out(tallies),
    )


def _held_against(targets: Iterable[Target], tallies: Sequence[Tally]) -> tuple[TargetResult, ...]:
    took, excluded = durations(tallies), spans_left_out(tallies)
    return tuple(
        _result(target, attainment(took, target.within_seconds, target=target.share), excluded) for target in targets
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
