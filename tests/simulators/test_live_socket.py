"""A live socket misses nothing: it resumes after a cut, and a hole in `n` is noticed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from simulators.dispatcher import Dispatcher
from simulators.world import World
from tests.simulators.builders import a_centre, a_world, some_credentials, until
from tests.simulators.tiny_centre import TinyCentre


@asynccontextmanager
async def at_the_desk(world: World) -> AsyncIterator[Dispatcher]:
    dispatcher = Dispatcher(some_credentials().with_role("dispatcher")[0], world, desk=0, desks=1)
    task = asyncio.create_task(dispatcher.run())
    try:
        async with asyncio.timeout(10):
            await dispatcher.socket.welcomed.wait()
        yield dispatcher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def a_call_comes_in(centre: TinyCentre, number: int) -> str:
    call = f"call-{number}"
    centre.calls[call] = {"id": call, "kind": "emergency", "state": "waiting", "version": 0, "accepted_by": None}
    centre.commit("call_raised", call, call_kind="emergency")
    return call


async def shown(dispatcher: Dispatcher, call: str) -> None:
    await until(lambda: call in dispatcher.board.calls)


async def test_the_board_shows_a_new_call(tmp_path: Path) -> None:
    centre = a_centre()
    async with a_world(centre, tmp_path) as world, at_the_desk(world) as dispatcher:
        await asyncio.sleep(0.05)
        call = a_call_comes_in(centre, 1)

        await shown(dispatcher, call)

    assert world.ledger.tally["n_holes"] == 0


async def test_a_cut_socket_resumes_and_hears_what_it_missed(tmp_path: Path) -> None:
    centre = a_centre()
    async with a_world(centre, tmp_path) as world, at_the_desk(world) as dispatcher:
        dispatcher.person.line.fails("outage")
        dispatcher.socket.cut()
        call = a_call_comes_in(centre, 1)
        dispatcher.person.line.recovers("outage")

        await shown(dispatcher, call)

    assert world.ledger.tally["resumes"] == 1
    assert world.ledger.tally["snapshots"] == 0


async def test_a_hole_in_the_count_is_noticed_and_nothing_stays_missing(tmp_path: Path) -> None:
    centre = a_centre()
    async with a_world(centre, tmp_path) as world, at_the_desk(world) as dispatcher:
        await asyncio.sleep(0.05)
        centre.skip_n_once = True
        call = a_call_comes_in(centre, 1)

        await shown(dispatcher, call)

    assert world.ledger.tally["n_holes"] == 1


async def test_a_frame_against_the_contract_is_counted_and_listening_goes_on(tmp_path: Path) -> None:
    centre = a_centre()
    async with a_world(centre, tmp_path) as world, at_the_desk(world) as dispatcher:
        await asyncio.sleep(0.05)
        a_call_comes_in(centre, 1)
        centre.commit("call_raised", "call-1")
        call = a_call_comes_in(centre, 2)

        await shown(dispatcher, call)

    assert world.ledger.tally["unreadable frames"] == 1
