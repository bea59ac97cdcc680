"""What goes wrong on purpose: the mains of two stations, the server's life, the database's."""

import asyncio
from collections.abc import Sequence
from random import Random

from simulators import clock
from simulators.chance import dice
from simulators.home import Home
from simulators.server import Server
from simulators.world import World

NETWORK_DIES_WITH_MAINS_SHARE = 0.6
PRESSES_IN_THE_DARK_SHARE = 0.05
STAGGER_SECONDS = 3.0
ENDLESS_CUT_SECONDS = 300.0
SECONDS_PER_RESTART = 40.0
FIRST_SHARE, LAST_SHARE = 0.15, 0.85


def moments(die: Random, duration_seconds: float) -> list[float]:
    """Choose when to knock something over: about every 40 s, one in each equal slice of the run's middle."""
    times = max(1, int(duration_seconds / SECONDS_PER_RESTART))
    first, last = duration_seconds * FIRST_SHARE, duration_seconds * LAST_SHARE
    slice_ = (last - first) / times
    return [first + slice_ * (i + die.random()) for i in range(times)]


async def restarts(world: World, server: Server, *, duration_seconds: float | None) -> None:
    """Kill and restart at the chosen moments; without a duration, again and again."""
    die = dice(world.seed, "restarts")
    while True:
        began = clock.monotonic()
        span = duration_seconds or SECONDS_PER_RESTART
        for moment in moments(die, span):
            await asyncio.sleep(max(0.0, began + moment - clock.monotonic()))
            await server.falls(world.scenario.restarts)
            world.ledger.tally["restarts"] += 1
        if duration_seconds:
            return
        await asyncio.sleep(max(0.0, began + span - clock.monotonic()))


async def power_cut(world: World, homes: Sequence[Home], *, duration_seconds: float | None) -> None:
    """Take the mains from some stations' homes in the second tenth of the run, and give it back."""
    die = dice(world.seed, "power cut")
    stations = sorted({home.station for home in homes})
    dark = set(die.sample(stations, min(world.scenario.stations_without_power, len(stations))))
    struck = [home for home in homes if home.station in dark]
    length = 0.4 * duration_seconds if duration_seconds else ENDLESS_CUT_SECONDS
    await asyncio.sleep(0.15 * duration_seconds if duration_seconds else STAGGER_SECONDS)
    async with asyncio.TaskGroup() as tasks:
        for home in struck:
            with_network = die.random() < NETWORK_DIES_WITH_MAINS_SHARE
            presses_at = die.uniform(0, length) if die.random() < PRESSES_IN_THE_DARK_SHARE else None
            tasks.create_task(
                _dark(home, die.uniform(0, STAGGER_SECONDS), length, with_network=with_network, presses_at=presses_at)
            )


async def _dark(
    home: Home, stagger_seconds: float, length_seconds: float, *, with_network: bool, presses_at: float | None
) -> None:
    await asyncio.sleep(stagger_seconds)
    home.loses_mains(with_network=with_network)
    if presses_at is not None:
        await asyncio.sleep(presses_at)
        home.presses("emergency")
    await asyncio.sleep(length_seconds - (presses_at or 0.0))
    home.regains_mains()
