"""The one door for every change: commands in, one transaction for all that wait, answers only after COMMIT.

No timer fills a batch: whatever has gathered while the last one was being written makes the next, so a lone press goes
at once and a flood goes by the hundred. A commit is never cancelled; an asker who has waited too long is told that
nothing is known (`NotCommitted`), and the same request again finds the first answer.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

import asyncpg
import structlog
from prometheus_client import Counter, Histogram

from callcenter.domain.errors import CallCenterError, NotCommitted
from callcenter.domain.facts import Fact, kind_of
from callcenter.domain.ids import SignalKind
from callcenter.domain.policy import Policy
from callcenter.storage import heartbeats, phones, silence
from callcenter.storage.database import TRY_AGAIN, Database, DatabaseAway, sqlstate
from callcenter.storage.policies import PolicyInForce
from callcenter.storage.submissions import Answer, HearSignal, Submission
from callcenter.storage.transaction import Transaction, Waiting

log = structlog.get_logger()

FACTS = Counter("callcenter_facts", "Facts committed by this process", ["kind"])
BATCH_SIZE = Histogram(
    "callcenter_batch_size", "Submissions in a transaction", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256)
)
NOT_COMMITTED = Counter("callcenter_not_committed", "Submissions that were told to come again")
REFUSED = Counter("callcenter_refused", "Submissions the rules said no to", ["code"])
HEARTBEATS = Counter("callcenter_plain_heartbeats", "Heartbeats that changed nothing")

T = TypeVar("T")

LARGEST_BATCH = 256
LONGEST_QUEUE = 20_000
PATIENCE_SECONDS = 10.0
TRIES = 6


class Entry:
    """A submission on its way, with the promise of its answer."""

    __slots__ = ("answer", "since", "submission")

    def __init__(self, submission: Submission, since: float, answer: asyncio.Future[Answer]) -> None:
        self.submission = submission
        self.since = since
        self.answer = answer

    def settle(self, answer: Answer) -> None:
        """Give the asker the answer, unless the asker has gone."""
        if not self.answer.done():
            self.answer.set_result(answer)


class Line:
    """Those who wait for one kind of transaction."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._entries)

    def join(self, entry: Entry) -> None:
        """Wait at the end."""
        self._entries.append(entry)
        self._arrived.set()

    async def gather(self) -> list[Entry]:
        """Everybody who waits now, up to the largest batch; waits for the first."""
        while not self._entries:
            self._arrived.clear()
            await self._arrived.wait()
        return [self._entries.popleft() for _ in range(min(len(self._entries), LARGEST_BATCH))]


