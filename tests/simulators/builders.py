"""Small worlds for the simulators' tests: a tiny centre on a real socket, and a journal directory to write in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from aiohttp.test_utils import TestServer

from simulators.credentials import Credentials, StaffCredential, UnitCredential
from simulators.home import Home
from simulators.journal import UNITS_FILE, Journals
from simulators.ledger import Ledger, PressKey
from simulators.network import CALM
from simulators.order import Order
from simulators.scenarios import Scenario
from simulators.wire import Json, Wire
from simulators.world import World
from tests.simulators.tiny_centre import TinyCentre

PEOPLE = {"d1": "dispatcher", "c1": "caregiver", "s1": "supervisor"}
UNITS = ("U1", "U2", "U3")
CALM_STORY = Scenario(name="calm", story="Nothing goes wrong.", rate=0, weather=CALM)
VERY_FAST = 10_000.0


def a_centre(**people: str) -> TinyCentre:
    return TinyCentre(people or PEOPLE)


def some_credentials() -> Credentials:
    return Credentials(
        [StaffCredential(login, "pw", role, "S1") for login, role in PEOPLE.items()],
        [UnitCredential(unit, f"P-{unit}", unit, f"R-{unit}", "S1") for unit in UNITS],
    )


async def until(true: Callable[[], bool]) -> None:
    """Watch for something that tells nobody when it happens."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - the things watched have no events, and get none for a test
            await asyncio.sleep(0.01)


def an_order(
    directory: Path, url: str, *, scenario: Scenario = CALM_STORY, rate: float = 0, seconds: float = 1
) -> Order:
    credentials = directory / "credentials.json"
    credentials.write_bytes(msgspec.json.encode(some_credentials()))
    return Order(
        url=url,
        credentials=credentials,
        scenario=scenario,
        seed=1,
        speed=VERY_FAST,
        rate=rate,
        duration_seconds=seconds,
        journal=directory / "journal",
        scorecard=directory / "scorecard.json",
    )


@asynccontextmanager
async def a_world(centre: TinyCentre, directory: Path, *, scenario: Scenario = CALM_STORY) -> AsyncIterator[World]:
    async with TestServer(centre.app()) as server:
        wire, journals = Wire(str(server.make_url("/"))), Journals(directory)
        try:
            yield World(wire=wire, ledger=Ledger(), journals=journals, scenario=scenario, seed=1, speed=VERY_FAST)
        finally:
            await wire.close()
            journals.close()


def a_home(world: World) -> Home:
    return Home(some_credentials().units[0], world)


def journal_of_units(directory: Path) -> list[Json]:
    return [msgspec.json.decode(line) for line in (directory / UNITS_FILE).read_bytes().splitlines()]


def a_press(n: int) -> PressKey:
    return PressKey("U1", "boot", n)


def a_fact(seq: int, kind: str, *, press: PressKey | None = None, call: str = "call-1") -> Json:
    named = {"unit": press.unit, "boot": press.boot, "n": press.n} if press else {}
    return {"seq": seq, "kind": kind, "call": call, **named}
