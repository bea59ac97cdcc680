"""What the report may claim from n calls, against published tables and figures worked out elsewhere."""

from dataclasses import fields
from math import inf, nan

import pytest

from callcenter.domain.binomial import binomial_at_least, binomial_at_most
from callcenter.domain.statistics import (
    Durations,
    Figure,
    Interval,
    RankInterval,
    Summary,
    Verdict,
    attainment,
    figures,
    kaplan_meier_percentile,
    nearest_rank,
    percentile,
    percentile_interval,
    summary,
    verdict,
    wilson,
)

NOTHING_KNOWN = Figure(value=None, low=None, high=None)

# Weeks of remission, the classic censored table: Freireich et al., Blood 21 (1963), the group under treatment.
REMISSION_ENDED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
REMISSION_GOES_ON = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
# Weeks to relapse, maintained group: Miller, Survival Analysis (1981), p. 49.
RELAPSE_CAME = (9, 13, 18, 23, 31, 34, 48)
RELAPSE_NOT_YET = (13, 28, 45, 161)


def test_105_of_107_calls_in_time_stand_for_93_4_to_99_5_percent() -> None:
    """The figure of the trade's own example."""
    interval = wilson(105, 107)

    assert (round(interval.low, 3), round(interval.high, 3)) == (0.934, 0.995)


def test_every_call_in_time_still_leaves_room_for_a_lower_share() -> None:
    """119 of 119 is not "100 %"."""
    interval = wilson(119, 119)

    assert interval.low == pytest.approx(0.9687283197580605, rel=1e-12)
    assert interval.high == 1.0


def test_a_lower_confidence_gives_a_tighter_interval() -> None:
    """1 of 10 at 90 %, as other software prints it."""
    interval = wilson(1, 10, confidence=0.9)

    assert interval.low == pytest.approx(0.02263490873086718, rel=1e-9)
    assert interval.high == pytest.approx(0.34771866733585843, rel=1e-9)


def test_without_calls_any_share_is_possible() -> None:
    """No calls prove nothing, neither good nor bad."""
    assert wilson(0, 0) == Interval(low=0.0, high=1.0)


@pytest.mark.parametrize(("met", "n"), [(3, 2), (-1, 5), (1, 0)])
def test_more_calls_in_time_than_calls_is_refused(met: int, n: int) -> None:
    """A wrong count fails loudly instead of printing a share."""
    with pytest.raises(ValueError, match="is not a share"):
        wilson(met, n)


@pytest.mark.parametrize(
    ("missed", "n", "target", "expected"),
    [
        (0, 0, 0.975, Verdict.TOO_FEW_TO_TELL),
        (0, 118, 0.975, Verdict.TOO_FEW_TO_TELL),
        (0, 119, 0.975, Verdict.MET),
        (0, 298, 0.99, Verdict.TOO_FEW_TO_TELL),
        (0, 299, 0.99, Verdict.MET),
        (1, 188, 0.975, Verdict.MET),
        (1, 187, 0.975, Verdict.TOO_FEW_TO_TELL),
        (6, 107, 0.975, Verdict.TOO_FEW_TO_TELL),
        (7, 107, 0.975, Verdict.NOT_MET),
        (25_000, 1_000_000, 0.975, Verdict.TOO_FEW_TO_TELL),
        (24_700, 1_000_000, 0.975, Verdict.MET),
        (25_300, 1_000_000, 0.975, Verdict.NOT_MET),
        (0, 1_000_000, 1.0, Verdict.TOO_FEW_TO_TELL),
        (1, 1_000_000, 1.0, Verdict.NOT_MET),
    ],
)
def test_a_target_is_proven_only_by_enough_calls(missed: int, n: int, target: float, expected: Verdict) -> None:
    """The exact one-sided rule: 119 calls without a miss for 97.5 %, 299 for 99 %; "always" can only be disproven."""
    assert verdict(missed, n, target=target) is expected


def test_an_undecided_call_cannot_complete_the_proof() -> None:
    """118 calls in time and one still ringing are not 119 in time."""
    assert verdict(0, 119, undecided=1, target=0.975) is Verdict.TOO_FEW_TO_TELL


