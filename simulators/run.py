"""One run: people come on duty, homes wake, the story is played, what waits is drained, the account is made."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any

from rich.console import Console

from simulators import clock
from simulators.accidents import power_cut, restarts
from simulators.cast import Cast, gather
from simulators.chance import dice
from simulators.credentials import Credentials
from simulators.demand import Demand, acts
from simulators.feed import FeedUnreadableError, from_file, pages
from simulators.home import Home
from simulators.journal import FEED_FILE
from simulators.order import Order
from simulators.reconcile import Account, account
from simulators.scenarios import Restarts
from simulators.scorecard import Scorecard, times_of, trouble_of
from simulators.screen import Screen
from simulators.server import Server
from simulators.wire import encode
from simulators.world import World

CONNECTED_WITHIN_SECONDS = 60.0
DRAIN_SECONDS = 60.0
BEFORE_ALL_PRESS_SECONDS = 2.0
BOARDS_CATCH_UP_SECONDS = 1.0
FEED_WITHIN_SECONDS = 120.0


class Run:
    """Plays one order against a server that is ready."""

    def __init__(
        self, order: Order, credentials: Credentials, *, world: World, server: Server, console: Console
    ) -> None:
        self._order = order
        self._world = world
        self._server = server
        self._console = console
        self._cast: Cast = gather(credentials, world)

    async def play(self, stop: asyncio.Event) -> Scorecard:
        """Play until `stop` or the end of the duration, then drain and count."""
        await self._cast.supervisor.signs_in()
        self._world.journals.describe(self._order.document() | {"began_at": clock.wall()})
        async with asyncio.TaskGroup() as tasks:
            people = [tasks.create_task(person.run()) for person in self._cast.staff]
            await _either(stop, self._cast.connected(), CONNECTED_WITHIN_SECONDS)
            self._world.journals.describe(
                self._order.document() | {"began_at": clock.wall(), "feed_start": self._world.ledger.feed_start or 0}
            )
            shown = tasks.create_task(self._shows())
            homes = [tasks.create_task(home.run()) for home in self._cast.homes]
            began = clock.monotonic()
            story = [tasks.create_task(part) for part in self._story()]
            await _either(stop, None, self._order.duration_seconds)
            seconds = clock.monotonic() - began
            _cancel(story)
            await self._drains()
            _cancel([shown, *people, *homes])
        await self._cast.leaves()
        return self._scorecard(seconds, await self._accounts())

    def _story(self) -> list[Coroutine[Any, Any, None]]:
        world, duration, homes = self._world, self._order.duration_seconds, self._cast.homes
        parts = [self._residents_act(homes)]
        if world.scenario.everyone_at_once:
            parts.append(self._all_press(homes))
        if world.scenario.stations_without_power:
            parts.append(power_cut(world, homes, duration_seconds=duration))
        if world.scenario.restarts is not Restarts.NOTHING:
            parts.append(restarts(world, self._server, duration_seconds=duration))
        return parts

    async def _residents_act(self, homes: Sequence[Home]) -> None:
        scenario = self._world.scenario
        demand = Demand(homes=len(homes), rate=self._order.rate, from_hour=scenario.from_hour, to_hour=scenario.to_hour)
        began = clock.monotonic()
        for moment in acts(dice(self._order.seed, "demand"), demand):
            await asyncio.sleep(max(0.0, began + moment.elapsed_seconds - clock.monotonic()))
            home = homes[moment.home]
            if moment.act == "cancel":
                home.cancels()
            else:
                home.presses(moment.act)

    async def _all_press(self, homes: Sequence[Home]) -> None:
        await asyncio.sleep(BEFORE_ALL_PRESS_SECONDS)
        die = dice(self._order.seed, "everyone at once")
        loop = asyncio.get_running_loop()
        for home in homes:
            loop.call_later(die.random(), home.presses, "emergency")

    def _shows(self) -> Coroutine[Any, Any, None]:
        title = f"{self._order.scenario.name} at {self._order.url} · Ctrl-C ends the run and counts"
        screen = Screen(self._world.ledger, self._cast.dispatchers[0].board, console=self._console, title=title)
        plain = self._order.quiet or self._order.verbose or not self._console.is_terminal
        return screen.run_lines() if plain else screen.run_table()

    async def _drains(self) -> None:
        """End all trouble and let every press that waits get its answer: with faults off there must be progress."""
        self._cast.calms()
        await self._server.stands()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._world.ledger.nothing_waits.wait()
        await asyncio.sleep(BOARDS_CATCH_UP_SECONDS)

    async def _accounts(self) -> Account | None:
        ledger, path = self._world.ledger, self._world.journals.directory / FEED_FILE
        supervisor = self._cast.supervisor
        try:
            with path.open("wb") as kept:
                async with asyncio.timeout(FEED_WITHIN_SECONDS):
                    async for facts in pages(lambda path: supervisor.asks("GET", path), ledger.feed_start or 0):
                        kept.writelines(encode(fact) + b"\n" for fact in facts)
        except (FeedUnreadableError, TimeoutError) as error:
            supervisor.notes("feed_unreadable", reason=repr(error))
            return None
        promised = [key for key, press in ledger.presses.items() if press.acknowledged_at is not None]
        return account(ledger.presses, promised, from_file(path))

    def _scorecard(self, seconds: float, sums: Account | None) -> Scorecard:
        ledger = self._world.ledger
        return Scorecard(
            scenario=self._order.scenario.name,
            seed=self._order.seed,
            speed=self._order.speed,
            rate=self._order.rate,
            seconds=seconds,
            account=sums,
            trouble=trouble_of(ledger),
            n_holes=ledger.tally["n_holes"],
            unreadable_frames=ledger.tally["unreadable frames"],
            restarts=ledger.tally["restarts"],
            times=times_of(ledger),
            refusals=dict(ledger.refusals),
        )


async def _either(stop: asyncio.Event, work: Coroutine[Any, Any, None] | None, limit_seconds: float | None) -> None:
    """Wait for `stop`, the end of `work` or the limit, whichever comes first."""
    waits: set[asyncio.Task[Any]] = {asyncio.create_task(stop.wait())}
    if work is not None:
        waits.add(asyncio.create_task(work))
    try:
        await asyncio.wait(waits, timeout=limit_seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        _cancel(waits)


def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
