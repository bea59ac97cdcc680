"""When residents press: the month's figure of the trade, spread over the hours of a day.

960 events a month for 900 homes is the trade's figure (Yangpu's 700 homes, scaled); so is the share of safety alarms
among them, 884 of 2,038. The curve over the day is our own: a morning peak, an evening hump, a low night.

The demand clock runs `rate` times as fast as the wall clock, so a rate of 900 is an ordinary day in 96 seconds.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

EVENTS_PER_HOME_AND_MONTH = 960 / 900
DAYS_PER_MONTH = 30
EMERGENCY_SHARE = 884 / 2038
PRESSES_AGAIN_SHARE = 0.15
CANCELS_SHARE = 0.02

PER_MILLE_BY_HOUR = (
    *(20, 17, 15, 15, 18, 28, 45, 62, 68, 64, 56, 50),
    *(44, 42, 44, 46, 48, 52, 56, 56, 50, 43, 35, 26),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How often `homes` homes press at each moment of a run that lives between two hours of the day."""

    homes: int
    rate: float
    from_hour: float = 0.0
    to_hour: float = 24.0

    def hour(self, elapsed_seconds: float) -> float:
        """Tell the hour of the demand clock; the window of hours starts anew when it is used up."""
        passed = elapsed_seconds * self.rate / 3600
        return (self.from_hour + passed % (self.to_hour - self.from_hour)) % 24

    def per_second(self, hour: float) -> float:
        """Tell how many events a second that hour of the day brings."""
        a_day = self.homes * EVENTS_PER_HOME_AND_MONTH / DAYS_PER_MONTH
        return a_day * PER_MILLE_BY_HOUR[int(hour)] / 1000 / 3600 * self.rate

    @property
    def busiest_per_second(self) -> float:
        """Tell the rate of the busiest hour of the day, in events a second."""
        return self.per_second(float(PER_MILLE_BY_HOUR.index(max(PER_MILLE_BY_HOUR))))


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One thing a resident does: `act` is emergency, assistance or cancel."""

    elapsed_seconds: float
    home: int
    act: str


def events(die: Random, demand: Demand) -> Iterator[Moment]:
    """Throw first presses without end, by thinning the busiest hour's rate (Lewis and Shedler)."""
    busiest = demand.busiest_per_second
    elapsed = 0.0
    while busiest > 0:
        elapsed += die.expovariate(busiest)
        if die.random() * busiest <= demand.per_second(demand.hour(elapsed)):
            act = "emergency" if die.random() < EMERGENCY_SHARE else "assistance"
            yield Moment(elapsed, die.randrange(demand.homes), act)


def acts(die: Random, demand: Demand) -> Iterator[Moment]:
    """Give everything residents do, in order: presses, second presses of the impatient, and cancels."""
    later: list[tuple[Moment, int]] = []
    order = count()
    for event in events(die, demand):
        while later and later[0][0].elapsed_seconds <= event.elapsed_seconds:
            yield heapq.heappop(later)[0]
        yield event
        if die.random() < PRESSES_AGAIN_SHARE:
            again = Moment(event.elapsed_seconds + die.uniform(2, 20), event.home, event.act)
            heapq.heappush(later, (again, next(order)))
        if die.random() < CANCELS_SHARE:
            cancel = Moment(event.elapsed_seconds + die.uniform(5, 30), event.home, "cancel")
            heapq.heappush(later, (cancel, next(order)))
