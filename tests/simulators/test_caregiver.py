"""A caregiver takes a call from the offer to the goodbye, and finds it again after losing the network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulators import caregiver as habits
from simulators.caregiver import Caregiver
from simulators.world import World
from tests.simulators.builders import a_centre, a_world, some_credentials, until
from tests.simulators.tiny_centre import TinyCentre


@pytest.fixture(autouse=True)
def a_dutiful_caregiver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody forgets, declines or gives back in these tests."""
    monkeypatch.setattr(habits, "FORGETS_SHARE", 0.0)
    monkeypatch.setattr(habits, "DECLINES_SHARE", 0.0)
    monkeypatch.setattr(habits, "RELEASES_SHARE", 0.0)


@asynccontextmanager
async def on_duty(world: World) -> AsyncIterator[Caregiver]:
    caregiver = Caregiver(some_credentials().with_role("caregiver")[0], world)
    task = asyncio.create_task(caregiver.run())
    try:
        async with asyncio.timeout(10):
            await caregiver.socket.welcomed.wait()
        yield caregiver
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def a_call(centre: TinyCentre, **fields: object) -> str:
    centre.calls["call-1"] = {
        "id": "call-1",
        "kind": "emergency",
        "state": "waiting",
        "version": 0,
        "accepted_by": None,
        **fields,
    }
    centre.commit("call_raised", "call-1", call_kind="emergency")
    return "call-1"


async def resolved(centre: TinyCentre, call: str) -> list[str]:
    await until(lambda: bool(centre.calls[call]["state"] == "resolved"))
    return [fact["kind"] for fact in centre.facts]


async def test_an_offer_becomes_help_at_the_door(tmp_path: Path) -> None:
    centre = a_centre()
    async with a_world(centre, tmp_path) as world, on_duty(world):
        await asyncio.sleep(0.05)
        call = a_call(centre)
        centre.commit("offer_made", call, offer="o1", caregiver="c1", wave=1, expires_at="2026-11-22T02:15:04Z")

        told = await resolved(centre, call)

    assert told == [
        "call_raised",
        "offer_made",
        "call_accepted",
        "caregiver_departed",
        "caregiver_arrived",
        "call_resolved",
    ]
    assert max(centre.keys.values()) == 1


async def test_an_offer_found_in_the_snapshot_is_taken_too(tmp_path: Path) -> None:
    centre = a_centre()
    call = a_call(centre, offers=[{"id": "o1", "caregiver": "c1", "state": "delivered"}])
    async with a_world(centre, tmp_path) as world, on_duty(world):
        told = await resolved(centre, call)

    assert told[1] == "call_accepted"


async def test_a_call_in_hand_is_carried_on_from_where_it_stood(tmp_path: Path) -> None:
    centre = a_centre()
    call = a_call(centre, accepted_by="c1", state="travelling")
    async with a_world(centre, tmp_path) as world, on_duty(world):
        told = await resolved(centre, call)

    assert told == ["call_raised", "caregiver_arrived", "call_resolved"]


async def test_a_caregiver_who_comes_second_stays_at_home(tmp_path: Path) -> None:
    centre = a_centre()
    call = a_call(centre, offers=[{"id": "o1", "caregiver": "c1", "state": "open"}])
    centre.calls[call]["accepted_by"] = "another"
    async with a_world(centre, tmp_path) as world, on_duty(world):
        await until(lambda: world.ledger.refusals["accept: already_accepted"] > 0)
        await asyncio.sleep(0.5)

    assert [fact["kind"] for fact in centre.facts] == ["call_raised"]
