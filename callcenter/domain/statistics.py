"""Statistics that cannot flatter: what n calls can prove, and what they cannot.

Pure, standard library only. A call still open counts as "longer than its age so far", never as nothing: percentiles
come from the Kaplan-Meier curve, targets keep undecided calls apart and judge them at their worst. There is no mean,
because one forgotten call and a hundred quick ones make a mean that describes neither. Seconds in, seconds out; an
end that the calls cannot prove is None.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from math import ceil, exp, inf, isfinite, log, sqrt
from operator import neg
from statistics import NormalDist
from typing import NamedTuple, Self

from callcenter.domain.binomial import binomial_at_least, binomial_at_most, binomial_rarely_reached

SURVIVAL_ROUNDING = 1e-12


class Verdict(StrEnum):
    """What the calls prove about a target, at one-sided 95 % unless said otherwise."""

    MET = "met"
    NOT_MET = "not_met"
    TOO_FEW_TO_TELL = "too_few_to_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where a true share may lie, 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankInterval:
    """Which two of the n sorted durations (counted from 1) enclose a percentile; None where n is too small."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One percentile in seconds; without a `value` it is longer than anything seen to end, an end is unproven."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The percentiles of one report row; `n` counts every call, the `open` ones among them."""

    n: int
    open: int
    p50: Figure
    p90: Figure
    p95: Figure
    p99: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """How many calls kept a limit; `share` and `interval` speak of the decided ones, `verdict` of all n.

    `reached` is the plain reading of a month's audit (share at or above target), None while no call is decided.
    """

    limit_seconds: float
    target: float
    n: int
    met: int
    missed: int
    undecided: int
    share: float | None
    interval: Interval
    reached: bool | None
    verdict: Verdict


class Step(NamedTuple):
    """One moment of the curve: how many calls ended then, and how many open ones are just that old."""

    seconds: float
    ended: int
    still_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """How long calls took, in rising order: those that ended, and those still open at their age so far."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, observed: Iterable[float], censored: Iterable[float] = ()) -> Self:
        """Collect single durations: `observed` ended, `censored` are still open at that age."""
        return cls.tallied(Counter(observed), Counter(censored))

    @classmethod
    def tallied(cls, ended: Mapping[float, int], still_open: Mapping[float, int]) -> Self:
        """Collect durations already counted per value, so that a million calls need not travel one by one."""
        moments = sorted(ended.keys() | still_open.keys())
        if not all(isfinite(moment) and moment >= 0 for moment in moments):
            raise ValueError("a duration is a finite number of seconds, zero or more")
        return cls(steps=tuple(Step(at, ended.get(at, 0), still_open.get(at, 0)) for at in moments))

    @property
    def n(self) -> int:
        """Every call, ended or not."""
        return self.open + sum(step.ended for step in self.steps)

    @property
    def open(self) -> int:
        """Calls that have not ended yet."""
        return sum(step.still_open for step in self.steps)


class _Point(NamedTuple):
    seconds: float
    survival: float
    greenwood: float


