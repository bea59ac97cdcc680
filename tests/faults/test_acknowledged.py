"""Acknowledged means on disk: proven with a committer that keeps the rule, and with one that breaks it and is caught.

Committing is made slow, as on a tired disk. The moment the first acknowledgement is heard outside, the server is killed
and the database drops whatever it had not finished. What the test heard is held against what the tables hold.
"""

import asyncio
from collections.abc import Sequence
from multiprocessing.connection import Connection

import pytest

from callcenter.domain.errors import NotCommitted
from callcenter.flow import verifying
from callcenter.storage import committer as committers
from callcenter.storage.committer import Committer, Entry
from callcenter.storage.database import Database
from callcenter.storage.submissions import Answer
from callcenter.storage.transaction import Transaction, Waiting
from tests.faults.crowd import crowd
from tests.faults.processes import Server, servers
from tests.storage.asking import as_owner, ask, count, cut_connections, press

HOMES = 40

SLOW_COMMIT = """
CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER slow_disk AFTER UPDATE ON feed_heads DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION dawdle();
"""

COMMITTING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"


class HastyCommitter(Committer):
    """Acknowledges when everything is written and before it is committed: faster, and wrong."""

    async def _carry_out(self, entries: Sequence[Entry]) -> list[Answer]:
        async def work(transaction: Transaction) -> list[Answer]:
            answers = await transaction.carry_out([Waiting(entry.submission, 0.0) for entry in entries])
            for entry, answer in zip(entries, answers, strict=True):
                entry.settle(answer)
            return answers

        return await self._persist(work)


async def press_everywhere(committer: Committer, pipe: Connection) -> None:
    """Every home presses; each is told to the outside as soon as it is acknowledged."""

    async def pressing(unit: str) -> None:
        await ask(committer, press(unit))
        pipe.send(unit)

    await asyncio.gather(*(pressing(f"UX{number:04d}") for number in range(1, HOMES + 1)))


async def _heard_before_the_end(server: Server, district: Database) -> set[str]:
    """Kill the server and its transactions at the first acknowledgement; all that were heard."""
    first = await server.says()
    server.kill()
    await cut_connections(district, server.name)
    return {first, *server.last_words()}


async def _lost(district: Database, acknowledged: set[str]) -> set[str]:
    """Whose press was acknowledged and is in no fact."""
    async with district.reading() as connection:
        rows = await connection.fetch("SELECT body ->> 'unit' AS unit FROM facts WHERE kind = 'call_raised'")
    return acknowledged - {row["unit"] for row in rows}


async def _slow_disk(district: Database) -> None:
    async with as_owner(district) as owner:
        await owner.execute(SLOW_COMMIT)


async def test_no_acknowledged_press_is_lost_when_server_and_database_are_struck(district: Database) -> None:
    """Whoever was told that help is coming is on record."""
    await crowd(district, HOMES)
    await _slow_disk(district)

    with servers(district, press_everywhere) as (server,):
        acknowledged = await _heard_before_the_end(server, district)

    assert acknowledged
    assert await _lost(district, acknowledged) == set()
    assert (await verifying.verify(district)).differences == []


async def test_a_committer_that_acknowledges_too_early_is_caught(district: Database) -> None:
    """The same blow to a build that breaks the first promise: the presses it lost are named."""
    await crowd(district, HOMES)
    await _slow_disk(district)

    with servers(district, press_everywhere, committer=HastyCommitter) as (server,):
        acknowledged = await _heard_before_the_end(server, district)

    assert acknowledged
    assert await _lost(district, acknowledged) == acknowledged


async def test_who_heard_nothing_in_time_asks_again_and_gets_the_first_answer(
    committer: Committer, district: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is slow to come is no answer; the press was taken all the same, and only once."""
    await _slow_disk(district)
    monkeypatch.setattr(committers, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(NotCommitted):
        await ask(committer, press("U101"))
    monkeypatch.setattr(committers, "PATIENCE_SECONDS", 10)

    again = await ask(committer, press("U101"))

    assert again["duplicate"]
    assert await count(district, "SELECT count(*) FROM calls") == 1
    assert await count(district, "SELECT count(*) FROM facts") == 1


async def test_a_transaction_that_was_struck_down_answers_nothing_and_leaves_nothing(
    committer: Committer, district: Database
) -> None:
    """Half a press does not exist: the same press afterwards is the first one."""
    await _slow_disk(district)
    pressing = asyncio.create_task(ask(committer, press("U101")))
    await _until_committing(district)
    await cut_connections(district)

    with pytest.raises(NotCommitted):
        await pressing
    again = await ask(committer, press("U101"))

    assert not again["duplicate"]
    assert again["seq"] == 1
    assert (await verifying.verify(district)).differences == []


async def _until_committing(district: Database) -> None:
    async with as_owner(district) as owner:
        while not await owner.fetchval(COMMITTING):
            await owner.execute("SELECT pg_sleep(0.01)")
