"""The one door: whatever comes through it has one effect, one answer, and is on disk before anybody hears of it."""

import asyncio
from typing import Any

import pytest

from callcenter.clock import new_id
from callcenter.domain import commands as c
from callcenter.domain.errors import CallCenterError, Malformed, Refused
from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from tests.district import HOMES, unit_of
from tests.storage.asking import (
    another_committer,
    ask,
    ask_or_refusal,
    asks,
    beat,
    count,
    cut_connections,
    facts_of,
    insist,
    press,
    press_at,
    starts,
)

EVERY_HOME = [unit_of(station, place) for station, homes in HOMES.items() for place in range(1, homes + 1)]
OPEN_CALLS = "SELECT count(*) FROM calls WHERE state <> 'resolved'"


async def test_a_press_that_is_sent_again_gets_the_first_answer_and_no_second_call(
    committer: Committer, district: Database
) -> None:
    """A unit that missed the acknowledgement sends the same press until it hears it."""
    first = await ask(committer, press("U101"))

    second = await ask(committer, press("U101"))

    assert second == {**first, "duplicate": True}
    assert await count(district, OPEN_CALLS) == 1
    assert await count(district, "SELECT duplicates FROM signals WHERE unit = 'U101'") == 1


async def test_a_repeat_is_acknowledged_only_after_it_was_written_down_too(
    committer: Committer, district: Database
) -> None:
    """An answer without a write could come from a server that has lost its mirror."""
    await ask(committer, press("U101"))
    before = await count(district, "SELECT xmin::text::bigint FROM signals WHERE unit = 'U101'")

    await ask(committer, press("U101"))

    assert await count(district, "SELECT xmin::text::bigint FROM signals WHERE unit = 'U101'") > before


async def test_every_home_may_press_in_the_same_second(committer: Committer, district: Database) -> None:
    """Twelve homes, five presses each, all at once: a call for each home, and all sixty on record."""
    presses = [press(unit, n) for unit in EVERY_HOME for n in range(1, 6)]

    answers = await asyncio.gather(*(ask(committer, one) for one in presses))

    assert len({answer["call"]["id"] for answer in answers}) == len(EVERY_HOME)
    assert len({answer["seq"] for answer in answers}) == len(presses)
    assert (await verifying.verify(district)).differences == []


async def test_presses_of_one_home_that_reach_two_servers_open_one_call(
    committer: Committer, district: Database
) -> None:
    """A unit that changes its way in the middle of a storm is still one home."""
    async with another_committer(district) as other:
        ways = (committer, other)
        answers = await asyncio.gather(*(ask(ways[n % 2], press("U101", n)) for n in range(1, 21)))

    assert len({answer["call"]["id"] for answer in answers}) == 1
    assert await count(district, "SELECT count(*) FROM facts WHERE kind = 'call_repeated'") == 19
    assert (await verifying.verify(district)).differences == []


@pytest.mark.parametrize("wrong", [{"boot": "no text \x00"}, {"n": 2**70}], ids=["no text", "no number"])
async def test_one_request_that_cannot_be_written_does_not_fail_its_neighbours(
    committer: Committer, district: Database, wrong: dict[str, Any]
) -> None:
    """A message that no table can hold is refused alone; the presses that came with it are safe."""
    poisoned = press("U106", **wrong)
    presses = [press(unit) for unit in EVERY_HOME if unit != "U106"]

    answers = await asyncio.gather(*(ask_or_refusal(committer, one) for one in [*presses[:5], poisoned, *presses[5:]]))

    assert answers.pop(5) == "internal_error"
    assert {answer["call"]["state"] for answer in answers} == {"waiting"}
    assert await count(district, OPEN_CALLS) == len(EVERY_HOME) - 1
    assert (await verifying.verify(district)).differences == []