def wilson(met: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Enclose a share by Wilson's score interval; with no calls anything is possible."""
    if not 0 <= met <= n:
        raise ValueError(f"{met} of {n} is not a share")
    if n == 0:
        return Interval(low=0.0, high=1.0)
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    share = met / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Interval(
        low=max(0.0, middle - half) if met > 0 else 0.0,
        high=min(1.0, middle + half) if met < n else 1.0,
    )


def nearest_rank(n: int, share: float) -> int:
    """Give ceil(share * n), reading the share as the decimal it is written as: 0.55 of 100 is 55, not 56."""
    if not 0 < share < 1:
        raise ValueError(f"a percentile lies between 0 and 1, not at {share}")
    return ceil(Fraction(str(share)) * n)


def percentile(values_sorted: Sequence[float], share: float) -> float | None:
    """Give the nearest-rank percentile: the smallest value that at least this share of all values do not exceed."""
    rank = nearest_rank(len(values_sorted), share)
    return values_sorted[rank - 1] if values_sorted else None


def percentile_interval(n: int, share: float, *, confidence: float = 0.95) -> RankInterval:
    """Enclose a percentile by two ranks, whatever the distribution, each side wrong at most (1 - confidence) / 2."""
    doubt = (1.0 - confidence) / 2.0
    low = n + 1 - binomial_rarely_reached(n, doubt, chance=1.0 - share)
    high = binomial_rarely_reached(n, doubt, chance=share)
    return RankInterval(low=low if low >= 1 else None, high=high if high <= n else None)


def kaplan_meier_percentile(observed: Iterable[float], censored: Iterable[float], *, share: float) -> float | None:
    """Give the smallest time by which this share of calls has ended, or None when the calls do not show it."""
    curve = list(_curve(Durations.of(observed, censored)))
    return _when(curve, [point.survival for point in curve], 1.0 - share)


def figures(durations: Durations, shares: Sequence[float], *, confidence: float = 0.95) -> tuple[Figure, ...]:
    """Give these percentiles with their intervals.

    Once every call has ended: nearest rank and order statistics. Before: Kaplan-Meier with Brookmeyer and Crowley's
    interval, from Greenwood's variance on the log-log scale.
    """
    if durations.open == 0:
        return tuple(_figure_by_rank(durations, share, confidence=confidence) for share in shares)
    curve = list(_curve(durations))
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    survival = [point.survival for point in curve]
    lower = list(accumulate((_bound(point, z) for point in curve), min))
    upper = list(accumulate((_bound(point, -z) for point in curve), min))
    return tuple(
        Figure(
            value=_when(curve, survival, 1.0 - share),
            low=_when(curve, lower, 1.0 - share),
            high=_when(curve, upper, 1.0 - share),
        )
        for share in shares
    )


def summary(durations: Durations, *, confidence: float = 0.95) -> Summary:
    """Sum up one report row."""
    p50, p90, p95, p99 = figures(durations, (0.50, 0.90, 0.95, 0.99), confidence=confidence)
    return Summary(n=durations.n, open=durations.open, p50=p50, p90=p90, p95=p95, p99=p99)


def attainment(durations: Durations, limit_seconds: float, *, target: float, confidence: float = 0.95) -> Attainment:
    """Hold the calls against "this share within the limit"; an open call past the limit has already missed it."""
    met = sum(step.ended for step in durations.steps if step.seconds <= limit_seconds)
    undecided = sum(step.still_open for step in durations.steps if step.seconds <= limit_seconds)
    missed = durations.n - met - undecided
    decided = met + missed
    share = met / decided if decided else None
    return Attainment(
        limit_seconds=limit_seconds,
        target=target,
        n=durations.n,
        met=met,
        missed=missed,
        undecided=undecided,
        share=share,
        interval=wilson(met, decided, confidence=confidence),
        reached=None if share is None else share >= target,
        verdict=verdict(missed, durations.n, undecided=undecided, target=target, confidence=confidence),
    )


def verdict(missed: int, n: int, *, undecided: int = 0, target: float, confidence: float = 0.95) -> Verdict:
    """Say what n calls prove, by the exact binomial tail (Clopper-Pearson, one-sided).

    Undecided calls must not help: `met` holds even if all of them miss, `not_met` even if all of them are in time.
    """
    doubt = 1.0 - confidence
    if binomial_at_most(missed + undecided, n, chance=1.0 - target) <= doubt:
        return Verdict.MET
    if binomial_at_least(missed, n, chance=1.0 - target) <= doubt:
        return Verdict.NOT_MET
    return Verdict.TOO_FEW_TO_TELL


def _curve(durations: Durations) -> Iterator[_Point]:
    # Between two open calls the Kaplan-Meier product telescopes to one division, which keeps it exact enough to
    # equal the nearest rank; an open call as old as an ended one leaves after it.
    at_risk = since_open = durations.n
    level, greenwood = 1.0, 0.0
    for seconds, ended, still_open in durations.steps:
        if ended:
            remaining = at_risk - ended
            greenwood += ended / (at_risk * remaining) if remaining else inf
            yield _Point(seconds, level * remaining / since_open, greenwood)
            at_risk = remaining
        if still_open:
            level *= at_risk / since_open
            at_risk = since_open = at_risk - still_open


def _bound(point: _Point, z: float) -> float:
    if point.survival == 0:
        return 0.0 if z > 0 else 1.0
    bound: float = point.survival ** exp(z * sqrt(point.greenwood) / -log(point.survival))
    return bound


def _when(curve: Sequence[_Point], levels: Sequence[float], left: float) -> float | None:
    index = bisect_left(levels, -(left + SURVIVAL_ROUNDING), key=neg)
    return curve[index].seconds if index < len(curve) else None


def _figure_by_rank(durations: Durations, share: float, *, confidence: float) -> Figure:
    passed = list(accumulate(step.ended for step in durations.steps))
    ends = percentile_interval(durations.n, share, confidence=confidence)

    def seconds_at(rank: int | None) -> float | None:
        return durations.steps[bisect_left(passed, rank)].seconds if rank else None

    return Figure(
        value=seconds_at(nearest_rank(durations.n, share)),
        low=seconds_at(ends.low),
        high=seconds_at(ends.high),
    )
