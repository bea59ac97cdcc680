"""Three servers with 64 writers each and two kinds of readers: nobody sees a hole, a repeat or another order.

CALLCENTER_TEST_SECONDS makes it last longer than the short form.
"""

import asyncio
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from random import Random
from uuid import UUID

import asyncpg

from callcenter.clock import new_id
from callcenter.domain import commands as c
from callcenter.domain.errors import CallCenterError
from callcenter.flow import verifying
from callcenter.storage.committer import Committer
from callcenter.storage.database import Database
from callcenter.storage.feed import read_after
from callcenter.storage.ledger import link
from callcenter.storage.replaying import FIRST_LINK
from callcenter.storage.submissions import Submission
from tests.faults.crowd import crowd
from tests.faults.processes import hear, servers
from tests.storage.asking import ask, asks, beat, count, press, starts

SECONDS = float(os.environ.get("CALLCENTER_TEST_SECONDS", "3"))
WRITERS = 64
HOMES = 60
CAREGIVERS = ("C101", "C102", "C103", "C201", "C202", "C301")

# Rows of transactions that were surely over when the snapshot was taken, whatever numbers they bear.
READ_BY_TRANSACTION = """
SELECT seq, xmin::text::bigint AS transaction FROM facts
WHERE xmin::text::bigint >= $1 AND xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""


class Writer:
    """One of many who write whatever comes to mind, as fast as they are answered."""

    def __init__(self, committer: Committer, name: str, seed: int, calls: list[UUID]) -> None:
        self._committer = committer
        self._name = name
        self._chance = Random(seed)
        self._calls = calls
        self._n = 0
        self.pressed: list[tuple[str, str, int]] = []

    async def write_until(self, is_over: Callable[[], bool]) -> None:
        """Go on until it is over; refusals are answers too."""
        while not is_over():
            choice = self._chance.random()
            if choice < 0.4 or not self._calls:
                await self._press()
            else:
                await self._try(self._something(choice))

    async def _press(self) -> None:
        unit = f"UX{self._chance.randint(1, HOMES):04d}"
        self._n += 1
        answer = await ask(self._committer, press(unit, self._n, boot=self._name))
        self.pressed.append((unit, self._name, self._n))
        self._calls.append(UUID(answer["call"]["id"]))

    def _something(self, choice: float) -> Submission:
        call, who = self._chance.choice(self._calls), self._chance.choice(CAREGIVERS)
        if choice < 0.5:
            return beat(f"UX{self._chance.randint(1, HOMES):04d}", 1, boot=str(new_id()))
        if choice < 0.6:
            return asks("D1", call, c.Note, text="…")
        if choice < 0.7:
            return asks(who, call, c.Decline)
        if choice < 0.85:
            return asks(who, call, c.Accept)
        return asks(who, call, self._chance.choice((c.Release, c.Arrive, c.Depart)))

    async def _try(self, submission: Submission) -> None:
        try:
            await self._committer.submit(submission)
        except CallCenterError as refusal:
            if refusal.code in {"internal_error", "not_committed"}:
                raise


async def write(committer: Committer, pipe: Connection) -> None:
    """Write with 64 writers, and let the clock knock, for as long as the test says; then tell all that was pressed."""
    name, seconds = await hear(pipe)
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    calls: list[UUID] = []
    writers = [Writer(committer, f"{name}.{place}", place, calls) for place in range(WRITERS)]
    writing = asyncio.gather(*(writer.write_until(lambda: loop.time() > end) for writer in writers))
    while not writing.done():
        await committer.knock(32)
        await asyncio.sleep(0.05)
    await writing
    pipe.send([one for writer in writers for one in writer.pressed])


async def read(committer: Committer, pipe: Connection) -> None:
    """Follow the feed by number, and beside it by transaction, until told how far it goes; then tell what was seen."""
    database: Database = committer._database
    stop = asyncio.create_task(hear(pipe))
    head, chain, transaction = 0, FIRST_LINK, 0
    seen: set[int] = set()
    # The transactions of the whole server hold the second reader back, so it may need a little longer.
    while not stop.done() or min(head, len(seen)) < stop.result():
        async with database.reading() as connection:
            for one in await read_after(connection, head, 1_000):
                head, chain = one.seq, link(chain, one.seq, one.body)
            for row in await connection.fetch(READ_BY_TRANSACTION, transaction):
                transaction = max(transaction, row["transaction"])
                seen.add(row["seq"])
        await asyncio.sleep(0.05)
    pipe.send((head, chain, seen == set(range(1, head + 1))))


async def test_every_reader_sees_the_same_feed_while_three_servers_write(
    committer: Committer, district: Database
) -> None:
    """Numbers without gaps in the order of the commits, an unbroken chain, no deadlock, and every press on record."""
    await crowd(district, HOMES)
    for who in CAREGIVERS:
        await ask(committer, starts(who))
    with servers(district, write, write, write, read) as (*writing, reading):
        for server in writing:
            server.tell((server.name, SECONDS))
        pressed = [one for server in writing for one in await server.says()]
        head = await _head(district)
        reading.tell(head["seq"])
        last, chain, saw_the_same = await reading.says()

    assert (last, chain, saw_the_same) == (head["seq"], head["hash"], True)
    assert await count(district, "SELECT count(*) FROM signals WHERE kind = 'press'") == len(set(pressed)) > 0
    assert (await verifying.verify(district)).differences == []
    assert await count(district, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0


async def _head(district: Database) -> asyncpg.Record:
    async with district.reading() as connection:
        return await connection.fetchrow("SELECT seq, hash FROM feed_heads")
