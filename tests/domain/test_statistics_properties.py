"""What must hold for any calls at all: nothing that is left open, added or reordered can make a figure look better."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb, inf
from random import Random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from callcenter.domain.binomial import binomial_at_least
from callcenter.domain.statistics import (
    Durations,
    Verdict,
    attainment,
    figures,
    kaplan_meier_percentile,
    percentile,
    percentile_interval,
    verdict,
    wilson,
)

unhurried = settings(deadline=None)

SIDE = Fraction(25, 1000)
seconds = st.integers(min_value=1, max_value=40).map(float)
some_calls = st.lists(seconds, min_size=1, max_size=40)
any_calls = st.lists(seconds, max_size=40)
shares = st.sampled_from([0.05, 0.1, 0.25, 1 / 3, 0.5, 0.55, 0.9, 0.95, 0.975, 0.99])
targets = st.sampled_from([0.5, 0.9, 0.975, 0.985, 0.99])


def exactly_at_least(k: int, n: int, chance: Fraction) -> Fraction:
    """Add up the binomial probabilities of k and more, in fractions."""
    return sum((comb(n, i) * chance**i * (1 - chance) ** (n - i) for i in range(max(k, 0), n + 1)), Fraction(0))


def product_limit(ended: Sequence[float], still_open: Sequence[float], share: Fraction) -> float | None:
    """Multiply the Kaplan-Meier curve out in fractions, one call at a time."""
    survival = Fraction(1)
    for moment in sorted(set(ended)):
        waiting = sum(at >= moment for at in [*ended, *still_open])
        survival *= 1 - Fraction(ended.count(moment), waiting)
        if survival <= 1 - share:
            return moment
    return None


def or_endless(value: float | None) -> float:
    """Read "longer than anything seen" as endless, so that it can be compared."""
    return inf if value is None else value


@unhurried
@given(st.integers(0, 60), st.integers(-2, 62), st.fractions(0, 1, max_denominator=200))
def test_the_tail_equals_the_sum_of_its_parts(n: int, k: int, chance: Fraction) -> None:
    """Agrees with exact fractions, at the ends too."""
    tail = binomial_at_least(k, n, chance=float(chance))

    assert abs(tail - float(exactly_at_least(k, n, chance))) < 1e-12


@unhurried
@given(st.integers(1, 10**6), st.data())
def test_an_interval_contains_the_share_it_belongs_to(n: int, data: st.DataObject) -> None:
    """The printed share never lies outside its own interval, and that within 0 to 1."""
    met = data.draw(st.integers(0, n))

    interval = wilson(met, n)

    assert 0.0 <= interval.low <= met / n <= interval.high <= 1.0


@unhurried
@given(st.integers(1, 500), st.integers(2, 50), st.data())
def test_more_calls_with_the_same_share_say_more(n: int, times: int, data: st.DataObject) -> None:
    """The interval grows narrower with n."""
    met = data.draw(st.integers(0, n))

    few, many = wilson(met, n), wilson(met * times, n * times)

    assert many.high - many.low < few.high - few.low


@unhurried
@given(st.integers(1, 10_000), st.data())
def test_one_more_call_in_time_raises_both_ends(n: int, data: st.DataObject) -> None:
    """A better month never looks worse."""
    met = data.draw(st.integers(0, n - 1))

    worse, better = wilson(met, n), wilson(met + 1, n)

    assert worse.low < better.low
    assert worse.high < better.high


@unhurried
@given(st.integers(1, 30), shares)
def test_ranks_enclose_the_percentile_as_often_as_they_promise(n: int, share: float) -> None:
    """Summed by brute force: each side is wrong at most 2.5 times in a hundred, and one rank further in would be."""
    chance = Fraction(str(share))

    ends = percentile_interval(n, share)

    low, high = ends.low or 0, ends.high or n + 1
    assert 1 - exactly_at_least(low, n, chance) <= SIDE < 1 - exactly_at_least(low + 1, n, chance)
    assert exactly_at_least(high, n, chance) <= SIDE < exactly_at_least(high - 1, n, chance)


@unhurried
@given(some_calls, shares)
@example([float(at) for at in range(1, 11)], 0.9)
@example([float(at) for at in range(1, 101)], 0.55)
def test_when_every_call_has_ended_the_curve_is_the_nearest_rank(ended: list[float], share: float) -> None:
    """Two definitions, one figure."""
    by_rank = percentile(sorted(ended), share)

    assert kaplan_meier_percentile(ended, [], share=share) == by_rank
    assert figures(Durations.of(ended), [share])[0].value == by_rank


@unhurried
@given(any_calls, any_calls, shares)
def test_the_curve_equals_the_product_limit(ended: list[float], still_open: list[float], share: float) -> None:
    """Multiplied out in exact fractions, ties and all."""
    expected = product_limit(ended, still_open, Fraction(str(share)))

    assert kaplan_meier_percentile(ended, still_open, share=share) == expected


@unhurried
@given(some_calls, shares, st.integers(1, 20))
def test_a_call_raised_this_instant_changes_no_percentile(ended: list[float], share: float, fresh: int) -> None:
    """It has had no time to say anything."""
    assert kaplan_meier_percentile(ended, [0.0] * fresh, share=share) == percentile(sorted(ended), share)


@unhurried
@given(some_calls, any_calls, shares, st.data())
def test_a_call_that_has_not_ended_never_looks_faster(
    ended: list[float], still_open: list[float], share: float, data: st.DataObject
) -> None:
    """Opening an ended call again makes no percentile smaller."""
    reopened = data.draw(st.integers(0, len(ended) - 1))
    others = ended[:reopened] + ended[reopened + 1 :]

    before = kaplan_meier_percentile(ended, still_open, share=share)
    after = kaplan_meier_percentile(others, [*still_open, ended[reopened]], share=share)

    assert or_endless(after) >= or_endless(before)


@unhurried
@given(some_calls, any_calls, shares, seconds)
def test_one_more_open_call_never_looks_faster(
    ended: list[float], still_open: list[float], share: float, age: float
) -> None:
    """A call that somebody is still waiting in makes no percentile smaller."""
    before = kaplan_meier_percentile(ended, still_open, share=share)
    after = kaplan_meier_percentile(ended, [*still_open, age], share=share)

    assert or_endless(after) >= or_endless(before)


@unhurried
@given(any_calls, any_calls, shares)
def test_a_percentile_lies_within_its_interval(ended: list[float], still_open: list[float], share: float) -> None:
    """An end that is not known is open, and an unknown percentile has no known upper end."""
    figure = figures(Durations.of(ended, still_open), [share])[0]

    assert (figure.low or 0.0) <= or_endless(figure.value) <= or_endless(figure.high)


@unhurried
@given(st.lists(st.tuples(seconds, st.booleans()), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_calls_makes_no_difference(calls: list[tuple[float, bool]], chance: Random) -> None:
    """The same calls, the same report."""
    shuffled = chance.sample(calls, len(calls))

    assert durations_of(shuffled) == durations_of(calls)


def durations_of(calls: Sequence[tuple[float, bool]]) -> Durations:
    """Split calls into ended and open ones, as they come."""
    return Durations.of([at for at, ended in calls if ended], [at for at, ended in calls if not ended])


@unhurried
@given(any_calls, any_calls, seconds, targets)
def test_every_call_is_counted_once(ended: list[float], still_open: list[float], limit: float, target: float) -> None:
    """Met, missed and undecided add up to n; undecided calls are never in the share."""
    result = attainment(Durations.of(ended, still_open), limit, target=target)

    assert result.n == len(ended) + len(still_open) == result.met + result.missed + result.undecided
    assert result.undecided == sum(age <= limit for age in still_open)
    assert (result.share is None) == (result.met + result.missed == 0)


@unhurried
@given(st.integers(0, 400), st.integers(0, 30), st.integers(0, 30), targets, st.data())
def test_a_verdict_stands_however_the_undecided_calls_end(
    met: int, missed: int, undecided: int, target: float, data: st.DataObject
) -> None:
    """What the report has called proven today, tomorrow cannot take back."""
    n = met + missed + undecided
    today = verdict(missed, n, undecided=undecided, target=target)
    assume(today is not Verdict.TOO_FEW_TO_TELL)

    tomorrow = verdict(missed + data.draw(st.integers(0, undecided)), n, target=target)

    assert tomorrow is today