async def test_a_key_that_was_used_for_something_else_is_refused(committer: Committer, district: Database) -> None:
    """A phone that mixes up its requests must not be told that the second one was done."""
    call = await press_at(committer, "U101")
    key = new_id()
    await ask(committer, asks("D1", call, c.Note, text="one", key=key))

    with pytest.raises(Malformed) as refused:
        await ask(committer, asks("D1", call, c.Note, text="two", key=key))

    assert refused.value.code == "idempotency_key_reused"
    assert (await facts_of(district, call)).count("call_noted") == 1


async def test_the_same_request_again_repeats_the_answer_byte_for_byte(committer: Committer) -> None:
    """Also when the call has moved on since."""
    call = await press_at(committer, "U101")
    note = asks("D1", call, c.Note, text="one")
    first = await committer.submit(note)
    await ask(committer, asks("D2", call, c.Answer))

    assert await committer.submit(note) == first


async def test_a_refusal_is_repeated_too(committer: Committer) -> None:
    """Who was told no hears the same no again, even when the answer would be another by now."""
    call = await press_at(committer, "U101")
    await ask(committer, starts("C101"))
    early = asks("C101", call, c.Accept)
    assert await ask_or_refusal(committer, early) == "not_offered"
    await committer.knock()

    again = await ask_or_refusal(committer, early)

    assert again == "not_offered"
    assert (await ask(committer, asks("C101", call, c.Accept)))["call"]["accepted_by"] == "C101"


async def test_a_refusal_repeats_its_details(committer: Committer) -> None:
    """The second caregiver is told each time by whom the call was taken."""
    call = await press_at(committer, "U101")
    for who in ("C101", "C103"):
        await ask(committer, starts(who))
    await committer.knock()
    await ask(committer, asks("C101", call, c.Accept))
    late = asks("C103", call, c.Accept)

    told = []
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            await ask(committer, late)
        told.append((refused.value.code, refused.value.details))

    assert told == [("already_accepted", {"accepted_by": "C101"})] * 2


async def test_a_press_whose_asker_hung_up_is_a_call_all_the_same(committer: Committer, district: Database) -> None:
    """A line that breaks after the press was sent changes nothing about the press."""
    asker = asyncio.create_task(ask(committer, press("U101")))
    await asyncio.sleep(0)
    asker.cancel()

    await committer.drain()

    assert asker.cancelled()
    assert await count(district, OPEN_CALLS) == 1


async def test_a_cut_connection_costs_an_answer_but_never_a_press(committer: Committer, district: Database) -> None:
    """The database's connections are cut under the presses' feet; whoever sends again ends with one call."""
    pressing = asyncio.gather(*(insist(committer, press(unit)) for unit in EVERY_HOME))
    for _ in range(5):
        await asyncio.sleep(0)
        await cut_connections(district)
    answers = await pressing

    calls = {answer["call"]["id"] for answer in answers}
    assert len(calls) == len(EVERY_HOME) == await count(district, OPEN_CALLS)
    assert (await verifying.verify(district)).differences == []


async def test_heartbeats_are_counted_and_leave_no_fact(committer: Committer, district: Database) -> None:
    """A quiet night of all homes writes nothing into the feed."""
    for n in range(1, 4):
        await asyncio.gather(*(ask(committer, beat(unit, n)) for unit in EVERY_HOME))

    assert await count(district, "SELECT sum(heartbeats) FROM units") == 3 * len(EVERY_HOME)
    assert await count(district, "SELECT count(*) FROM facts") == 0


async def test_heartbeats_that_overtake_each_other_are_all_answered(committer: Committer, district: Database) -> None:
    """Ten beats of one home in any order: ten answers, ten on record."""
    beats = [beat("U101", n) for n in (3, 1, 2, 5, 4, 10, 8, 9, 7, 6)]

    answers = await asyncio.gather(*(ask(committer, one) for one in beats))

    assert {answer["duplicate"] for answer in answers} == {False}
    assert await count(district, "SELECT count(*) FROM signals WHERE unit = 'U101'") == 10


async def test_an_unregistered_unit_is_told_so(committer: Committer) -> None:
    """It is an answer, not a fault."""
    with pytest.raises(CallCenterError) as refused:
        await ask(committer, press("U999"))

    assert refused.value.code == "unit_unknown"
