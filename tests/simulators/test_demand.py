"""Residents press as often as the trade says, more by day than by night, and the same for the same seed."""

from itertools import pairwise, takewhile

import pytest

from simulators.chance import dice
from simulators.demand import PER_MILLE_BY_HOUR, Demand, Moment, acts, events

A_DAY = 86_400
DISTRICT = Demand(homes=900, rate=1)


def a_day(seed: int, demand: Demand = DISTRICT) -> list[Moment]:
    return list(takewhile(lambda act: act.elapsed_seconds < A_DAY, acts(dice(seed, "demand"), demand)))


def first_presses(demand: Demand, seconds: float) -> list[Moment]:
    return list(takewhile(lambda act: act.elapsed_seconds < seconds, events(dice(1, "demand"), demand)))


def test_the_hours_of_a_day_add_up_to_the_whole_day() -> None:
    assert sum(PER_MILLE_BY_HOUR) == 1000
    assert len(PER_MILLE_BY_HOUR) == 24


def test_a_month_of_the_district_brings_about_960_events() -> None:
    month = first_presses(DISTRICT, 30 * A_DAY)

    assert len(month) == pytest.approx(960, rel=0.1)


def test_the_rates_of_all_hours_add_up_to_32_events_a_day() -> None:
    a_whole_day = sum(DISTRICT.per_second(hour) * 3600 for hour in range(24))

    assert a_whole_day == pytest.approx(32)


def test_rate_900_brings_a_whole_day_in_96_seconds() -> None:
    fast = Demand(homes=900, rate=900, from_hour=7, to_hour=31)

    assert fast.hour(0) == 7
    assert fast.hour(95.9) == pytest.approx(6.975)
    assert len(first_presses(fast, 96 * 30)) == pytest.approx(960, rel=0.1)


def test_a_quiet_night_never_leaves_the_night() -> None:
    night = Demand(homes=900, rate=300, from_hour=0, to_hour=5)

    assert max(night.hour(second) for second in range(0, 3600, 7)) < 5


def test_mornings_are_busier_than_nights() -> None:
    assert DISTRICT.per_second(8) > 3 * DISTRICT.per_second(3)


def test_the_same_seed_gives_the_same_day() -> None:
    assert a_day(7) == a_day(7)


def test_another_seed_gives_another_day() -> None:
    assert a_day(7) != a_day(8)


def test_everything_residents_do_comes_in_order() -> None:
    day = a_day(3, Demand(homes=900, rate=50))

    assert all(earlier.elapsed_seconds <= later.elapsed_seconds for earlier, later in pairwise(day))
    assert {act.act for act in day} == {"emergency", "assistance", "cancel"}


def test_nobody_presses_when_the_rate_is_zero() -> None:
    assert list(acts(dice(1, "demand"), Demand(homes=900, rate=0))) == []
