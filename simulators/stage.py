"""Sets a run up and takes it down: the wire, the journals, the server if it is ours, and the signals that end it."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from simulators.caregiver import LEAVES_AFTER_SECONDS, THINKS_SECONDS, TRAVELS_SECONDS, WORKS_SECONDS
from simulators.chance import SHORTEST_SECONDS
from simulators.credentials import load
from simulators.demand import DAYS_PER_MONTH, EVENTS_PER_HOME_AND_MONTH
from simulators.journal import Journals
from simulators.ledger import Ledger
from simulators.order import Order
from simulators.run import Run
from simulators.server import Server
from simulators.wire import Wire, encode
from simulators.world import World

STEPS_SECONDS = (THINKS_SECONDS, LEAVES_AFTER_SECONDS, TRAVELS_SECONDS, WORKS_SECONDS)
BUSY_SHARE = 0.8
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM)
SERVER_LOG = "server.log"


async def perform(order: Order, console: Console) -> int:
    """Play an order and give the exit code: 0 only if everything promised was kept."""
    credentials = load(order.credentials).without(logins=order.leave_out_caregivers, units=order.leave_out_units)
    async with _world(order) as world, _stop_by_signal(console) as stop:
        server = Server(
            world.wire,
            command=order.server_command,
            database_command=order.database_command,
            log=world.journals.directory / SERVER_LOG,
        )
        run = Run(order, credentials, world=world, server=server, console=console)
        _warn_if_too_much(
            order, console, homes=len(credentials.units), caregivers=len(credentials.with_role("caregiver"))
        )
        try:
            await server.starts()
            scorecard = await run.play(stop)
        finally:
            await server.stops()
    if order.scorecard:
        order.scorecard.write_bytes(encode(scorecard.document()) + b"\n")
    scorecard.show(console)
    console.print(f"Journal: {order.journal}", soft_wrap=True, highlight=False)
    return 0 if scorecard.kept else 1


@asynccontextmanager
async def _world(order: Order) -> AsyncIterator[World]:
    journals = Journals(order.journal, echoes=order.verbose)
    wire = Wire(order.url)
    try:
        yield World(
            wire=wire,
            ledger=Ledger(),
            journals=journals,
            scenario=order.scenario,
            seed=order.seed,
            speed=order.speed,
            left_out_units=order.leave_out_units,
        )
    finally:
        await wire.close()
        journals.close()


@asynccontextmanager
async def _stop_by_signal(console: Console) -> AsyncIterator[asyncio.Event]:
    """Make the first SIGINT or SIGTERM end the run in good order, and the second one at once."""
    stop = asyncio.Event()
    task = asyncio.current_task()

    def ends() -> None:
        if stop.is_set() and task:
            task.cancel()
        else:
            console.print("Ending: no new presses; what waits is drained and counted. Once more ends at once.")
            stop.set()

    loop = asyncio.get_running_loop()
    for number in ENDING_SIGNALS:
        loop.add_signal_handler(number, ends)
    try:
        yield stop
    finally:
        for number in ENDING_SIGNALS:
            loop.remove_signal_handler(number)


def _warn_if_too_much(order: Order, console: Console, *, homes: int, caregivers: int) -> None:
    """Say so when more is asked for than the caregivers can finish: then a queue is no fault of the server."""
    asked = homes * EVENTS_PER_HOME_AND_MONTH / DAYS_PER_MONTH / 86_400 * order.rate
    can = caregivers / sum(max(SHORTEST_SECONDS, step / order.speed) for step in STEPS_SECONDS)
    if asked > BUSY_SHARE * can:
        console.print(
            f"Note: about {asked:.2f} calls a second are asked for, and {caregivers} caregivers "
            f"at speed {order.speed:g} finish about {can:.2f}; a queue will grow. Lower --rate or raise --speed."
        )
