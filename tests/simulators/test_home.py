"""A unit gives no press up: it keeps it, repeats the very same bytes, and sends in order."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from simulators.home import Home
from simulators.world import World
from tests.simulators.builders import a_centre, a_home, a_world, journal_of_units


@asynccontextmanager
async def awake(home: Home) -> AsyncIterator[Home]:
    task = asyncio.create_task(home.run())
    try:
        yield home
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def everything_acknowledged(world: World) -> None:
    async with asyncio.timeout(20):
        await world.ledger.nothing_waits.wait()


async def test_a_press_is_repeated_unchanged_until_it_is_acknowledged(tmp_path: Path) -> None:
    centre = a_centre()
    centre.misdeeds = ["503", "hang up"]
    async with a_world(centre, tmp_path) as world, awake(a_home(world)) as home:
        home.presses("emergency")
        await everything_acknowledged(world)

    assert len(centre.bodies) == 3
    assert len(set(centre.bodies)) == 1
    assert [fact["kind"] for fact in centre.facts].count("call_raised") == 1


async def test_the_journal_tells_every_attempt_and_a_lost_answer_is_unknown(tmp_path: Path) -> None:
    centre = a_centre()
    centre.misdeeds = ["hang up"]
    async with a_world(centre, tmp_path) as world, awake(a_home(world)) as home:
        home.presses("emergency")
        await everything_acknowledged(world)

    lines = journal_of_units(tmp_path)
    assert [line["what"] for line in lines] == ["made", "unknown", "acknowledged"]
    assert lines[-1]["duplicate"] is True
    assert lines[-1]["call"] == "call-1"


async def test_a_press_stands_in_the_journal_before_it_leaves_the_home(tmp_path: Path) -> None:
    centre = a_centre()
    async with a_world(centre, tmp_path) as world, awake(a_home(world)) as home:
        home.line.fails("outage")
        home.presses("emergency")
        await asyncio.sleep(0.05)

        assert [line["what"] for line in journal_of_units(tmp_path)] == ["made"]
        assert centre.bodies == []
        assert world.ledger.unacknowledged == 1


async def test_a_press_made_without_network_is_sent_when_the_network_is_back(tmp_path: Path) -> None:
    centre = a_centre()
    async with a_world(centre, tmp_path) as world, awake(a_home(world)) as home:
        home.loses_mains(with_network=True)
        home.presses("emergency")
        home.regains_mains()
        await everything_acknowledged(world)

    kinds = [json.loads(body)["kind"] for body in centre.bodies]
    assert kinds[:2] == ["status", "press"]


async def test_messages_leave_one_at_a_time_in_their_order(tmp_path: Path) -> None:
    centre = a_centre()
    centre.misdeeds = ["503"]
    async with a_world(centre, tmp_path) as world, awake(a_home(world)) as home:
        home.presses("assistance")
        home.presses("emergency")
        await everything_acknowledged(world)

    assert [json.loads(body)["n"] for body in centre.bodies] == [1, 1, 2]


async def test_a_second_run_of_the_same_seed_is_another_boot(tmp_path: Path) -> None:
    async with a_world(a_centre(), tmp_path) as world:
        assert a_home(world).boot != a_home(world).boot