class Committer:
    """Takes submissions from any number of tasks; `write_commands` and `write_heartbeats` must be kept running."""

    def __init__(self, database: Database, new_id: Callable[[], UUID]) -> None:
        self._database = database
        self._new_id = new_id
        self._policy = PolicyInForce()
        self._commands = Line()
        self._beats = Line()
        self._under_way = 0
        self.call_may_be_due = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many submissions wait for a transaction."""
        return len(self._commands) + len(self._beats)

    @property
    def policy(self) -> Policy:
        """The policy as this process last saw it in force."""
        return self._policy.policy

    async def drain(self) -> None:
        """Return when nothing waits and nothing is being written."""
        while self.waiting or self._under_way:  # noqa: ASYNC110 - once in a process's life, at its end
            await asyncio.sleep(0.01)

    async def submit(self, submission: Submission) -> bytes:
        """The answer, on disk already; raises the refusal, or `NotCommitted` when nothing is known in time."""
        loop = asyncio.get_running_loop()
        if self.waiting >= LONGEST_QUEUE:
            raise NotCommitted
        entry = Entry(submission, loop.time(), loop.create_future())
        beat = isinstance(submission, HearSignal) and submission.signal.kind is SignalKind.HEARTBEAT
        (self._beats if beat else self._commands).join(entry)
        await asyncio.wait({entry.answer}, timeout=PATIENCE_SECONDS)
        if not entry.answer.done():
            raise NotCommitted
        return entry.answer.result().result()

    async def write_commands(self) -> None:
        """Write whatever waits, for ever."""
        while True:
            entries = await self._commands.gather()
            with self._working():
                await self._settle(entries)
            self.call_may_be_due.set()

    async def write_heartbeats(self) -> None:
        """Write heartbeats, for ever; those that change something join the commands."""
        while True:
            entries = await self._beats.gather()
            with self._working():
                await self._settle_beats(entries)

    @contextmanager
    def _working(self) -> Iterator[None]:
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    async def knock(self, limit: int = LARGEST_BATCH) -> int:
        """Let the clock act on calls that are due, each once; how many there were."""
        return await self._persist(lambda transaction: transaction.knock(limit))

    async def mark_silent(self, limit: int = 2 * LARGEST_BATCH) -> int:
        """Find units that fell silent; how many."""
        return await self._persist(lambda transaction: silence.mark_silent(transaction, limit))

    async def watch_phones(self, limit: int = 2 * LARGEST_BATCH) -> int:
        """Find phones that fell silent or are heard again; how many."""
        return await self._persist(lambda transaction: phones.watch_phones(transaction, limit))

    async def _settle(self, entries: list[Entry]) -> None:
        """Commit and answer; a batch that fails for a reason of its own is halved until the culprit stands alone."""
        try:
            answers = await self._carry_out(entries)
        except NotCommitted as away:
            NOT_COMMITTED.inc(len(entries))
            for entry in entries:
                entry.settle(Answer(error=away))
            await asyncio.sleep(0.05)
        except Exception:
            if len(entries) == 1:
                log.exception("submission failed", submission=type(entries[0].submission).__name__)
                entries[0].settle(Answer(error=CallCenterError("internal_error", "this request cannot be carried out")))
                return
            half = len(entries) // 2
            await self._settle(entries[:half])
            await self._settle(entries[half:])
        else:
            BATCH_SIZE.observe(len(entries))
            for entry, answer in zip(entries, answers, strict=True):
                if answer.error is not None:
                    REFUSED.labels(answer.error.code).inc()
                entry.settle(answer)

    async def _carry_out(self, entries: Sequence[Entry]) -> list[Answer]:
        waiting = [Waiting(entry.submission, entry.since) for entry in entries]
        return await self._persist(lambda transaction: transaction.carry_out(waiting))

    async def _persist(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in a transaction, again when PostgreSQL asks for it; returns after COMMIT."""
        for attempt in range(1, TRIES + 1):
            try:
                async with self._database.transaction() as connection:
                    transaction = Transaction(connection, self._policy, self._new_id)
                    result = await work(transaction)
            except asyncpg.PostgresError as error:
                if sqlstate(error) not in TRY_AGAIN or attempt == TRIES:
                    raise
                log.info("transaction repeated", sqlstate=sqlstate(error), attempt=attempt)
                await asyncio.sleep(0.01 * attempt)
            else:
                _tell(transaction.facts)
                return result
        raise AssertionError(TRIES)

    async def _settle_beats(self, entries: list[Entry]) -> None:
        first: dict[str, Entry] = {}
        rest = []
        for entry in entries:
            assert isinstance(entry.submission, HearSignal), "only signals stand in this line"
            if first.setdefault(entry.submission.unit, entry) is not entry:
                rest.append(entry)
        loop = asyncio.get_running_loop()
        beats = list(first.values())
        now = loop.time()
        told = [(e.submission, now - e.since) for e in beats if isinstance(e.submission, HearSignal)]
        try:
            async with self._database.transaction() as connection:
                answers = await heartbeats.take_plain(connection, told, self._policy.policy)
        except (DatabaseAway, asyncpg.PostgresError):
            answers = {}
        for place, entry in enumerate(beats):
            if place in answers:
                HEARTBEATS.inc()
                entry.settle(Answer(answers[place]))
            else:
                self._commands.join(entry)
        for entry in rest:
            self._beats.join(entry)


def _tell(facts: Sequence[Fact]) -> None:
    """One log line for each fact, after it is committed: ids only."""
    for fact in facts:
        kind, stamp = kind_of(fact.body), fact.stamp
        FACTS.labels(kind).inc()
        log.info(kind, call=str(stamp.call) if stamp.call else None, version=stamp.version, by=stamp.actor.id)
