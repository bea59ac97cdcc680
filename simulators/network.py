"""The network between an actor and the centre: delays, losses, doubles and outages, all drawn from the actor's die.

An answer that does not come is *unknown*, never failed: the other side may well have done the work.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from simulators.wire import NOTHING_CAME, Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How bad the network is. Shares are of requests; zero `…_every_seconds` means never."""

    delay_seconds: float = 0.0
    drop_before: float = 0.0
    drop_after: float = 0.0
    send_twice: float = 0.0
    person_outage_every_seconds: float = 0.0
    home_outage_every_seconds: float = 0.0
    outage_seconds: tuple[float, float] = (1.0, 30.0)


CALM = Weather()
ORDINARY = Weather(person_outage_every_seconds=900.0, home_outage_every_seconds=72_000.0, outage_seconds=(3.0, 60.0))


class Line:
    """One actor's line to the centre. While it is down nothing leaves."""

    def __init__(self, die: Random, weather: Weather) -> None:
        self._die = die
        self._weather = weather
        self._cuts: set[str] = set()
        self.up = asyncio.Event()
        self.up.set()

    def fails(self, cause: str) -> None:
        """Take the line down until every cause has passed."""
        self._cuts.add(cause)
        self.up.clear()

    def recovers(self, cause: str) -> None:
        """End one cause of failure."""
        self._cuts.discard(cause)
        if not self._cuts:
            self.up.set()

    def calms(self) -> None:
        """End all trouble for good: with faults off, everything that waits must get through."""
        self._weather = CALM
        self._cuts.clear()
        self.up.set()

    async def carry(self, send: Callable[[], Awaitable[Answer]]) -> Answer:
        """Bring a request over and its answer back, or lose one of the two."""
        await self.up.wait()
        weather = self._weather
        if weather.delay_seconds:
            await asyncio.sleep(self._die.uniform(0, weather.delay_seconds))
        fate = self._die.random()
        if fate < weather.drop_before:
            return NOTHING_CAME
        if self._die.random() < weather.send_twice:
            answer, _ = await asyncio.gather(send(), send())
        else:
            answer = await send()
        return NOTHING_CAME if fate > 1 - weather.drop_after else answer

    async def outages(self, every_seconds: float, cut: Callable[[], None]) -> None:
        """Lose the network now and then for as long as the weather says; `cut` breaks what is open."""
        while every_seconds:
            await asyncio.sleep(self._die.expovariate(1 / every_seconds))
            if self._weather is CALM:
                return
            self.fails("outage")
            cut()
            await asyncio.sleep(self._die.uniform(*self._weather.outage_seconds))
            self.recovers("outage")
