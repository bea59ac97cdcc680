"""The clockwork: every background task of a process, owned, restarted when it fails, and visible on /readyz.

Any number of processes run the same tasks at once and none of them leads: whatever is due is taken under row locks, and
whoever is killed leaves its work where the next look finds it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
import structlog

from callcenter.domain.phones import Vigil
from callcenter.domain.picture import PictureOutdated
from callcenter.flow import Committer, Database, FeedReader, escalating, supervising, watching
from callcenter.flow.gate import Gate
from callcenter.live.hub import Hub

log = structlog.get_logger()

KNOCK_SECONDS = 0.2
SILENCE_SECONDS = 5.0
PHONES_SECONDS = 5.0
PLACE_SECONDS = 1.0
SESSIONS_SECONDS = 3.0
TIDY_SECONDS = 60.0
STALE_FEED_SECONDS = 2.0
RESTART_SECONDS = 0.5
LONGEST_RESTART_SECONDS = 5.0


class TaskHealth(msgspec.Struct):
    """How one task is doing: when it last did its work, how often it was started again, and why."""

    last_ok_at: float | None = None
    restarts: int = 0
    last_error: str | None = None


class Engine:
    """Runs until it is stopped; `health` tells by name how each task is doing."""

    def __init__(self, *, database: Database, committer: Committer, reader: FeedReader, hub: Hub, gate: Gate) -> None:
        self._database = database
        self._committer = committer
        self._reader = reader
        self._hub = hub
        self._gate = gate
        self._tasks: list[asyncio.Task[None]] = []
        self.health: dict[str, TaskHealth] = {}

    def start(self) -> None:
        """Start every task."""
        jobs: dict[str, Callable[[], Awaitable[None]]] = {
            "commands": self._committer.write_commands,
            "commands_2": self._committer.write_commands,
            "heartbeats": self._committer.write_heartbeats,
            "feed": self._follow_feed,
            "due": self._look_at_due_calls,
            "silence": self._look_for_silence,
            "phones": self._watch_phones,
            "positions": self._tell_positions,
            "sessions": self._end_sessions,
            "tidy": self._tidy,
        }
        for name, job in jobs.items():
            self.health[name] = TaskHealth()
            self._tasks.append(asyncio.create_task(self._own(name, job), name=name))

    async def stop(self) -> None:
        """Let what waits be written, then end every task."""
        await self._committer.drain()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def seconds_since(self, name: str) -> float | None:
        """How long ago the task last did its work; None when it never has."""
        last = self.health[name].last_ok_at if name in self.health else None
        return None if last is None else asyncio.get_running_loop().time() - last

    @property
    def is_feed_fresh(self) -> bool:
        """True while the database answers the feed reader, several times a second."""
        age = self.seconds_since("feed")
        return age is not None and age < STALE_FEED_SECONDS

    async def _own(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        """Run a job for ever: what it raises is written down and it starts again, a little later each time."""
        health = self.health[name]
        pause = RESTART_SECONDS
        while True:
            started = asyncio.get_running_loop().time()
            try:
                await job()
            except Exception as error:
                health.restarts += 1
                health.last_error = f"{type(error).__name__}: {error}"[:300]
                log.exception("task failed, starting it again", task=name, restarts=health.restarts)
            lived = asyncio.get_running_loop().time() - started
            pause = RESTART_SECONDS if lived > LONGEST_RESTART_SECONDS else min(2 * pause, LONGEST_RESTART_SECONDS)
            await asyncio.sleep(pause)

    def _ok(self, name: str) -> None:
        self.health[name].last_ok_at = asyncio.get_running_loop().time()

    async def _follow_feed(self) -> None:
        epoch = ""
        while True:
            try:
                async for reading in self._reader.read(lambda: self._hub.seq):
                    if reading.epoch != epoch:
                        await self._show(reading.epoch)
                        epoch = reading.epoch
                        continue
                    await self._hub.publish_by_turns((one.seq, one.fact, one.body) for one in reading.facts)
                    self._ok("feed")
                    if reading.facts:
                        self._committer.call_may_be_due.set()
            except PictureOutdated:
                epoch = ""

    async def _show(self, epoch: str) -> None:
        picture, recent = await watching.begin(self._database)
        self._hub.show(epoch, picture, recent)

    async def _look_at_due_calls(self) -> None:
        due = self._committer.call_may_be_due
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(KNOCK_SECONDS):
                    await due.wait()
            due.clear()
            await escalating.look_at_due_calls(self._committer)
            self._ok("due")

    async def _look_for_silence(self) -> None:
        # After a start, or after the database was away, units get their full time to be heard again first.
        await asyncio.sleep(self._committer.policy.heartbeat_seconds * self._committer.policy.silent_after_missed)
        while True:
            await supervising.look_for_silence(self._committer)
            self._ok("silence")
            await asyncio.sleep(SILENCE_SECONDS)

    async def _watch_phones(self) -> None:
        clock = asyncio.get_running_loop().time
        vigil = Vigil(clock(), longest_pause_seconds=2 * PHONES_SECONDS)
        while True:
            await supervising.note_heard(self._database, self._hub.take_heard())
            if vigil.has_lasted(clock(), self._committer.policy):
                await supervising.look_for_silent_phones(self._committer)
            self._ok("phones")
            await asyncio.sleep(PHONES_SECONDS)

    async def _tell_positions(self) -> None:
        while True:
            self._hub.is_current = self.is_feed_fresh
            if self._hub.is_current:
                self._hub.place()
            self._ok("positions")
            await asyncio.sleep(PLACE_SECONDS)

    async def _end_sessions(self) -> None:
        while True:
            self._hub.end_sessions(await self._gate.ended(self._hub.sessions))
            self._ok("sessions")
            await asyncio.sleep(SESSIONS_SECONDS)

    async def _tidy(self) -> None:
        while True:
            await supervising.tidy(self._database)
            await self._gate.write_strangers()
            self._ok("tidy")
            await asyncio.sleep(TIDY_SECONDS)
