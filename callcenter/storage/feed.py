"""The feed read back: every fact once, in commit order, as soon as it is there.

NOTIFY only wakes the reader; the poll is the truth. The listening connection is probed with a notice to itself, since
it can die without a word. After every reconnect reading goes on from the same number; a number that is missing is an
alarm, never a guess.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import asyncpg
import msgspec
import structlog

from callcenter.domain.facts import Fact, from_json
from callcenter.storage.database import Database, is_away
from callcenter.storage.ledger import CHANNEL, FEED

log = structlog.get_logger()

POLL_SECONDS = 0.2
PROBE_SECONDS = 10.0
PROBE_LIMIT_SECONDS = 3.0
LARGEST_READ = 256

READ = f"SELECT seq, body::text AS body FROM facts WHERE feed = {FEED} AND seq > $1 ORDER BY seq LIMIT $2"


class Numbered(msgspec.Struct, frozen=True):
    """A fact with its feed number and its text as stored."""

    seq: int
    fact: Fact
    body: bytes


class Reading(msgspec.Struct, frozen=True):
    """What one look at the feed found, perhaps nothing; `epoch` tells which database it was."""

    epoch: str
    facts: tuple[Numbered, ...]


class FeedBroken(RuntimeError):
    """Numbers do not follow each other, or an older database answers: a person must look."""


async def read_after(connection: asyncpg.Connection, after: int, limit: int) -> tuple[Numbered, ...]:
    """The next facts after a number; raises `FeedBroken` at a gap."""
    rows = await connection.fetch(READ, after, limit)
    for place, row in enumerate(rows, after + 1):
        if row["seq"] != place:
            msg = f"fact {place} is missing: the feed goes on with {row['seq']}"
            raise FeedBroken(msg)
    return tuple(Numbered(row["seq"], from_json(row["body"]), row["body"].encode()) for row in rows)


class FeedReader:
    """Follows the feed on a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._notified = asyncio.Event()
        self._probe_heard_at = 0.0
        self._timeline = 0

    async def read(self, position: Callable[[], int]) -> AsyncIterator[Reading]:
        """Readings for ever, from wherever `position` says the reader is; reconnects by itself."""
        while True:
            try:
                connection = await self._database.connect()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("feed: database away", error=type(error).__name__)
                await asyncio.sleep(0.5)
                continue
            try:
                async for reading in self._follow(connection, position):
                    yield reading
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("feed: connection lost", error=type(error).__name__)
            finally:
                connection.terminate()

    async def _follow(self, connection: asyncpg.Connection, position: Callable[[], int]) -> AsyncIterator[Reading]:
        loop = asyncio.get_running_loop()
        epoch = await self._epoch(connection)
        await connection.add_listener(CHANNEL, self._hear)
        self._probe_heard_at = probed_at = loop.time()
        while True:
            self._notified.clear()
            facts = await read_after(connection, position(), LARGEST_READ)
            yield Reading(epoch, facts)
            if len(facts) < LARGEST_READ:
                # Not wait_for: on Python 3.11 it can swallow the cancellation that stops this task.
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._notified.wait()
            now = loop.time()
            if now - probed_at >= PROBE_SECONDS:
                await connection.execute("SELECT pg_notify($1, 'probe')", CHANNEL)
                probed_at = now
            elif now - self._probe_heard_at > PROBE_SECONDS + PROBE_LIMIT_SECONDS:
                msg = "the listening connection is deaf"
                raise ConnectionError(msg)

    def _hear(self, connection: object, pid: int, channel: str, payload: object) -> None:
        del connection, pid, channel
        self._probe_heard_at = asyncio.get_running_loop().time()
        if payload != "probe":
            self._notified.set()

    async def _epoch(self, connection: asyncpg.Connection) -> str:
        identity, timeline = await self._database.epoch(connection)
        if timeline < self._timeline:
            msg = f"a database of timeline {timeline} answers, {self._timeline} was seen before"
            raise FeedBroken(msg)
        self._timeline = timeline
        return f"{identity}.{timeline}"