def test_an_undecided_call_cannot_complete_the_disproof() -> None:
    """Six misses and one still ringing are not seven misses."""
    assert verdict(6, 107, undecided=1, target=0.975) is Verdict.TOO_FEW_TO_TELL


def test_calls_are_met_missed_or_undecided_at_the_limit() -> None:
    """On the limit is in time; an open call misses only once its age is past the limit."""
    calls = Durations.of(observed=[12.0, 60.0, 60.001], censored=[5.0, 60.0, 60.5, 900.0])

    result = attainment(calls, 60.0, target=0.975)

    assert (result.n, result.met, result.missed, result.undecided) == (7, 2, 3, 2)
    assert result.share == 0.4
    assert result.interval == wilson(2, 5)


@pytest.mark.parametrize(("met", "missed", "reached"), [(195, 5, True), (194, 6, False), (39, 1, True), (38, 2, False)])
def test_the_month_audit_reads_the_plain_share(met: int, missed: int, *, reached: bool) -> None:
    """Exactly 97.5 % reaches 97.5 %, whatever the calls prove."""
    calls = Durations.tallied({30.0: met, 90.0: missed}, {})

    result = attainment(calls, 60.0, target=0.975)

    assert result.reached is reached
    assert result.verdict is Verdict.TOO_FEW_TO_TELL


def test_a_month_without_a_decided_call_has_no_share_to_read() -> None:
    """An empty month neither reached the target nor missed it."""
    result = attainment(Durations.of([], [3.0]), 60.0, target=0.975)

    assert (result.n, result.share, result.reached) == (1, None, None)
    assert result.interval == Interval(low=0.0, high=1.0)
    assert result.verdict is Verdict.TOO_FEW_TO_TELL


@pytest.mark.parametrize(
    ("n", "share", "rank"),
    [(100, 0.55, 55), (100, 0.07, 7), (20, 0.95, 19), (21, 0.95, 20), (1, 0.5, 1), (1, 0.99, 1), (107, 0.9, 97)],
)
def test_a_percentile_is_the_duration_of_one_real_call(n: int, share: float, rank: int) -> None:
    """Nearest rank, ceil(share * n), without the rounding that makes 0.55 * 100 a little more than 55."""
    durations = list(range(1, n + 1))

    assert nearest_rank(n, share) == rank
    assert percentile(durations, share) == rank


def test_no_calls_have_no_percentile() -> None:
    """Nothing is said rather than zero."""
    assert percentile([], 0.5) is None


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 95.0])
def test_a_percentile_outside_0_to_1_is_refused(share: float) -> None:
    """95 instead of 0.95 is a mistake, not a percentile."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        percentile([1.0, 2.0], share)


@pytest.mark.parametrize(
    ("n", "share", "low", "high"),
    [
        (0, 0.5, None, None),
        (5, 0.5, None, None),
        (6, 0.5, 1, 6),
        (100, 0.5, 40, 61),
        (71, 0.95, 63, None),
        (72, 0.95, 64, 72),
        (367, 0.99, 359, None),
        (368, 0.99, 360, 368),
        (1_000_000, 0.5, 499_020, 500_981),
    ],
)
def test_few_calls_leave_an_end_of_a_percentile_open(n: int, share: float, low: int | None, high: int | None) -> None:
    """It takes 72 calls to bound p95 from above and 368 to bound p99."""
    assert percentile_interval(n, share) == RankInterval(low=low, high=high)


@pytest.mark.parametrize(("n", "high"), [(103, None), (104, 104)])
def test_more_confidence_asks_for_more_calls(n: int, high: int | None) -> None:
    """At 99 % it takes 104 calls to bound p95 from above: ln 0.005 / ln 0.95."""
    assert percentile_interval(n, 0.95, confidence=0.99).high == high


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.10, Figure(value=6, low=6, high=10)),
        (0.25, Figure(value=13, low=6, high=22)),
        (0.50, Figure(value=23, low=13, high=None)),
        (0.75, Figure(value=None, low=23, high=None)),
    ],
)
def test_calls_still_open_count_as_in_the_classic_remission_table(share: float, expected: Figure) -> None:
    """Median 23 weeks, at least 13: the published figures on the log-log scale."""
    assert figures(Durations.of(REMISSION_ENDED, REMISSION_GOES_ON), [share]) == (expected,)


def test_calls_still_open_count_as_in_the_classic_relapse_table() -> None:
    """Median 31 weeks, at least 13, no upper bound."""
    quartile, median = figures(Durations.of(RELAPSE_CAME, RELAPSE_NOT_YET), [0.25, 0.50])

    assert quartile == Figure(value=18, low=9, high=34)
    assert median == Figure(value=31, low=13, high=None)


def test_an_open_call_as_old_as_an_ended_one_was_still_waiting_then() -> None:
    """Of three calls one ended at 10 s: two thirds were left, so the median is later."""
    assert kaplan_meier_percentile([10.0, 20.0], [10.0], share=0.5) == 20.0


def test_leaving_out_the_open_calls_would_have_flattered() -> None:
    """Nine quick calls and nine that nobody has reached in an hour: the 90th percentile is not known to be 9 s."""
    quick = [float(seconds) for seconds in range(1, 10)]

    figure = figures(Durations.of(quick, [3600.0] * 9), [0.9])[0]

    assert figure == NOTHING_KNOWN
    assert percentile(quick, 0.9) == 9.0


def test_when_the_slowest_call_has_ended_its_duration_is_no_proven_upper_end() -> None:
    """The curve falls to nothing at 30 s, and nothing bounds what lies beyond."""
    figure = figures(Durations.of([10.0, 20.0, 30.0], [5.0]), [0.99])[0]

    assert (figure.value, figure.high) == (30.0, None)


def test_a_report_row_counts_the_open_calls_too() -> None:
    """Every call is in n, ended or not, and each percentile stands in its own place."""
    row = summary(Durations.of([float(seconds) for seconds in range(1, 1000)], [0.5]))

    assert (row.n, row.open) == (1000, 1)
    assert (row.p50.value, row.p90.value, row.p95.value, row.p99.value) == (500.0, 900.0, 950.0, 990.0)


def test_a_report_row_of_ended_calls_shows_order_statistics() -> None:
    """With 100 calls: the 40th and the 61st around the median, and no upper end for p99."""
    row = summary(Durations.of(float(seconds) for seconds in range(1, 101)))

    assert row.p50 == Figure(value=50.0, low=40.0, high=61.0)
    assert row.p99 == Figure(value=99.0, low=97.0, high=None)


@pytest.mark.parametrize(("still_open", "n"), [((), 0), ((4.0, 9.0), 2)])
def test_a_report_row_without_an_ended_call_claims_nothing(still_open: tuple[float, ...], n: int) -> None:
    """The row is printed with its count, and every figure is empty."""
    row = summary(Durations.of([], still_open))

    assert row == Summary(n=n, open=n, p50=NOTHING_KNOWN, p90=NOTHING_KNOWN, p95=NOTHING_KNOWN, p99=NOTHING_KNOWN)


def test_a_report_row_has_no_average() -> None:
    """Percentiles only: an average hides the one who waited."""
    assert [field.name for field in fields(Summary)] == ["n", "open", "p50", "p90", "p95", "p99"]


@pytest.mark.parametrize("seconds", [-0.1, nan, inf])
def test_a_duration_that_cannot_be_is_refused(seconds: float) -> None:
    """A negative, endless or missing duration is a fault to be found, not a fast call."""
    with pytest.raises(ValueError, match="finite number of seconds"):
        Durations.of([1.0], [seconds])


@pytest.mark.parametrize(
    ("k", "chance", "expected"),
    [
        (501_000, 0.5, 0.0228041499326948),
        (10_200, 0.01, 0.022742497360522286),
        (990_300, 0.99, 0.0012493412682674924),
        (25_200, 0.025, 0.10076847271615226),
    ],
)
def test_a_million_calls_are_counted_as_exactly_as_a_hundred(k: int, chance: float, expected: float) -> None:
    """The tail agrees with other software where factorials have millions of digits."""
    assert binomial_at_least(k, 1_000_000, chance=chance) == pytest.approx(expected, rel=1e-7)
    assert binomial_at_most(k - 1, 1_000_000, chance=chance) == pytest.approx(1.0 - expected, rel=1e-7)
